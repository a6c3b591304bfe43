//! Values of foreign annotations in the words of Kong: seconds as milliseconds, sizes with their unit.
//!
//! A value that does not fit its placeholder is not shown; `<name>` stands in its place.

/// Longest value shown.
const LONGEST: usize = 80;

/// `template` with its placeholders filled from the value of the annotation; `other` gives the values of its neighbours.
pub(super) fn fill<'a>(
    template: &str,
    value: &'a str,
    other: impl Fn(&str) -> Option<&'a str>,
) -> String {
    if !template.contains('{') {
        return template.to_owned();
    }
    let number = value.parse::<u32>().ok();
    let (size, unit) = size(value).unwrap_or(("<number>".to_owned(), "<unit>"));
    let or = |text: Option<String>, absent: &str| text.unwrap_or_else(|| absent.to_owned());
    let header = other("canary-by-header").and_then(shown);
    let header_value = other("canary-by-header-value").map_or(Some("always"), shown);
    template
        .replace(
            "{ms}",
            &or(
                milliseconds(value).map(|ms| ms.to_string()),
                "<milliseconds>",
            ),
        )
        .replace(
            "{count}",
            &or(number.map(|count| count.to_string()), "<number>"),
        )
        .replace(
            "{minus-one}",
            &or(
                number
                    .and_then(|tries| tries.checked_sub(1))
                    .map(|retries| retries.to_string()),
                "<number>",
            ),
        )
        .replace("{size}", &size)
        .replace("{unit}", unit)
        .replace("{backend-protocol}", protocol(value))
        .replace("{header-value}", header_value.unwrap_or("<value>"))
        .replace("{header}", header.unwrap_or("<name>"))
        .replace("{value}", shown(value).unwrap_or("<value>"))
}

/// The value, when it may stand in a hint.
fn shown(value: &str) -> Option<&str> {
    let value = value.trim();
    let is_plain = !value.is_empty()
        && value.len() <= LONGEST
        && !value.contains(|c: char| c.is_control() || c == '`');
    is_plain.then_some(value)
}

/// A time, in seconds unless it has a unit.
fn milliseconds(value: &str) -> Option<u64> {
    let value = value.trim();
    let digits = value.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let factor = match &value[digits.len()..] {
        "ms" => 1,
        "" | "s" => 1_000,
        "m" => 60_000,
        "h" => 3_600_000,
        _ => return None,
    };
    digits.parse::<u64>().ok()?.checked_mul(factor)
}

/// A size as nginx writes it, as `allowed_payload_size` and `size_unit`.
fn size(value: &str) -> Option<(String, &'static str)> {
    let value = value.trim();
    let digits = value.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let number = digits.parse::<u32>().ok()?;
    Some(match &value[digits.len()..] {
        "" => (number.to_string(), "bytes"),
        "k" | "K" => (number.to_string(), "kilobytes"),
        "m" | "M" => (number.to_string(), "megabytes"),
        "g" | "G" => (number.checked_mul(1024)?.to_string(), "megabytes"),
        _ => return None,
    })
}

/// The protocol of a backend as Kong names it.
fn protocol(value: &str) -> &'static str {
    match value.to_ascii_uppercase().as_str() {
        "HTTPS" => "https",
        "GRPC" => "grpc",
        "GRPCS" => "grpcs",
        _ => "<protocol>",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(template: &str, value: &str) -> String {
        fill(template, value, |_| None)
    }

    #[test]
    fn times_become_milliseconds() {
        for (value, expected) in [
            ("600", "600000"),
            ("30s", "30000"),
            ("250ms", "250"),
            ("2m", "120000"),
            ("soon", "<milliseconds>"),
            ("", "<milliseconds>"),
        ] {
            assert_eq!(filled("{ms}", value), expected, "{value}");
        }
    }

    #[test]
    fn sizes_keep_their_unit() {
        for (value, expected) in [
            ("50m", "50 megabytes"),
            ("8K", "8 kilobytes"),
            ("1g", "1024 megabytes"),
            ("100", "100 bytes"),
            ("lots", "<number> <unit>"),
        ] {
            assert_eq!(filled("{size} {unit}", value), expected, "{value}");
        }
    }

    #[test]
    fn values_that_are_long_or_odd_are_not_shown() {
        assert_eq!(filled("{value}", "10.0.0.0/8"), "10.0.0.0/8");
        assert_eq!(filled("{value}", &"x".repeat(200)), "<value>");
        assert_eq!(filled("{value}", "a\nb"), "<value>");
        assert_eq!(filled("{value}", "a`b"), "<value>");
        assert_eq!(filled("{minus-one}", "0"), "<number>");
    }

    #[test]
    fn a_canary_header_stands_in_the_key() {
        let other = |name: &str| (name == "canary-by-header").then_some("x-canary");
        assert_eq!(
            fill("konghq.com/headers.{header}: {value}", "beta", other),
            "konghq.com/headers.x-canary: beta"
        );
    }
}
