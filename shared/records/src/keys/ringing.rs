//! Keys of the machinery that rings alarms: ids and times, nothing that a person typed.

use alarm_engine::due::AlarmRef;
use alarm_engine::shard::Shard;
use notebook::alarm::{Minute, TimeOfDay};
use notebook::id::ResidentId;
use platform::table::Key;
use platform::table::schema::{ActorKeys, Family, SharedPartition};

use super::AccountKeys;

fn of(alarm: AlarmRef) -> String {
    format!("{}#{}", alarm.resident, alarm.alarm)
}

/// The partition of the alarms that ring on an account's devices.
pub fn rings(actor: &str) -> SharedPartition {
    const RINGS: Family = Family::of("RING#");
    RINGS.partition(actor)
}

/// That an alarm rings on an account's devices.
pub fn ring(actor: &str, alarm: AlarmRef) -> Key {
    rings(actor).key(of(alarm))
}

/// The partition of a shard's people for whom nothing rings.
pub fn quiet_of(shard: Shard) -> SharedPartition {
    const QUIET: Family = Family::of("QUIET#");
    QUIET.partition(shard)
}

/// That nothing rings for a person.
pub fn quiet(resident: ResidentId) -> Key {
    quiet_of(Shard::of(resident)).key(resident)
}

/// The partition of a time of day and shard in the index of recurrences.
pub fn due_at(time: TimeOfDay, shard: Shard) -> SharedPartition {
    const DUE: Family = Family::of("DUE#");
    DUE.partition(format_args!("{time}#{shard}"))
}

/// One entry of the index of recurrences.
pub fn due(time: TimeOfDay, alarm: AlarmRef, version: u64) -> Key {
    due_at(time, Shard::of(alarm.resident)).key(format_args!("{}#{version:06}", of(alarm)))
}

/// The partition of a minute's and shard's edits inside the lead.
pub fn changes(minute: Minute, shard: Shard) -> SharedPartition {
    const CHANGES: Family = Family::of("CHANGED#");
    CHANGES.partition(format_args!("{minute}#{shard}"))
}

/// An edit inside the lead.
pub fn change(minute: Minute, alarm: AlarmRef) -> Key {
    changes(minute, Shard::of(alarm.resident)).key(of(alarm))
}

/// A dose that was answered before it was due.
pub fn early_answer(minute: Minute, alarm: AlarmRef) -> Key {
    changes(minute, Shard::of(alarm.resident)).key(format_args!("{}#ANSWERED", of(alarm)))
}

/// A wish to be reminded again of the dose of another minute.
pub fn put_off(minute: Minute, alarm: AlarmRef, dose: Minute) -> Key {
    changes(minute, Shard::of(alarm.resident)).key(format_args!("{}#AGAIN#{dose}", of(alarm)))
}

/// The partition of what was sent for a minute and shard.
pub fn sent(minute: Minute, shard: Shard) -> SharedPartition {
    const SENT: Family = Family::of("SENT#");
    SENT.partition(format_args!("{minute}#{shard}"))
}

/// Claim and ledger of a page, by its first alarm.
pub fn sent_page(minute: Minute, first: AlarmRef) -> Key {
    sent(minute, Shard::of(first.resident)).key(format_args!("P#{}", of(first)))
}

/// Before the claims of all pages of a minute and shard: where a search for the page of an alarm ends.
pub fn sent_pages(minute: Minute, alarm: AlarmRef) -> Key {
    sent(minute, Shard::of(alarm.resident)).key("P#")
}

/// Claim and ledger of an occurrence on its own; `at` in seconds since 1970.
pub fn sent_own(minute: Minute, alarm: AlarmRef, at: i64) -> Key {
    sent(minute, Shard::of(alarm.resident)).key(format_args!("O#{}#{at:012}", of(alarm)))
}

/// That a reminder went out to an account by e-mail.
pub fn mailed(minute: Minute, alarm: AlarmRef, reminder: &str, account: &str) -> Key {
    sent(minute, Shard::of(alarm.resident)).key(format_args!("M#{reminder}#{account}"))
}

/// Up to which minute alarms were dispatched.
pub fn cursor() -> Key {
    const ALARMS: Family = Family::of("ALARMS");
    ALARMS.partition("").key("CURSOR")
}

/// Which device a push service's token belongs to, by the token's hash.
pub fn token(platform: &str, token_hash: &str) -> Key {
    const TOKENS: Family = Family::of("TOKEN#");
    TOKENS.partition(format_args!("{platform}#{token_hash}")).key("HOLDER")
}

/// The name in the user pool of an account on whose devices alarms ring; its version is the lock of these alarms.
pub fn contact(actor: &str) -> Key {
    ActorKeys::of(actor).contact()
}
