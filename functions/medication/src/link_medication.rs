//! PUT /v1/residents/{resident_id}/medications/{medication_id}/link

use notebook::access::{Level, Section};
use notebook::id::MedicationId;
use notebook::medication::link::richness;
use records::items::MedicationItem;
use records::medicines::lock;
use records::prelude::*;

use crate::entry::Entry;
use crate::links::{self, MOST_LINKED};
use crate::stored::{self, id_of};

/// Links an entry to another that tells of the same dispensing and is shown for both, or parts the two again. Nothing of
/// either is lost, and entries that a person parted are not linked again by a scan.
#[derive(JsonSchema)]
pub struct LinkMedication;

/// The other entry.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// The entry that is shown for both; `null` parts the two.
    #[serde(deserialize_with = "Option::deserialize")]
    linked_to: Option<MedicationId>,
}

impl Endpoint for LinkMedication {
    const SPEC: Spec = Spec::put("link-medication", "/v1/residents/{resident_id}/medications/{medication_id}/link")
        .who(Who::Resident(Section::Medication, Level::Manage))
        .tagged()
        .idempotent()
        .versioned()
        .problems_of_its_own(&[Code::LinkNotPossible]);
    type Subject = Resident;
    type Input = Input;
    type Reads = ();
    type Output = Entry;

    fn example() -> serde_json::Value {
        json!({ "linked_to": "019aa000-0000-7000-8000-000000000009" })
    }

    fn plan(call: &Call, input: &Input, keys: &Proposed, plan: &mut ReadPlan) -> Result<(), Problem> {
        let keys = keys.resident()?;
        plan.get(keys.medication(call.path("medication_id")?));
        lock::plan(keys, plan);
        if let Some(id) = input.linked_to {
            plan.get(keys.medication(id));
        }
        Ok(())
    }

    async fn handle(
        app: &App,
        call: &Call,
        subject: Authorised<Resident>,
        input: Input,
    ) -> Result<Answer<Entry>, Problem> {
        let keys = subject.keys();
        let mut item: MedicationItem = from_item(subject.need(&keys.medication(call.path("medication_id")?))?)?;
        call.check_version(item.version)?;
        let mut effect = Transaction::on(&app.table);
        let mut others = Vec::new();
        if item.linked_to != input.linked_to {
            if let Some(before) = item.linked_to {
                let mut plan = ReadPlan::default();
                plan.get(keys.medication(before));
                if let Some(mut record) = app.table.read(plan).await?.get(&keys.medication(before))? {
                    links::part(&mut item, &mut record);
                    others.push(record);
                }
                item.linked_to = None;
            }
            if let Some(id) = input.linked_to {
                let record: Option<MedicationItem> = subject.fetched().get(&keys.medication(id))?;
                let mut record = record.ok_or_else(|| refused(Wrong::LinkAnother))?;
                possible(&item, &record)?;
                links::join(&mut item, &mut record);
                others.push(record);
            }
            item.version += 1;
            stored::put(&mut effect, keys, &item)?;
            for mut other in others {
                other.version += 1;
                stored::put(&mut effect, keys, &other)?;
            }
        }
        lock::raise(&subject, &mut effect)?;
        call.commit(app, effect, &[id_of(&item).to_string()]).await?;
        let version = item.version;
        Ok(Answer::of(Entry::from(item)).version(version))
    }

    async fn replay(
        _: &App,
        call: &Call,
        subject: Authorised<Resident>,
        _: Vec<String>,
    ) -> Result<Answer<Entry>, Problem> {
        let key = subject.keys().medication(call.path("medication_id")?);
        let item: MedicationItem = from_item(subject.need(&key)?)?;
        let version = item.version;
        Ok(Answer::of(Entry::from(item)).version(version))
    }
}

/// 422 unless the one can stand behind the other.
fn possible(item: &MedicationItem, record: &MedicationItem) -> Result<(), Problem> {
    if id_of(item) == id_of(record) {
        Err(refused(Wrong::LinkAnother))
    } else if !item.owner.is_resident() || !record.owner.is_resident() {
        Err(refused(Wrong::LinkUnconfirmed))
    } else if item.kind != record.kind {
        Err(refused(Wrong::LinkKind))
    } else if record.linked_to.is_some() {
        Err(refused(Wrong::LinkedItself))
    } else if richness(record.dispensing.source) < richness(item.dispensing.source) {
        Err(refused(Wrong::LinkPoorer))
    } else if record.linked.len() >= MOST_LINKED {
        Err(refused(Wrong::LinkFull))
    } else {
        Ok(())
    }
}

fn refused(wrong: Wrong) -> Problem {
    Problem::field(Code::LinkNotPossible, "/linked_to", wrong)
}
