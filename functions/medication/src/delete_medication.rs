//! DELETE /v1/residents/{resident_id}/medications/{medication_id}

use notebook::access::{Level, Section};
use notebook::id::MedicationId;
use notebook::medication::note::NotebookNote;
use platform::table::Fetched;
use platform::table::schema::ResidentKeys;
use platform::table::schema::attribute::VERSION;
use records::alarms;
use records::items::{AlarmItem, MedicationItem};
use records::medicines::{KnownAlerts, lock};
use records::prelude::*;

use crate::links;
use crate::register::{self, MarkItem, ScanItem};
use crate::removal::MOST_WRITES;
use crate::spellings;
use crate::stored;

/// Deletes an entry with the mark by which it is recognised, so that its sheet can be scanned again, and with the bytes
/// of its scan. What was linked with it is listed by itself again; what was behind an entry kept from clinics stays so.
/// What was said of alerts about it goes too. Alarms do not name it any more, and those that
/// were for nothing else end.
#[derive(JsonSchema)]
pub struct DeleteMedication;

impl Endpoint for DeleteMedication {
    const SPEC: Spec = Spec::delete("delete-medication", "/v1/residents/{resident_id}/medications/{medication_id}")
        .who(Who::Resident(Section::Medication, Level::Manage))
        .idempotent()
        .versioned()
        .problems_of_its_own(&[Code::TooManyAtOnce]);
    type Subject = Resident;
    type Input = Nothing;
    type Reads = PageOf<AlarmItem>;
    type Output = Nothing;

    fn plan(call: &Call, _: &Nothing, keys: &Proposed, plan: &mut ReadPlan) -> Result<Self::Reads, Problem> {
        let keys = keys.resident()?;
        plan.get(keys.medication(call.path("medication_id")?)).get(keys.known_alerts()).get(keys.spellings());
        lock::plan(keys, plan);
        Ok(plan.query(alarms::query(keys)))
    }

    async fn handle(
        app: &App,
        call: &Call,
        subject: Authorised<Resident, Self::Reads>,
        _: Nothing,
    ) -> Result<Answer<Nothing>, Problem> {
        let (subject, reads) = subject.reads();
        let (keys, id) = (subject.keys(), call.path("medication_id")?);
        let mut item: MedicationItem = from_item(subject.need(&keys.medication(id))?)?;
        call.check_version(item.version)?;
        let mut effect = Transaction::on(&app.table);
        effect.delete(&keys.medication(id), Some(item.version))?;

        if let Some(mut known) = subject.fetched().get::<KnownAlerts>(&keys.known_alerts())?
            && known.forget(id)
        {
            known.write(keys, &mut effect)?;
        }
        let beside = beside(app, keys, &item).await?;
        if let Some(hash) = &item.fingerprint
            && let Some(mark) = beside.get::<MarkItem>(&keys.fingerprint(hash))?.filter(|mark| mark.medication_id == id)
        {
            effect.delete(&keys.fingerprint(hash), Some(mark.version))?;
        }
        let mut gone = Vec::new();
        for scan_id in scans(&item) {
            if let Some(scan) = beside.get::<ScanItem>(&keys.scan(scan_id))?
                && !without(scan, id, &item, scan_id, keys, &mut effect)?
            {
                gone.push(scan_id);
            }
        }
        spellings::forget(&subject, &gone, &mut effect)?;
        if let Some(to) = item.linked_to
            && let Some(mut record) = beside.get::<MedicationItem>(&keys.medication(to))?
        {
            links::release(&mut item, &mut record);
            record.version += 1;
            stored::put(&mut effect, keys, &record)?;
        }
        for told in item.linked.clone() {
            if let Some(mut told) = beside.get::<MedicationItem>(&keys.medication(told))? {
                links::release(&mut told, &mut item);
                told.version += 1;
                stored::put(&mut effect, keys, &told)?;
            }
        }
        let alarms = alarms::of_medicines(app, &subject, subject.fetched().page(reads)?).await?;
        alarms::without_medicines(&mut effect, subject.keys(), &alarms, &[id], subject.relation().kind, call.now())?;
        lock::raise(&subject, &mut effect)?;
        call.rest_on(subject.fetched(), &keys.known_alerts(), &[VERSION])?;
        if effect.len() > MOST_WRITES {
            return Err(Problem::of(Code::TooManyAtOnce));
        }
        call.commit(app, effect, &[id.to_string()]).await?;
        Ok(Answer::empty())
    }
}

/// Every scan that tells of the entry.
fn scans(item: &MedicationItem) -> impl Iterator<Item = MedicationId> {
    item.scan_id.iter().chain(&item.also_in).copied()
}

/// What goes or changes with the entry; only the entry names it.
async fn beside(app: &App, keys: ResidentKeys, item: &MedicationItem) -> Result<Fetched, Problem> {
    let mut plan = ReadPlan::default();
    let mut any = false;
    let marks = item.fingerprint.iter().map(|hash| keys.fingerprint(hash));
    let scans = scans(item).map(|id| keys.scan(id));
    let linked = item.linked_to.iter().chain(&item.linked).map(|id| keys.medication(*id));
    for key in marks.chain(scans).chain(linked) {
        plan.get(key);
        any = true;
    }
    if any { app.table.read(plan).await } else { Ok(Fetched::default()) }
}

/// The scan without what it said of the entry: its bytes say it too, and go. With its last entry, and no note, it goes.
/// Answers whether it stays.
fn without(
    mut scan: ScanItem,
    id: MedicationId,
    item: &MedicationItem,
    scan_id: MedicationId,
    keys: ResidentKeys,
    effect: &mut Transaction,
) -> Result<bool, Problem> {
    scan.named = scan.named();
    scan.parts.clear();
    if scan.version == 0 {
        // From before scans had versions: no two deletions write it differently.
        return register::keep(&scan, scan_id, keys, effect).map(|_| true);
    }
    scan.medication_ids.retain(|known| *known != id);
    scan.known.retain(|known| *known != id);
    scan.alerts.retain(|alert| !alert.names(id.0));
    scan.links.retain(|link| !link.names(id));
    if let Some(otc) = &item.otc {
        scan.notes.retain(|note| !matches!(note, NotebookNote::Otc(noted) if noted == otc));
    }
    register::rewrite(&scan, scan_id, keys, effect)
}
