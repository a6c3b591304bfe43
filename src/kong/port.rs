//! How a backend asks for a port of its Service; names of services tell it.

/// A Service port as a backend asks for it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum BackendPort {
    /// By number.
    Number(i32),
    /// By name.
    Name(String),
    /// The only port there is.
    Implicit,
}
