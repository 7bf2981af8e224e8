//! POST /v1/residents/{resident_id}/dispensings/{sheet_id}/transfers

use notebook::access::{Act, Level, Section};
use notebook::id::{MedicationId, ResidentId};
use notebook::medication::note::NotebookNote;
use notebook::medication::otc::EntryKind;
use notebook::medication::owner::Owner;
use notebook::time::jst_day;
use records::items::MedicationItem;
use records::medicines::lock;
use records::prelude::*;

use crate::register::ScanItem;
use crate::registration;
use crate::removal::{self, Fate, Removal};
use crate::scan::{self, Marked, Scan};
use crate::stored::id_of;

/// Moves a sheet into the notebook of the person whose it is, whole or not at all: for who may manage the medicines here and
/// record them there. Nothing of it stays here, as after `DELETE …/dispensings/{sheet_id}`. There it is registered as if it
/// had been scanned there, with new ids: it counts if it names that person or nobody, and waits otherwise; what is there
/// already is recognised. What was kept from clinics stays so; remarks on its medicines and what was deleted of it do not
/// go along. What it brought into the profile here is part of that, and is changed there. `PUT …/owner` of the new sheet
/// answers which alarms it suggests.
#[derive(JsonSchema)]
pub struct TransferSheet;

/// Where it goes.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// The person whose it is.
    to: ResidentId,
}

/// The sheet where it is now.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "TransferredSheet")]
pub struct Output {
    /// The person into whose notebook it went.
    resident_id: ResidentId,
    /// Under what it is kept there; none where nothing of it was new.
    sheet_id: Option<MedicationId>,
    /// Whose it is there: `unconfirmed` where it names somebody else than that person, too.
    owner: Owner,
    /// The entries that tell of it there.
    #[schemars(length(max = scan::MOST_DISPENSINGS))]
    medication_ids: Vec<MedicationId>,
    /// Whether all of it was there before.
    already_registered: bool,
}

/// Writes of a transfer that leave room for what the platform adds to a transaction on two notebooks.
const MOST_WRITES: usize = 90;

/// What is written of the sheet in the other notebook.
const THERE: (Section, Level, Act) = (Section::Medication, Level::Record, Act::Keep);

impl Endpoint for TransferSheet {
    const SPEC: Spec = Spec::post("transfer-sheet", "/v1/residents/{resident_id}/dispensings/{sheet_id}/transfers")
        .who(Who::Resident(Section::Medication, Level::Manage))
        .acts(Act::Remove)
        .idempotent()
        .only_ids()
        .versioned()
        .hourly_limit(60)
        .problems_of_its_own(&[Code::TooManyAtOnce, Code::ProfileFull]);
    type Subject = Resident;
    type Input = Input;
    type Reads = removal::Reads;
    type Output = Output;

    fn example() -> serde_json::Value {
        json!({ "to": "019aa000-0000-7000-8000-00000000000d" })
    }

    fn plan(call: &Call, _: &Input, keys: &Proposed, plan: &mut ReadPlan) -> Result<Self::Reads, Problem> {
        Ok(removal::plan(keys.resident()?, call.path("sheet_id")?, plan))
    }

    async fn handle(
        app: &App,
        call: &Call,
        subject: Authorised<Resident, Self::Reads>,
        input: Input,
    ) -> Result<Answer<Output>, Problem> {
        let (subject, reads) = subject.reads();
        let id = call.path("sheet_id")?;
        let item: ScanItem = from_item(subject.need(&subject.keys().scan(id))?)?;
        call.check_version(item.version)?;
        if input.to == subject.resident() {
            return Err(Problem::field(Code::InvalidValue, "/to", Wrong::AnotherNotebook));
        }
        let removal = Removal::of(app, &subject, reads, (id, &item), Fate::Leaves).await?;
        let sheet = as_kept(&item, removal.of_sheet(&item))?;
        let there = |keys, plan: &mut ReadPlan| registration::plan(&sheet, keys, plan);
        let (other, there) = subject.elsewhere(app, call, input.to, THERE, there).await?;
        let registered = registration::register(app, call, &other, &there, (sheet, item.parts.clone())).await?;

        let mut effect = Transaction::on(&app.table);
        removal.all(app, call, &subject, &item, &mut effect).await?;
        lock::raise(&subject, &mut effect)?;
        if !registered.nothing_new {
            effect.append(&registered.effect);
        }
        if effect.len() > MOST_WRITES {
            return Err(Problem::of(Code::TooManyAtOnce));
        }
        let output = Output {
            resident_id: input.to,
            sheet_id: (!registered.nothing_new).then_some(registered.scan_id),
            owner: registered.owner,
            medication_ids: registered.entries.iter().map(id_of).collect(),
            already_registered: registered.nothing_new,
        };
        call.commit(app, effect, &output.remembered()).await?;
        Ok(if output.already_registered { Answer::existing(output) } else { Answer::of(output) })
    }

