//! GET /v1/residents/{resident_id}/medications/{medication_id}

use notebook::access::{Level, Section};
use platform::prelude::*;
use platform::table::items::MedicationItem;

use crate::entry::Entry;

/// Shows one entry of the medicine notebook, whether or not it is linked to another.
#[derive(JsonSchema)]
pub struct GetMedication;

/// No parameters.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {}

impl Endpoint for GetMedication {
    const SPEC: Spec = Spec::get("get-medication", "/v1/residents/{resident_id}/medications/{medication_id}")
        .who(Who::Resident(Section::Medication, Level::See))
        .touches(&[Touch::TableRead, Touch::TableWrite]);
    type Subject = Resident;
    type Input = Input;
    type Output = Entry;

    fn plan(call: &Call, _: &Input, keys: &Proposed, plan: &mut ReadPlan) -> Result<(), Problem> {
        plan.get(keys.resident()?.medication(call.path("medication_id")?));
        Ok(())
    }

    async fn handle(_: &App, call: &Call, subject: Authorised<Resident>, _: Input) -> Result<Answer<Entry>, Problem> {
        let key = subject.keys().medication(call.path("medication_id")?);
        let item: MedicationItem = from_item(subject.need(&key)?)?;
        let version = item.version;
        Ok(Answer::of(Entry::from(item)).version(version))
    }
}
