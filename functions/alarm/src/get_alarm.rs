//! GET /v1/residents/{resident_id}/alarms/{alarm_id}

use notebook::access::{Level, Section};
use records::items::AlarmItem;
use records::prelude::*;

use crate::entry::Entry;
use crate::showing::{self, Showing};

/// Shows one medication alarm with what is left of its medicine.
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
        let item = live(call, &subject)?;
        Showing::read(&subject, reads)?.answer(&subject, item)
    }
}

/// The alarm that the path names, or 404; one that was ended is there no more.
pub(crate) fn live(call: &Call, subject: &Authorised<Resident>) -> Result<AlarmItem, Problem> {
    let item: AlarmItem = from_item(subject.need(&subject.keys().alarm(call.path("alarm_id")?))?)?;
    if item.alarm.is_live() { Ok(item) } else { Err(Problem::not_found()) }
}
