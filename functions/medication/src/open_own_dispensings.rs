//! GET /v1/institutions/{code}/patients/{resident_id}/dispensings

use notebook::access::Role;
use notebook::id::MedicationId;
use notebook::medication::dispensing::Dispensing;
use notebook::time::{Instant, jst_day};
use platform::auth::policy::own_entries_since;
use records::items::{MedicationItem, RetractionReason};
use records::prelude::*;

use crate::dispensed::DispensedItem;
use crate::handed_out::institution;

/// Shows what the institution registered for a person in the last seven days, newest first, also when the notebook is closed
/// again. It shows nothing else of the notebook, and nothing of what the person did with it; each look is an entry in the person's log.
#[derive(JsonSchema)]
pub struct OpenOwnDispensings;

/// A dispensing that the institution registered.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "OwnDispensing")]
pub struct Own {
    /// What it is known by.
    medication_id: MedicationId,
    /// When it was registered.
    registered_at: Instant,
    /// As what who registered it works.
    role: Role,
    /// When it was taken back.
    #[serde(skip_serializing_if = "Option::is_none")]
    retracted_at: Option<Instant>,
    /// Why.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<RetractionReason>,
    /// What was registered; none where it was taken back, or where the person deleted it.
    #[serde(skip_serializing_if = "Option::is_none")]
    dispensing: Option<Dispensing>,
}

/// All that may still be shown: eight days take ten requests each, of five dispensings.
const MOST_SHOWN: i32 = 400;

impl Endpoint for OpenOwnDispensings {
    const SPEC: Spec = Spec::get("open-own-dispensings", "/v1/institutions/{code}/patients/{resident_id}/dispensings")
        .who(Who::Dispensing(Role::DISPENSING))
        .hourly_limit(120);
    type Subject = Dispensed;
    type Input = Nothing;
    type Reads = PageOf<DispensedItem>;
    type Output = List<Own>;

    fn plan(_: &Call, _: &Nothing, keys: &Proposed, plan: &mut ReadPlan) -> Result<Self::Reads, Problem> {
        let own = keys.resident()?.all_dispensed(institution(keys)?);
        Ok(plan.query(own.newest_first().limit(MOST_SHOWN)))
    }

    async fn handle(
        app: &App,
        call: &Call,
        subject: Authorised<Dispensed, Self::Reads>,
        _: Nothing,
    ) -> Result<Answer<List<Own>>, Problem> {
        let (subject, reads) = subject.reads();
        let (keys, since) = (subject.keys(), own_entries_since(jst_day(call.now())));
        let mut own: Vec<DispensedItem> = subject.fetched().all(reads)?;
        own.retain(|item| jst_day(item.registered_at) >= since);
        let mut plan = ReadPlan::default();
        let standing: Vec<_> = own.iter().filter(|item| item.retracted_at.is_none()).collect();
        for item in &standing {
            plan.get(keys.medication(item.medication_id));
        }
        let fetched = if standing.is_empty() { None } else { Some(app.table.read(plan).await?) };
        let mut items = Vec::with_capacity(own.len());
        for item in own {
            let stands = fetched.as_ref().filter(|_| item.retracted_at.is_none());
            let entry = stands.map(|fetched| fetched.get::<MedicationItem>(&keys.medication(item.medication_id)));
            items.push(Own {
                medication_id: item.medication_id,
                registered_at: item.registered_at,
                role: item.author_role,
                retracted_at: item.retracted_at,
                reason: item.retraction_reason,
                dispensing: entry.transpose()?.flatten().map(|entry| entry.dispensing),
            });
        }
        Ok(Answer::of(List { items, next_cursor: None }))
    }
}
