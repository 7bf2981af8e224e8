//! Runs the code that is deployed for medication alarms under a virtual clock.
//!
//! [`schedule`] draws people and a fault schedule from a seed, runs some days of it and lets the [`oracle`] hold what was
//! shown against what had to be. [`city`] runs a day of a whole city, one shard of 64, and says what it costs.
//!
//! The table, the queues and the push service are models with the guarantees of the real ones and no more: conditional
//! writes, eventually consistent reads of the index, delivery at least once and in any order, a quota. See docs/alarms.md for
//! what is not modelled.

#![allow(clippy::print_stdout, reason = "a program that is read by people")]

mod actions;
pub mod bug;
pub mod city;
pub mod driver;
pub mod faults;
pub mod oracle;
pub mod people;
mod ports;
pub mod rng;
pub mod schedule;
pub mod table;
pub mod world;
