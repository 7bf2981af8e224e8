//! The index of recurrences: one entry for each time of day of an alarm, `DUE#<HH:MM>#<shard>` / `<resident>#<alarm>#<version>`.
//!
//! Firing never writes it, only edits do. An edit does not change an entry's days: it ends the entry and makes another
//! one, so that a collector that comes late still finds what was true for the minute it collects.

use notebook::alarm::{About, Minute};
use notebook::id::{AlarmId, ResidentId};
use notebook::time::{Day, Instant};
use serde::{Deserialize, Serialize};

use crate::days::Days;
use crate::timing::OWN_SECONDS;

/// Which alarm of which person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct AlarmRef {
    /// The person.
    #[serde(rename = "r")]
    pub resident: ResidentId,
    /// The alarm.
    #[serde(rename = "a")]
    pub alarm: AlarmId,
}

/// How an alarm is sent: what firing needs to know without reading anything else. Copied into every entry of the alarm
/// and kept true by whoever changes devices or wishes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delivery {
    /// The push service's endpoints of the account's devices, by the last part of their address.
    #[serde(rename = "e", default, skip_serializing_if = "Vec::is_empty")]
    pub endpoints: Vec<String>,
    /// What it reminds of; medicines in what was written before there was anything else.
    #[serde(rename = "b", default, skip_serializing_if = "About::is_medicines")]
    pub about: About,
    /// Whether somebody is to be told when it stays unanswered.
    #[serde(rename = "w", default, skip_serializing_if = "is_false")]
    pub watched: bool,
    /// Whether the person chose that the text names the alarm's label.
    #[serde(rename = "n", default, skip_serializing_if = "is_false")]
    pub named: bool,
    /// Whether an e-mail goes out where no device can be reached.
    #[serde(rename = "m", default, skip_serializing_if = "is_false")]
    pub email: bool,
    /// The account that it rings for: before anything leaves, it is asked whether it is related to the person. None in what was
    /// written before everything named it: then the alarm itself says so.
    #[serde(rename = "o", default, skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
}

impl Delivery {
    /// Whether what it reminds of is looked at afterwards, for those who watch: a dose that nobody answered is missed. Who does not
    /// record anything misses nothing, whatever stands in the entry.
    pub fn is_followed_up(&self) -> bool {
        match self.about {
            About::Medicines => self.watched,
            About::Record => false,
        }
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the form that serde asks for")]
fn is_false(value: &bool) -> bool {
    !value
}

/// One time of day of one alarm. Short names, because a minute of three million of them is read ten minutes ahead.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DueEntry {
    /// Whose.
    #[serde(flatten)]
    pub alarm: AlarmRef,
    /// The alarm's version that made the entry.
    #[serde(rename = "v")]
    pub version: u64,
    /// On which days.
    #[serde(flatten)]
    pub days: Days,
    /// First day, after a pause where one is set.
    #[serde(rename = "f")]
    pub from: Day,
    /// Last day.
    #[serde(rename = "u", default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Day>,
    /// When the edit that made it was, milliseconds since 1970.
    #[serde(rename = "s")]
    pub since: i64,
    /// When the edit that ended it was, milliseconds since 1970.
    #[serde(rename = "x", default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<i64>,
    /// How it is sent.
    #[serde(flatten)]
    pub delivery: Delivery,
}

impl DueEntry {
    /// Whether the alarm rings at this minute, whose time of day is the entry's own: the days are right, and the entry is
    /// what was true when the minute began.
    pub fn rings_at(&self, minute: Minute) -> bool {
        let day = minute.day();
        let begins = minute.begins().timestamp_millis();
        let days = self.days.fall_on(day) && self.from <= day && self.until.is_none_or(|until| day <= until);
        days && self.since <= begins && self.ended.is_none_or(|ended| begins < ended)
    }

