//! A person's alarms, read whole, and what the end of a medicine means for them. More than one context does this.

use alarm_engine::change::Change as Edit;
use alarm_engine::due::{AlarmRef, own_minutes};
use alarm_engine::message::PageEntry;
use chrono::TimeDelta;
use notebook::access::RelationKind;
use notebook::alarm::Minute;
use notebook::id::{MedicationId, ResidentId};
use notebook::time::{Day, Instant, jst_midnight};

use crate::app::App;
use crate::auth::{Authorised, Resident};
use crate::problem::Problem;
use crate::table::from_item;
use crate::table::items::{AlarmItem, DueReference};
use crate::table::read::{Page, RangeQuery};
use crate::table::schema::{ResidentKeys, by_time, ringing};
use crate::table::transaction::{Change, Meta, Only, Transaction};

/// Names the first page of the person's alarms, ended ones too.
pub fn query(keys: ResidentKeys) -> RangeQuery {
    RangeQuery::prefix(keys.partition(), ResidentKeys::ALARMS)
}

/// Names the alarms that made room for others, those that may have had a dose on this day or later.
pub fn past(keys: ResidentKeys, from: Day) -> RangeQuery {
    let begins = by_time::past_alarm(jst_midnight(from), "");
    let ends = format!("{}\u{10FFFF}", by_time::PAST_ALARMS);
    RangeQuery::between(keys.partition(), &begins, &ends).by_time()
}

/// All alarms of the person but those that made room, where the first page was planned. A page has a megabyte: some hundreds.
pub async fn all(app: &App, subject: &Authorised<Resident>, first: &Page) -> Result<Vec<AlarmItem>, Problem> {
    whole(app, first, &query(subject.keys())).await
}

/// What a query of alarms finds, beginning with its first page.
pub(crate) async fn whole(app: &App, first: &Page, query: &RangeQuery) -> Result<Vec<AlarmItem>, Problem> {
    let mut alarms: Vec<AlarmItem> = first.items.iter().map(from_item).collect::<Result<_, _>>()?;
    let mut last_key = first.last_key.clone();
    while let Some(key) = last_key {
        let page = app.table.query(query.clone().start_after(Some(key))).await?;
        for item in &page.items {
            alarms.push(from_item(item)?);
        }
        last_key = page.last_key;
    }
    Ok(alarms)
}

/// So long after its minute an edit, an answer or an ended entry is of no use to anybody: the sweep looks back minutes.
pub const KEPT: TimeDelta = TimeDelta::days(3);

/// Ends an alarm, in any context: its entries in the index of recurrences, that it rings for its account, and what it would
/// send in the next minutes itself. What was due before, and what was answered, stays. Nothing rings any more, so nothing is
/// to be queued.
pub fn end(
    effect: &mut Transaction,
    resident: ResidentId,
    before: &AlarmItem,
    by: RelationKind,
    now: Instant,
) -> Result<(), Problem> {
    let now = before.next_change(now);
    let of = AlarmRef { resident, alarm: before.alarm_id };
    let mut item = before.clone();
    item.alarm.end(now);
    item.changed_by = by;
    item.changed_at = now;
    item.version += 1;
    for gone in std::mem::take(&mut item.due) {
        end_entry(effect, of, gone, now)?;
    }
    effect.delete(&ringing::ring(&item.rings_for, of), None)?;
    for minute in own_minutes(now).filter(|minute| before.alarm.dose(*minute, &[]).is_some()) {
        edited(effect, of, &item, minute, false)?;
    }
    put(effect, resident, &item)
}

/// Ends an entry of the index of recurrences: it still counts for the minutes before, and goes some days later.
pub fn end_entry(effect: &mut Transaction, alarm: AlarmRef, gone: DueReference, now: Instant) -> Result<(), Problem> {
    let mut end = Change::default();
    end.set("x", &now.timestamp_millis())?.set("expires_at", &(now + KEPT).timestamp())?;
    effect.change(&ringing::due(gone.time, alarm, gone.version), &end)?;
    Ok(())
}

/// Notes what an edit makes of one of the next minutes, whose occurrences the edit queues itself; gives what it noted.
pub fn edited(
    effect: &mut Transaction,
    alarm: AlarmRef,
    after: &AlarmItem,
    minute: Minute,
    rings: bool,
) -> Result<Edit, Problem> {
    let entry = PageEntry { alarm, delivery: after.delivery.clone() };
    let edit = Edit::Edited { version: after.version, rings, entry };
    effect.put(&ringing::change(minute, alarm), &edit, &expiring(minute.begins()), Only::Always)?;
    Ok(edit)
}

/// What the table may delete some days after this instant.
pub fn expiring(at: Instant) -> Meta {
    Meta { expires_at: Some((at + KEPT).timestamp()), ..Meta::default() }
}

/// Puts an ended alarm where it is read for what became of its doses, and for nothing else: it makes room among those that
/// every operation on alarms reads.
pub fn put_away(effect: &mut Transaction, keys: ResidentKeys, item: &AlarmItem, over: Instant) -> Result<(), Problem> {
    effect.delete(&keys.alarm(item.alarm_id), Some(item.version))?;
    let by_time = Some(by_time::past_alarm(over, item.alarm_id));
    let meta = Meta { version: Some(item.version), by_time, ..Meta::default() };
    effect.put(&keys.past_alarm(item.alarm_id), item, &meta, Only::IfNew)
}

/// The next version of an alarm.
fn put(effect: &mut Transaction, resident: ResidentId, item: &AlarmItem) -> Result<(), Problem> {
    let meta = Meta { version: Some(item.version), ..Meta::default() };
    effect.put(&ResidentKeys::new(resident).alarm(item.alarm_id), item, &meta, Only::IfVersion(item.version - 1))?;
    Ok(())
}

/// Takes medicines that go out of the alarms that name them. An alarm whose last medicine goes ends with it: there is nothing
/// left to take. One that the person made without any is not concerned. Who does so raises the lock of what the
/// person takes (`medicines::lock`), as who makes an alarm does: neither misses the other.
pub fn without_medicines(
    effect: &mut Transaction,
    resident: ResidentId,
    alarms: &[AlarmItem],
    medicines: &[MedicationId],
    by: RelationKind,
    now: Instant,
) -> Result<(), Problem> {
    let goes = |id: &MedicationId| medicines.contains(id);
    let names_one = |item: &&AlarmItem| item.alarm.is_live() && item.alarm.setting.medication_ids.iter().any(goes);
    for before in alarms.iter().filter(names_one) {
        let mut setting = before.alarm.setting.clone();
        setting.medication_ids.retain(|id| !goes(id));
        if setting.medication_ids.is_empty() {
            end(effect, resident, before, by, now)?;
            continue;
        }
        let mut item = before.clone();
        let now = before.next_change(now);
        item.alarm.change(setting, now, &[]);
        // A suggestion is of one dispensing. Without it, what is left is as if it had been made by hand.
        item.origin = item.origin.filter(|origin| !goes(&origin.dispensing_id));
        item.changed_by = by;
        item.changed_at = now;
        item.version += 1;
        put(effect, resident, &item)?;
    }
    Ok(())
}
