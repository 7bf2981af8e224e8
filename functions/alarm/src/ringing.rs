//! The writing of an alarm, as one transaction: the alarm, its entries in the index of recurrences, that it rings for an
//! account, and what the edit changes of the next minutes. What rings in these minutes the edit queues itself, after the
//! commit; a function that ends in between is noticed by the sweep, which reads the same changes.

use alarm_engine::change::Change;
use alarm_engine::due::{AlarmRef, own_minutes};
use alarm_engine::message::{NotifyMessage, Own};
use notebook::alarm::Minute;
use notebook::id::AlarmId;
use notebook::time::Instant;
use platform::queue::{Letter, Letters};
use records::alarms::{self, expiring};
use records::due::DueChange;
use records::items::{AlarmItem, DueReference, RingItem};
use records::keys::ringing;
use records::prelude::*;

use crate::answers::Answers;

/// Adds the writes that lead from what an alarm was to what it is at `now`, and gives what is to be queued. `answers` are
/// those of its doses of yesterday to tomorrow. [`alarms::end`] ends one.
pub(crate) fn write(
    effect: &mut Transaction,
    subject: &Authorised<Resident>,
    before: Option<&AlarmItem>,
    after: &mut AlarmItem,
    answers: &Answers,
    now: Instant,
) -> Result<Vec<Own>, Problem> {
    let alarm = AlarmRef { resident: subject.resident(), alarm: after.alarm_id };
    after.due = references(before, after, now);
    entries(effect, alarm, before, after, now)?;
    let endpoints = after.delivery.endpoints.clone();
    let item = RingItem { resident_id: alarm.resident, alarm_id: alarm.alarm, due: after.due.clone(), endpoints };
    effect.put(&ringing::ring(&after.rings_for, alarm), &item, &Meta::default(), Only::Always)?;
    let mut queued = Vec::new();
    for minute in own_minutes(now) {
        let rings = after.alarm.is_open(minute, &answers.answered);
        let rang = |before: &AlarmItem| before.alarm.dose(minute, &answers.answered).is_some();
        if !rings && !before.is_some_and(rang) {
            continue;
        }
        queued.extend(alarms::edited(effect, alarm, after, minute, rings)?.own(minute));
    }
    if let Some(before) = before {
        silence(effect, subject, before, after, answers, now)?;
    }
    let meta = Meta { version: Some(after.version), ..Meta::default() };
    let only = before.map_or(Only::IfNew, |before| Only::IfVersion(before.version));
    effect.put(&subject.keys().alarm(after.alarm_id), after, &meta, only)?;
    Ok(queued)
}

/// A dose that was answered does not ring at the time that it was moved to: there stands an early answer as if it had been
/// given for that minute. Where a time became a dose of its own again, none stands any more.
fn silence(
    effect: &mut Transaction,
    subject: &Authorised<Resident>,
    before: &AlarmItem,
    after: &AlarmItem,
    answers: &Answers,
    now: Instant,
) -> Result<(), Problem> {
    let alarm = AlarmRef { resident: subject.resident(), alarm: after.alarm_id };
    let today = Minute::of(now);
    let moved = before.alarm.setting.recurrence != after.alarm.setting.recurrence;
    if !moved {
        return Ok(());
    }
    let doses = before.alarm.doses(today.dose_day(), today.day(), &answers.answered);
    answers.check_open(effect, subject.keys(), after.alarm_id, doses.iter().map(|dose| dose.minute))?;
    if answers.is_empty() {
        return Ok(());
    }
    for minute in after.alarm.to_ring(today).into_iter().filter(|minute| !answers.answered.contains(minute)) {
        let key = ringing::early_answer(minute, alarm);
        if after.alarm.is_open(minute, &answers.answered) {
            effect.delete(&key, None)?;
        } else {
            effect.put(&key, &Change::Answered { alarm }, &expiring(minute.begins()), Only::Always)?;
        }
    }
    Ok(())
}