    async fn replay(
        app: &App,
        call: &Call,
        subject: Authorised<Resident, Self::Reads>,
        ids: Vec<String>,
    ) -> Result<Answer<Output>, Problem> {
        let (subject, _) = subject.reads();
        let output = Output::recalled(&ids)?;
        // Whoever may not record there any more is told nothing of it.
        subject.elsewhere(app, call, output.resident_id, THERE, |_, _| ()).await?;
        Ok(if output.already_registered { Answer::existing(output) } else { Answer::of(output) })
    }
}

impl Output {
    /// What the record of the key holds of it.
    fn remembered(&self) -> Vec<String> {
        let sheet = self.sheet_id.map_or_else(String::new, |id| id.to_string());
        let first = [self.resident_id.to_string(), sheet, self.owner.is_resident().to_string()];
        first.into_iter().chain(self.medication_ids.iter().map(ToString::to_string)).collect()
    }

    /// From what [`Self::remembered`] gave.
    fn recalled(ids: &[String]) -> Result<Self, Problem> {
        let unreadable = || Problem::internal("no transfer remembered");
        let [to, sheet, is_own, medications @ ..] = ids else { return Err(unreadable()) };
        let sheet_id = Some(sheet).filter(|sheet| !sheet.is_empty()).map(|sheet| sheet.parse()).transpose();
        let sheet_id: Option<MedicationId> = sheet_id.map_err(|_| unreadable())?;
        Ok(Self {
            resident_id: to.parse().map_err(|_| unreadable())?,
            sheet_id,
            owner: if is_own == "true" { Owner::Resident } else { Owner::Unconfirmed },
            medication_ids: medications.iter().filter_map(|id| id.parse().ok()).collect(),
            already_registered: sheet_id.is_none(),
        })
    }
}

/// The sheet as it is kept, so that what is new of it can be registered elsewhere. Marks are made anew: those that are kept may
/// be of an earlier kind.
fn as_kept(item: &ScanItem, entries: Vec<MedicationItem>) -> Result<Scan, Problem> {
    let scanned_on = jst_day(item.scanned_at);
    let mut dispensings: Vec<Marked> = Vec::with_capacity(entries.len());
    let mut keep = |marked: Marked| match dispensings.iter_mut().find(|known| known.mark.meaning == marked.mark.meaning)
    {
        Some(known) => known.concealed |= marked.concealed,
        None => dispensings.push(marked),
    };
    for entry in entries {
        let marked = match &entry.otc {
            Some(otc) if entry.kind == EntryKind::Otc => {
                Marked { dispensing: entry.dispensing, ..Marked::of_otc(otc, scanned_on)? }
            }
            _ => Marked::of(entry.dispensing),
        };
        keep(Marked { concealed: entry.concealed, ..marked });
    }
    // Of what was scanned before OTC medicines were entries they are notes only.
    for note in &item.notes {
        if let NotebookNote::Otc(otc) = note {
            keep(Marked::of_otc(otc, scanned_on)?);
        }
    }
    Ok(Scan {
        named: item.named(),
        of_a_notebook: item.of_a_notebook,
        dispensings,
        notes: item.notes.clone(),
        notes_mark: scan::notes_mark(&item.notes)?,
        warnings: item.warnings.clone(),
    })
}
