//! PUT /v1/residents/{resident_id}/dispensings/{sheet_id}/owner

use notebook::access::{Level, Section};
use notebook::id::MedicationId;
use notebook::medication::alert::AlertCode;
use notebook::medication::owner::Owner;
use notebook::resident::Resident as Person;
use platform::table::schema::ResidentKeys;
use records::items::MedicationItem;
use records::medicines::lock;
use records::prelude::*;

use crate::advice::{self, Suggested};
use crate::links::{Around, Link};
use crate::meals;
use crate::profile_notes;
use crate::register::{self, ScanItem};
use crate::removal::{self, Fate, MOST_WRITES, Removal};
use crate::sheets::Sheet;
use crate::spellings::Spellings;
use crate::stored::{self, id_of};

/// Says whose a sheet is. `resident`: the person's own although it names somebody else, for example by a name from before a
/// marriage. From then on its entries count: they are compared, linked, shown to clinics and exported, alarms are suggested
/// for them, and what it says of allergies and the like goes into the profile, where the caller may record there. Where
/// only the spelling of the name was another, it is remembered: the next sheet with it and the same birth date is not asked
/// about. `unconfirmed` takes that back, and says of any other sheet that it is not the person's: its entries count for
/// nothing, alarms do not name them any more, and those that were for nothing else end; what it brought into the profile is
/// part of that, and is changed there. What is another person's is moved into their notebook with
/// `POST …/dispensings/{sheet_id}/transfers`, or deleted with `DELETE …/dispensings/{sheet_id}`.
#[derive(JsonSchema)]
pub struct PutSheetOwner;

/// Whose it is.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// `resident`: the person of this notebook; `unconfirmed`: that is not said, or not any more.
    owner: Owner,
}

/// The sheet, and what followed.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "SheetOwnerOutput")]
pub struct Output {
    sheet: Sheet,
    /// Entries that seem to tell of the same dispensing and are shown once from now on; see `…/link`.
    links: Vec<Link>,
    #[serde(flatten)]
    suggested: Suggested,
}

impl Endpoint for PutSheetOwner {
    const SPEC: Spec = Spec::put("put-sheet-owner", "/v1/residents/{resident_id}/dispensings/{sheet_id}/owner")
        .who(Who::Resident(Section::Medication, Level::Manage))
        .tagged()
        .idempotent()
        .versioned()
        .problems_of_its_own(&[Code::TooManyAtOnce, Code::ProfileFull]);
    type Subject = Resident;
    type Input = Input;
    type Reads = removal::Reads;
    type Output = Output;

    fn example() -> serde_json::Value {
        json!({ "owner": "resident" })
    }

    fn plan(call: &Call, _: &Input, keys: &Proposed, plan: &mut ReadPlan) -> Result<Self::Reads, Problem> {
        let keys = keys.resident()?;
        plan.get(keys.profile()).get(keys.meal_times());
        Ok(removal::plan(keys, call.path("sheet_id")?, plan))
    }

    async fn handle(
        app: &App,
        call: &Call,
        subject: Authorised<Resident, Self::Reads>,
        input: Input,
    ) -> Result<Answer<Output>, Problem> {
        let (subject, reads) = subject.reads();
        let (keys, id) = (subject.keys(), call.path("sheet_id")?);
        let mut scan: ScanItem = from_item(subject.need(&keys.scan(id))?)?;
        call.check_version(scan.version)?;
        let mut effect = Transaction::on(&app.table);
        let own = if input.owner.is_resident() {
            confirm(app, call, (&subject, reads), (id, &mut scan), &mut effect).await?
        } else {
            disown(app, call, (&subject, reads), (id, &mut scan), &mut effect).await?;
            Vec::new()
        };
        lock::raise(&subject, &mut effect)?;
        if effect.len() > MOST_WRITES {
            return Err(Problem::of(Code::TooManyAtOnce));
        }
        call.commit(app, effect, &[id.to_string()]).await?;
        let suggested = advice::suggestions(&own, &meals::times(subject.fetched(), keys)?, call);
        Ok(answer(call, id, scan, suggested, &subject))
    }

    async fn replay(
        app: &App,
        call: &Call,
        subject: Authorised<Resident, Self::Reads>,
        _: Vec<String>,
    ) -> Result<Answer<Output>, Problem> {
        let (subject, reads) = subject.reads();
        let (keys, id) = (subject.keys(), call.path("sheet_id")?);
        let scan: ScanItem = from_item(subject.need(&keys.scan(id))?)?;
        let own = entries(app, keys, &scan, &Around::read(subject.fetched().page(reads.newest)?)?).await?;
        let suggested = advice::suggestions(&own, &meals::times(subject.fetched(), keys)?, call);
        Ok(answer(call, id, scan, suggested, &subject))
    }
}

