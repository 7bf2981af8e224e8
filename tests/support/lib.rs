//! A city in a test: the catalogue's handlers on an embedded DynamoDB, a clock that is set by hand, and people.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)] // tests
#![allow(clippy::missing_panics_doc, clippy::must_use_candidate, clippy::return_self_not_must_use)] // a test panics

pub mod browser;
pub mod city;
pub mod clinic;
pub mod contract;
pub mod crash;
mod family;
pub mod hostile;
pub mod keys;
mod locks;
pub mod outside;
pub mod people;
pub mod post;
pub mod provider;
mod requests;
pub mod store;

pub use browser::Browsers;
pub use city::{City, Reply};
pub use crash::{Write, crash_sweep};
pub use hostile::besiege;
pub use people::Person;
pub use post::Post;
