//! POST /v1/residents/{resident_id}/dispensings

use std::sync::OnceLock;

use notebook::access::{Level, Section};
use notebook::id::MedicationId;
use notebook::medication::alert::Alert;
use notebook::medication::became::NoteBecame;
use notebook::medication::dispensing::Dispensing;
use notebook::medication::jahis::Warning;
use notebook::medication::limits;
use notebook::medication::note::NotebookNote;
use notebook::medication::otc::EntryKind;
use notebook::medication::owner::Owner;
use notebook::resident::{PatientNotes, Resident as Person};
use notebook::time::{Day, jst_day};
use platform::prelude::*;
use platform::table::items::MedicationItem;

use crate::advice::{self, Suggested};
use crate::known::{self, Keeping, Kept};
use crate::links::{Around, Link};
use crate::meals;
use crate::profile_notes::{self, StoredPerson};
use crate::register::{Register, ScanItem};
use crate::scan::{self, MOST_DISPENSINGS, Mark, Scan, ScannedPart};
use crate::stored::id_of;

/// Registers what a pharmacy's QR code (JAHIS 電子版お薬手帳) says, whole or not at all, and says what to look at before it
/// is taken. What was scanned before is recognised and shown as it is kept.
#[derive(JsonSchema)]
pub struct ScanDispensing;

/// The symbols of one sheet, in any order.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// The symbols: 64 kB together.
    #[schemars(length(min = 1, max = limits::PARTS))]
    parts: Vec<ScannedPart>,
    /// Read once, for the plan and for the handler.
    #[serde(skip)]
    scan: OnceLock<Result<Scan, Problem>>,
}

impl Input {
    fn scan(&self, today: Day) -> &Result<Scan, Problem> {
        self.scan.get_or_init(|| scan::read(&self.parts, today))
    }
}

/// What the notebook holds of the sheet.
#[derive(Serialize, JsonSchema)]
pub struct Output {
    /// Under what the sheet is kept; none where nothing of it was new.
    sheet_id: Option<MedicationId>,
    /// Whose it is. A sheet that names somebody else (`patient_mismatch`) is `unconfirmed`: it is kept and counts for
    /// nothing, until `…/dispensings/{sheet_id}/owner` says that it is the person's or it is deleted.
    owner: Owner,
    /// Those that are kept from clinics with this scan, because they tell of something that is.
    concealed: Vec<MedicationId>,
    /// Its dispensings, in its order.
    #[schemars(length(max = MOST_DISPENSINGS))]
    dispensings: Vec<Dispensing>,
    /// What belongs to no dispensing: allergies, medicines bought without prescription, memos, the family pharmacist.
    notes: Vec<NotebookNote>,
    /// What to look at. `index` counts the profile's allergies, then its adverse reactions, then what is
    /// `pending` of both.
    alerts: Vec<Alert>,
    /// Entries that seem to tell of the same dispensing and are shown once from now on; see `…/link`.
    links: Vec<Link>,
    /// What of its patient notes (患者特記) went into the profile with this scan: what was not there yet and had room, where
    /// the sheet is the person's own and the caller may record there. It is changed and deleted as the rest of the
    /// profile, and does not come back with a later sheet.
    profile_additions: PatientNotes,
    /// Each of its patient notes that belongs into the profile, and what became of it.
    #[schemars(length(max = limits::NOTEBOOK_NOTES))]
    profile_notes: Vec<NoteBecame>,
    /// Of a sheet that is `unconfirmed` nothing is suggested; `…/owner` answers it where the person says that it is theirs.
    #[serde(flatten)]
    suggested: Suggested,
    /// What on the sheet does not conform to the standard.
    warnings: Vec<Warning>,
    /// Whether all of it was there before, and nothing went into the profile.
    already_registered: bool,
    /// Those of its dispensings that were there before.
    known: Vec<MedicationId>,
}

impl Endpoint for ScanDispensing {
    const SPEC: Spec = Spec::post("scan-dispensing", "/v1/residents/{resident_id}/dispensings")
        .who(Who::Resident(Section::Medication, Level::Record))
        .touches(&[Touch::TableRead, Touch::TableWrite])
        .max_body(128 * 1024)
        .idempotent()
        .hourly_limit(60)
        .problems_of_its_own(&[
            Code::SplitIncomplete,
            Code::SplitMixed,
            Code::SplitConflict,
            Code::SplitControl,
            Code::PrescriptionQr,
            Code::NotJahis,
            Code::UndatedDispensing,
            Code::TooManyDispensings,
            Code::SplitOrder,
            Code::UnreadableText,
            Code::EmptyDispensing,
            Code::ImpossibleDay,
            Code::ProfileFull,
        ]);
    type Subject = Resident;
    type Input = Input;
    type Output = Output;