    /// Whether a collector queues this minute; the others are queued by the edit that made the entry.
    pub fn is_collected_at(&self, minute: Minute) -> bool {
        self.rings_at(minute) && !is_own(self.since, minute)
    }
}

/// Whether an edit at `since` (milliseconds since 1970) queues the occurrence at this minute itself. Edit and collector ask
/// the same question, so that exactly one of them does.
pub fn is_own(since: i64, minute: Minute) -> bool {
    minute.begins().timestamp_millis() - since <= OWN_SECONDS * 1000
}

/// The minutes after an edit whose occurrences the edit queues itself.
pub fn own_minutes(edited_at: Instant) -> impl Iterator<Item = Minute> {
    let since = edited_at.timestamp_millis();
    let first = Minute::of(edited_at).plus(i64::from(edited_at != Minute::of(edited_at).begins()));
    (0..).map(move |n| first.plus(n)).take_while(move |minute| is_own(since, *minute))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)] // tests
    use super::*;

    fn entry(since: &str, ended: Option<&str>) -> DueEntry {
        let at = |text: &str| text.parse::<Instant>().unwrap().timestamp_millis();
        DueEntry {
            alarm: AlarmRef {
                resident: "01930000-0000-7000-8000-000000000001".parse().unwrap(),
                alarm: "01930000-0000-7000-8000-000000000002".parse().unwrap(),
            },
            version: 1,
            days: Days::of(notebook::rhythm::Rhythm::Daily, "2026-11-22".parse().unwrap()),
            from: "2026-11-22".parse().unwrap(),
            until: None,
            since: at(since),
            ended: ended.map(at),
            delivery: Delivery::default(),
        }
    }

    #[test]
    fn each_occurrence_is_queued_by_the_edit_or_by_the_collector_and_never_by_both() {
        let edited: Instant = "2026-11-22T22:40:30Z".parse().unwrap();
        let entry = entry("2026-11-22T22:40:30Z", None);
        let own: Vec<Minute> = own_minutes(edited).collect();
        assert_eq!(own.len(), 12);
        for offset in -5..60 {
            let minute = Minute::of(edited).plus(offset);
            assert_eq!(entry.rings_at(minute), own.contains(&minute) || entry.is_collected_at(minute), "{minute}");
            assert!(!(own.contains(&minute) && entry.is_collected_at(minute)), "{minute}");
        }
    }

    #[test]
    fn an_entry_that_was_ended_still_counts_for_the_minutes_before() {
        let entry = entry("2026-11-22T00:00:00Z", Some("2026-11-22T23:05:00Z"));
        let eight = Minute::at("2026-11-23".parse().unwrap(), "08:00".parse().unwrap());
        assert!(entry.is_collected_at(eight) && !entry.is_collected_at(eight.plus(5)));
    }

    #[test]
    fn an_entry_of_before_there_were_rhythms_is_still_read() {
        let text = r#"{"r":"01930000-0000-7000-8000-000000000001","a":"01930000-0000-7000-8000-000000000002","v":1,
            "d":1,"f":"2026-11-22","s":0}"#;
        let entry: DueEntry = serde_json::from_str(text).unwrap();
        let at = |day: &str| Minute::at(day.parse().unwrap(), "08:00".parse().unwrap());
        assert!(entry.rings_at(at("2026-11-23")) && !entry.rings_at(at("2026-11-24")));
    }

    #[test]
    fn what_an_entry_is_about_costs_those_about_medicines_nothing() {
        let medicines = serde_json::to_value(entry("2026-11-22T00:00:00Z", None)).unwrap();
        assert_eq!(medicines.get("b"), None);
        let mut record = entry("2026-11-22T00:00:00Z", None);
        record.delivery = Delivery { about: About::Record, watched: true, ..Delivery::default() };
        let again: DueEntry = serde_json::from_value(serde_json::to_value(&record).unwrap()).unwrap();
        assert_eq!(again, record);
        assert!(
            !again.delivery.is_followed_up() && Delivery { about: About::Medicines, ..again.delivery }.is_followed_up()
        );
    }

    #[test]
    fn an_entry_without_wishes_is_below_two_hundred_bytes() {
        let text = serde_json::to_string(&entry("2026-11-22T00:00:00Z", None)).unwrap();
        assert!(text.len() < 200, "{} bytes: {text}", text.len());
    }
}
