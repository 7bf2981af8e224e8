//! Keys of the machinery that rings alarms: ids and times, nothing that a person typed.

use std::fmt::Display;

use alarm_engine::due::AlarmRef;
use alarm_engine::shard::Shard;
use notebook::alarm::{Minute, TimeOfDay};
use notebook::id::ResidentId;
use platform::table::Key;
use platform::table::schema::{ActorKeys, Family, Partition};

use super::AccountKeys;

const RINGS: Family = Family::of("RING#");
const QUIET: Family = Family::of("QUIET#");
const DUE: Family = Family::of("DUE#");
const CHANGES: Family = Family::of("CHANGED#");
const SENT: Family = Family::of("SENT#");

/// A minute or a time of day, and a shard of the people.
fn of_shard(time: impl Display, shard: Shard) -> String {
    format!("{time}#{shard}")
}

fn of(alarm: AlarmRef) -> String {
    format!("{}#{}", alarm.resident, alarm.alarm)
}

/// The partition of the alarms that ring on an account's devices.
pub fn rings(actor: &str) -> Partition {
    RINGS.partition(actor)
}

/// That an alarm rings on an account's devices.
pub fn ring(actor: &str, alarm: AlarmRef) -> Key {
    RINGS.key(actor, of(alarm))
}

/// The partition of a shard's people for whom nothing rings.
pub fn quiet_of(shard: Shard) -> Partition {
    QUIET.partition(shard)
}

/// That nothing rings for a person.
pub fn quiet(resident: ResidentId) -> Key {
    QUIET.key(Shard::of(resident), resident)
}

/// The partition of a time of day and shard in the index of recurrences.
pub fn due_at(time: TimeOfDay, shard: Shard) -> Partition {
    DUE.partition(of_shard(time, shard))
}

/// One entry of the index of recurrences.
pub fn due(time: TimeOfDay, alarm: AlarmRef, version: u64) -> Key {
    DUE.key(of_shard(time, Shard::of(alarm.resident)), format_args!("{}#{version:06}", of(alarm)))
}

/// The partition of a minute's and shard's edits inside the lead.
pub fn changes(minute: Minute, shard: Shard) -> Partition {
    CHANGES.partition(of_shard(minute, shard))
}

fn changed(minute: Minute, alarm: AlarmRef, rest: impl Display) -> Key {
    CHANGES.key(of_shard(minute, Shard::of(alarm.resident)), format_args!("{}{rest}", of(alarm)))
}

/// An edit inside the lead.
pub fn change(minute: Minute, alarm: AlarmRef) -> Key {
    changed(minute, alarm, "")
}

/// A dose that was answered before it was due.
pub fn early_answer(minute: Minute, alarm: AlarmRef) -> Key {
    changed(minute, alarm, "#ANSWERED")
}

/// A wish to be reminded again of the dose of another minute.
pub fn put_off(minute: Minute, alarm: AlarmRef, dose: Minute) -> Key {
    changed(minute, alarm, format_args!("#AGAIN#{dose}"))
}

/// That an account is to be reminded of an appointment, under the minute before: what the sweep of that minute finds.
pub fn appointment(before: Minute, appointment: AlarmRef) -> Key {
    changed(before, appointment, "#APPOINTMENT")
}

/// The partition of what was sent for a minute and shard.
pub fn sent(minute: Minute, shard: Shard) -> Partition {
    SENT.partition(of_shard(minute, shard))
}

fn sent_item(minute: Minute, alarm: AlarmRef, sk: impl Display) -> Key {
    SENT.key(of_shard(minute, Shard::of(alarm.resident)), sk)
}

/// Claim and ledger of a page, by its first alarm.
pub fn sent_page(minute: Minute, first: AlarmRef) -> Key {
    sent_item(minute, first, format_args!("P#{}", of(first)))
}

/// Before the claims of all pages of a minute and shard: where a search for the page of an alarm ends.
pub fn sent_pages(minute: Minute, alarm: AlarmRef) -> Key {
    sent_item(minute, alarm, "P#")
}

/// Claim and ledger of an occurrence on its own; `at` in seconds since 1970.
pub fn sent_own(minute: Minute, alarm: AlarmRef, at: i64) -> Key {
    sent_item(minute, alarm, format_args!("O#{}#{at:012}", of(alarm)))
}

/// That a reminder went out to an account by e-mail.
pub fn mailed(minute: Minute, alarm: AlarmRef, reminder: &str, account: &str) -> Key {
    sent_item(minute, alarm, format_args!("M#{reminder}#{account}"))
}

/// Up to which minute alarms were dispatched.
pub fn cursor() -> Key {
    const ALARMS: Family = Family::of("ALARMS");
    ALARMS.key("", "CURSOR")
}

/// Which device a push service's token belongs to, by the token's hash.
pub fn token(platform: &str, token_hash: &str) -> Key {
    const TOKENS: Family = Family::of("TOKEN#");
    TOKENS.key(format_args!("{platform}#{token_hash}"), "HOLDER")
}

/// The name in the user pool of an account on whose devices alarms ring; its version is the lock of these alarms.
pub fn contact(actor: &str) -> Key {
    ActorKeys::of(actor).contact()
}
