//! The decK file.