/// Makes the sheet the person's; gives its entries.
async fn confirm(
    app: &App,
    call: &Call,
    (subject, reads): (&Authorised<Resident>, removal::Reads),
    (id, scan): (MedicationId, &mut ScanItem),
    effect: &mut Transaction,
) -> Result<Vec<MedicationItem>, Problem> {
    let keys = subject.keys();
    let mut person: Versioned<Person> = from_item(subject.need(&keys.profile())?)?;
    let mut around = Around::read(subject.fetched().page(reads.newest)?)?;
    let mut own = entries(app, keys, scan, &around).await?;
    let was_own = scan.owner().is_resident();
    if !was_own {
        let mut links = Vec::new();
        for entry in own.iter_mut().filter(|entry| !entry.owner.is_resident()) {
            entry.owner = Owner::Resident;
            links.extend(around.recognise(entry));
            around.keep_back(entry);
            entry.version += 1;
            stored::put(effect, keys, entry)?;
        }
        around.write(effect, keys)?;
        scan.links.extend(links);
        scan.owner = Some(Owner::Resident);
        scan.alerts.retain(|alert| alert.code != AlertCode::PatientMismatch);
        if let Some(named) = scan.named().filter(|named| advice::mismatch(named, &person.item).is_some()) {
            let mut spellings: Spellings = subject.fetched().get(&keys.spellings())?.unwrap_or_default();
            scan.name_remembered = spellings.remember(&named, &person.item, id);
            if scan.name_remembered {
                spellings.write(keys, effect)?;
            }
        }
    }
    let additions = profile_notes::add(subject, &mut person, &scan.notes, false)?;
    let left = std::mem::replace(&mut scan.notes_left, profile_notes::are_left(subject, &scan.notes));
    let adds = !additions.added.is_empty() || left != scan.notes_left;
    for (all, more) in [
        (&mut scan.profile_additions.allergies, &additions.added.allergies),
        (&mut scan.profile_additions.adverse_reactions, &additions.added.adverse_reactions),
        (&mut scan.profile_additions.history, &additions.added.history),
    ] {
        all.extend(more.iter().cloned());
    }
    scan.profile_additions.pending.extend(additions.added.pending.iter().cloned());
    additions.write(call, subject, &person.item, effect)?;
    if !was_own || adds {
        scan.version = register::keep(scan, id, keys, effect)?;
    }
    Ok(own)
}

/// Takes back that the sheet is the person's, or says that it is not.
async fn disown(
    app: &App,
    call: &Call,
    (subject, reads): (&Authorised<Resident>, removal::Reads),
    (id, scan): (MedicationId, &mut ScanItem),
    effect: &mut Transaction,
) -> Result<(), Problem> {
    if !scan.owner().is_resident() {
        return Ok(());
    }
    let person: Person = from_item(subject.need(&subject.keys().profile())?)?;
    let mismatch = scan.named().and_then(|named| advice::mismatch(&named, &person));
    scan.alerts = mismatch.into_iter().collect();
    let removal = Removal::of(app, subject, reads, (id, scan), Fate::NotTheirs).await?;
    removal.disown(app, call, subject, scan, effect).await
}

fn answer(
    call: &Call,
    id: MedicationId,
    scan: ScanItem,
    suggested: Suggested,
    subject: &Authorised<Resident>,
) -> Answer<Output> {
    let (version, links) = (scan.version, scan.links.clone());
    Answer::of(Output { sheet: Sheet::shown(call, id, scan, subject), links, suggested }).version(version)
}

/// The entries of the sheet. Those that are not among the newest are read.
async fn entries(
    app: &App,
    keys: ResidentKeys,
    scan: &ScanItem,
    around: &Around,
) -> Result<Vec<MedicationItem>, Problem> {
    let found: Vec<MedicationItem> = scan.medication_ids.iter().filter_map(|id| around.get(*id)).cloned().collect();
    let others = scan.medication_ids.iter().filter(|id| around.get(**id).is_none());
    let others: Vec<_> = others.map(|id| keys.medication(*id)).collect();
    let mut all = found;
    if !others.is_empty() {
        let mut plan = ReadPlan::default();
        for key in &others {
            plan.get(key.clone());
        }
        let fetched = app.table.read(plan).await?;
        for item in fetched.found(others)? {
            all.push(from_item(item)?);
        }
    }
    all.sort_by_key(id_of);
    Ok(all)
}
