//! POST /v1/residents/{resident_id}/daily-records

use notebook::access::{Level, Section};
use notebook::daily::DailyRecord;
use notebook::id::RecordId;
use records::prelude::*;

use crate::entry::{self, Reference};

/// Keeps a set of daily values: weight, temperature, blood pressure, steps, mood, a memo; any of them, at least one.
#[derive(JsonSchema)]
pub struct CreateDailyRecord;

impl Endpoint for CreateDailyRecord {
    // A year of days on paper for each of five people is 1,825 entries of a few numbers, which are quickly typed.
    const SPEC: Spec = Spec::post("create-daily-record", "/v1/residents/{resident_id}/daily-records")
        .who(Who::Resident(Section::Daily, Level::Record))
        .tagged()
        .writes_an_hour(1_200)
        .only_ids()
        .idempotent();
    type Subject = Resident;
    type Input = DailyRecord;
    type Reads = ();
    type Output = Reference;

    fn example() -> serde_json::Value {
        json!({
            "taken_at": "2026-11-22T07:10:00+09:00", "weight_kg": 62.4, "temperature_c": 36.5,
            "blood_pressure": { "systolic_mmhg": 128, "diastolic_mmhg": 82, "pulse_bpm": 70 },
            "steps": 8200, "mood": 4, "memo": "朝食前に測定",
        })
    }

    async fn handle(
        app: &App,
        call: &Call,
        subject: Authorised<Resident>,
        input: DailyRecord,
    ) -> Result<Answer<Reference>, Problem> {
        entry::check(&input, call.now())?;
        let id = RecordId::new(call.now(), app.random()?);
        let mut effect = Transaction::on(&app.table);
        entry::put(&mut effect, call, &subject, id, input)?;
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
