//! Words to the tree of a rule.

use super::super::pattern::Patterns;
use super::Unread;
use super::ast::{Binary, Each, Expr, Macro, unescaped};
use super::functions::Function;
use super::lexer::{Token, tokens};

/// Most bytes of a rule. The API server's own bound on its cost is far below what would fit.
const MOST_BYTES: usize = 16 * 1024;
/// Deepest tree: every walk recurses.
const MOST_DEPTH: usize = 80;

/// A part and how deep it is.
type Part = (Expr, usize);
type Parsed = Result<Part, Unread>;

/// The tree, and whether it reads `oldSelf`.
pub(super) fn parse(text: &str, patterns: &mut Patterns) -> Result<(Expr, bool), Unread> {
    if text.len() > MOST_BYTES {
        return Err(Unread::TooLarge);
    }
    let mut parser = Parser {
        tokens: tokens(text)?,
        at: 0,
        scope: vec!["self".to_owned(), "oldSelf".to_owned()],
        open: 0,
        reads_old: false,
        patterns,
    };
    let (root, _) = parser.expression()?;
    if parser.at < parser.tokens.len() {
        return Err(Unread::Syntax);
    }
    Ok((root, parser.reads_old))
}

struct Parser<'p> {
    tokens: Vec<Token>,
    at: usize,
    /// The variables in sight, by their places on the stack.
    scope: Vec<String>,
    /// How many expressions are being read, one inside of the other.
    open: usize,
    reads_old: bool,
    patterns: &'p mut Patterns,
}

/// One level above the deepest of some parts.
fn above(depths: impl IntoIterator<Item = usize>) -> Result<usize, Unread> {
    let depth = depths.into_iter().max().unwrap_or(0) + 1;
    if depth > MOST_DEPTH {
        return Err(Unread::TooLarge);
    }
    Ok(depth)
}

