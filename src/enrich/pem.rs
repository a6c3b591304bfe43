//! PEM blocks as Go reads them.
