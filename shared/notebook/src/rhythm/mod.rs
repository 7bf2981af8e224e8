//! The rhythm of a usage (用法): on which days a medicine is taken. Alarms ring by it, suggestions propose it, the supply
//! and the search for duplicates count with it: one value, so that none of them can be more frequent than another.
//!
//! What is not understood is [`Rhythm::Unknown`], never every day. A rhythm that goes round (every second day, two weeks on
//! and one off, once a month) needs a day from which it is counted: the `anchor` that is given beside it.

mod calendar;
mod value;
mod weekdays;
mod wire;

pub use value::{Frequency, Rhythm};
pub use weekdays::Weekdays;
