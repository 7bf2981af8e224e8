//! GET /v1/residents/{resident_id}/alarms/{alarm_id}

use notebook::access::{Level, Section};
use records::prelude::*;

use crate::entry::Entry;
use crate::named::live;
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
