//! The emergency card (緊急カード): its secret, and how its openings are entered.
//!
//! Whoever holds a card can open it as often as they like, and is never refused. So that nobody fills the person's log with one line,
//! or their mailbox with one letter, openings that follow each other closely are one entry, and a day has a bound of each; all are
//! counted ([`Openings`]).

use chrono::TimeDelta;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::time::{Day, Instant, jst_day};

/// Letters of a secret: six bits each, 192 together.
pub const SECRET_LETTERS: usize = 32;

/// The letters: those that stand in an address as they are.
const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Minutes for which one entry stands for all openings from the first of them on.
const ENTRY_MINUTES: i64 = 10;

/// Most entries of openings in a day in Japan.
const MOST_ENTRIES: u32 = 20;

/// Minutes between two letters at least.
const LETTER_MINUTES: i64 = 60;

/// Most letters about openings in a day in Japan.
const MOST_LETTERS: u32 = 4;

/// As many of the latest openings are kept.
pub const MOST_KEPT: usize = 20;

/// The secret of a card: what its QR code says behind the `#`.
#[derive(Clone, PartialEq, Eq)]
pub struct EmergencySecret(String);

impl EmergencySecret {
    /// The secret of unpredictable bytes, of which six bits each count.
    pub fn drawn(bytes: [u8; SECRET_LETTERS]) -> Self {
        let letter = |byte: u8| char::from(LETTERS.get(usize::from(byte % 64)).copied().unwrap_or(b'A'));
        Self(bytes.into_iter().map(letter).collect())
    }

    /// Whether a text has the form of one. Nothing else is looked for.
    pub fn is_one(text: &str) -> bool {
        text.len() == SECRET_LETTERS && text.bytes().all(|byte| LETTERS.contains(&byte))
    }

    /// Its letters.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Openings that stand in the log as one entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "EmergencyCardOpening")]
pub struct Opening {
    /// The first of them.
    pub from: Instant,
    /// The latest of them.
    pub until: Instant,
    /// How many; where many came at the same moment, at least so many.
    #[schemars(range(min = 1))]
    pub count: u32,
}

/// When the cards of a person were opened, and what of it was entered and told.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Openings {
    /// The latest, newest first.
    pub latest: Vec<Opening>,
    /// The card that all below is about, by the hash of its secret: a new card counts anew.
    #[serde(default)]
    card: Option<String>,
    /// The day that the two counts are about.
    #[serde(default)]
    day: Option<Day>,
    /// Entries of that day.
    #[serde(default)]
    entries: u32,
    /// Letters of that day.
    #[serde(default)]
    letters: u32,
    /// When the last letter was written.
    #[serde(default)]
    told_at: Option<Instant>,
}

/// What an opening means for log and letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Opened {
    /// It has an entry of its own.
    Entered {
        /// And is told by e-mail.
        is_told: bool,
    },
    /// An entry stands for it already.
    Counted,
}

