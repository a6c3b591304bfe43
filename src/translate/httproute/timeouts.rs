//! Timeouts of a group of rules (spec 20, B.3).

use super::Rule;
use crate::controller::Switch;
use crate::options::Options;
use crate::translate::service_defaults::TIMEOUT;

/// The timeout of a group when its rules change it: the last one that does wins. `zero` is what a timeout of zero is sent as.
pub(super) fn of(rules: &[Rule<'_>], zero: i64) -> Option<i64> {
    rules.iter().rev().find_map(|rule| of_rule(rule, zero))
}

/// The timeout of a rule when it has one of its own. One with a request timeout only, or with KIC's default, has none.
pub(super) fn of_rule(rule: &Rule<'_>, zero: i64) -> Option<i64> {
    let written = rule.spec.timeouts.as_ref()?.backend_request.as_deref()?;
    let timeout = milliseconds(written).filter(|&timeout| timeout != TIMEOUT)?;
    Some(if timeout == 0 { zero } else { timeout })
}

/// What a timeout of zero, which means none, is sent as (spec 80, S14).
pub(super) fn zero(options: &Options) -> i64 {
    if options.has(Switch::UnlimitedZeroTimeout) {
        2_147_483_646
    } else {
        0
    }
}

/// A Gateway API duration, such as `1m30s` or `500ms`, in milliseconds. `None`: it is none, which the API server refuses.
fn milliseconds(duration: &str) -> Option<i64> {
    let mut rest = duration;
    let mut total: i64 = 0;
    while !rest.is_empty() {
        let unit_start = rest.find(|c: char| !c.is_ascii_digit())?;
        let (number, tail) = rest.split_at(unit_start);
        let unit_end = tail
            .find(|c: char| c.is_ascii_digit())
            .unwrap_or(tail.len());
        let (unit, next) = tail.split_at(unit_end);
        let factor = match unit {
            "h" => 3_600_000,
            "m" => 60_000,
            "s" => 1_000,
            "ms" => 1,
            _ => return None,
        };
        let part = number.parse::<i64>().ok()?.checked_mul(factor)?;
        total = total.checked_add(part)?;
        rest = next;
    }
    (!duration.is_empty()).then_some(total)
}

#[cfg(test)]
mod tests {
    use super::milliseconds;

    #[test]
    fn durations_add_up_their_parts() {
        assert_eq!(milliseconds("1h1m1s1ms"), Some(3_661_001));
        assert_eq!(milliseconds("0s"), Some(0));
        assert_eq!(milliseconds("500ms"), Some(500));
    }

    #[test]
    fn what_is_no_duration_has_no_value() {
        for text in ["", "10", "s", "1d", "-1s"] {
            assert_eq!(milliseconds(text), None, "{text}");
        }
    }
}
