//! A person's alarms, read whole, and what the end of a medicine means for them. More than one context does this.

use notebook::access::RelationKind;
use notebook::id::MedicationId;
use notebook::time::Instant;

use crate::app::App;
use crate::auth::{Authorised, Resident};
use crate::problem::Problem;
use crate::table::from_item;
use crate::table::items::AlarmItem;
use crate::table::read::{Page, RangeQuery};
use crate::table::schema::ResidentKeys;
use crate::table::transaction::{Meta, Only, Transaction};

/// Names the first page of the person's alarms, ended ones too.
pub fn query(keys: ResidentKeys) -> RangeQuery {
    RangeQuery::prefix(keys.partition(), ResidentKeys::ALARMS)
}

/// All alarms of the person, where the first page was planned. A page has a megabyte: some hundreds.
pub async fn all(app: &App, subject: &Authorised<Resident>, first: &Page) -> Result<Vec<AlarmItem>, Problem> {
    let mut alarms: Vec<AlarmItem> = first.items.iter().map(from_item).collect::<Result<_, _>>()?;
    let mut last_key = first.last_key.clone();
    while let Some(key) = last_key {
        let page = app.table.query(query(subject.keys()).start_after(Some(key))).await?;
        for item in &page.items {
            alarms.push(from_item(item)?);
        }
        last_key = page.last_key;
    }
    Ok(alarms)
}

/// Takes medicines that go out of the alarms that name them. They ring as before: when they ring does not hang on what they
/// are for. An alarm that is made at this very moment may still name it; its next change drops it or keeps it.
pub fn without_medicines(
    effect: &mut Transaction,
    keys: ResidentKeys,
    alarms: &[AlarmItem],
    medicines: &[MedicationId],
    by: RelationKind,
    now: Instant,
) -> Result<(), Problem> {
    let goes = |id: &MedicationId| medicines.contains(id);
    let names_one = |item: &&AlarmItem| item.alarm.is_live() && item.alarm.setting.medication_ids.iter().any(goes);
    for before in alarms.iter().filter(names_one) {
        let mut item = before.clone();
        let now = before.next_change(now);
        let mut setting = before.alarm.setting.clone();
        setting.medication_ids.retain(|id| !goes(id));
        item.alarm.change(setting, now, &[]);
        item.changed_by = by;
        item.changed_at = now;
        item.version += 1;
        let meta = Meta { version: Some(item.version), ..Meta::default() };
        effect.put(&keys.alarm(item.alarm_id), &item, &meta, Only::IfVersion(before.version))?;
    }
    Ok(())
}
