//! POST /v1/institutions/{code}/patients/{resident_id}/dispensings

use chrono::TimeDelta;
use notebook::access::Role;
use notebook::id::MedicationId;
use notebook::medication::dispensing::Dispensing;
use notebook::medication::limits;
use notebook::medication::otc::EntryKind;
use notebook::medication::owner::Owner;
use notebook::time::jst_day;
use platform::table::Cancelled;
use records::items::{MedicationItem, RegisteredBy};
use records::medicines::lock;
use records::prelude::*;

use crate::dispensed::DispensedItem;
use crate::handed_out::{HandedOut, MOST_AT_ONCE, Sheet, institution};
use crate::links::Around;
use crate::register::{MarkItem, put_mark};
use crate::told_staff::{Told, Visible};
use crate::{advice, scan, stored};

/// Registers what an institution dispensed to a person who opened the medicines to it: today or at most seven days ago. It stands in the
/// notebook as the institution's own, beside what the person scanned of the same, and is shown once. The institution is told
/// what to look at while the medicines are open to it, of what it may see; later nothing.
#[derive(JsonSchema)]
pub struct AddDispensing;

/// How often an institution registers something for a person in a day.
const MOST_A_DAY: u64 = 10;
/// For how long a day's count is kept.
const COUNT_KEPT: TimeDelta = TimeDelta::days(2);
/// The write that counts.
const COUNT: &str = "dispensings of the day";

/// What was registered.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "RegisteredDispensings")]
pub struct Output {
    /// The dispensings, as they stand in the notebook.
    #[schemars(length(max = MOST_AT_ONCE))]
    dispensings: Vec<Dispensing>,
    /// Whether the institution had registered all of them before.
    already_registered: bool,
    /// What to look at; null where the notebook is closed, and nothing was compared.
    #[schemars(length(max = limits::ALERTS))]
    alerts: Option<Vec<Told>>,
    /// What else stood on the sheet and was not registered: patient notes, memos, medicines bought without prescription.
    notes_left_out: usize,
}

/// What a key remembers of how it was answered: registered now, or before.
const REGISTERED: &str = "201";
const EXISTING: &str = "200";

impl Endpoint for AddDispensing {
    const SPEC: Spec = Spec::post("add-dispensing", "/v1/institutions/{code}/patients/{resident_id}/dispensings")
        .who(Who::Dispensing(Role::DISPENSING))
        .max_body(128 * 1024)
        .idempotent()
        .hourly_limit(120)
        .problems_of(scan::PROBLEMS)
        .problems_of_its_own(&[
            Code::SheetOfAnother,
            Code::SheetOfNobody,
            Code::SheetOfElsewhere,
            Code::TooManyRegistered,
        ]);
    type Subject = Dispensed;
    type Input = HandedOut;
    type Reads = PageOf<MedicationItem>;
    type Output = Output;

    fn example() -> serde_json::Value {
        json!({
            "dispensed_on": "2026-11-20",
            "prescriber": { "institution": "荒尾内科クリニック", "doctor": "髙﨑　誠" },
            "groups": [{
                "usage_text": "１日２回朝夕食後", "dosage_form": "oral", "supply_count": 28, "supply_unit": "日分",
                "drugs": [{ "name": "メトホルミン塩酸塩錠２５０ｍｇ", "quantity": 2, "unit": "錠" }],
            }],
        })
    }

    fn plan(_: &Call, input: &HandedOut, keys: &Proposed, plan: &mut ReadPlan) -> Result<Self::Reads, Problem> {
        let (resident, code) = (keys.resident()?, institution(keys)?);
        // What cannot be read is refused by the handler, after the policy and the limit.
        let Ok(sheet) = input.sheet(code, jst_day(keys.now)) else { return Ok(PageOf::default()) };
        Sheet::plan(resident, code, plan);
        lock::plan(resident, plan);
        for (_, mark) in &sheet.dispensings {
            plan.get(resident.fingerprint(mark));
        }
        let days = advice::days(sheet.dispensings.iter().map(|(dispensing, _)| dispensing));
        Ok(days.map_or_else(PageOf::default, |(first, last)| plan.query(advice::around(resident, first, last))))
    }

