//! Rules against values, with the results that the language's specification and the API server's libraries give.

use super::super::pattern::Patterns;
use super::super::structural::ANY;
use super::{Failure, Program, Steps, Value};
use crate::manifest::yaml;
use crate::manifest::yaml::budget::AliasBudget;

/// What a rule says of a value; the text of a failure.
fn asked(rule: &str, value: &str, steps: usize) -> String {
    let tree = yaml::parse(value, &AliasBudget::of(0)).unwrap();
    let tree = tree.root.unwrap();
    let program = match Program::read(rule, &mut Patterns::default()) {
        Ok(program) => program,
        Err(unread) => return format!("{unread:?}"),
    };
    let this = Value::of(&tree, &ANY);
    match program.run(this.clone(), Some(this), &mut Steps(steps)) {
        Ok(Value::Bool(value)) => value.to_string(),
        Ok(Value::Text(text)) => text.to_string(),
        Ok(other) => format!("{other:?}"),
        Err(Failure::Error(text)) => text,
        Err(Failure::Spent) => "spent".to_owned(),
    }
}

const OBJECT: &str = "{a: 1, t: text, l: [1, 2, 3], m: {k: v}, namespace: ns, f: 1.5, rules: [{name: a}, {name: b}, {}]}";

#[test]
fn rules_that_hold() {
    for rule in [
        "true",
        "self.a == 1 && self.t == 'text'",
        "self.a == 1.0 && self.f == 1.5 && 2u == 2",
        "has(self.a) && !has(self.b) && has(self.m.k)",
        "self.__namespace__ == \"ns\"",
        "self.l.size() == 3 && size(self.l) == 3 && size(self.t) == 4 && self.m.size() == 1",
        "self.l.all(x, x > 0) && self.l.exists(x, x == 2) && self.l.exists_one(x, x == 2)",
        "!self.l.exists_one(x, x > 1)",
        "self.l.filter(x, x > 1) == [2, 3] && self.l.map(x, x * 2) == [2, 4, 6]",
        "self.l.map(x, x > 1, x + 1) == [3, 4]",
        "self.m.all(k, self.m[k] == 'v') && 'k' in self.m && !('v' in self.m)",
        "2 in self.l && !(4 in self.l) && self.l[0] == 1 && self.l + [4] == [1, 2, 3, 4]",
        "self.rules.all(x, !has(x.name) || self.rules.exists_one(y, has(y.name) && x.name == y.name))",
        "self.b == 1 || self.a == 1",
        "self.a == 1 || self.b == 1",
        "self.l.exists(x, x == 3 || self.b)",
        "self.a == 2 ? self.b : true",
        "self.t.startsWith('te') && self.t.endsWith('xt') && self.t.contains('ex')",
        r"self.t.matches('^[a-z]+$') && !self.t.matches(r'^\d') && matches(self.t, 'e')",
        "self.t.matches('^' + 't')",
        "'a,b'.split(',') == ['a', 'b'] && ['a', 'b'].join('-') == 'a-b' && 'aXa'.replace('X', 'b') == 'aba'",
        "'abc'.substring(1) == 'bc' && 'abc'.substring(0, 2) == 'ab' && 'abc'.charAt(1) == 'b'",
        "'abc'.indexOf('c') == 2 && 'abc'.indexOf('x') == -1 && [1, 2, 1].lastIndexOf(1) == 2",
        "'Ab'.lowerAscii() == 'ab' && 'Ab'.upperAscii() == 'AB' && ' a '.trim() == 'a'",
        "[1, 2].sum() == 3 && [3, 1].min() == 1 && [3, 1].max() == 3 && [1, 2].isSorted() && ![2, 1].isSorted()",
        "duration('1h') > duration('59m59s') && duration('0s') == duration('0') && duration('1.5s') == duration('1500ms')",
        "timestamp('2024-01-01T00:00:00Z') < timestamp('2024-01-01T00:00:01Z')",
        "isIP('::1') && !isIP('1.2.3') && isCIDR('10.0.0.0/8')",
        "int('3') + 1 == 4 && string(3) == '3' && double(3) / 2.0 == 1.5 && 7 % 3 == 1 && -7 / 2 == -3",
        "{'a': 1, 'b': 2}['b'] == 2 && {'a': 1} == {'a': 1.0}",
        r#"r"\d" == '\\d' && "\u00e9" == 'é' && '''it's''' == "it's""#,
        "oldSelf == self && oldSelf.l == [1, 2, 3]",
        "!!true && -(-1) == 1 && 0x10 == 16 && 1e3 == 1000.0 && .5 < 1 // as it should",
        "'a' < 'b' && false < true && [[1], {'x': [2]}] == [[1], {'x': [2]}]",
    ] {
        assert_eq!(asked(rule, OBJECT, 100_000), "true", "{rule}");
    }
}

