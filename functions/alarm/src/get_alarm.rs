//! GET /v1/residents/{resident_id}/alarms/{alarm_id}

use notebook::access::{Level, Section};
use notebook::alarm::About;
use records::items::{AlarmItem, KeptAlarm};
use records::prelude::*;

use crate::entry::Entry;
use crate::showing::{self, Showing};

/// Shows one alarm, of medicines with what is left, or a reminder to record.
#[derive(JsonSchema)]
pub struct GetAlarm;

impl Endpoint for GetAlarm {
    const SPEC: Spec = Spec::get("get-alarm", "/v1/residents/{resident_id}/alarms/{alarm_id}")
        .who(Who::Resident(Section::Medication, Level::See))
        .tagged();
    type Subject = Resident;
    type Input = Nothing;
    type Reads = showing::Reads;
    type Output = Entry;

    fn plan(call: &Call, _: &Nothing, keys: &Proposed, plan: &mut ReadPlan) -> Result<Self::Reads, Problem> {
        let resident = keys.resident()?;
        plan.get(resident.alarm(call.path("alarm_id")?));
        Ok(showing::plan(resident, keys.now, plan))
    }

    async fn handle(
        _: &App,
        call: &Call,
        subject: Authorised<Resident, Self::Reads>,
        _: Nothing,
    ) -> Result<Answer<Entry>, Problem> {
        let (subject, reads) = subject.reads();
        let item = live(call, &subject, Level::See)?;
        Showing::read(&subject, reads)?.answer(&subject, item)
    }
}

/// The alarm that the path names, or 404; one that was ended is there no more. One about recording is there for whoever reaches
/// this level of daily values too.
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
