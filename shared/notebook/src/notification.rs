//! How an account is told of what happens in a notebook: by push, by e-mail or not at all, and when it is left in peace.
//!
//! Reminders of doses and notices of security are no part of it: they are always sent, at any hour. So is that a dose was missed:
//! who agreed to watch hears of it when it matters, and who does not want to takes the agreement back.

use std::borrow::Cow;

use chrono::TimeDelta;
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize};

use crate::alarm::{Minute, TimeOfDay};
use crate::time::{Instant, jst_day};
use crate::wrong::Wrong;

/// Minutes since midnight at which quiet hours begin and end where nobody chose others: 21:00 and 07:00.
const USUAL: (u16, u16) = (21 * 60, 7 * 60);

/// Most minutes of quiet hours: what waits for their end has most of a day to be told in.
const MOST_QUIET: u16 = 14 * 60;

/// How a kind of notification is sent that can be left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "NotificationWay")]
pub enum Way {
    /// To the account's devices; where none can be reached, by e-mail, unless the alarm's `second_channel` is off.
    #[default]
    Push,
    /// By e-mail, whatever devices there are.
    Email,
    /// Not at all.
    Off,
}

/// How those who watch are told that a dose was missed. Not at all is no choice here: whether an account watches is said once, by
/// its agreement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "WatcherWay")]
pub enum WatcherWay {
    /// To the account's devices; where none can be reached, by e-mail.
    #[default]
    Push,
    /// By e-mail, whatever devices there are.
    Email,
}

impl From<WatcherWay> for Way {
    fn from(way: WatcherWay) -> Self {
        match way {
            WatcherWay::Push => Self::Push,
            WatcherWay::Email => Self::Email,
        }
    }
}

impl<'de> Deserialize<'de> for WatcherWay {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<'de, str>::deserialize(deserializer)?;
        match text.as_ref() {
            "push" => Ok(Self::Push),
            "email" => Ok(Self::Email),
            _ => Err(serde::de::Error::custom(Wrong::WatcherWay)),
        }
    }
}

/// How reminders of doses are sent: what an alarm is for is not switched off here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "ReminderWay")]
pub enum AlwaysPush {
    /// To the account's devices; where none can be reached, as the alarm says.
    #[default]
    Push,
}

/// How notices of security are sent: whoever holds the phone must not be able to keep them from its owner.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "SecurityWay")]
pub enum AlwaysEmail {
    /// To the account's e-mail address.
    #[default]
    Email,
}

impl<'de> Deserialize<'de> for AlwaysPush {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<'de, str>::deserialize(deserializer)?;
        if text == "push" { Ok(Self::Push) } else { Err(serde::de::Error::custom(Wrong::AlwaysReminded)) }
    }
}

impl<'de> Deserialize<'de> for AlwaysEmail {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<'de, str>::deserialize(deserializer)?;
        if text == "email" { Ok(Self::Email) } else { Err(serde::de::Error::custom(Wrong::AlwaysWarned)) }
    }
}

/// From when to when nothing is sent that can wait, every day. Over midnight where they end before they begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct QuietHours {
    /// The first minute.
    pub from: TimeOfDay,
    /// The first minute after them.
    pub to: TimeOfDay,
}

impl Default for QuietHours {
    fn default() -> Self {
        let at = |minutes| TimeOfDay::from_minutes(minutes).unwrap_or_else(|| Minute(0).time());
        Self { from: at(USUAL.0), to: at(USUAL.1) }
    }
}

impl QuietHours {
    /// What is wrong with them, if anything: none at all, or so many that hardly anything is left of the day.
    pub fn wrong(self) -> Option<Wrong> {
        let (from, to) = (self.from.minutes(), self.to.minutes());
        let minutes = (to + 1_440 - from) % 1_440;
        match minutes {
            0 => Some(Wrong::NoQuietHours),
            1..=MOST_QUIET => None,
            _ => Some(Wrong::MostlyQuiet),
        }
    }

