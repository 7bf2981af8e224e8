//! Medication alarms that cannot be lost: what is due is planned, queued, claimed, published and followed up.
//!
//! The recurrence is indexed ([`due`]), not the occurrence: firing writes nothing to it. A dispatcher's tick moves a durable
//! cursor over every minute and asks for its shards to be collected; collectors turn shards into pages of alarms, which a
//! delaying queue holds until they are due; a notifier claims each page, applies what was edited since, and publishes;
//! a follow-up finds what was not answered. Every step may be repeated: a notification has one id, `alarm#date#time`,
//! and is shown once.
//!
//! Pure: table, queues, push and clock are ports ([`port`]), so the same code runs in the functions and in a simulator
//! with a virtual clock and injected faults.

pub mod bucket;
pub mod change;
mod collect;
pub mod days;
mod dispatch;
pub mod due;
pub mod engine;
mod follow_up;
pub mod ledger;
pub mod message;
pub mod notification;
mod notify;
pub mod port;
pub mod send;
pub mod shard;
pub mod timing;
