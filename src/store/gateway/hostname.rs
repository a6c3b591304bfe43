//! Host names of routes and listeners (spec 20, A.9 and A.10; KIC: `internal/util/hostname.go`).

/// Whether `mask` covers `host`, label by label, without backtracking: so `*.example.com` does not cover
/// `cdn.example.example.com`.
pub fn covers(mask: &str, host: &str) -> bool {
    let mask: Vec<&str> = mask.split('.').collect();
    let host: Vec<&str> = host.split('.').collect();
    let (mut a, mut b) = (0, 0);
    let mut after_wildcard = false;
    while a < mask.len() && b < host.len() {
        if after_wildcard {
            match host[b..].iter().position(|label| *label == mask[a]) {
                Some(skipped) => b += skipped,
                None => return false,
            }
        }
        after_wildcard = mask[a] == "*";
        if !after_wildcard && mask[a] != host[b] {
            return false;
        }
        a += 1;
        b += 1;
    }
    mask.len() - a == host.len() - b
}

/// Whether one of the names covers the other.
pub fn intersect(a: &str, b: &str) -> bool {
    covers(a, b) || covers(b, a)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wildcard_covers_one_or_more_labels_but_not_none() {
        assert!(covers("*.example.com", "a.example.com"));
        assert!(covers("*.example.com", "a.b.example.com"));
        assert!(covers("*.example.com", "*.x.example.com"));
        assert!(!covers("*.example.com", "example.com"));
    }

    #[test]
    fn repeated_labels_defeat_the_search() {
        assert!(!covers("*.example.com", "cdn.example.example.com"));
    }

    #[test]
    fn case_counts() {
        assert!(!intersect("A.example.com", "a.example.com"));
    }
}
