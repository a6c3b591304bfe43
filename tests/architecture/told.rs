//! What one room shows to others says what it is.

use super::code_with_comments;

/// Words that begin an item which others may use.
const ITEMS: [&str; 8] = [
    "const ", "enum ", "fn ", "static ", "struct ", "trait ", "type ", "union ",
];

/// The compiler asks for it only where other crates can see the item (`missing_docs`).
#[test]
fn every_public_item_has_a_doc_comment() {
    let mut untold = Vec::new();
    for (name, text) in code_with_comments() {
        let lines: Vec<&str> = text.lines().map(str::trim).collect();
        for (number, line) in lines.iter().enumerate() {
            let item = line.strip_prefix("pub ").map(|rest| {
                let words = ["async ", "const unsafe ", "unsafe "];
                let modifier = words.iter().find_map(|word| rest.strip_prefix(word));
                modifier.unwrap_or(rest)
            });
            if item.is_some_and(|item| ITEMS.iter().any(|word| item.starts_with(word)))
                && !is_told(&lines[..number])
            {
                untold.push(format!("{name}:{}: {line}", number + 1));
            }
        }
    }
    assert!(untold.is_empty(), "{}", untold.join("\n"));
}

/// Whether a doc comment stands above, with attributes at most in between.
fn is_told(above: &[&str]) -> bool {
    let mut above = above.iter().rev();
    while let Some(line) = above.next() {
        if line.starts_with("///") || line.contains("$(#[") || line.starts_with("#[doc") {
            return true;
        }
        if line.starts_with("#[") && line.ends_with(']') {
            continue;
        }
        if !line.ends_with(']') {
            return false;
        }
        // The last line of an attribute of several.
        if !above.any(|line| line.starts_with("#[")) {
            return false;
        }
    }
    false
}
