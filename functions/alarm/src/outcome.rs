//! What came of answering a dose, or of taking its answer back: the dose as list-intakes shows it, and its alarm as get-alarm
//! does, so that a screen has what it shows next. All of it is read in the wave of the write.

use alarm_engine::due::AlarmRef;
use notebook::alarm::Minute;
use notebook::id::AlarmId;
use notebook::time::Instant;
use platform::table::schema::ResidentKeys;
use records::doses::Dose;
use records::items::{AlarmItem, IntakeItem};
use records::prelude::*;

use crate::answers::Answers;
use crate::delivery::Claims;
use crate::entry;
use crate::intake_entry::{self, Entry};
use crate::showing::{self, Showing};

/// A dose and its alarm, as they are now.
#[derive(Serialize, JsonSchema)]
pub struct Output {
    /// The alarm of the dose.
    alarm_id: AlarmId,
    /// When the dose was due.
    due_at: Instant,
    /// The dose as list-intakes shows it. None where it is in no list any more: its time was taken off the alarm, and the answer
    /// that had kept it was taken back.
    intake: Option<Entry>,
    /// The alarm as get-alarm shows it: what is left of the medicine, for how many days, and when it rings next. None where it
    /// was ended; what was due of it can be answered still.
    alarm: Option<entry::Entry>,
}

/// Where what is read beside the alarm is found.
#[derive(Default)]
pub struct Reads {
    of_day: PageOf<IntakeItem>,
    showing: showing::Reads,
    claims: Option<Claims>,
}

impl Reads {
    /// Names what the answer of this dose is looked at with, and what it is shown with.
    pub(crate) fn plan(keys: ResidentKeys, alarm: AlarmId, minute: Minute, now: Instant, plan: &mut ReadPlan) -> Self {
        Self {
            of_day: plan.query(keys.intakes_of_dose_day(minute)),
            showing: showing::plan(keys, now, plan),
            claims: Claims::plan(minute, AlarmRef { resident: keys.resident(), alarm }, now, plan),
        }
    }

    /// What was said of the alarm's doses of that day.
    pub(crate) fn answers(&self, subject: &Authorised<Resident>, alarm: AlarmId) -> Result<Answers, Problem> {
        Ok(Answers::of(alarm, &subject.fetched().all(self.of_day)?))
    }

    /// What the dose and its alarm are shown with. Read before the commit: what cannot be read must not turn what was written into an
    /// error.
    pub(crate) fn showing(&self, subject: &Authorised<Resident>) -> Result<Showing, Problem> {
        let mut showing = Showing::read(subject, self.showing)?;
        showing.intakes.extend(subject.fetched().all(self.of_day)?);
        Ok(showing)
    }

    /// The answer, with the version of what was said of the dose: `kept` is what is kept of it now, none where nothing ever was.
    pub(crate) fn answer(
        &self,
        subject: &Authorised<Resident>,
        mut showing: Showing,
        alarm: AlarmItem,
        minute: Minute,
        kept: Option<&IntakeItem>,
    ) -> Result<Answer<Output>, Problem> {
        let (fetched, now, version) = (subject.fetched(), subject.now(), kept.map(|kept| kept.version));
        showing.intakes.retain(|item| (item.alarm_id, item.minute) != (alarm.alarm_id, minute));
        showing.intakes.extend(kept.cloned());
        let answers = showing.answers(alarm.alarm_id);
        let dose = alarm.alarm.dose(minute, &answers.answered);
        let dose = dose.map(|dose| Dose::new(&alarm, &dose, kept, now));
        let delivery = match (&self.claims, &dose) {
            (Some(claims), Some(dose)) => claims.read(fetched, subject.resident(), dose)?,
            _ => None,
        };
        let answer = Answer::of(Output {
            alarm_id: alarm.alarm_id,
            due_at: minute.begins(),
            intake: dose.map(|dose| intake_entry::planned(&dose, delivery)),
            alarm: if alarm.alarm.is_live() { Some(showing.entry(subject, alarm)?) } else { None },
        });
        Ok(match version {
            Some(version) => answer.version(version),
            None => answer,
        })
    }
}