impl Parser<'_> {
    fn takes(&mut self, sign: &str) -> bool {
        let is_it = matches!(self.tokens.get(self.at), Some(Token::Sign(it)) if *it == sign);
        self.at += usize::from(is_it);
        is_it
    }

    fn needs(&mut self, sign: &str) -> Result<(), Unread> {
        if self.takes(sign) {
            Ok(())
        } else {
            Err(Unread::Syntax)
        }
    }

    fn name(&mut self) -> Result<String, Unread> {
        let Some(Token::Name(name)) = self.tokens.get(self.at) else {
            return Err(Unread::Syntax);
        };
        self.at += 1;
        Ok(name.clone())
    }

    fn expression(&mut self) -> Parsed {
        self.open += 1;
        if self.open > MOST_DEPTH / 2 {
            return Err(Unread::TooLarge);
        }
        let condition = self.any()?;
        let whole = if self.takes("?") {
            let (yes, yes_depth) = self.any()?;
            self.needs(":")?;
            let (no, no_depth) = self.expression()?;
            let depth = above([condition.1, yes_depth, no_depth])?;
            (Expr::Choose(Box::new([condition.0, yes, no])), depth)
        } else {
            condition
        };
        self.open -= 1;
        Ok(whole)
    }

    /// Parts with one sign between; the only one as it is.
    fn chain(
        &mut self,
        sign: &str,
        part: fn(&mut Self) -> Parsed,
        whole: fn(Vec<Expr>) -> Expr,
    ) -> Parsed {
        let first = part(self)?;
        if !self.takes(sign) {
            return Ok(first);
        }
        let (mut parts, mut depth) = (vec![first.0], first.1);
        loop {
            let (next, next_depth) = part(self)?;
            parts.push(next);
            depth = depth.max(next_depth);
            if !self.takes(sign) {
                return Ok((whole(parts), above([depth])?));
            }
        }
    }

    fn any(&mut self) -> Parsed {
        self.chain("||", Self::all, Expr::Or)
    }

    fn all(&mut self) -> Parsed {
        self.chain("&&", Self::relation, Expr::And)
    }

    /// Operators of one level, from left to right.
    fn left_to_right(
        &mut self,
        part: fn(&mut Self) -> Parsed,
        operator: fn(&Token) -> Option<Binary>,
    ) -> Parsed {
        let (mut left, mut depth) = part(self)?;
        while let Some(binary) = self.tokens.get(self.at).and_then(operator) {
            self.at += 1;
            let (right, right_depth) = part(self)?;
            depth = above([depth, right_depth])?;
            left = Expr::Binary(binary, Box::new(left), Box::new(right));
        }
        Ok((left, depth))
    }

    fn relation(&mut self) -> Parsed {
        self.left_to_right(Self::sum, |token| {
            Some(match token {
                Token::Sign("==") => Binary::Equal,
                Token::Sign("!=") => Binary::Unequal,
                Token::Sign("<") => Binary::Less,
                Token::Sign("<=") => Binary::LessOrEqual,
                Token::Sign(">") => Binary::Greater,
                Token::Sign(">=") => Binary::GreaterOrEqual,
                Token::Name(name) if name == "in" => Binary::In,
                _ => return None,
            })
        })
    }

    fn sum(&mut self) -> Parsed {
        self.left_to_right(Self::product, |token| {
            Some(match token {
                Token::Sign("+") => Binary::Add,
                Token::Sign("-") => Binary::Subtract,
                _ => return None,
            })
        })
    }

    fn product(&mut self) -> Parsed {
        self.left_to_right(Self::unary, |token| {
            Some(match token {
                Token::Sign("*") => Binary::Multiply,
                Token::Sign("/") => Binary::Divide,
                Token::Sign("%") => Binary::Remainder,
                _ => return None,
            })
        })
    }

    fn unary(&mut self) -> Parsed {
        let mut signs = Vec::new();
        loop {
            if self.takes("!") {
                signs.push(Expr::Not as fn(Box<Expr>) -> Expr);
            } else if self.takes("-") {
                signs.push(Expr::Negate);
            } else {
                break;
            }
        }
        let (mut inner, mut depth) = self.member()?;
        while let Some(sign) = signs.pop() {
            inner = sign(Box::new(inner));
            depth = above([depth])?;
        }
        Ok((inner, depth))
    }

    fn member(&mut self) -> Parsed {
        let (mut inner, mut depth) = self.primary()?;
        loop {
            if self.takes(".") {
                if self.takes("?") {
                    return Err(Unread::Unknown("optional values".to_owned()));
                }
                let name = self.name()?;
                if self.takes("(") {
                    (inner, depth) = self.method((inner, depth), &name)?;
                } else {
                    inner = Expr::Field(Box::new(inner), unescaped(&name));
                    depth = above([depth])?;
                }
            } else if self.takes("[") {
                if self.takes("?") {
                    return Err(Unread::Unknown("optional values".to_owned()));
                }
                let (index, index_depth) = self.expression()?;
                self.needs("]")?;
                inner = Expr::Index(Box::new(inner), Box::new(index));
                depth = above([depth, index_depth])?;
            } else {
                return Ok((inner, depth));
            }
        }
    }

    /// A function of a value, or a macro; the parenthesis is behind us.
    fn method(&mut self, target: Part, name: &str) -> Parsed {
        let what = match name {
            "all" => Macro::All,
            "exists" => Macro::Exists,
            "exists_one" | "existsOne" => Macro::ExistsOne,
            "filter" => Macro::Filter,
            "map" => Macro::Map,
            _ => {
                let arguments = self.list(")")?;
                return self.call(name, Some(target), arguments);
            }
        };
        let variable = self.name()?;
        self.needs(",")?;
        let next = self.tokens.get(self.at..self.at + 2);
        if what != Macro::Map && matches!(next, Some([Token::Name(_), Token::Sign(",")])) {
            return Err(Unread::Unknown("macros of two variables".to_owned()));
        }
        let slot = self.scope.len();
        self.scope.push(variable);
        let (body, mut depth) = self.expression()?;
        let mut result = None;
        if self.takes(",") {
            if what != Macro::Map {
                return Err(Unread::Unknown("macros of two variables".to_owned()));
            }
            let (made, made_depth) = self.expression()?;
            depth = depth.max(made_depth);
            result = Some(made);
        }
        self.scope.pop();
        self.needs(")")?;
        let (range, range_depth) = target;
        let depth = above([depth, range_depth])?;
        let each = Each {
            what,
            range,
            slot,
            body,
            result,
        };
        Ok((Expr::Each(Box::new(each)), depth))
    }

    /// A function with its arguments, the value before the point first.
    fn call(&mut self, name: &str, target: Option<Part>, arguments: Vec<Part>) -> Parsed {
        let is_method = target.is_some();
        let (mut parts, depths): (Vec<Expr>, Vec<usize>) =
            target.into_iter().chain(arguments).unzip();
        let depth = above(depths)?;
        let function = Function::named(name, is_method, parts.len())
            .ok_or_else(|| Unread::Unknown(format!("`{name}`")))?;
        if function == Function::Matches
            && let [_, Expr::Text(pattern)] = &parts[..]
        {
            let regex = self.patterns.compile(pattern).ok_or(Unread::TooLarge)?;
            parts.truncate(1);
            if let Some(text) = parts.pop() {
                return Ok((Expr::Matches(Box::new(text), regex), depth));
            }
        }
        Ok((Expr::Call(function, parts), depth))
    }

    /// Expressions up to a closing sign, which is taken.
    fn list(&mut self, end: &str) -> Result<Vec<Part>, Unread> {
        let mut parts = Vec::new();
        loop {
            if self.takes(end) {
                return Ok(parts);
            }
            parts.push(self.expression()?);
            if !self.takes(",") {
                self.needs(end)?;
                return Ok(parts);
            }
        }
    }

    fn primary(&mut self) -> Parsed {
        if self.takes("(") {
            let inner = self.expression()?;
            self.needs(")")?;
            return Ok(inner);
        }
        if self.takes("[") {
            let (parts, depths): (Vec<Expr>, Vec<usize>) = self.list("]")?.into_iter().unzip();
            return Ok((Expr::List(parts), above(depths)?));
        }
        if self.takes("{") {
            return self.map();
        }
        let token = self.tokens.get(self.at).cloned().ok_or(Unread::Syntax)?;
        self.at += 1;
        let leaf = match token {
            Token::Text(text) => Expr::Text(text),
            Token::Int(number) => Expr::Int(number),
            Token::Uint(number) => Expr::Uint(number),
            Token::Double(number) => Expr::Double(number),
            Token::Sign(_) => return Err(Unread::Syntax),
            Token::Name(name) => match &*name {
                "true" => Expr::Bool(true),
                "false" => Expr::Bool(false),
                "null" => Expr::Null,
                _ if self.takes("(") => return self.function(&name),
                _ => self.variable(&name)?,
            },
        };
        Ok((leaf, 1))
    }

    fn map(&mut self) -> Parsed {
        let (mut entries, mut depth) = (Vec::new(), 0);
        loop {
            if self.takes("}") {
                return Ok((Expr::Map(entries), above([depth])?));
            }
            let (key, key_depth) = self.expression()?;
            self.needs(":")?;
            let (value, value_depth) = self.expression()?;
            depth = depth.max(key_depth).max(value_depth);
            entries.push((key, value));
            if !self.takes(",") {
                self.needs("}")?;
                return Ok((Expr::Map(entries), above([depth])?));
            }
        }
    }

    /// A function that stands alone; the parenthesis is behind us.
    fn function(&mut self, name: &str) -> Parsed {
        let mut arguments = self.list(")")?;
        if name == "has" {
            return match (arguments.pop(), arguments.is_empty()) {
                (Some((Expr::Field(of, field), depth)), true) => Ok((Expr::Has(of, field), depth)),
                _ => Err(Unread::Syntax),
            };
        }
        self.call(name, None, arguments)
    }

    fn variable(&mut self, name: &str) -> Result<Expr, Unread> {
        let slot = self.scope.iter().rposition(|it| it == name);
        let slot = slot.ok_or_else(|| Unread::Unknown(format!("`{name}`")))?;
        self.reads_old |= slot == 1;
        Ok(Expr::Variable(slot))
    }
}
