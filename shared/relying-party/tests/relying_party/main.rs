//! The relying party against a provider in memory: what must succeed, and everything that must not.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)] // tests

mod flow;
mod keys;
mod negatives;
mod support;
