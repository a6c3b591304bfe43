//! Fingerprints of masked values: they show whether a value changes, within one run, and tell nothing else.
//!
//! HMAC-SHA-256 (RFC 2104) under a key that is made anew for every run, so that nobody can guess a value and confirm it, and two
//! runs have nothing in common.

use sha2::{Digest, Sha256};
use std::fmt;

/// The block of SHA-256, in bytes.
const BLOCK: usize = 64;

/// The key of a run. `Debug` does not show it.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub struct Key(pub [u8; 32]);

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key(<secret>)")
    }
}

impl Key {
    /// Eight digits for a value of an entity. Equal values of two entities differ: only the two sides of one can be compared.
    pub fn fingerprint(&self, entity: &str, value: &str) -> String {
        let length = u64::try_from(entity.len()).unwrap_or(u64::MAX);
        let digest = hmac(
            &self.0,
            &[&length.to_be_bytes(), entity.as_bytes(), value.as_bytes()],
        );
        digest[..4]
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect()
    }
}

fn hmac(key: &[u8; 32], parts: &[&[u8]]) -> [u8; 32] {
    let padded = |pad: u8| {
        let mut block = [pad; BLOCK];
        for (byte, key) in block.iter_mut().zip(key) {
            *byte ^= key;
        }
        block
    };
    let mut inner = Sha256::new();
    inner.update(padded(0x36));
    for part in parts {
        inner.update(part);
    }
    let mut outer = Sha256::new();
    outer.update(padded(0x5c));
    outer.update(inner.finalize());
    outer.finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 4231, 4.2, its key filled up with zeros, which HMAC does itself.
    #[test]
    fn the_code_is_that_of_the_standard() {
        let mut key = [0; 32];
        key[..20].fill(0x0b);
        let digits: String = hmac(&key, &[b"Hi ", b"There"])
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        assert_eq!(
            digits,
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
        );
    }

    #[test]
    fn runs_and_entities_have_nothing_in_common() {
        let (one, other) = (Key([1; 32]), Key([2; 32]));
        assert_eq!(one.fingerprint("a", "x"), one.fingerprint("a", "x"));
        assert_ne!(one.fingerprint("a", "x"), one.fingerprint("a", "y"));
        assert_ne!(one.fingerprint("a", "x"), other.fingerprint("a", "x"));
        assert_ne!(one.fingerprint("a", "x"), one.fingerprint("b", "x"));
        assert_ne!(one.fingerprint("a", "bx"), one.fingerprint("ab", "x"));
    }
}
