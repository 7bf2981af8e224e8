//! DELETE /v1/residents/{resident_id}/daily-records/{record_id}

use notebook::access::{Level, Section};
use records::items::DailyItem;
use records::prelude::*;

use crate::entry::Removal;
use crate::months;

/// Removes a set of daily values.
#[derive(JsonSchema)]
pub struct DeleteDailyRecord;

impl Endpoint for DeleteDailyRecord {
    const SPEC: Spec = Spec::delete("delete-daily-record", "/v1/residents/{resident_id}/daily-records/{record_id}")
        .who(Who::Resident(Section::Daily, Level::Manage))
        .idempotent()
        .versioned();
    type Subject = Resident;
    type Input = Nothing;
    type Reads = ();
    type Output = Nothing;

    fn plan(call: &Call, _: &Nothing, keys: &Proposed, plan: &mut ReadPlan) -> Result<(), Problem> {
        plan.get(keys.resident()?.daily(call.path("record_id")?));
        Ok(())
    }

    async fn handle(
        app: &App,
        call: &Call,
        subject: Authorised<Resident>,
        _: Nothing,
    ) -> Result<Answer<Nothing>, Problem> {
        let id = call.path("record_id")?;
        let key = subject.keys().daily(id);
        let item: DailyItem = from_item(subject.need(&key)?)?;
        call.check_version(item.version)?;
        let mut effect = Transaction::on(&app.table);
        effect.delete(&key, Some(item.version))?;
        Removal::note(&mut effect, &subject.keys().daily_removed(id), call.now())?;
        months::outdate(&mut effect, subject.keys(), call.now(), [item.record.day()])?;
        call.commit(app, effect, &[]).await?;
        Ok(Answer::empty())
    }
}
