//! PUT /v1/institutions/{code}/patients/{resident_id}/medication-alerts/{alert_id}

use notebook::access::{Role, Section};
use notebook::medication::alert::AlertCode;
use notebook::resident::Resident as Person;
use platform::path::AlertId;
use records::items::{InstitutionItem, MedicationItem};
use records::medicines::{KnownAlerts, KnownBy, Mark, MarkedAlert, lock};
use records::prelude::*;

use crate::view::medicines;

/// Says of an alert about medicines, as the opened notebook shows it, that it is known: it was looked at and is meant so. Or
/// that it is to be looked at again. The person sees who said so; it comes back where what it is about changes.
#[derive(JsonSchema)]
pub struct PutPatientAlert;

impl Endpoint for PutPatientAlert {
    const SPEC: Spec =
        Spec::put("put-patient-alert", "/v1/institutions/{code}/patients/{resident_id}/medication-alerts/{alert_id}")
            .who(Who::Clinic(Role::CARE))
            .idempotent()
            .hourly_limit(120);
    type Subject = Patient;
    type Input = Mark;
    type Reads = PageOf<MedicationItem>;
    type Output = MarkedAlert;

    fn example() -> serde_json::Value {
        let medicines = ["019aa000-0000-7000-8000-00000000000b", "019aa000-0000-7000-8000-000000000009"];
        json!({ "known": true, "medication_ids": medicines })
    }

    fn plan(_: &Call, input: &Mark, keys: &Proposed, plan: &mut ReadPlan) -> Result<Self::Reads, Problem> {
        let keys = keys.resident()?;
        plan.get(keys.profile()).get(keys.known_alerts());
        // Too many are refused by the handler, after the policy.
        for id in input.medication_ids.iter().take(2) {
            plan.get(keys.medication(*id));
        }
        lock::plan(keys, plan);
        Ok(plan.query(medicines::query(keys)))
    }

    async fn handle(
        app: &App,
        call: &Call,
        subject: Authorised<Patient, Self::Reads>,
        input: Mark,
    ) -> Result<Answer<MarkedAlert>, Problem> {
        let (subject, reads) = subject.reads();
        input.check()?;
        let (keys, alert_id) = (subject.keys(), call.path::<AlertId>("alert_id")?.0);
        let person: Person = from_item(subject.need(&keys.profile())?)?;
        call.only(Section::Medication);
        // What they are not shown they neither mark nor unmark: it answers as what is not there.
        let alerts = if input.medication_ids.is_empty() {
            let visible = medicines::visible(app, keys, subject.fetched().page(reads)?).await?;
            medicines::alerts(&subject, &person.profile, &medicines::compared(&visible).0)?
        } else {
            let items = input.medication_ids.iter().map(|id| from_item(subject.need(&keys.medication(*id))?));
            let items = items.collect::<Result<Vec<MedicationItem>, Problem>>()?;
            let mut items = medicines::named(app, keys, items).await?;
            items.sort_by_key(|item| std::cmp::Reverse((item.dispensing.dispensed_on, medicines::id_of(item))));
            medicines::alerts(&subject, &person.profile, &items.iter().collect::<Vec<_>>())?
        };
        let alert = alerts.find(&alert_id).ok_or_else(Problem::not_found)?;
        if alert.alert.code == AlertCode::AllergyMatch {
            call.also(Section::Profile);
        }
        lock::rest_on(call, subject.fetched(), keys)?;
        let mut known: KnownAlerts = subject.fetched().get(&keys.known_alerts())?.unwrap_or_default();
        let place: Option<InstitutionItem> = subject.fetched().get(&shared::institution(subject.institution()))?;
        let name = place.map(|place| place.name);
        let by = KnownBy::staff(call.now(), subject.role(), subject.institution(), name);
        let mut effect = Transaction::on(&app.table);
        if known.mark(&alert_id, &input, by) {
            known.clone().write(keys, &mut effect)?;
        }
        call.commit(app, effect, std::slice::from_ref(&alert_id)).await?;
        Ok(Answer::of(known.of(alert_id)))
    }

    async fn replay(
        _: &App,
        call: &Call,
        subject: Authorised<Patient, Self::Reads>,
        _: Vec<String>,
    ) -> Result<Answer<MarkedAlert>, Problem> {
        let (subject, _) = subject.reads();
        let known: KnownAlerts = subject.fetched().get(&subject.keys().known_alerts())?.unwrap_or_default();
        Ok(Answer::of(known.of(call.path::<AlertId>("alert_id")?.0)))
    }
}
