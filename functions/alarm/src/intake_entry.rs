//! A dose and what became of it, as it is shown.

use notebook::access::RelationKind;
use notebook::alarm::{Intake, Minute, PerDose, Status, TimeOfDay};
use notebook::id::{AlarmId, IntakeId, MedicationId};
use notebook::text::Text;
use notebook::time::{Day, Instant};
use records::doses::Dose;
use records::items::LoggedIntakeItem;
use records::prelude::*;

use crate::delivery::Delivery;

/// Whether a dose was planned.
#[derive(Clone, Copy, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "IntakeKind")]
enum Kind {
    /// By an alarm: answered with `put-intake`.
    Planned,
    /// Logged by hand, as needed or in addition.
    Logged,
}

/// A dose and what became of it.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "IntakeEntry")]
pub struct Entry {
    /// Whether it was planned, or logged by hand.
    kind: Kind,
    /// What `delete-intake` names; none of a planned dose.
    intake_id: Option<IntakeId>,
    /// The alarm; none where a dose was logged without one.
    alarm_id: Option<AlarmId>,
    /// What it was called when the dose was due, answered or logged.
    label: Option<Text<60>>,
    /// The medicines that it was for.
    medication_ids: Vec<MedicationId>,
    /// How much of it was to be taken, or was, where that was named.
    amount: Option<PerDose>,
    /// Its day in Japan, as `put-intake` names it.
    date: Day,
    /// Its time of day in Japan, as `put-intake` names it.
    time: TimeOfDay,
    /// When it was due; none where nothing was.
    due_at: Option<Instant>,
    /// What it is now.
    status: Status,
    /// When it was answered; none where the answer was taken back.
    answered_at: Option<Instant>,
    /// Who answered.
    answered_by: Option<RelationKind>,
    /// When the answer was taken back, where none was given since.
    withdrawn_at: Option<Instant>,
    /// When it was taken.
    taken_at: Option<Instant>,
    /// Until when it was put off.
    snoozed_until: Option<Instant>,
    /// Whether the notification went out; none where there was none yet, or longer than five weeks ago.
    delivery: Option<Delivery>,
    /// The version that `If-Match` of `put-intake` names; none where there was no answer.
    #[schemars(with = "Option<Version>")]
    version: Option<u64>,
}

/// A planned dose, with whether its notification went out.
pub(crate) fn planned(dose: &Dose<'_>, delivery: Option<Delivery>) -> Entry {
    let minute: Minute = dose.minute;
    let answered = dose.answer.filter(|item| item.intake.is_answer());
    let withdrawn = dose.answer.filter(|item| matches!(item.intake, Intake::Withdrawn(_)));
    Entry {
        kind: Kind::Planned,
        intake_id: None,
        alarm_id: Some(dose.alarm.alarm_id),
        label: Some(dose.label.clone()),
        medication_ids: dose.medication_ids.to_vec(),
        amount: dose.amount,
        date: minute.day(),
        time: minute.time(),
        due_at: Some(minute.begins()),
        status: dose.status,
        answered_at: answered.map(|item| item.answered_at),
        answered_by: answered.and_then(|item| item.answered_by),
        withdrawn_at: withdrawn.map(|item| item.answered_at),
        taken_at: dose.taken_at(),
        snoozed_until: dose.answer.and_then(|item| match item.intake {
            Intake::Snoozed(at) => Some(at),
            _ => None,
        }),
        delivery,
        version: dose.answer.map(|item| item.version),
    }
}

/// A dose that was logged by hand.
pub(crate) fn logged(item: &LoggedIntakeItem) -> Entry {
    let minute = Minute::of(item.taken_at);
    Entry {
        kind: Kind::Logged,
        intake_id: Some(item.intake_id),
        alarm_id: item.alarm_id,
        label: item.label.clone(),
        medication_ids: item.medication_ids.clone(),
        amount: item.amount,
        date: minute.day(),
        time: minute.time(),
        due_at: None,
        status: Status::Taken,
        answered_at: Some(item.logged_at),
        answered_by: Some(item.logged_by),
        withdrawn_at: None,
        taken_at: Some(item.taken_at),
        snoozed_until: None,
        delivery: None,
        version: Some(item.version),
    }
}
