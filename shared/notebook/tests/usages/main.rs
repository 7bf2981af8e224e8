//! What usages (用法) say: the table of texts that were seen, properties of whatever text, and that suggestion, supply and
//! the search for duplicates agree with the reading.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod agreement;
mod amounts;
mod property;
mod support;
mod table;
