//! Taking an answer back. What the answer kept from ringing rings: at the dose's own time where that is ahead, which the
//! withdrawal queues itself as an edit would where the minute may have been collected already; or once more soon, while the
//! dose's half hour is not over.

use alarm_engine::change::Change;
use alarm_engine::due::{AlarmRef, is_own};
use alarm_engine::message::Own;
use notebook::alarm::{Intake, Minute, again};
use notebook::id::AlarmId;
use notebook::time::{Instant, jst_day};
use records::alarms;
use records::items::{AlarmItem, IntakeItem, WithdrawnAnswer};
use records::keys::ringing as ringing_keys;
use records::prelude::*;

use crate::answer;
use crate::named::of_doses;
use crate::outcome::{Output, Reads};
use crate::ringing;
use crate::sending::Sending;

/// Takes back what was said of the dose. Where nothing was, or it was taken back before, nothing is written.
pub(crate) async fn withdraw(
    app: &App,
    call: &Call,
    subject: &Authorised<Resident>,
    reads: &Reads,
    mut alarm: AlarmItem,
    before: Option<IntakeItem>,
    minute: Minute,
) -> Result<Answer<Output>, Problem> {
    let (answers, showing) = (reads.answers(subject, alarm.alarm_id)?, reads.showing(subject)?);
    let also = alarm.alarm.dose(minute, &answers.answered).map(|dose| dose.also);
    if also.is_none() && before.is_none() {
        return Err(Problem::of(Code::NoSuchDose));
    }
    if minute.day() > jst_day(call.now()) {
        return Err(Problem::of(Code::DoseAhead));
    }
    call.check_version(before.as_ref().map_or(0, |before| before.version))?;
    let of = AlarmRef { resident: subject.resident(), alarm: alarm.alarm_id };
    let Some(before) = before.clone().filter(|before| before.intake.is_answer()) else {
        let (version, at) = before.map_or((0, call.now()), |before| (before.version, before.answered_at));
        call.commit(app, Transaction::on(&app.table), &ids(version, &alarm, at)).await?;
        return replay(app, call, subject, reads, (of.alarm, minute), version, (alarm.version, at.timestamp_millis()))
            .await;
    };
    let now = alarm.next_change(call.now());
    let sending = Sending { alarm: of, minute, now };
    sending.find_devices(app, subject, &mut alarm).await?;
    answer::restock(&mut alarm, Some(&before), Intake::Withdrawn(None), None, now);
    // An edit that crosses would believe the answer, and so would one of which the clocks say that it came before.
    alarm.requeued_at = Some(now);
    alarm.version += 1;
    let also = also.unwrap_or_default();
    let left: Vec<Minute> = answers.answered.iter().copied().filter(|other| *other != minute).collect();
    let mut effect = Transaction::on(&app.table);
    let (mut ahead, mut reminder) = (Ahead::default(), None);
    if !also.iter().any(|other| left.contains(other)) {
        ahead = ring_ahead(&mut effect, of, &alarm, also.iter().copied().chain([minute]), &left, now)?;
        let is_due = alarm.alarm.is_live() && alarm.alarm.dose(minute, &left).is_some();
        reminder = again(minute, now).filter(|_| is_due && !ahead.rings);
    }
    let intake = Intake::Withdrawn(reminder);
    if reminder.is_some() {
        sending.write(&mut effect, &alarm, intake, &also)?;
    }
    let item = IntakeItem {
        alarm_id: of.alarm,
        minute,
        intake,
        of: None,
        used: None,
        answered_at: now,
        answered_by: Some(subject.relation().kind),
        told_at: None,
        withdrawn: Some(WithdrawnAnswer {
            intake: before.intake,
            answered_at: before.answered_at,
            answered_by: before.answered_by,
        }),
        version: before.version + 1,
    };
    let meta = |version| Meta { version: Some(version), ..Meta::default() };
    let (keys, was) = (subject.keys(), Only::IfVersion(before.version));
    effect.put(&keys.intake(minute, of.alarm), &item, &meta(item.version), was)?;
    effect.put(&keys.alarm(of.alarm), &alarm, &meta(alarm.version), Only::IfVersion(alarm.version - 1))?;
    answers.check_open(&mut effect, keys, of.alarm, also.iter().copied())?;
    call.commit(app, effect, &ids(item.version, &alarm, now)).await?;
    ringing::send(app, call, &ahead.queued)?;
    sending.send(app, call, &alarm, Some(intake), false)?;
    reads.answer(subject, showing, alarm, minute, Some(&item))
}

/// The same once more: queues again what the withdrawal brought (the alarm's version then, and the instant in milliseconds since
/// 1970), because nobody knows whether that happened the first time.
pub(crate) async fn replay(
    app: &App,
    call: &Call,
    subject: &Authorised<Resident>,
    reads: &Reads,
    (alarm_id, minute): (AlarmId, Minute),
    version: u64,
    (of, at): (u64, i64),
) -> Result<Answer<Output>, Problem> {
    let keys = subject.keys();
    let mut alarm = of_doses(subject, alarm_id)?;
    let item: Option<IntakeItem> = subject.fetched().get(&keys.intake(minute, alarm_id))?;
    let is_withdrawn = |item: &&IntakeItem| item.version == version && matches!(item.intake, Intake::Withdrawn(_));
    if let Some(item) = item.as_ref().filter(is_withdrawn) {
        let reference = AlarmRef { resident: subject.resident(), alarm: alarm_id };
        ringing::send_again(app, call, reference, of, at).await?;
        let sending = Sending { alarm: reference, minute, now: call.now() };
        sending.find_devices(app, subject, &mut alarm).await?;
        sending.send(app, call, &alarm, Some(item.intake), false)?;
    }
    reads.answer(subject, reads.showing(subject)?, alarm, minute, item.as_ref())
}

/// What a dose does whose times may be ahead.
#[derive(Default)]
struct Ahead {
    /// Whether it rings at one of them.
    rings: bool,
    /// What the withdrawal has to queue itself.
    queued: Vec<Own>,
}

/// Lets the dose ring at those of its times that are set and still ahead: no early answer stands there any more. `left` are the
/// minutes that are answered still.
fn ring_ahead(
    effect: &mut Transaction,
    of: AlarmRef,
    alarm: &AlarmItem,
    minutes: impl Iterator<Item = Minute>,
    left: &[Minute],
    now: Instant,
) -> Result<Ahead, Problem> {
    let mut ahead = Ahead::default();
    let to_ring = alarm.alarm.to_ring(Minute::of(now));
    for minute in minutes.filter(|minute| minute.begins() > now) {
        effect.delete(&ringing_keys::early_answer(minute, of), None)?;
        if !to_ring.contains(&minute) || !alarm.alarm.is_open(minute, left) {
            continue;
        }
        ahead.rings = true;
        if is_own(now.timestamp_millis(), minute) {
            let edit: Change = alarms::edited(effect, of, alarm, minute, true)?;
            ahead.queued.extend(edit.own(minute));
        }
    }
    Ok(ahead)
}

/// What a withdrawal remembers under its idempotency key.
fn ids(version: u64, alarm: &AlarmItem, at: Instant) -> [String; 3] {
    [version.to_string(), alarm.version.to_string(), at.timestamp_millis().to_string()]
}
