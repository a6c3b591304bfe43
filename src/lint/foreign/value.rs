//! Values of foreign annotations in the words of Kong: seconds as milliseconds, sizes with their unit.
//!
//! A value that does not fit its placeholder, or whose annotation is not known to be harmless, such as that of a header, is not
//! shown; `<name>` stands in its place.

use crate::diag::shown::annotation_is_shown;

/// Longest value shown.
const LONGEST: usize = 80;

/// An annotation and those beside it, as far as a hint asks for them.
#[derive(Clone, Copy, Default)]
pub(super) struct Values<'a> {
    /// The whole key.
    pub(super) key: &'a str,
    /// Its value.
    pub(super) value: &'a str,
    /// `canary-by-header` beside it: its key and its value.
    pub(super) header: Option<(&'a str, &'a str)>,
    /// Whether `canary-by-header-value` stands beside it.
    pub(super) has_header_value: bool,
}

/// `template` with its placeholders filled from the value of the annotation.
pub(super) fn fill(template: &str, values: Values<'_>) -> String {
    if !template.contains('{') {
        return template.to_owned();
    }
    let value = values.value;
    let number = value.parse::<u32>().ok();
    let (size, unit) = size(value).unwrap_or(("<number>".to_owned(), "<unit>"));
    let or = |text: Option<String>, absent: &str| text.unwrap_or_else(|| absent.to_owned());
    let header = values.header.and_then(|(key, value)| shown(key, value));
    let header_value = if values.has_header_value {
        "<value>"
    } else {
        "always"
    };
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
        .replace("{header-value}", header_value)
        .replace("{header}", header.unwrap_or("<name>"))
        .replace("{value}", shown(values.key, value).unwrap_or("<value>"))
}

/// The value of an annotation, when it may stand in a hint.
fn shown<'a>(key: &str, value: &'a str) -> Option<&'a str> {
    let value = value.trim();
    let is_plain = !value.is_empty()
        && value.len() <= LONGEST
        && !value.contains(|c: char| c.is_control() || c == '`');
    (is_plain && annotation_is_shown(key, value)).then_some(value)
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

    fn values<'a>(key: &'a str, value: &'a str) -> Values<'a> {
        Values {
            key,
            value,
            ..Values::default()
        }
    }

    fn filled(template: &str, value: &str) -> String {
        let key = "nginx.ingress.kubernetes.io/whitelist-source-range";
        fill(template, values(key, value))
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
    fn a_canary_header_stands_in_the_key_and_its_value_nowhere() {
        let values = Values {
            header: Some(("nginx.ingress.kubernetes.io/canary-by-header", "x-canary")),
            ..values("nginx.ingress.kubernetes.io/canary-by-header-value", "beta")
        };
        assert_eq!(
            fill("konghq.com/headers.{header}: {value}", values),
            "konghq.com/headers.x-canary: <value>"
        );
    }

    #[test]
    fn only_values_of_harmless_annotations_are_shown() {
        let of = |name: &str, value: &str| {
            let key = format!("nginx.ingress.kubernetes.io/{name}");
            fill("{value}", values(&key, value))
        };
        assert_eq!(of("upstream-vhost", "a.internal"), "a.internal");
        assert_eq!(of("upstream-vhost", "u:p@a.internal"), "<value>");
        assert_eq!(of("app-root", "/x?token=a"), "<value>");
        assert_eq!(of("x-forwarded-prefix", "/x"), "<value>");
        assert_eq!(of("bogus", "x"), "<value>");
    }
}
