//! What was sent, small enough that claim and ledger of a page stay within one write unit.
//!
//! A member is a 40-bit hash of the alarm, so that the ledger says honestly who was in the page; with it stand the channel,
//! whether the channel took it, whether it was late, and the seconds since the page's first attempt.

use chrono::DateTime;
use notebook::time::Instant;
use schemars::JsonSchema;
use serde::Serialize;

use crate::due::{AlarmRef, Delivery};

const FORMAT: u8 = 1;
const HEADER: usize = 1 + 6 + 6;
const MEMBER: usize = 5 + 2;

/// The longest encoded ledger of a page, in bytes.
pub const MOST_BYTES: usize = HEADER + MEMBER * crate::timing::PAGE;

/// Seconds after the first attempt are counted up to here.
const MOST_SECONDS: u16 = 0x0fff;

/// How somebody was reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "AlarmChannel")]
pub enum Channel {
    /// A device.
    Push,
    /// The city's topic: the person has no device that can be reached.
    Topic,
    /// The city's topic, asking for an e-mail.
    Email,
}

/// What is known of one alarm's notification.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Delivered {
    /// The channel that was tried last.
    pub channel: Channel,
    /// When, to the second; up to 68 minutes after the page's first attempt.
    pub attempted_at: Instant,
    /// Whether the channel took it. What was not taken is tried again.
    pub delivered: bool,
    /// Whether it went out more than a minute after it was due, and said so.
    pub late: bool,
}

impl Delivered {
    /// What was sent to nobody, because the account that it rings for may not be reminded: as by a channel that did not take it.
    pub fn to_nobody(delivery: &Delivery, now: Instant) -> Self {
        let topic = if delivery.email { Channel::Email } else { Channel::Topic };
        let channel = if delivery.endpoints.is_empty() { topic } else { Channel::Push };
        Self { channel, attempted_at: now, delivered: false, late: false }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Member {
    hash: u64,
    seconds: u16,
    channel: Channel,
    delivered: bool,
    late: bool,
}

/// The ledger of a page, or of an occurrence on its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ledger {
    /// The first attempt, milliseconds since 1970.
    attempted_at: i64,
    /// The end, milliseconds since 1970; 0 while there is none.
    finished_at: i64,
    members: Vec<Member>,
}

impl Ledger {
    /// An empty one.
    pub fn new(attempted_at: Instant) -> Self {
        Self { attempted_at: attempted_at.timestamp_millis(), finished_at: 0, members: Vec::new() }
    }

    /// Notes what became of an alarm's notification, in the place of what was noted before.
    pub fn note(&mut self, alarm: AlarmRef, delivered: Delivered) {
        let hash = hash(alarm);
        let seconds = (delivered.attempted_at.timestamp_millis() - self.attempted_at) / 1000;
        let seconds = u16::try_from(seconds.clamp(0, i64::from(MOST_SECONDS))).unwrap_or_default();
        let Delivered { channel, delivered, late, .. } = delivered;
        self.members.retain(|member| member.hash != hash);
        self.members.push(Member { hash, seconds, channel, delivered, late });
    }

    /// Marks it as finished.
    pub fn finish(&mut self, at: Instant) {
        self.finished_at = at.timestamp_millis();
    }

    /// When it was finished.
    pub fn finished_at(&self) -> Option<Instant> {
        (self.finished_at != 0).then(|| DateTime::from_timestamp_millis(self.finished_at)).flatten()
    }

    /// How many alarms it knows of.
    pub fn len(&self) -> usize {
        self.members.len()
    }

    /// Whether it knows of none.
    pub fn is_empty(&self) -> bool {
        self.members.is_empty()
    }

    /// What became of an alarm's notification; none if it was not in the page.
    pub fn of(&self, alarm: AlarmRef) -> Option<Delivered> {
        let hash = hash(alarm);
        let member = self.members.iter().find(|member| member.hash == hash)?;
        let at = self.attempted_at + i64::from(member.seconds) * 1000;
        Some(Delivered {
            channel: member.channel,
            attempted_at: DateTime::from_timestamp_millis(at)?,
            delivered: member.delivered,
            late: member.late,
        })
    }

