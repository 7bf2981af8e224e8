//! PUT /v1/residents/{resident_id}/daily-records/{record_id}

use notebook::access::{Level, Section};
use notebook::daily::DailyRecord;
use records::items::DailyItem;
use records::prelude::*;

use crate::entry::{self, Entry, Reference};

/// Replaces a set of daily values as a whole: what get-daily-record gave can be changed and sent back. `null` clears; a
/// value that is there and is left out is refused.
#[derive(JsonSchema)]
pub struct UpdateDailyRecord;

impl Endpoint for UpdateDailyRecord {
    const SPEC: Spec = Spec::put("update-daily-record", "/v1/residents/{resident_id}/daily-records/{record_id}")
        .who(Who::Resident(Section::Daily, Level::Manage))
        .tagged()
        .only_ids()
        .idempotent()
        .versioned()
        .problems_of_its_own(&[Code::ReadOnlyField]);
    type Subject = Resident;
    type Input = Replace<DailyRecord, Entry>;
    type Reads = ();
    type Output = Reference;

    fn example() -> serde_json::Value {
        json!({
            "taken_at": "2026-11-22T07:10:00+09:00", "weight_kg": 62.4, "temperature_c": 36.5,
            "blood_pressure": { "systolic_mmhg": 128, "diastolic_mmhg": 82, "pulse_bpm": 70 },
            "steps": 8200, "mood": 4, "memo": "朝食前に測り直した",
        })
    }

    fn plan(call: &Call, _: &Self::Input, keys: &Proposed, plan: &mut ReadPlan) -> Result<(), Problem> {
        plan.get(keys.resident()?.daily(call.path("record_id")?));
        Ok(())
    }

    async fn handle(
        app: &App,
        call: &Call,
        subject: Authorised<Resident>,
        input: Self::Input,
    ) -> Result<Answer<Reference>, Problem> {
        let before: DailyItem = from_item(subject.need(&subject.keys().daily(call.path("record_id")?))?)?;
        call.check_version(before.version)?;
        let record = input.over(Some(&Entry::from(before.clone())))?;
        entry::check(&record, call.now())?;
        let mut effect = Transaction::on(&app.table);
        let version = entry::edit(&mut effect, call, &subject, &before, record)?;
        let ids = [before.record_id.to_string(), version.to_string()];
        call.commit(app, effect, &ids).await?;
        entry::written(&ids)
    }

    async fn replay(
        _: &App,
        _: &Call,
        _: Authorised<Resident>,
        ids: Vec<String>,
    ) -> Result<Answer<Reference>, Problem> {
        entry::written(&ids)
    }
}
