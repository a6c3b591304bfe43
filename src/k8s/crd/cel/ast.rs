//! The tree of a rule.

use super::super::pattern::Compiled;
use super::functions::Function;

/// A part of a rule.
#[derive(Debug)]
pub(super) enum Expr {
    Null,
    Bool(bool),
    Int(i64),
    Uint(u64),
    Double(f64),
    Text(String),
    /// A variable: its place on the stack. The value is the first, the former value the second.
    Variable(usize),
    Field(Box<Self>, String),
    Has(Box<Self>, String),
    Index(Box<Self>, Box<Self>),
    List(Vec<Self>),
    Map(Vec<(Self, Self)>),
    Not(Box<Self>),
    Negate(Box<Self>),
    And(Vec<Self>),
    Or(Vec<Self>),
    Binary(Binary, Box<Self>, Box<Self>),
    Choose(Box<[Self; 3]>),
    Each(Box<Each>),
    Call(Function, Vec<Self>),
    Matches(Box<Self>, Compiled),
}

/// An operator between two values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Binary {
    Equal,
    Unequal,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    In,
    Add,
    Subtract,
    Multiply,
    Divide,
    Remainder,
}

/// A macro over the members of a list or the keys of a map.
#[derive(Debug)]
pub(super) struct Each {
    pub(super) what: Macro,
    pub(super) range: Expr,
    /// The place of its variable on the stack.
    pub(super) slot: usize,
    pub(super) body: Expr,
    /// What `map` with a condition makes of a member.
    pub(super) result: Option<Expr>,
}

/// Which macro.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Macro {
    All,
    Exists,
    ExistsOne,
    Filter,
    Map,
}

/// The name of a property as a rule writes it: `__namespace__` is `namespace`, `__dash__` a dash.
pub(super) fn unescaped(name: &str) -> String {
    if !name.contains("__") {
        return name.to_owned();
    }
    let inside = name
        .strip_prefix("__")
        .and_then(|name| name.strip_suffix("__"));
    if let Some(word) = inside
        && RESERVED.contains(&word)
    {
        return word.to_owned();
    }
    name.replace("__dot__", ".")
        .replace("__dash__", "-")
        .replace("__slash__", "/")
        .replace("__underscores__", "__")
}

/// Words of the language that are names of properties too.
const RESERVED: [&str; 21] = [
    "true",
    "false",
    "null",
    "in",
    "as",
    "break",
    "const",
    "continue",
    "else",
    "for",
    "function",
    "if",
    "import",
    "let",
    "loop",
    "package",
    "namespace",
    "return",
    "var",
    "void",
    "while",
];
