//! PATCH /v1/residents/{resident_id}/medications/{medication_id}

use notebook::access::{Level, Section};
use notebook::medication::dispensing::{Dispensing, Source};
use notebook::medication::limits;
use notebook::medication::note::Otc;
use notebook::medication::otc::EntryKind;
use notebook::text::Text;
use notebook::time::{Day, jst_day};
use records::items::MedicationItem;
use records::medicines::lock;
use records::prelude::*;

use crate::advice;
use crate::advised::{Known, Output};
use crate::links::{self, Around};
use crate::stored::{self, id_of};
use crate::typed::{self, OtcChange, TypedGroup, TypedPharmacy, TypedPrescriber};

/// Keeps an entry from every clinic or shows it again, with all that is linked with it, writes a remark on it, and corrects what
/// was typed by hand: what is absent stays, `null` clears, in `pharmacy`, `prescriber` and `otc` too, and a list is replaced as a
/// whole. What was read from a pharmacy's code stays as it was. Where medicines changed, says again what to look at.
#[derive(JsonSchema)]
pub struct UpdateMedication;

/// The changes; what is absent stays.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Input {
    /// Keeps it from every clinic.
    concealed: Always<bool>,
    /// The person's own remark; `null` clears it. No clinic sees it.
    remark: Patch<Text<{ limits::TEXT }>>,
    /// The day; like all that follows only of an entry typed by hand.
    dispensed_on: Always<Day>,
    /// Who dispensed; `null` clears it all.
    pharmacy: Patch<TypedPharmacy>,
    /// Who prescribed; `null` clears it all.
    prescriber: Patch<TypedPrescriber>,
    /// The drugs; replaces them all.
    #[schemars(length(min = 1, max = limits::GROUPS))]
    groups: Always<Vec<TypedGroup>>,
    /// The OTC medicine.
    otc: Always<OtcChange>,
}

impl Input {
    /// What only an entry typed by hand takes, with the kind that has it.
    fn content(&self) -> [(&'static str, EntryKind, bool); 5] {
        [
            ("/dispensed_on", EntryKind::Dispensing, self.dispensed_on.is_named()),
            ("/pharmacy", EntryKind::Dispensing, self.pharmacy.is_named()),
            ("/prescriber", EntryKind::Dispensing, self.prescriber.is_named()),
            ("/groups", EntryKind::Dispensing, self.groups.is_named()),
            ("/otc", EntryKind::Otc, self.otc.is_named()),
        ]
    }

    /// Changes the entry; answers whether what is taken, or when, changed.
    fn onto(self, item: &mut MedicationItem, today: Day) -> Result<bool, Problem> {
        let named = || self.content().into_iter().filter(|(.., named)| *named);
        if item.dispensing.source != Source::Manual
            && let Some((pointer, ..)) = named().next()
        {
            return Err(Problem::field(Code::ReadOnlyEntry, pointer, Wrong::AsScanned));
        }
        if let Some((pointer, ..)) = named().find(|(_, kind, _)| *kind != item.kind) {
            return Err(Problem::field(Code::InvalidValue, pointer, Wrong::OtherKind));
        }
        let changed = self.dispensed_on.is_named() || self.groups.is_named() || self.otc.is_named();
        self.concealed.onto(&mut item.concealed);
        self.remark.onto(&mut item.remark);
        let mut content = item.dispensing.clone();
        if let Some(change) = self.otc.value() {
            let otc: &mut Otc =
                item.otc.as_mut().ok_or_else(|| Problem::internal("an OTC entry without its medicine"))?;
            change.onto(otc);
            typed::check_otc(otc, today)?;
            let day = otc.day(content.dispensed_on);
            content = Dispensing { id: content.id, ..otc.as_dispensing(content.source, day) };
        }
        self.dispensed_on.onto(&mut content.dispensed_on);
        if let Some(groups) = self.groups.value() {
            content.groups = typed::groups(groups);
        }
        self.pharmacy.merge(&mut content.pharmacy, TypedPharmacy::onto);
        self.prescriber.merge(&mut content.prescriber, TypedPrescriber::onto);
        if item.kind == EntryKind::Dispensing && content != item.dispensing {
            typed::check(&content, today)?;
        }
        item.dispensing = content;
        Ok(changed)
    }
}

impl Endpoint for UpdateMedication {
    const SPEC: Spec = Spec::patch("update-medication", "/v1/residents/{resident_id}/medications/{medication_id}")
        .who(Who::Resident(Section::Medication, Level::Manage))
        .tagged()
        .max_body(64 * 1024)
        .idempotent()
        .versioned()
        .problems_of_its_own(&[Code::ReadOnlyEntry]);
    type Subject = Resident;
    type Input = Input;
    type Reads = ();
    type Output = Output;

    fn example() -> serde_json::Value {
        json!({ "concealed": true, "remark": "眠くなる" })
    }

    fn plan(call: &Call, _: &Input, keys: &Proposed, plan: &mut ReadPlan) -> Result<(), Problem> {
        let keys = keys.resident()?;
        plan.get(keys.medication(call.path("medication_id")?));
        Known::plan(keys, plan);
        lock::plan(keys, plan);
        Ok(())
    }

    async fn handle(
        app: &App,
        call: &Call,
        subject: Authorised<Resident>,
        input: Input,
    ) -> Result<Answer<Output>, Problem> {
        let keys = subject.keys();
        let before: MedicationItem = from_item(subject.need(&keys.medication(call.path("medication_id")?))?)?;
        call.check_version(before.version)?;
        let mut item = before.clone();
        let conceals = input.concealed.clone().value();
        let changed = input.onto(&mut item, jst_day(call.now()))?;
        let mut effect = Transaction::on(&app.table);
        stored::edit(&mut effect, keys, &before, &mut item)?;
        // Linked entries tell of one dispensing, whichever of them is shown: they are kept back or shown as one.
        if let Some(concealed) = conceals {
            for mut other in links::tree(app, keys, &item).await? {
                if other.concealed != concealed {
                    other.concealed = concealed;
                    other.version += 1;
                    stored::put(&mut effect, keys, &other)?;
                }
            }
        }
        let (id, version) = (id_of(&item), item.version);
        let output = if changed { advise(app, call, &subject, item).await? } else { Output::plain(item) };
        lock::raise(&subject, &mut effect)?;
        call.commit(app, effect, &[id.to_string(), changed.to_string()]).await?;
        Ok(Answer::of(output).version(version))
    }

    async fn replay(
        app: &App,
        call: &Call,
        subject: Authorised<Resident>,
        ids: Vec<String>,
    ) -> Result<Answer<Output>, Problem> {
        let key = subject.keys().medication(call.path("medication_id")?);
        let item: MedicationItem = from_item(subject.need(&key)?)?;
        let version = item.version;
        let changed = ids.get(1).is_some_and(|changed| changed == "true");
        let output = if changed { advise(app, call, &subject, item).await? } else { Output::plain(item) };
        Ok(Answer::of(output).version(version))
    }
}

/// The answer with what is around the entry's day, which only the entry itself names.
async fn advise(
    app: &App,
    call: &Call,
    subject: &Authorised<Resident>,
    item: MedicationItem,
) -> Result<Output, Problem> {
    let day = item.dispensing.dispensed_on;
    let around = Around::read(&app.table.query(advice::around(subject.keys(), day, day)).await?)?;
    Ok(Known::read(subject)?.advise(call, subject, item, &around, Vec::new()))
}
