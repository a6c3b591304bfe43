//! How problems name the controller. Their texts say `KIC`, the controller that they were written about; where another one is
//! followed that word becomes its name.

use super::Controller;
use std::borrow::Cow;

const WORD: &str = "KIC";
const OTHER: &str = "Kong Operator";

impl Controller {
    /// What texts call it: `KIC`, or the line when it is not the default one.
    pub fn name(&self) -> String {
        if *self == Self::default() {
            return WORD.to_owned();
        }
        if self.patch == self.line.newest_patch {
            return format!("{} {}", self.line.product, self.line.name);
        }
        self.release()
    }

    /// A text about KIC as a text about this controller. What is quoted by backticks stays, and so does `KIC 3.4.10`; and all of a text
    /// that tells KIC and Kong Operator apart, in which each name means that program.
    pub fn speak<'t>(&self, text: &'t str) -> Cow<'t, str> {
        if *self == Self::default() || !text.contains(WORD) || text.contains(OTHER) {
            return Cow::Borrowed(text);
        }
        let name = self.name();
        let parts = text.split('`').enumerate();
        let spoken: Vec<Cow<'_, str>> = parts
            .map(|(position, part)| match position % 2 {
                0 => with_name(part, &name),
                _ => Cow::Borrowed(part),
            })
            .collect();
        Cow::Owned(spoken.join("`"))
    }
}

/// A text with the name in place of the word, where that stands alone.
fn with_name<'t>(text: &'t str, name: &str) -> Cow<'t, str> {
    let mut spoken = String::new();
    let mut rest = text;
    while let Some(start) = rest.find(WORD) {
        let (before, found) = rest.split_at(start);
        let after = &found[WORD.len()..];
        let is_word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-';
        let goes_on = after.bytes().next().is_some_and(is_word);
        let is_within = before.bytes().last().is_some_and(is_word);
        let has_version = after
            .strip_prefix(' ')
            .is_some_and(|after| after.starts_with(|first: char| first.is_ascii_digit()));
        spoken.push_str(before);
        spoken.push_str(if goes_on || is_within || has_version {
            WORD
        } else {
            name
        });
        rest = after;
    }
    if spoken.is_empty() {
        return Cow::Borrowed(text);
    }
    spoken.push_str(rest);
    Cow::Owned(spoken)
}

#[cfg(test)]
mod tests {
    use super::super::Asked;

    #[test]
    fn texts_speak_of_the_controller_in_use() {
        let speak = |controller: &str, text: &str| {
            let asked: Asked = controller.parse().unwrap();
            asked.controller.speak(text).into_owned()
        };
        let text =
            "KIC's list, as KIC reads it, not `KIC` or X-KIC or KIC2KONG_A, since KIC 3.4.10";
        assert_eq!(speak("kic-3.5", text), text);
        assert_eq!(
            speak("kong-operator-2.3", text),
            "Kong Operator 2.3's list, as Kong Operator 2.3 reads it, not `KIC` or X-KIC or KIC2KONG_A, since KIC 3.4.10"
        );
        assert_eq!(speak("kic-3.5.6", "KIC ignores it"), "KIC 3.5.6 ignores it");
        let both = "Kong Operator reads it, KIC does not";
        assert_eq!(speak("kong-operator-2.3", both), both);
        let twice = speak("kic-3.4", "KIC ignores it");
        assert_eq!(speak("kic-3.4", &twice), "KIC 3.4 ignores it");
    }
}