    /// As bytes: at most [`MOST_BYTES`] for a page.
    pub fn encode(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(HEADER + MEMBER * self.members.len());
        bytes.push(FORMAT);
        bytes.extend(self.attempted_at.to_be_bytes().into_iter().skip(2));
        bytes.extend(self.finished_at.to_be_bytes().into_iter().skip(2));
        for member in &self.members {
            let channel = match member.channel {
                Channel::Push => 0,
                Channel::Topic => 1,
                Channel::Email => 2,
            };
            let flags = channel | (u16::from(member.delivered) << 2) | (u16::from(member.late) << 3);
            bytes.extend(member.hash.to_be_bytes().into_iter().skip(3));
            bytes.extend((member.seconds << 4 | flags).to_be_bytes());
        }
        bytes
    }

    /// From bytes; none if they are not a ledger's.
    pub fn decode(bytes: &[u8]) -> Option<Self> {
        let number = |bytes: &[u8]| bytes.iter().fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
        let (header, members) = bytes.split_at_checked(HEADER)?;
        if header.first() != Some(&FORMAT) || members.len() % MEMBER != 0 {
            return None;
        }
        let member = |bytes: &[u8]| {
            let (hash, rest) = bytes.split_at_checked(5)?;
            let rest = u16::try_from(number(rest)).ok()?;
            let channel = match rest & 3 {
                0 => Channel::Push,
                1 => Channel::Topic,
                2 => Channel::Email,
                _ => return None,
            };
            let (delivered, late) = (rest & 4 != 0, rest & 8 != 0);
            Some(Member { hash: number(hash), seconds: rest >> 4, channel, delivered, late })
        };
        Some(Self {
            attempted_at: i64::try_from(number(header.get(1..7)?)).ok()?,
            finished_at: i64::try_from(number(header.get(7..13)?)).ok()?,
            members: members.chunks(MEMBER).map(member).collect::<Option<_>>()?,
        })
    }
}

/// 40 bits of FNV-1a over both ids.
fn hash(alarm: AlarmRef) -> u64 {
    let bytes = alarm.resident.0.as_bytes().iter().chain(alarm.alarm.0.as_bytes());
    let hash =
        bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3));
    (hash ^ (hash >> 40)) & 0xff_ffff_ffff
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)] // tests
    use super::*;
    use chrono::TimeDelta;
    use notebook::id::{AlarmId, ResidentId};

    fn alarm(n: u8) -> AlarmRef {
        let at = "2026-11-22T00:00:00Z".parse().unwrap();
        AlarmRef { resident: ResidentId::new(at, [n; 10]), alarm: AlarmId::new(at, [n; 10]) }
    }

    #[test]
    fn a_full_ledger_is_well_below_one_write_unit_and_comes_back_unchanged() {
        let start: Instant = "2026-11-22T23:00:00.250Z".parse().unwrap();
        let mut ledger = Ledger::new(start);
        for n in 0..100 {
            let attempted_at = start + TimeDelta::seconds(i64::from(n) * 30);
            let channel = [Channel::Push, Channel::Topic, Channel::Email][usize::from(n % 3)];
            ledger.note(alarm(n), Delivered { channel, attempted_at, delivered: n % 5 != 0, late: n % 2 == 0 });
        }
        ledger.finish(start + TimeDelta::seconds(3_001));
        let bytes = ledger.encode();
        assert!(bytes.len() == MOST_BYTES && MOST_BYTES <= 720, "{}", bytes.len());
        let back = Ledger::decode(&bytes).unwrap();
        assert_eq!(back, ledger);
        for n in 0..100 {
            let found = back.of(alarm(n)).unwrap();
            assert_eq!(found.attempted_at, start + TimeDelta::seconds(i64::from(n) * 30));
            assert_eq!((found.delivered, found.late), (n % 5 != 0, n % 2 == 0));
        }
        assert!(back.of(alarm(200)).is_none());
    }

    #[test]
    fn any_bytes_are_a_ledger_or_none() {
        for length in 0..40 {
            for byte in [0, 1, 3, 255] {
                let _ = Ledger::decode(&vec![byte; length]);
            }
        }
        assert!(Ledger::decode(&[2; 13]).is_none() && Ledger::decode(&[1; 14]).is_none());
    }

    #[test]
    fn noting_again_replaces_what_was_noted() {
        let start: Instant = "2026-11-22T23:00:00Z".parse().unwrap();
        let mut ledger = Ledger::new(start);
        let tried = Delivered { channel: Channel::Push, attempted_at: start, delivered: false, late: false };
        ledger.note(alarm(1), tried);
        ledger.note(alarm(1), Delivered { channel: Channel::Email, delivered: true, ..tried });
        assert_eq!(ledger.len(), 1);
        assert!(ledger.of(alarm(1)).unwrap().delivered);
    }
}
