//! A list that many answers share and that is compared at once.

use sha2::{Digest, Sha256};
use std::cmp::Ordering;
use std::sync::Arc;

/// A list with the digest of its items: equal when the digests are, ordered by the items.
#[derive(Debug, Clone)]
pub struct Listed<T> {
    items: Arc<[T]>,
    digest: [u8; 32],
}

impl<T: Digested> Listed<T> {
    /// Share a list.
    pub fn new(items: Vec<T>) -> Self {
        let mut digest = Sha256::new();
        for item in &items {
            item.feed(&mut digest);
        }
        Self {
            items: items.into(),
            digest: digest.finalize().into(),
        }
    }
}

impl<T> Listed<T> {
    /// The items.
    pub fn items(&self) -> &[T] {
        &self.items
    }

    /// What tells it from other lists.
    pub(super) const fn digest(&self) -> [u8; 32] {
        self.digest
    }
}

impl<T> PartialEq for Listed<T> {
    fn eq(&self, other: &Self) -> bool {
        self.digest == other.digest
    }
}

impl<T> Eq for Listed<T> {}

impl<T: Ord> Ord for Listed<T> {
    fn cmp(&self, other: &Self) -> Ordering {
        if self == other {
            Ordering::Equal
        } else {
            self.items.cmp(&other.items)
        }
    }
}

impl<T: Ord> PartialOrd for Listed<T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// What can be part of a digest.
pub trait Digested {
    /// Feed it in such that no two items look like one.
    fn feed(&self, digest: &mut Sha256);
}

impl Digested for String {
    fn feed(&self, digest: &mut Sha256) {
        digest.update((self.len() as u64).to_le_bytes());
        digest.update(self.as_bytes());
    }
}

impl Digested for (String, i64) {
    fn feed(&self, digest: &mut Sha256) {
        self.0.feed(digest);
        digest.update(self.1.to_le_bytes());
    }
}
