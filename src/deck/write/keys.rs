//! The order of mapping keys in decK's YAML (spec 60, 8).

use std::cmp::Ordering;

/// Compare two keys as Go's YAML writer does: character by character at the first difference; letters by code point, a
/// non-letter before a letter, otherwise the digits that start there as numbers.
pub(super) fn compare(a: &str, b: &str) -> Ordering {
    let common = a
        .bytes()
        .zip(b.bytes())
        .take_while(|(left, right)| left == right)
        .count();
    let mut at = common;
    while !a.is_char_boundary(at) || !b.is_char_boundary(at) {
        at -= 1;
    }
    let (Some(left), Some(right)) = (a[at..].chars().next(), b[at..].chars().next()) else {
        return a.len().cmp(&b.len());
    };
    match (left.is_alphabetic(), right.is_alphabetic()) {
        (true, true) => left.cmp(&right),
        (true, false) => Ordering::Greater,
        (false, true) => Ordering::Less,
        (false, false) => {
            let leading =
                i64::from((left == '0' || right == '0') && digit_run_before_is_nonzero(&a[..at]));
            let (left_number, left_length) = number(&a[at..], leading);
            let (right_number, right_length) = number(&b[at..], leading);
            left_number
                .cmp(&right_number)
                .then(left_length.cmp(&right_length))
                .then(left.cmp(&right))
        }
    }
}

/// Whether the digits that end here hold one that is not zero: then a zero at the difference is not a leading one.
fn digit_run_before_is_nonzero(text: &str) -> bool {
    text.bytes()
        .rev()
        .take_while(u8::is_ascii_digit)
        .any(|digit| digit != b'0')
}

/// The number that the digits at the start of `text` make after `leading`, and how many digits there are. It wraps around
/// in 64 bits, as Go's does.
fn number(text: &str, leading: i64) -> (i64, usize) {
    let digits = text.bytes().take_while(u8::is_ascii_digit);

    digits.fold((leading, 0), |(value, length), digit| {
        (
            value.wrapping_mul(10).wrapping_add(i64::from(digit - b'0')),
            length + 1,
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_stand_in_the_order_of_the_specification() {
        let expected = [
            "/a", "_format", "0", "00", "Z", "a 1", "a-b", "a.b", "a_b", "a1b", "a01b", "ab",
            "x-9", "x9", "x10", "z", "é",
        ];
        let mut keys = expected;
        keys.reverse();
        keys.sort_by(|a, b| compare(a, b));
        assert_eq!(keys, expected);
    }

    #[test]
    fn a_prefix_comes_first_and_an_underscore_before_letters() {
        for (first, second) in [
            ("hash_on", "hash_on_cookie"),
            ("http_path", "https_sni"),
            ("http_path", "http2"),
            ("hash_fallback", "hash_on"),
            ("1", "2"),
            ("2", "10"),
            ("a2", "a10"),
            ("10", "A"),
            ("B1", "X-a"),
        ] {
            assert_eq!(compare(first, second), Ordering::Less, "{first} {second}");
            assert_eq!(compare(second, first), Ordering::Greater);
        }
    }
}
