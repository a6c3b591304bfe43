//! A marker in every place that may hold a secret, and no output that shows it.

mod corpus;
mod files;
mod kinds;
mod outputs;
mod plugins;
mod rule;
mod words;
