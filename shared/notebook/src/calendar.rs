//! Events as a calendar reads them: iCalendar, RFC 5545. Times stand in UTC, so that no time zone has to be described.

use std::fmt::Write;

use chrono::Days;

use crate::text::one_line;
use crate::time::{Day, Instant};

/// Most octets of a line, its break not counted (3.1).
const LINE: usize = 75;

/// When an event is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// It begins at an instant; how long it takes is not known.
    Begins(Instant),
    /// It is on a day, in Japan.
    Day(Day),
}

/// An event.
#[derive(Debug, Clone)]
pub struct Event<'a> {
    /// What it is known by in every file: a calendar that knows it takes the later one.
    pub uid: String,
    /// When it is.
    pub when: When,
    /// What it is called.
    pub summary: &'a str,
    /// Where it is.
    pub location: &'a str,
}

/// A file of events, as of an instant. A calendar has at least one event (3.4).
pub fn write(events: &[Event<'_>], now: Instant) -> String {
    let mut text = String::new();
    line(&mut text, "BEGIN:VCALENDAR");
    line(&mut text, "VERSION:2.0");
    line(&mut text, "PRODID:-//Digital Health Notebook//Appointments//JA");
    line(&mut text, "CALSCALE:GREGORIAN");
    for event in events {
        line(&mut text, "BEGIN:VEVENT");
        line(&mut text, &format!("UID:{}", escaped(&event.uid)));
        line(&mut text, &format!("DTSTAMP:{}", utc(now)));
        match event.when {
            When::Begins(at) => line(&mut text, &format!("DTSTART:{}", utc(at))),
            When::Day(day) => {
                line(&mut text, &format!("DTSTART;VALUE=DATE:{}", date(day)));
                let next = day.checked_add_days(Days::new(1)).unwrap_or(day);
                line(&mut text, &format!("DTEND;VALUE=DATE:{}", date(next)));
            }
        }
        line(&mut text, &format!("SUMMARY:{}", escaped(event.summary)));
        if !event.location.is_empty() {
            line(&mut text, &format!("LOCATION:{}", escaped(event.location)));
        }
        line(&mut text, "CLASS:PRIVATE");
        line(&mut text, "END:VEVENT");
    }
    line(&mut text, "END:VCALENDAR");
    text
}

fn utc(at: Instant) -> String {
    at.format("%Y%m%dT%H%M%SZ").to_string()
}

fn date(day: Day) -> String {
    day.format("%Y%m%d").to_string()
}

/// A text as a value (3.3.11): in one line, without what controls a display or a file, so that no text makes a property of its own.
fn escaped(text: &str) -> String {
    let mut value = String::with_capacity(text.len());
    for letter in one_line(text).chars().filter(|letter| !letter.is_control()) {
        if matches!(letter, '\\' | ';' | ',') {
            value.push('\\');
        }
        value.push(letter);
    }
    value
}

/// A line, folded so that no part of it has more than 75 octets and no letter is cut (3.1).
fn line(text: &mut String, content: &str) {
    let mut octets = 0;
    for letter in content.chars() {
        if octets + letter.len_utf8() > LINE {
            text.push_str("\r\n ");
            octets = 1;
        }
        text.push(letter);
        octets += letter.len_utf8();
    }
    // A String takes everything.
    let _ = text.write_str("\r\n");
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)] // tests
    use proptest::prelude::*;

    use super::*;

    fn of(summary: &str, when: When) -> String {
        let event = Event { uid: "019aa000-0000-7000-8000-000000000001".to_owned(), when, summary, location: "" };
        write(&[event], "2026-11-22T01:00:00Z".parse().unwrap())
    }

    #[test]
    fn an_event_has_its_time_in_utc_or_its_day() {
        let at = of("歯科", When::Begins("2026-12-08T15:30:00+09:00".parse().unwrap()));
        assert!(at.contains("\r\nDTSTART:20261208T063000Z\r\n") && at.contains("\r\nDTSTAMP:20261122T010000Z\r\n"));
        assert!(!at.contains("DTEND") && !at.contains("METHOD"), "{at}");
        let day = of("歯科", When::Day("2026-12-31".parse().unwrap()));
        assert!(day.contains("\r\nDTSTART;VALUE=DATE:20261231\r\nDTEND;VALUE=DATE:20270101\r\n"), "{day}");
    }

    #[test]
    fn r36_a_text_makes_no_property_of_its_own() {
        let hostile = "歯科\r\nATTACH:http://example.org\nBEGIN:VALARM\u{2028}\u{202E}\u{0}A;B,C\\n";
        let text = of(hostile, When::Day("2026-12-31".parse().unwrap()));
        let unfolded = text.replace("\r\n ", "");
        let summary = unfolded.lines().find(|line| line.starts_with("SUMMARY:")).unwrap();
        assert_eq!(summary, "SUMMARY:歯科 ATTACH:http://example.org BEGIN:VALARM A\\;B\\,C\\\\n");
        assert!(!unfolded.lines().any(|line| line.starts_with("ATTACH") || line.starts_with("BEGIN:VALARM")));
    }

    proptest! {
        #[test]
        fn every_line_has_at_most_75_octets_and_unfolds_to_what_it_was(summary in "\\PC{0,200}") {
            let text = of(&summary, When::Day("2026-12-31".parse().unwrap()));
            prop_assert!(text.ends_with("END:VCALENDAR\r\n"));
            for line in text.split("\r\n") {
                prop_assert!(line.len() <= LINE && !line.contains(['\r', '\n']));
            }
            let unfolded = text.replace("\r\n ", "");
            let wanted = format!("SUMMARY:{}", escaped(&summary));
            prop_assert!(unfolded.lines().any(|line| line == wanted));
        }
    }
}