    fn example() -> serde_json::Value {
        let lines = [
            "JAHISTC08,1",
            "1,荒尾　花子,2,S260314,,,,,,,ｱﾗｵ ﾊﾅｺ",
            "5,20261120,1",
            "11,有明調剤薬局　荒尾店,43,4,0412345,864-0002,熊本県荒尾市万田４５６,0968-00-0002,1",
            "51,荒尾内科クリニック,43,1,0112345,1",
            "55,髙﨑　誠,内科,1",
            "201,1,アムロジピンＯＤ錠５ｍｇ「サワイ」,1,錠,4,2171022F4137,1",
            "301,1,１日１回朝食後,28,日分,1,1,,1",
        ];
        json!({ "parts": [{ "text": lines.map(|line| format!("{line}\r\n")).concat() }] })
    }

    fn plan(_: &Call, input: &Input, keys: &Proposed, plan: &mut ReadPlan) -> Result<(), Problem> {
        // What cannot be read is refused by the handler, after the policy and the limit.
        let Ok(scan) = input.scan(jst_day(keys.now)) else { return Ok(()) };
        let keys = keys.resident()?;
        plan.get(keys.profile()).get(keys.meal_times());
        if profile_notes::are_brought(&scan.notes) {
            plan.get(keys.noted());
        }
        for mark in scan.dispensings.iter().map(|marked| &marked.mark).chain(&scan.notes_mark).flat_map(Mark::either) {
            plan.get(keys.fingerprint(mark));
        }
        if let Some((first, last)) = advice::days(scan.dispensings.iter().map(|marked| &marked.dispensing)) {
            plan.query(advice::around(keys, first, last));
        }
        if known::notes_of_a_notebook(scan) {
            plan.query(known::scans(keys));
        }
        Ok(())
    }

    async fn handle(
        app: &App,
        call: &Call,
        subject: Authorised<Resident>,
        input: Input,
    ) -> Result<Answer<Output>, Problem> {
        let Input { parts, scan } = input;
        let scan = scan.into_inner().unwrap_or_else(|| scan::read(&parts, jst_day(call.now())))?;
        let keys = subject.keys();
        let mut stored: StoredPerson = from_item(subject.need(&keys.profile())?)?;
        let times = meals::times(subject.fetched(), keys)?;
        let mut around =
            if scan.dispensings.is_empty() { Around::none() } else { Around::read(subject.fetched().page(0)?)? };
        let mismatch = mismatch(&scan, &stored.person);
        let mut kept = Kept::find(app, &subject, &scan, &around, mismatch.is_some()).await?;

        // What is known as the person's own already is not asked about again.
        let mismatch = mismatch.filter(|_| !kept.is_own(&scan));
        let owner = if mismatch.is_some() { Owner::Unconfirmed } else { Owner::Resident };
        let mut register = Register {
            effect: Transaction::on(&app.table),
            keys,
            scan_id: MedicationId::new(call.now(), app.random()?),
            now: call.now(),
            by: subject.relation().kind,
            owner,
        };
        let (mut entries, mut there, mut links) = (Vec::new(), Vec::new(), Vec::new());
        let (mut concealed, mut claimed) = (Vec::new(), false);
        for (marked, kept) in scan.dispensings.iter().zip(std::mem::take(&mut kept.entries)) {
            let entry = match kept {
                Keeping::Known(mut entry) => {
                    there.push(id_of(&entry));
                    // A sheet of the person's own tells of what only another's told of before.
                    if owner.is_resident() && !entry.owner.is_resident() {
                        entry.owner = owner;
                        around.claim(&entry);
                        claimed = true;
                    }
                    *entry
                }
                Keeping::New { orphan } => {
                    let mut entry = register.entry(marked, MedicationId::new(call.now(), app.random()?));
                    if owner.is_resident() {
                        links.extend(around.recognise(&mut entry));
                    }
                    around.keep_back(&mut entry);
                    concealed.extend(entry.concealed.then(|| id_of(&entry)));
                    register.keep(&entry, orphan)?;
                    entry
                }
            };
            entries.push(entry);
        }
        let place = (owner, !entries.is_empty());
        let are_known = known::notes_are_known(&subject, &scan, &kept, &stored.person, place)?;
        let new_notes = if are_known { None } else { scan.notes_mark };
        let additions = profile_notes::add(&subject, &mut stored, &scan.notes, !owner.is_resident())?;
        let alerts = alerts(mismatch, &stored.person, &entries, &around);
        let dispensings = dispensings(&entries);
        let changes = claimed || new_notes.is_some() || !additions.added.is_empty();
        let already_registered = register.effect.is_empty() && !changes;
        let mut output = Output {
            sheet_id: (!already_registered).then_some(register.scan_id),
            owner,
            concealed,
            suggested: advice::suggestions(entries.iter().filter(|_| owner.is_resident()), &times, call),
            links,
            already_registered,
            known: of_dispensings(&there, &dispensings),
            dispensings,
            profile_notes: profile_notes::became(call, &scan.notes, &additions.told, owner, &subject),
            notes: scan.notes,
            alerts,
            profile_additions: additions.added.clone(),
            warnings: scan.warnings,
        };
        if !output.already_registered {
            let ids = output.dispensings.iter().map(|dispensing| MedicationId(dispensing.id));
            let remembered: Vec<String> =
                std::iter::once(register.scan_id).chain(ids).map(|id| id.to_string()).collect();
            for entry in entries.iter().filter(|entry| there.contains(&id_of(entry))) {
                around.also_in(entry, register.scan_id);
            }
            around.write(&mut register.effect, keys)?;
            let item = ScanItem {
                parts,
                scanned_at: call.now(),
                medication_ids: entries.iter().map(id_of).collect(),
                known: there,
                notes: output.notes.clone(),
                new_notes: new_notes.is_some(),
                alerts: output.alerts.clone(),
                links: output.links.clone(),
                profile_additions: output.profile_additions.clone(),
                warnings: output.warnings.clone(),
                notes_mark: new_notes.map(|mark| mark.meaning),
                owner: Some(owner),
                version: 1,
            };
            let orphan = if item.new_notes { kept.hand_over_notes(keys, &mut register.effect)? } else { None };
            register.scan(&item, orphan)?;
            additions.write(call, &subject, &stored.person, &mut register.effect)?;
            call.commit(app, register.effect, &remembered).await?;
        }
        output.alerts = advice::shown(output.alerts, &subject);
        output.warnings = advice::told(output.warnings, call.language);
        Ok(if output.already_registered { Answer::existing(output) } else { Answer::of(output) })
    }

