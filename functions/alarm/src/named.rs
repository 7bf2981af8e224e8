//! The alarm that a path names, held to what the caller reaches and to what the operation is about.

use notebook::access::Level;
use notebook::alarm::About;
use notebook::id::AlarmId;
use records::items::{AlarmItem, KeptAlarm};
use records::prelude::*;

/// The alarm, or 404; one that was ended is there no more. One about recording is there for whoever reaches this level of daily
/// values too.
pub(crate) fn live(call: &Call, subject: &Authorised<Resident>, level: Level) -> Result<AlarmItem, Problem> {
    let kept: KeptAlarm = from_item(subject.need(&subject.keys().alarm(call.path("alarm_id")?))?)?;
    let item = kept.any();
    reaches(call, subject, item.about, level)?;
    if item.alarm.is_live() { Ok(item) } else { Err(Problem::not_found()) }
}

/// 404 unless the caller reaches this level in every section of what an alarm is about. That of alarms is the operation's own.
pub(crate) fn reaches(call: &Call, subject: &Authorised<Resident>, about: About, level: Level) -> Result<(), Problem> {
    for section in about.sections() {
        subject.require(*section, level)?;
        call.also(*section);
    }
    Ok(())
}

/// The alarm of this id, ended or not, or 404: a reminder to record has no doses.
pub(crate) fn of_doses(subject: &Authorised<Resident>, id: AlarmId) -> Result<AlarmItem, Problem> {
    let kept: KeptAlarm = from_item(subject.need(&subject.keys().alarm(id))?)?;
    kept.of_medicines().ok_or_else(Problem::not_found)
}