/// The entries that the alarm has now. An entry whose days did not change stays.
fn references(before: Option<&AlarmItem>, after: &AlarmItem, now: Instant) -> Vec<DueReference> {
    let recurrence = &after.alarm.setting.recurrence;
    let same_days = before.filter(|before| before.alarm.setting.recurrence.has_days_of(recurrence));
    let kept = |time| same_days.and_then(|before| before.due.iter().find(|reference| reference.time == time)).copied();
    let new = |time| DueReference { time, version: after.version, since: now.timestamp_millis() };
    recurrence.times.iter().map(|time| kept(time).unwrap_or_else(|| new(time))).collect()
}

/// Ends the entries that are gone, puts the new ones, and rewrites those that stay where they are sent otherwise.
fn entries(
    effect: &mut Transaction,
    alarm: AlarmRef,
    before: Option<&AlarmItem>,
    after: &AlarmItem,
    now: Instant,
) -> Result<(), Problem> {
    for gone in before.iter().flat_map(|before| &before.due).filter(|old| !after.due.contains(old)) {
        DueChange::Ended(now).write(effect, alarm, *gone)?;
    }
    for reference in &after.due {
        let stays = before.filter(|before| before.due.contains(reference));
        if stays.is_none_or(|before| before.delivery != after.delivery) {
            let entry = after.due_entry(alarm, *reference);
            let key = ringing::due(reference.time, alarm, reference.version);
            effect.put(&key, &entry, &Meta::default(), Only::Always)?;
        }
    }
    Ok(())
}

/// Declares that what an edit brought is queued once it is committed, to ring when it is due.
pub(crate) fn send(app: &App, call: &Call, queued: &[Own]) -> Result<(), Problem> {
    let letters = queued.iter().map(|own| Letter::new(&NotifyMessage::Own(own.clone()), own.delay(call.now())));
    queue(app, call, letters.collect::<Result<_, _>>()?);
    Ok(())
}

/// Declares that messages go to the queue that holds alarms until they are due. Where that fails the answer is an error, and the
/// repetition declares it again; where nobody repeats it, the sweep finds what the edit wrote.
pub(crate) fn queue(app: &App, call: &Call, letters: Vec<Letter>) {
    if !letters.is_empty() {
        call.afterwards(IfItFails::Answered, Letters::to(&app.settings.alarms.notify_queue, letters));
    }
}

/// The same edit again: queues once more what it brought, because nobody knows whether that happened the first time.
pub(crate) async fn send_again(
    app: &App,
    call: &Call,
    alarm: AlarmRef,
    version: u64,
    edited_at: i64,
) -> Result<(), Problem> {
    let edited_at = chrono::DateTime::from_timestamp_millis(edited_at).unwrap_or_default();
    let keys: Vec<_> = own_minutes(edited_at).map(|minute| (minute, ringing::change(minute, alarm))).collect();
    let mut plan = ReadPlan::default();
    for (_, key) in &keys {
        plan.get(key.clone());
    }
    let fetched = app.table.read(plan).await?;
    let mut queued = Vec::new();
    for (minute, key) in keys {
        let own = fetched.get::<Change>(&key)?.and_then(|change| change.own(minute));
        queued.extend(own.filter(|own| own.version == version));
    }
    send(app, call, &queued)
}

/// What a write remembers under its idempotency key.
pub(crate) fn ids(alarm: AlarmId, version: u64, now: Instant) -> [String; 3] {
    [alarm.to_string(), version.to_string(), now.timestamp_millis().to_string()]
}

/// What [`ids`] remembered.
pub(crate) fn remembered(ids: &[String]) -> Result<(AlarmId, u64, i64), Problem> {
    let missing = || Problem::internal("no id remembered");
    let [alarm, version, edited_at] = ids else { return Err(missing()) };
    let parsed = (alarm.parse(), version.parse(), edited_at.parse());
    let (Ok(alarm), Ok(version), Ok(edited_at)) = parsed else { return Err(missing()) };
    Ok((alarm, version, edited_at))
}
