//! Reads what a usage (用法) says: on which days ([`Rhythm`]), at which times of day, and how much each time.
//!
//! A total grammar over the words in `data/usage_words.tsv`: any text is read in linear time, and a text of which one
//! character is not understood is [`Rhythm::Unknown`]. Nothing is guessed, and no reading is more frequent than the text
//! says.

mod draft;
mod grammar;
mod group;
mod jami;
mod lexer;
mod ratio;
mod timing;
mod words;

pub use group::{Obstacle, Understanding, of_group};
pub use ratio::Ratio;
pub use timing::{Meal, Relation, Timing};

use crate::rhythm::Rhythm;

/// The most times a day for which times are worked out.
pub const MOST_TIMES_A_DAY: usize = 8;

/// What a usage says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Usage {
    /// On which days.
    pub rhythm: Rhythm,
    /// The doses of such a day, in order of the day. Empty where the times are left open, and for what is taken as needed.
    pub doses: Vec<Dose>,
}

/// One dose of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dose {
    /// When; none where only their number is said (1日3回).
    pub timing: Option<Timing>,
    /// How much; none where it is not said.
    pub amount: Option<Ratio>,
}

impl Usage {
    /// What is not understood.
    pub const UNKNOWN: Self = Self { rhythm: Rhythm::Unknown, doses: Vec::new() };
}

/// Reads a usage text (用法名称).
pub fn read(text: &str) -> Usage {
    grammar::read(&lexer::tokens(text)).unwrap_or(Usage::UNKNOWN)
}
