//! The keys of what notebooks, accounts and the city keep: those of a notebook by section, so that a job, which is given one section
//! ([`platform::job::JobKeys`]), makes no key of another. Those on which permission is decided are the platform's
//! ([`platform::table::schema`]).
//!
//! ```compile_fail
//! use records::keys::{ProfileKeys, section};
//! fn other(keys: platform::job::JobKeys<section::Medication>) -> platform::table::Key {
//!     keys.profile()
//! }
//! ```
//!
//! Nor a Query of the whole partition:
//!
//! ```compile_fail
//! use records::keys::section;
//! fn all(keys: platform::job::JobKeys<section::Medication>) -> platform::table::schema::Partition {
//!     keys.partition()
//! }
//! ```
//!
//! ```
//! use records::keys::{MedicationKeys, section};
//! fn own(keys: platform::job::JobKeys<section::Medication>) -> platform::table::Key {
//!     keys.medicine_lock()
//! }
//! ```

pub mod account;
pub mod by_time;
mod daily;
mod guidance;
mod medication;
mod profile;
pub mod ringing;
pub mod section;
pub mod shared;
mod visits;

pub use account::AccountKeys;
pub use daily::DailyKeys;
pub use guidance::GuidanceKeys;
pub use medication::MedicationKeys;
pub use profile::ProfileKeys;
pub use visits::VisitsKeys;
