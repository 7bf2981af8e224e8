//! PUT /v1/residents/{resident_id}/dispensings/{sheet_id}/owner

use notebook::access::{Level, Section};
use notebook::id::MedicationId;
use notebook::medication::alert::AlertCode;
use notebook::medication::owner::Owner;
use platform::prelude::*;
use platform::table::items::MedicationItem;
use platform::table::schema::ResidentKeys;

use crate::advice::{self, Suggested};
use crate::links::{Around, Link};
use crate::meals;
use crate::profile_notes::{self, StoredPerson};
use crate::register::{self, ScanItem};
use crate::sheets::Sheet;
use crate::stored::{self, id_of};

/// Says that a sheet is the person's own although it names somebody else, for example by a name from before a marriage. From
/// then on its entries count: they are compared, linked, shown to clinics and exported, alarms are suggested for them, and
/// what it says of allergies and the like goes into the profile, where the caller may record there. What is another person's is deleted with
/// `DELETE …/dispensings/{sheet_id}`, and scanned in their own notebook.
#[derive(JsonSchema)]
pub struct PutSheetOwner;

/// Whose it is.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// `resident`: the person of this notebook.
    #[schemars(extend("const" = "resident"))]
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
        .touches(&[Touch::TableRead, Touch::TableWrite])
        .idempotent()
        .versioned()
        .problems_of_its_own(&[Code::ProfileFull]);
    type Subject = Resident;
    type Input = Input;
    type Output = Output;

    fn example() -> serde_json::Value {
        json!({ "owner": "resident" })
    }

    fn plan(call: &Call, _: &Input, keys: &Proposed, plan: &mut ReadPlan) -> Result<(), Problem> {
        let keys = keys.resident()?;
        plan.get(keys.scan(call.path("sheet_id")?)).get(keys.profile()).get(keys.noted()).get(keys.meal_times());
        plan.query(advice::newest(keys));
        Ok(())
    }

    async fn handle(
        app: &App,
        call: &Call,
        subject: Authorised<Resident>,
        input: Input,
    ) -> Result<Answer<Output>, Problem> {
        let (keys, id) = (subject.keys(), call.path("sheet_id")?);
        let mut scan: ScanItem = from_item(subject.need(&keys.scan(id))?)?;
        call.check_version(scan.version)?;
        if !input.owner.is_resident() {
            return Err(Problem::field(Code::InvalidValue, "/owner", Wrong::OwnerOther));
        }
        let mut person: StoredPerson = from_item(subject.need(&keys.profile())?)?;
        let mut around = Around::read(subject.fetched().page(0)?)?;
        let mut effect = Transaction::on(&app.table);
        let was_own = scan.owner().is_resident();
        let mut own = entries(app, keys, &scan, &around).await?;
        if !was_own {
            let mut links = Vec::new();
            for entry in own.iter_mut().filter(|entry| !entry.owner.is_resident()) {
                entry.owner = Owner::Resident;
                links.extend(around.recognise(entry));
                around.keep_back(entry);
                entry.version += 1;
                stored::put(&mut effect, keys, entry)?;
            }
            around.write(&mut effect, keys)?;
            scan.links.extend(links);
            scan.owner = Some(Owner::Resident);
            scan.alerts.retain(|alert| alert.code != AlertCode::PatientMismatch);
        }
        let additions = profile_notes::add(&subject, &mut person, &scan.notes, false)?;
        let adds = !additions.added.is_empty();
        for (all, more) in [
            (&mut scan.profile_additions.allergies, &additions.added.allergies),
            (&mut scan.profile_additions.adverse_reactions, &additions.added.adverse_reactions),
            (&mut scan.profile_additions.history, &additions.added.history),
        ] {
            all.extend(more.iter().cloned());
        }
        scan.profile_additions.pending.extend(additions.added.pending.iter().cloned());
        additions.write(call, &subject, &person.person, &mut effect)?;
        if !was_own || adds {
            scan.version = register::keep(&scan, id, keys, &mut effect)?;
        }
        call.commit(app, effect, &[id.to_string()]).await?;
        let suggested = advice::suggestions(&own, &meals::times(subject.fetched(), keys)?, call);
        Ok(answer(call, id, scan, suggested, &subject))
    }

    async fn replay(
        app: &App,
        call: &Call,
        subject: Authorised<Resident>,
        _: Vec<String>,
    ) -> Result<Answer<Output>, Problem> {
        let (keys, id) = (subject.keys(), call.path("sheet_id")?);
        let scan: ScanItem = from_item(subject.need(&keys.scan(id))?)?;
        let own = entries(app, keys, &scan, &Around::read(subject.fetched().page(0)?)?).await?;
        let suggested = advice::suggestions(&own, &meals::times(subject.fetched(), keys)?, call);
        Ok(answer(call, id, scan, suggested, &subject))
    }
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
        for item in others.iter().filter_map(|key| fetched.item(key)) {
            all.push(from_item(item)?);
        }
    }
    all.sort_by_key(id_of);
    Ok(all)
}
