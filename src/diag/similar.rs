//! "Did you mean": the known name nearest to an unknown one.

/// The candidate nearest to `name`, when it is near enough to be what was meant: the letters are the
/// same but for their case and `-`, `_`, or at most a third of them differ.
pub fn similar<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let folded = fold(name);
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        let allowed = candidate.len().max(name.len()) / 3;
        let limit = match best {
            Some((0, _)) => break,
            Some((distance, _)) => allowed.min(distance - 1),
            None => allowed,
        };
        if let Some(distance) = distance_within(&folded, &fold(candidate), limit) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// The candidate that `name` surely means: the letters are the same but for their case and `-`, `_`; one letter differs, or two in a
/// long name; or `name` is the better part of its beginning. For names that people also choose themselves.
pub fn misspelt<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let folded = fold(name);
    let allowed = match folded.len() {
        0..5 => 0,
        5..10 => 1,
        _ => 2,
    };
    candidates
        .into_iter()
        .filter_map(|candidate| {
            let other = fold(candidate);
            let is_beginning = other.starts_with(&folded) && folded.len() * 3 >= other.len() * 2;
            let rank = if is_beginning {
                0
            } else {
                distance_within(&folded, &other, allowed)?
            };
            Some((rank, candidate.len(), candidate))
        })
        .min()
        .map(|(_, _, candidate)| candidate)
}

/// Lower case, without the signs that separate words.
fn fold(name: &str) -> Vec<char> {
    name.chars()
        .filter(|c| !matches!(c, '-' | '_'))
        .flat_map(char::to_lowercase)
        .take(64)
        .collect()
}

/// Edits between two texts: insertions, deletions, replacements and swaps of neighbours; `None` when there are more than `limit`.
fn distance_within(a: &[char], b: &[char], limit: usize) -> Option<usize> {
    // No distance is smaller than the difference of the lengths.
    if a.len().abs_diff(b.len()) > limit {
        return None;
    }
    let mut before_last: Vec<usize> = Vec::with_capacity(b.len() + 1);
    let mut last: Vec<usize> = (0..=b.len()).collect();
    let mut row: Vec<usize> = Vec::with_capacity(b.len() + 1);
    let mut least_of_last = 0;
    for (i, x) in a.iter().enumerate() {
        row.clear();
        row.push(i + 1);
        for (j, y) in b.iter().enumerate() {
            let mut best = (last[j] + usize::from(x != y))
                .min(last[j + 1] + 1)
                .min(row[j] + 1);
            if i > 0 && j > 0 && *x == b[j - 1] && a[i - 1] == *y {
                best = best.min(before_last[j - 1] + 1);
            }
            row.push(best);
        }
        // What follows is made from this row, or, by a swap, from the one before.
        let least = row.iter().copied().min().unwrap_or_default();
        if least > limit && least_of_last >= limit {
            return None;
        }
        least_of_last = least;
        std::mem::swap(&mut before_last, &mut last);
        std::mem::swap(&mut last, &mut row);
    }
    Some(last[b.len()]).filter(|distance| *distance <= limit)
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIELDS: [&str; 4] = ["backendRefs", "filters", "matches", "timeouts"];

    #[test]
    fn misspelt_names_find_their_field() {
        for (wrong, right) in [
            ("backendRef", "backendRefs"),
            ("backend_refs", "backendRefs"),
            ("BACKENDREFS", "backendRefs"),
            ("mathces", "matches"),
            ("filter", "filters"),
        ] {
            assert_eq!(similar(wrong, FIELDS), Some(right));
        }
    }

    #[test]
    fn names_of_ones_own_are_not_misspelt() {
        let plugins = [
            "key-auth",
            "jwt",
            "rate-limiting",
            "rate-limiting-advanced",
            "basic-auth",
        ];
        for (wrong, right) in [
            ("rate-limit", "rate-limiting"),
            ("ratelimiting", "rate-limiting"),
            ("rate-limitting", "rate-limiting"),
            ("basic_auth", "basic-auth"),
            ("key-auht", "key-auth"),
        ] {
            assert_eq!(misspelt(wrong, plugins), Some(right), "{wrong}");
        }
        for own in [
            "my-auth",
            "jwt2",
            "jwt-keycloak",
            "rate-limiting-shop",
            "key",
        ] {
            assert_eq!(misspelt(own, plugins), None, "{own}");
        }
    }

    #[test]
    fn edits_are_counted_up_to_the_most_that_are_allowed() {
        let count = |a: &str, b: &str, most| {
            let letters = |text: &str| text.chars().collect::<Vec<_>>();
            distance_within(&letters(a), &letters(b), most)
        };
        for (a, b, edits) in [
            ("", "", 0),
            ("abc", "abc", 0),
            ("abcd", "acbd", 1),
            ("aab", "ab", 1),
            ("xaby", "xbazy", 2),
            ("kitten", "sitting", 3),
            ("abc", "", 3),
        ] {
            assert_eq!(count(a, b, edits), Some(edits), "{a} {b}");
            assert_eq!(count(b, a, 9), Some(edits), "{b} {a}");
            if edits > 0 {
                assert_eq!(count(a, b, edits - 1), None, "{a} {b}");
            }
        }
    }

    #[test]
    fn unrelated_names_find_nothing() {
        assert_eq!(similar("replicas", FIELDS), None);
        assert_eq!(similar("x", FIELDS), None);
    }
}