impl Openings {
    /// One more opening, of a card that the hash of its secret names. Whoever found an earlier card has used up nothing of what is entered and told
    /// of this one.
    pub fn open(&mut self, card: &str, now: Instant) -> Opened {
        let today = jst_day(now);
        let is_first = self.card.as_deref() != Some(card);
        if is_first {
            (self.card, self.day, self.told_at) = (Some(card.to_owned()), None, None);
        }
        if self.day != Some(today) {
            (self.day, self.entries, self.letters) = (Some(today), 0, 0);
        }
        if let Some(newest) = self.latest.first_mut().filter(|_| !is_first) {
            let is_close = now < newest.from + TimeDelta::minutes(ENTRY_MINUTES);
            if is_close || self.entries >= MOST_ENTRIES {
                newest.until = newest.until.max(now);
                newest.count = newest.count.saturating_add(1);
                return Opened::Counted;
            }
        }
        self.latest.insert(0, Opening { from: now, until: now, count: 1 });
        self.latest.truncate(MOST_KEPT);
        self.entries += 1;
        let is_long_ago = self.told_at.is_none_or(|told| now >= told + TimeDelta::minutes(LETTER_MINUTES));
        let is_told = is_long_ago && self.letters < MOST_LETTERS;
        if is_told {
            self.letters += 1;
            self.told_at = Some(now);
        }
        Opened::Entered { is_told }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)] // tests
    use super::*;

    fn at(text: &str) -> Instant {
        text.parse().unwrap()
    }

    const CARD: &str = "hash of a secret";
    const TOLD: Opened = Opened::Entered { is_told: true };
    const ENTERED: Opened = Opened::Entered { is_told: false };

    #[test]
    fn a_secret_has_192_bits_and_nothing_else_has_its_form() {
        let secret = EmergencySecret::drawn([0xff; SECRET_LETTERS]);
        assert_eq!(secret.as_str(), "_".repeat(32));
        assert!(EmergencySecret::is_one(secret.as_str()) && EmergencySecret::is_one(&"aZ09-_Bc".repeat(4)));
        for other in ["", "short", &"a".repeat(31), &"a".repeat(33), &format!("{}#", "a".repeat(31)), &"あ".repeat(32)]
        {
            assert!(!EmergencySecret::is_one(other), "{other}");
        }
    }

    #[test]
    fn openings_close_together_are_one_entry_and_an_hour_has_one_letter() {
        let mut openings = Openings::default();
        assert_eq!(openings.open(CARD, at("2026-11-22T01:00:00Z")), TOLD);
        assert_eq!(openings.open(CARD, at("2026-11-22T01:09:59.999Z")), Opened::Counted);
        // From the first one on: whoever opens it every nine minutes has entries all the same.
        assert_eq!(openings.open(CARD, at("2026-11-22T01:10:00Z")), ENTERED);
        assert_eq!(openings.open(CARD, at("2026-11-22T01:59:00Z")), ENTERED);
        assert_eq!(openings.open(CARD, at("2026-11-22T02:09:00Z")), TOLD);
        let first = openings.latest.last().unwrap();
        assert_eq!((first.count, first.until), (2, at("2026-11-22T01:09:59.999Z")));
        assert_eq!(openings.latest.len(), 4);
    }

    #[test]
    fn a_flood_has_twenty_entries_and_four_letters_a_day_and_every_opening_is_counted() {
        let mut openings = Openings::default();
        let (mut now, mut entered, mut told, mut all) = (at("2026-11-21T15:00:00Z"), 0, 0, 0);
        while now < at("2026-11-22T15:00:00Z") {
            let opened = openings.open(CARD, now);
            entered += u32::from(opened != Opened::Counted);
            told += u32::from(opened == TOLD);
            all += 1;
            now += TimeDelta::minutes(2);
        }
        assert_eq!((entered, told, openings.latest.len()), (20, 4, MOST_KEPT));
        assert_eq!(openings.latest.iter().map(|opening| opening.count).sum::<u32>(), all);
        // The next day in Japan begins anew.
        assert_eq!(openings.open(CARD, now), TOLD);
        assert_eq!(openings.latest.len(), MOST_KEPT);
    }

    #[test]
    fn a_new_card_counts_anew_and_what_was_opened_before_stays() {
        let mut openings = Openings::default();
        let mut now = at("2026-11-22T00:00:00Z");
        for _ in 0..30 {
            openings.open(CARD, now);
            now += TimeDelta::minutes(20);
        }
        assert_eq!(openings.open(CARD, now), Opened::Counted);
        // Within ten minutes of the last one, of a card of which nobody opened twenty.
        assert_eq!(openings.open("another", now), TOLD);
        assert_eq!((openings.latest.len(), openings.latest[0].count), (MOST_KEPT, 1));
        assert_eq!(openings.open("another", now), Opened::Counted);
        assert_eq!(openings.open("another", now + TimeDelta::minutes(10)), ENTERED);
        assert_eq!(openings.open("another", now + TimeDelta::minutes(60)), TOLD);
    }

    #[test]
    fn what_was_kept_before_cards_were_told_apart_counts_anew_once() {
        let kept = r#"{"latest":[{"from":"2026-11-22T00:00:00Z","until":"2026-11-22T00:00:00Z","count":3}],"day":"2026-11-22","entries":20,"letters":4,"told_at":"2026-11-22T00:00:00Z"}"#;
        let mut openings: Openings = serde_json::from_str(kept).unwrap();
        assert_eq!(openings.open(CARD, at("2026-11-22T00:05:00Z")), TOLD);
        assert_eq!(openings.latest.len(), 2);
    }

    #[test]
    fn a_clock_that_goes_back_brings_no_second_entry() {
        let mut openings = Openings::default();
        openings.open(CARD, at("2026-11-22T01:00:00Z"));
        assert_eq!(openings.open(CARD, at("2026-11-22T00:59:59Z")), Opened::Counted);
        assert_eq!(openings.latest[0].until, at("2026-11-22T01:00:00Z"));
    }
}
