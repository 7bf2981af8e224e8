//! POST /v1/residents/{resident_id}/daily-records

use notebook::access::{Level, Section};
use notebook::daily::DailyRecord;
use notebook::id::RecordId;
use platform::own_id::OwnId;
use records::items::DailyItem;
use records::prelude::*;

use crate::entry::{self, Reference, Removal};

/// Keeps a set of daily values: weight, temperature, blood pressure, steps, mood, a memo; any of them, at least one. A client that
/// may have to send it again long after names its id: where it was kept before, it is there once, whatever became of it since.
#[derive(JsonSchema)]
pub struct CreateDailyRecord;

impl Endpoint for CreateDailyRecord {
    // A year of days on paper for each of five people is 1,825 entries of a few numbers, which are quickly typed.
    const SPEC: Spec = Spec::post("create-daily-record", "/v1/residents/{resident_id}/daily-records")
        .who(Who::Resident(Section::Daily, Level::Record))
        .tagged()
        .writes_an_hour(1_200)
        .only_ids()
        .idempotent()
        .problems_of_its_own(&[Code::RemovedSince]);
    type Subject = Resident;
    type Input = OwnId<RecordId, DailyRecord>;
    type Reads = ();
    type Output = Reference;

    fn example() -> serde_json::Value {
        json!({
            "record_id": "019dae3b-0a60-7000-8000-000000000001",
            "taken_at": "2026-11-22T07:10:00+09:00", "weight_kg": 62.4, "temperature_c": 36.5,
            "blood_pressure": { "systolic_mmhg": 128, "diastolic_mmhg": 82, "pulse_bpm": 70 },
            "steps": 8200, "mood": 4, "memo": "朝食前に測定",
        })
    }

    fn plan(_: &Call, input: &Self::Input, keys: &Proposed, plan: &mut ReadPlan) -> Result<(), Problem> {
        let keys = keys.resident()?;
        if let Some(id) = input.id {
            plan.get(keys.daily(id)).get(keys.daily_removed(id));
        }
        Ok(())
    }

    async fn handle(
        app: &App,
        call: &Call,
        subject: Authorised<Resident>,
        input: Self::Input,
    ) -> Result<Answer<Reference>, Problem> {
        entry::check(&input.draft, call.now())?;
        let (keys, fetched) = (subject.keys(), subject.fetched());
        if let Some(id) = input.id {
            if let Some(kept) = fetched.get::<DailyItem>(&keys.daily(id))? {
                let ids = [id.to_string(), kept.version.to_string()];
                call.commit(app, Transaction::on(&app.table), &ids).await?;
                return entry::written(&ids);
            }
            Removal::refuse(call, fetched, &keys.daily_removed(id))?;
        }
        let id = match input.id {
            Some(id) => id,
            None => RecordId::new(call.now(), app.random()?),
        };
        let mut effect = Transaction::on(&app.table);
        entry::put(&mut effect, call, &subject, id, input.draft)?;
        let ids = [id.to_string(), "1".to_owned()];
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