#[test]
fn rules_that_do_not_hold_or_fail() {
    for (rule, result) in [
        ("self.a == 2", "false"),
        ("self.a == '1'", "false"),
        ("self.l == [1, 2]", "false"),
        ("self.b == 1", "no such key: b"),
        ("self.b == 1 && true", "no such key: b"),
        ("self.b == 1 && false", "false"),
        ("self.l.all(x, x == self.b)", "no such key: b"),
        ("self.l[3] == 1", "index out of bounds"),
        ("self.t + 1 == 'text1'", "no such overload"),
        ("self.t < 1", "no such overload"),
        ("!self.t", "no such overload"),
        ("self.a ? true : false", "no such overload"),
        ("1 / 0 == 1", "overflow or division by zero"),
        (
            "9223372036854775807 + 1 > 0",
            "overflow or division by zero",
        ),
        ("duration('x') > duration('1s')", "no such overload"),
        ("[].min() == 1", "the list is empty"),
        (
            "self.t.matches('(' + self.t)",
            "the pattern cannot be compiled",
        ),
        ("'it is ' + self.t", "it is text"),
    ] {
        assert_eq!(asked(rule, OBJECT, 100_000), result, "{rule}");
    }
}

#[test]
fn what_is_not_known_is_not_read() {
    for (rule, why) in [
        ("quantity(self.a)", "Unknown(\"`quantity`\")"),
        ("self.?a.orValue(1) == 1", "Unknown(\"optional values\")"),
        (
            "self.l.all(i, v, v > i)",
            "Unknown(\"macros of two variables\")",
        ),
        ("b'abc' == b'abc'", "Unknown(\"bytes\")"),
        ("other == 1", "Unknown(\"`other`\")"),
        ("self.a ==", "Syntax"),
        ("self.a == 1)", "Syntax"),
        ("'open", "Syntax"),
        ("self.a == \\", "Syntax"),
        ("has(self)", "Syntax"),
        ("", "Syntax"),
        (&"(".repeat(10_000), "TooLarge"),
        (&format!("1{}", " + 1".repeat(3000)), "TooLarge"),
        (&format!("{}true", "!".repeat(3000)), "TooLarge"),
        (&format!("self{}", ".a".repeat(3000)), "TooLarge"),
        (&"a ? b : ".repeat(1000), "Unknown(\"`a`\")"),
        (&"1".repeat(20_000), "TooLarge"),
    ] {
        assert_eq!(asked(rule, OBJECT, 1000), why, "{rule:.60}");
    }
}

#[test]
fn what_costs_too_much_stops() {
    let list = format!("[{}]", vec!["1"; 300].join(", "));
    let nested = "self.all(a, self.all(b, self.all(c, self.all(d, a + b + c + d == 4))))";
    assert_eq!(asked(nested, &list, 300_000), "spent");
    let doubled = "self.map(x, x + x)".to_owned() + &".map(x, [x, x])".repeat(20) + " == []";
    assert_eq!(asked(&doubled, &list, 10_000), "spent");
    let text = "self.map(x, 'aaaaaaaaaaaaaaaaaaaa')".to_owned() + &".map(x, x + x)".repeat(30);
    assert_eq!(asked(&(text + " == []"), &list, 300_000), "spent");
}

#[test]
fn no_text_makes_the_reader_panic() {
    let rule = "has(self.a) ? self.l.all(x, x in [1, 'é', r'\\d', 0x1F, 1.5e3, {'k': -1u}]) : !self.t.matches(\"[\u{e9}]\\u00e9\")";
    for end in (0..rule.len()).filter(|&end| rule.is_char_boundary(end)) {
        for cut in [&rule[..end], &rule[end..]] {
            asked(cut, OBJECT, 1000);
        }
    }
    for signs in [
        "\\",
        "'\\",
        "'\\x",
        "'\\xé",
        "0x",
        "1e",
        "1.",
        ".",
        "..",
        "9".repeat(30).as_str(),
        "é",
    ] {
        asked(signs, OBJECT, 1000);
    }
}
