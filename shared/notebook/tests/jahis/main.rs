//! The medicine notebook from the QR code's bytes to alerts and suggested alarms.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod alert_cases;
mod alerts;
mod append;
mod deviations;
mod export;
mod extraction;
mod generated;
mod identity;
mod independent;
mod kept;
mod links;
mod pieces;
mod round_trip;
mod samples;
mod splitting;
mod suggestions;
mod support;
mod torn;
mod totality;
mod unseen;
