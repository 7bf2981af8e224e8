//! PUT /v1/residents/{resident_id}/medication-alerts/{alert_id}

use notebook::access::{Level, Section};
use notebook::resident::Resident as Person;
use notebook::time::jst_day;
use platform::path::AlertId;
use records::items::MedicationItem;
use records::medicines::{Alerts, KnownAlerts, KnownBy, Mark, MarkedAlert, lock};
use records::prelude::*;

use crate::stored::id_of;

/// Says that an alert about medicines is known, because a doctor or pharmacist was asked; or that it is to be looked at
/// again. A known alert is shown apart with who said so and when. It comes back by itself where what it is about changes.
#[derive(JsonSchema)]
pub struct PutMedicationAlert;

impl Endpoint for PutMedicationAlert {
    const SPEC: Spec = Spec::put("put-medication-alert", "/v1/residents/{resident_id}/medication-alerts/{alert_id}")
        .who(Who::Resident(Section::Medication, Level::Record))
        .idempotent();
    type Subject = Resident;
    type Input = Mark;
    type Reads = ();
    type Output = MarkedAlert;

    fn example() -> serde_json::Value {
        let medicines = ["019aa000-0000-7000-8000-00000000000b", "019aa000-0000-7000-8000-000000000009"];
        json!({ "known": true, "medication_ids": medicines })
    }

    fn plan(_: &Call, input: &Mark, keys: &Proposed, plan: &mut ReadPlan) -> Result<(), Problem> {
        let keys = keys.resident()?;
        plan.get(keys.profile()).get(keys.known_alerts());
        lock::plan(keys, plan);
        // Too many are refused by the handler, after the policy.
        for id in input.medication_ids.iter().take(2) {
            plan.get(keys.medication(*id));
        }
        Ok(())
    }

    async fn handle(
        app: &App,
        call: &Call,
        subject: Authorised<Resident>,
        input: Mark,
    ) -> Result<Answer<MarkedAlert>, Problem> {
        input.check()?;
        let (keys, alert_id) = (subject.keys(), call.path::<AlertId>("alert_id")?.0);
        let mut known: KnownAlerts = subject.fetched().get(&keys.known_alerts())?.unwrap_or_default();
        if input.known {
            let items = input.medication_ids.iter().map(|id| from_item(subject.need(&keys.medication(*id))?));
            let mut items = items.collect::<Result<Vec<MedicationItem>, Problem>>()?;
            items.sort_by_key(|item| std::cmp::Reverse((item.dispensing.dispensed_on, id_of(item))));
            let person: Person = from_item(subject.need(&keys.profile())?)?;
            // Who may not see the profile marks nothing that rests on it.
            let profile = subject.require(Section::Profile, Level::See).is_ok().then_some(&person.profile);
            let items: Vec<&MedicationItem> = items.iter().collect();
            let alerts = Alerts::among(profile, &items, &known, jst_day(call.now()));
            alerts.find(&alert_id).ok_or_else(Problem::not_found)?;
            lock::rest_on(call, subject.fetched(), keys)?;
        }
        let by = KnownBy::relative(call.now(), subject.relation().kind);
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
        subject: Authorised<Resident>,
        _: Vec<String>,
    ) -> Result<Answer<MarkedAlert>, Problem> {
        let known: KnownAlerts = subject.fetched().get(&subject.keys().known_alerts())?.unwrap_or_default();
        Ok(Answer::of(known.of(call.path::<AlertId>("alert_id")?.0)))
    }
}
