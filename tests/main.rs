//! The integration tests: one file an operation, in the folder of its context; and the rules of the project.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)] // tests

mod alarm;
mod clinic;
mod daily;
mod disclosure;
mod emergency;
mod family;
mod guard;
mod matrix;
mod medication;
mod print;
mod resident;
mod ringing;
mod today;
mod visit;
