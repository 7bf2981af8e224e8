//! What the table holds: keys, items, queries, and what more than one context shows of them.
//! What only one context knows lives with that context.

pub mod alarms;
pub mod appointments;
pub mod consents;
pub mod daily;
pub mod devices;
pub mod doses;
pub mod due;
pub mod guidance;
pub mod held;
pub mod items;
pub mod keys;
mod kinds;
pub mod kinship;
pub mod medicines;
pub mod note;
pub mod opened;
pub mod parting;
pub mod places;
pub mod poster;
pub mod related;

pub use kinds::{ITEMS, all};

/// What an operation's file imports.
pub mod prelude {
    pub use crate::keys::{
        AccountKeys, DailyKeys, GuidanceKeys, MedicationKeys, ProfileKeys, VisitsKeys, by_time, shared,
    };
    pub use platform::prelude::*;
}