    async fn replay(
        app: &App,
        call: &Call,
        subject: Authorised<Resident>,
        ids: Vec<String>,
    ) -> Result<Answer<Output>, Problem> {
        let ids: Vec<MedicationId> = ids.iter().filter_map(|id| id.parse().ok()).collect();
        let (scan_id, ids) = ids.split_first().ok_or_else(|| Problem::internal("no id remembered"))?;
        let keys = subject.keys();
        let mut plan = ReadPlan::default();
        plan.get(keys.scan(*scan_id)).get(keys.meal_times());
        for id in ids {
            plan.get(keys.medication(*id));
        }
        let fetched = app.table.read(plan).await?;
        let scan: ScanItem = fetched.get(&keys.scan(*scan_id))?.ok_or_else(Problem::not_found)?;
        let items = ids.iter().filter_map(|id| fetched.item(&keys.medication(*id)));
        let entries: Vec<MedicationItem> = items.map(from_item).collect::<Result<_, _>>()?;
        let dispensings = dispensings(&entries);
        let (owner, concealed) = (scan.owner(), concealed_by(&scan, &entries));
        let became = profile_notes::became(call, &scan.notes, &scan.profile_additions, owner, &subject);
        let profile_additions = profile_notes::shown(call, scan.profile_additions, &subject);
        Ok(Answer::of(Output {
            sheet_id: Some(*scan_id),
            owner,
            concealed,
            suggested: advice::suggestions(
                entries.iter().filter(|_| owner.is_resident()),
                &meals::times(&fetched, keys)?,
                call,
            ),
            links: scan.links,
            known: of_dispensings(&scan.known, &dispensings),
            dispensings,
            notes: scan.notes,
            alerts: advice::shown(scan.alerts, &subject),
            profile_notes: became,
            profile_additions,
            warnings: advice::told(scan.warnings, call.language),
            already_registered: false,
        }))
    }
}

/// Whether the sheet names another person.
fn mismatch(scan: &Scan, person: &Person) -> Option<Alert> {
    scan.reading.notebook.patient().and_then(|patient| advice::mismatch(patient, person))
}

/// What to look at: whose the sheet is, and what of it is the person's own.
fn alerts(mismatch: Option<Alert>, person: &Person, entries: &[MedicationItem], around: &Around) -> Vec<Alert> {
    let own: Vec<&MedicationItem> = entries.iter().filter(|entry| entry.owner.is_resident()).collect();
    mismatch.into_iter().chain(advice::alerts(person, &own, &around.compared(&own))).collect()
}

/// The dispensings among entries.
fn dispensings(entries: &[MedicationItem]) -> Vec<Dispensing> {
    let medicines = entries.iter().filter(|entry| entry.kind == EntryKind::Dispensing);
    medicines.map(|entry| entry.dispensing.clone()).collect()
}

/// Those entries that came with the scan and are kept from clinics.
fn concealed_by(scan: &ScanItem, entries: &[MedicationItem]) -> Vec<MedicationId> {
    let of_scan = entries.iter().filter(|entry| entry.concealed && !scan.known.contains(&id_of(entry)));
    of_scan.map(id_of).collect()
}

/// Those ids that are ids of dispensings.
fn of_dispensings(ids: &[MedicationId], dispensings: &[Dispensing]) -> Vec<MedicationId> {
    ids.iter().copied().filter(|id| dispensings.iter().any(|dispensing| dispensing.id == id.0)).collect()
}