    async fn handle(
        app: &App,
        call: &Call,
        subject: Authorised<Dispensed, Self::Reads>,
        input: HandedOut,
    ) -> Result<Answer<Output>, Problem> {
        let (subject, reads) = subject.reads();
        subject.came()?;
        let (keys, code, today) = (subject.keys(), subject.institution(), jst_day(call.now()));
        let mut sheet = input.into_sheet(code, today)?;
        sheet.check(keys, subject.fetched())?;
        let place = sheet.name(code, subject.fetched())?;
        let mut around = Around::read(subject.fetched().page(reads)?)?;
        let visible = Visible::of(app, &subject, &around).await?;
        let before = registered_before(app, &subject, &sheet, &around).await?;

        let mut effect = Transaction::on(&app.table);
        let mut entries = Vec::with_capacity(sheet.dispensings.len());
        for ((dispensing, mark), before) in sheet.dispensings.into_iter().zip(before) {
            let orphan = match before {
                (_, Some(entry)) => {
                    entries.push(entry);
                    continue;
                }
                (orphan, None) => orphan,
            };
            let id = MedicationId::new(call.now(), app.random()?);
            let registered_by = RegisteredBy {
                institution_code: code.to_owned(),
                institution_name: place.name.clone(),
                role: subject.role(),
            };
            let mut entry = MedicationItem {
                kind: EntryKind::Dispensing,
                dispensing: Dispensing { id: id.0, ..dispensing },
                otc: None,
                remark: None,
                concealed: false,
                owner: Owner::Resident,
                added_at: call.now(),
                added_by: None,
                registered_by: Some(registered_by),
                scan_id: None,
                also_in: Vec::new(),
                fingerprint: Some(mark.clone()),
                linked_to: None,
                linked: Vec::new(),
                apart: Vec::new(),
                version: 1,
            };
            around.recognise(&mut entry);
            around.keep_back(&mut entry);
            stored::put(&mut effect, keys, &entry)?;
            put_mark(&mut effect, keys, (id, &mark), orphan)?;
            own(&subject, &entry, &place.name).put(&mut effect, keys)?;
            entries.push(entry);
        }
        let already_registered = effect.is_empty();
        let output = Output {
            alerts: visible.map(|visible| visible.alerts(call, &entries, &around)),
            dispensings: entries.iter().map(|entry| entry.dispensing.clone()).collect(),
            already_registered,
            notes_left_out: sheet.notes_left_out,
        };
        // A repetition with its key is answered as now, whatever was taken back meanwhile.
        if !already_registered {
            around.write(&mut effect, keys)?;
            lock::raise_in(keys, subject.fetched(), &mut effect)?;
            let (count, kept) = (keys.dispensed_count(code, today), (call.now() + COUNT_KEPT).timestamp());
            effect.named(COUNT, |effect| effect.count_below(&count, "registered", MOST_A_DAY, Some(kept)))?;
        }
        let status = if already_registered { EXISTING } else { REGISTERED };
        let ids = output.dispensings.iter().map(|dispensing| dispensing.id.to_string());
        let ids: Vec<String> = [status.to_owned(), output.notes_left_out.to_string()].into_iter().chain(ids).collect();
        match call.try_commit(app, effect, &ids).await {
            Err(Cancelled::Condition(lost)) if lost.is(COUNT) => {
                return Err(Problem::of(Code::TooManyRegistered).with("most", MOST_A_DAY));
            }
            committed => committed?,
        }
        Ok(if already_registered { Answer::existing(output) } else { Answer::of(output) })
    }

    async fn replay(
        app: &App,
        call: &Call,
        subject: Authorised<Dispensed, Self::Reads>,
        ids: Vec<String>,
    ) -> Result<Answer<Output>, Problem> {
        let (subject, reads) = subject.reads();
        let (keys, code) = (subject.keys(), subject.institution());
        let [status, left, ids @ ..] = ids.as_slice() else { return Err(Problem::internal("no id remembered")) };
        let ids: Vec<MedicationId> = ids.iter().filter_map(|id| id.parse().ok()).collect();
        let mut plan = ReadPlan::default();
        for id in &ids {
            plan.get(keys.medication(*id)).get(keys.dispensed(code, *id));
        }
        let fetched = app.table.read(plan).await?;
        let mut entries: Vec<MedicationItem> = Vec::new();
        for id in ids {
            let own: DispensedItem = fetched.get(&keys.dispensed(code, id))?.ok_or_else(Problem::not_found)?;
            // What was taken back since is no longer said to be there.
            if own.retracted_at.is_some() {
                return Err(Problem::not_found());
            }
            entries.extend(fetched.get(&keys.medication(id))?);
        }
        let around = Around::read(subject.fetched().page(reads)?)?;
        let visible = Visible::of(app, &subject, &around).await?;
        let already_registered = status == EXISTING;
        let output = Output {
            alerts: visible.map(|visible| visible.alerts(call, &entries, &around)),
            dispensings: entries.into_iter().map(|entry| entry.dispensing).collect(),
            already_registered,
            notes_left_out: left.parse().map_err(|_| Problem::internal("no count remembered"))?,
        };
        Ok(if already_registered { Answer::existing(output) } else { Answer::of(output) })
    }
}

/// That the institution registered it.
fn own(subject: &Authorised<Dispensed>, entry: &MedicationItem, name: &notebook::text::Text<120>) -> DispensedItem {
    DispensedItem {
        medication_id: stored::id_of(entry),
        institution_code: subject.institution().to_owned(),
        institution_name: name.clone(),
        author: subject.caller().actor.clone(),
        author_role: subject.role(),
        dispensed_on: entry.dispensing.dispensed_on,
        registered_at: entry.added_at,
        retracted_at: None,
        retraction_reason: None,
    }
}

/// Of each dispensing the entry as which the institution registered it before; where it is gone, the version of the mark that stayed.
async fn registered_before(
    app: &App,
    subject: &Authorised<Dispensed>,
    sheet: &Sheet,
    around: &Around,
) -> Result<Vec<(Option<u64>, Option<MedicationItem>)>, Problem> {
    let keys = subject.keys();
    let mut marks: Vec<Option<MarkItem>> = Vec::new();
    for (_, mark) in &sheet.dispensings {
        marks.push(subject.fetched().get(&keys.fingerprint(mark))?);
    }
    // Those of the sheet's days are among what was read around them, unless that page was full.
    let (mut plan, mut further) = (ReadPlan::default(), false);
    for mark in marks.iter().flatten().filter(|mark| around.get(mark.medication_id).is_none()) {
        plan.get(keys.medication(mark.medication_id));
        further = true;
    }
    let fetched = if further { Some(app.table.read(plan).await?) } else { None };
    let mut before = Vec::with_capacity(marks.len());
    for mark in marks {
        let Some(mark) = mark else {
            before.push((None, None));
            continue;
        };
        let entry = match (around.get(mark.medication_id), &fetched) {
            (Some(entry), _) => Some(entry.clone()),
            (None, Some(fetched)) => fetched.get(&keys.medication(mark.medication_id))?,
            (None, None) => None,
        };
        before.push((Some(mark.version), entry));
    }
    Ok(before)
}
