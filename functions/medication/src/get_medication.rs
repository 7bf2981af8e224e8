//! GET /v1/residents/{resident_id}/medications/{medication_id}

use notebook::access::{Level, Section};
use records::items::MedicationItem;
use records::medicines::Alerts;
use records::prelude::*;

use crate::advice;
use crate::entry::Entry;
use crate::stored::id_of;
use crate::watch;

/// Shows one entry of the medicine notebook, whether or not it is linked to another, with what to look at about it among
/// the newest entries.
#[derive(JsonSchema)]
pub struct GetMedication;

/// An entry, with what to look at.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "WatchedEntry")]
pub struct Output {
    #[serde(flatten)]
    entry: Entry,
    #[serde(flatten)]
    alerts: Alerts,
}

impl Endpoint for GetMedication {
    const SPEC: Spec = Spec::get("get-medication", "/v1/residents/{resident_id}/medications/{medication_id}")
        .who(Who::Resident(Section::Medication, Level::See))
        .tagged();
    type Subject = Resident;
    type Input = Nothing;
    type Reads = PageOf<MedicationItem>;
    type Output = Output;

    fn plan(call: &Call, _: &Nothing, keys: &Proposed, plan: &mut ReadPlan) -> Result<Self::Reads, Problem> {
        let keys = keys.resident()?;
        plan.get(keys.medication(call.path("medication_id")?)).get(keys.profile()).get(keys.known_alerts());
        Ok(plan.query(advice::newest(keys)))
    }

    async fn handle(
        _: &App,
        call: &Call,
        subject: Authorised<Resident, Self::Reads>,
        _: Nothing,
    ) -> Result<Answer<Output>, Problem> {
        let (subject, reads) = subject.reads();
        let key = subject.keys().medication(call.path("medication_id")?);
        let item: MedicationItem = from_item(subject.need(&key)?)?;
        let page = subject.fetched().page(reads)?;
        let newest: Vec<MedicationItem> = page.read()?;
        let others = newest.iter().filter(|other| id_of(other) != id_of(&item));
        let mut among: Vec<&MedicationItem> = others.chain([&item]).collect();
        among.sort_by_key(|item| std::cmp::Reverse((item.dispensing.dispensed_on, id_of(item))));
        let alerts = watch::alerts(call, &subject, &among, |id| id == id_of(&item))?.of_all(page.last_key.is_none());
        let version = item.version;
        Ok(Answer::of(Output { entry: Entry::from(item), alerts }).version(version))
    }
}
