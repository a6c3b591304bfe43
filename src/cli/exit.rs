//! How a run ends, as a number for the shell.

use std::process::ExitCode;

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// Done, and no problem at or above `--fail-on`.
    Success,
    /// A problem at or above `--fail-on`, or the run failed, wrong usage included.
    Failure,
    /// `diff --exit-code` found differences. Nothing else ever gives this.
    Differences,
}

impl Exit {
    /// The worse of two: a failure is worse than differences.
    #[must_use]
    pub const fn worse(self, other: Self) -> Self {
        match (self, other) {
            (Self::Failure, _) | (_, Self::Failure) => Self::Failure,
            (Self::Differences, _) | (_, Self::Differences) => Self::Differences,
            (Self::Success, Self::Success) => Self::Success,
        }
    }

    /// The number a shell sees.
    pub const fn code(self) -> u8 {
        match self {
            Self::Success => 0,
            Self::Failure => 1,
            Self::Differences => 2,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn differences_alone_give_two() {
        let codes = [Exit::Success, Exit::Failure, Exit::Differences].map(Exit::code);
        assert_eq!(codes, [0, 1, 2]);
    }
}