    /// When the quiet hours that an instant lies in end; none outside of them.
    pub fn until(self, now: Instant) -> Option<Instant> {
        let time = Minute::of(now).time();
        let (begun, ahead) = (self.from <= time, time < self.to);
        let is_quiet = if self.from < self.to { begun && ahead } else { begun || ahead };
        let end = Minute::at(jst_day(now), self.to).begins();
        is_quiet.then_some(if ahead { end } else { end + TimeDelta::days(1) })
    }
}

/// What an account chose for one notebook.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    /// That a dose was missed, for those who watch. Stored settings may have another word here, from when it could be switched off.
    #[serde(deserialize_with = "kept_way")]
    pub dose_missed: WatcherWay,
    /// That a medicine runs low.
    pub refill: Way,
    /// That an appointment comes up; as usual in what was kept before there were any.
    #[serde(default)]
    pub appointment: Way,
    /// When nothing is sent that can wait; none: never.
    #[serde(default)]
    pub quiet_hours: Option<QuietHours>,
}

fn kept_way<'de, D: Deserializer<'de>>(deserializer: D) -> Result<WatcherWay, D::Error> {
    let text = Cow::<'de, str>::deserialize(deserializer)?;
    Ok(if text == "email" { WatcherWay::Email } else { WatcherWay::Push })
}

/// Of accounts that chose nothing.
impl Default for Settings {
    fn default() -> Self {
        Self {
            dose_missed: WatcherWay::Push,
            refill: Way::Push,
            appointment: Way::Push,
            quiet_hours: Some(QuietHours::default()),
        }
    }
}

impl Settings {
    /// Until when what can wait is held; none where it goes out now.
    pub fn held_until(&self, now: Instant) -> Option<Instant> {
        self.quiet_hours?.until(now)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)] // tests
    use super::*;

    fn hours(from: &str, to: &str) -> QuietHours {
        QuietHours { from: from.parse().unwrap(), to: to.parse().unwrap() }
    }

    #[test]
    fn quiet_hours_end_on_the_morning_after_their_evening() {
        let until = |now: &str| QuietHours::default().until(now.parse().unwrap());
        let seven = |day: &str| Some(format!("{day}T07:00:00+09:00").parse().unwrap());
        assert_eq!(until("2026-11-22T20:59:59+09:00"), None);
        assert_eq!(until("2026-11-22T21:00:00+09:00"), seven("2026-11-23"));
        assert_eq!(until("2026-11-22T23:59:59+09:00"), seven("2026-11-23"));
        assert_eq!(until("2026-11-23T00:00:00+09:00"), seven("2026-11-23"));
        assert_eq!(until("2026-11-23T06:59:59+09:00"), seven("2026-11-23"));
        assert_eq!(until("2026-11-23T07:00:00+09:00"), None);
    }

    #[test]
    fn quiet_hours_within_a_day_end_on_it() {
        let nap = |now: &str| hours("13:00", "15:30").until(now.parse().unwrap());
        assert_eq!(nap("2026-11-22T12:59:00+09:00"), None);
        assert_eq!(nap("2026-11-22T13:00:00+09:00"), Some("2026-11-22T15:30:00+09:00".parse().unwrap()));
        assert_eq!(nap("2026-11-22T15:30:00+09:00"), None);
        assert_eq!(nap("2026-11-22T23:00:00+09:00"), None);
    }

    #[test]
    fn quiet_hours_leave_most_of_a_waking_day() {
        assert_eq!(hours("21:00", "07:00").wrong(), None);
        assert_eq!(hours("20:00", "10:00").wrong(), None);
        assert_eq!(hours("07:01", "07:00").wrong(), Some(Wrong::MostlyQuiet));
        assert_eq!(hours("00:00", "23:59").wrong(), Some(Wrong::MostlyQuiet));
        assert_eq!(hours("22:00", "22:00").wrong(), Some(Wrong::NoQuietHours));
    }

    #[test]
    fn quiet_hours_to_midnight_end_at_it() {
        let late = |now: &str| hours("22:00", "00:00").until(now.parse().unwrap());
        assert_eq!(late("2026-11-22T23:00:00+09:00"), Some("2026-11-23T00:00:00+09:00".parse().unwrap()));
        assert_eq!(late("2026-11-23T00:00:00+09:00"), None);
    }
}
