//! GET /v1/residents/{resident_id}/daily-records/{record_id}

use notebook::access::{Level, Section};
use records::items::DailyItem;
use records::prelude::*;

use crate::entry::Entry;

/// Shows one set of daily values.
#[derive(JsonSchema)]
pub struct GetDailyRecord;

impl Endpoint for GetDailyRecord {
    const SPEC: Spec = Spec::get("get-daily-record", "/v1/residents/{resident_id}/daily-records/{record_id}")
        .who(Who::Resident(Section::Daily, Level::See))
        .tagged();
    type Subject = Resident;
    type Input = Nothing;
    type Reads = ();
    type Output = Entry;

    fn plan(call: &Call, _: &Nothing, keys: &Proposed, plan: &mut ReadPlan) -> Result<(), Problem> {
        plan.get(keys.resident()?.daily(call.path("record_id")?));
        Ok(())
    }

    async fn handle(_: &App, call: &Call, subject: Authorised<Resident>, _: Nothing) -> Result<Answer<Entry>, Problem> {
        let item: DailyItem = from_item(subject.need(&subject.keys().daily(call.path("record_id")?))?)?;
        let version = item.version;
        Ok(Answer::of(Entry::from(item)).version(version))
    }
}
