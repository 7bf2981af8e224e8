//! What goes with an entry that leaves the notebook: its mark, its links, that alerts about it are known, and its place in alarms.

use notebook::access::RelationKind;
use notebook::id::MedicationId;
use platform::table::Fetched;
use platform::table::schema::ResidentKeys;
use platform::table::schema::attribute::VERSION;
use records::alarms;
use records::items::{AlarmItem, MedicationItem};
use records::medicines::KnownAlerts;
use records::prelude::*;

use crate::links;
use crate::register::MarkItem;
use crate::stored;

/// Takes an entry away. What was linked with it is listed by itself again; what was behind an entry kept from clinics stays so. Alarms
/// do not name it any more, and those that were for nothing else end. The plan named what is known of alerts, the lock and the
/// alarms; who calls raises the lock. Gives what was read beside it, its scans among it.
pub(crate) async fn entry(
    app: &App,
    call: &Call,
    (keys, fetched): (ResidentKeys, &Fetched),
    item: &mut MedicationItem,
    (alarms, by): (PageOf<AlarmItem>, Option<RelationKind>),
    effect: &mut Transaction,
) -> Result<Fetched, Problem> {
    let id = stored::id_of(item);
    effect.delete(&keys.medication(id), Some(item.version))?;
    if let Some(mut known) = fetched.get::<KnownAlerts>(&keys.known_alerts())?
        && known.forget(id)
    {
        known.write(keys, effect)?;
    }
    call.rest_on(fetched, &keys.known_alerts(), &[VERSION])?;
    let beside = beside(app, keys, item).await?;
    if let Some(hash) = &item.fingerprint
        && let Some(mark) = beside.get::<MarkItem>(&keys.fingerprint(hash))?.filter(|mark| mark.medication_id == id)
    {
        effect.delete(&keys.fingerprint(hash), Some(mark.version))?;
    }
    if let Some(to) = item.linked_to
        && let Some(mut record) = beside.get::<MedicationItem>(&keys.medication(to))?
    {
        links::release(item, &mut record);
        record.version += 1;
        stored::put(effect, keys, &record)?;
    }
    for told in item.linked.clone() {
        if let Some(mut told) = beside.get::<MedicationItem>(&keys.medication(told))? {
            links::release(&mut told, item);
            told.version += 1;
            stored::put(effect, keys, &told)?;
        }
    }
    let alarms = alarms::of_medicines(app, keys, fetched.page(alarms)?).await?;
    alarms::without_medicines(effect, keys, &alarms, &[id], by, call.now())?;
    Ok(beside)
}

/// Every scan that tells of the entry.
pub(crate) fn scans(item: &MedicationItem) -> impl Iterator<Item = MedicationId> {
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
