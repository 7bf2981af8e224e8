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
use notebook::medication::owner::Owner;
use notebook::resident::PatientNotes;
use notebook::time::{Day, jst_day};
use records::items::MedicationItem;
use records::prelude::*;

use crate::advice::{self, Suggested};
use crate::links::Link;
use crate::meals;
use crate::profile_notes;
use crate::register::ScanItem;
use crate::registration::{self, dispensings};
use crate::scan::{self, MOST_DISPENSINGS, Scan, ScannedPart};
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
        .max_body(128 * 1024)
        .idempotent()
        .hourly_limit(60)
        .problems_of(scan::PROBLEMS)
        .problems_of_its_own(&[Code::ProfileFull]);
    type Subject = Resident;
    type Input = Input;
    type Reads = registration::Reads;
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

    fn plan(_: &Call, input: &Input, keys: &Proposed, plan: &mut ReadPlan) -> Result<Self::Reads, Problem> {
        // What cannot be read is refused by the handler, after the policy and the limit.
        let Ok(scan) = input.scan(jst_day(keys.now)) else { return Ok(Self::Reads::default()) };
        let keys = keys.resident()?;
        plan.get(keys.meal_times());
        Ok(registration::plan(scan, keys, plan))
    }

    async fn handle(
        app: &App,
        call: &Call,
        subject: Authorised<Resident, Self::Reads>,
        input: Input,
    ) -> Result<Answer<Output>, Problem> {
        let (subject, reads) = subject.reads();
        let Input { parts, scan } = input;
        let scan = scan.into_inner().unwrap_or_else(|| scan::read(&parts, jst_day(call.now())))?;
        let keys = subject.keys();
        let times = meals::times(subject.fetched(), keys)?;
        let registered = registration::register(app, call, &subject, &reads, (scan, parts)).await?;
        let dispensings = registered.dispensings();
        let (scan_id, owner) = (registered.scan_id, registered.owner);
        let already_registered = registered.nothing_new;
        let own = registered.entries.iter().filter(|_| owner.is_resident());
        let mut output = Output {
            sheet_id: (!already_registered).then_some(scan_id),
            owner,
            suggested: advice::suggestions(own, &times, call),
            known: of_dispensings(&registered.there, &dispensings),
            dispensings,
            concealed: registered.concealed,
            links: registered.links,
            profile_notes: profile_notes::became(
                call,
                &registered.notes,
                &registered.profile_additions,
                (owner, registered.notes_left),
                &subject,
            ),
            notes: registered.notes,
            alerts: registered.alerts,
            profile_additions: registered.profile_additions,
            warnings: registered.warnings,
            already_registered,
        };
        if !already_registered {
            let ids = output.dispensings.iter().map(|dispensing| MedicationId(dispensing.id));
            let remembered: Vec<String> = std::iter::once(scan_id).chain(ids).map(|id| id.to_string()).collect();
            call.commit(app, registered.effect, &remembered).await?;
        }
        output.alerts = advice::shown(output.alerts, &subject);
        output.warnings = advice::told(output.warnings, call.language);
        Ok(if output.already_registered { Answer::existing(output) } else { Answer::of(output) })
    }

    async fn replay(
        app: &App,
        call: &Call,
        subject: Authorised<Resident, Self::Reads>,
        ids: Vec<String>,
    ) -> Result<Answer<Output>, Problem> {
        let (subject, _) = subject.reads();
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
        let items = fetched.found(ids.iter().map(|id| keys.medication(*id)))?;
        let entries: Vec<MedicationItem> = items.into_iter().map(from_item).collect::<Result<_, _>>()?;
        let dispensings = dispensings(&entries);
        let (owner, concealed) = (scan.owner(), concealed_by(&scan, &entries));
        let became =
            profile_notes::became(call, &scan.notes, &scan.profile_additions, (owner, scan.notes_left), &subject);
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

/// Those entries that came with the scan and are kept from clinics.
fn concealed_by(scan: &ScanItem, entries: &[MedicationItem]) -> Vec<MedicationId> {
    let of_scan = entries.iter().filter(|entry| entry.concealed && !scan.known.contains(&id_of(entry)));
    of_scan.map(id_of).collect()
}

/// Those ids that are ids of dispensings.
fn of_dispensings(ids: &[MedicationId], dispensings: &[Dispensing]) -> Vec<MedicationId> {
    ids.iter().copied().filter(|id| dispensings.iter().any(|dispensing| dispensing.id == id.0)).collect()
}
