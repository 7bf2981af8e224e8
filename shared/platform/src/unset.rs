//! Why a function cannot start: a variable of its environment.

/// A variable that the function needs and that is missing, empty, or not what it should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unset(pub &'static str);

impl std::fmt::Display for Unset {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "the environment variable {} is missing, empty or malformed", self.0)
    }
}

impl std::error::Error for Unset {}
