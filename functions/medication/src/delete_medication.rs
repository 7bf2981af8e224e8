//! DELETE /v1/residents/{resident_id}/medications/{medication_id}

use notebook::access::{Level, Section};
use notebook::id::MedicationId;
use notebook::medication::note::NotebookNote;
use platform::table::schema::ResidentKeys;
use records::alarms;
use records::items::{AlarmItem, MedicationItem};
use records::medicines::lock;
use records::prelude::*;

use crate::register::{self, ScanItem};
use crate::removal::MOST_WRITES;
use crate::spellings;
use crate::taking_away::{self, scans};

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
        let (notebook, by) = ((keys, subject.fetched()), Some(subject.relation().kind));
        let beside = taking_away::entry(app, call, notebook, &mut item, (reads, by), &mut effect).await?;
        let mut gone = Vec::new();
        for scan_id in scans(&item) {
            if let Some(scan) = beside.get::<ScanItem>(&keys.scan(scan_id))?
                && !without(scan, id, &item, scan_id, keys, &mut effect)?
            {
                gone.push(scan_id);
            }
        }
        spellings::forget(&subject, &gone, &mut effect)?;
        lock::raise(&subject, &mut effect)?;
        if effect.len() > MOST_WRITES {
            return Err(Problem::of(Code::TooManyAtOnce));
        }
        call.commit(app, effect, &[id.to_string()]).await?;
        Ok(Answer::empty())
    }
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
