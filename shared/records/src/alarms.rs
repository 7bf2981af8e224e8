//! A person's alarms, read whole, and what the end of a medicine means for them. More than one context does this.

use alarm_engine::change::Change as Edit;
use alarm_engine::due::{AlarmRef, own_minutes};
use alarm_engine::message::PageEntry;
use chrono::TimeDelta;
use notebook::access::RelationKind;
use notebook::alarm::Minute;
use notebook::id::{AlarmId, IntakeId, MedicationId};
use notebook::time::{Day, Instant, jst_day, jst_midnight};
use platform::app::App;
use platform::auth::{Authorised, Resident};
use platform::problem::Problem;
use platform::table::Page;
use platform::table::range::RangeQuery;
use platform::table::schema::ResidentKeys;
use platform::table::transaction::{Meta, Only, Transaction};
use platform::table::{Table, from_item};
use serde::Deserialize;

use crate::due::{DueChange, KEPT};
use crate::items::{AlarmItem, KeptAlarm};
use crate::keys::{MedicationKeys, by_time, ringing};

/// Most alarms that are kept at hand, ended ones among them: all are read at once, and these fit one page. Beyond them the one
/// that was over first makes room, and is read for what became of its doses only.
pub const MOST_KEPT: usize = 300;

/// Alarms that make room for one that comes: one, and two where there were more before.
const MOST_PUT_AWAY: usize = 2;

/// A request that makes an alarm is over, and the clocks of two machines differ by less than, this.
const CLOCKS_AGREE: TimeDelta = TimeDelta::minutes(2);

/// Names the first page of the person's alarms, ended ones too.
pub fn query(keys: ResidentKeys) -> RangeQuery {
    RangeQuery::kind(keys, ResidentKeys::ALARMS)
}

/// Names the alarms that made room for others, those that may have had a dose on this day or later.
pub fn past(keys: ResidentKeys, from: Day) -> RangeQuery {
    let begins = by_time::past_alarm(jst_midnight(from), "");
    let ends = format!("{}\u{10FFFF}", by_time::PAST_ALARMS);
    RangeQuery::between(keys.partition(), &begins, &ends).by_time()
}

/// All alarms of the person but those that made room, whatever they remind of, where the first page was planned. A page has a
/// megabyte: some hundreds. For what looks at no dose of them.
pub async fn any(app: &App, keys: ResidentKeys, first: &Page) -> Result<Vec<AlarmItem>, Problem> {
    let kept: Vec<KeptAlarm> = app.table.whole(first, &query(keys)).await?;
    Ok(kept.into_iter().map(KeptAlarm::any).collect())
}

/// The same, of those whose times are doses.
pub async fn of_medicines(app: &App, keys: ResidentKeys, first: &Page) -> Result<Vec<AlarmItem>, Problem> {
    let mut alarms = any(app, keys, first).await?;
    alarms.retain(|item| item.about.is_medicines());
    Ok(alarms)
}

/// The alarms of which a dose may have been on this day or later, those that made room among them, ascending by id: of
/// [`query`] and [`past`], the first pages.
///
/// The two were read at the same time, and an alarm is put away in one transaction. One that was put away in between may stand
/// on both: it is one alarm. Or on neither, where what made room was read first: then those at hand, read after the
/// transaction, are as many as are kept, and among them is the new one that it made room for. Only then is what made room read
/// again, now after the rest; otherwise this costs nothing.
pub(crate) async fn with_past(
    app: &App,
    subject: &Authorised<Resident>,
    (at_hand, put_away): (&Page, &Page),
    from: Day,
) -> Result<Vec<AlarmItem>, Problem> {
    let past = past(subject.keys(), from);
    let mut alarms = any(app, subject.keys(), at_hand).await?;
    let put_away = if may_have_made_room(&alarms, subject.now()) {
        let again = app.table.query(past.clone()).await?;
        app.table.whole::<KeptAlarm>(&again, &past).await?
    } else {
        app.table.whole::<KeptAlarm>(put_away, &past).await?
    };
    alarms.extend(put_away.into_iter().map(KeptAlarm::any));
    // Of two readings of one alarm the later counts.
    alarms.sort_by_key(|item| (item.alarm_id, std::cmp::Reverse(item.version)));
    alarms.dedup_by_key(|item| item.alarm_id);
    Ok(alarms)
}

/// Whether one of the alarms at hand may have made room while they were read. A Query may see part of a transaction: the
/// alarms that went and not yet the one that came.
fn may_have_made_room(at_hand: &[AlarmItem], now: Instant) -> bool {
    let is_new = |item: &AlarmItem| item.made_at > now - CLOCKS_AGREE;
    match (at_hand.len() + 1).checked_sub(MOST_KEPT) {
        None => false,
        Some(0) => true,
        Some(_) => at_hand.iter().any(is_new),
    }
}

/// Ends an alarm, in any context: its entries in the index of recurrences, that it rings for its account, and what it would
/// send in the next minutes itself. What was due before, and what was answered, stays. Nothing rings any more, so nothing is
/// to be queued.
pub fn end(
    effect: &mut Transaction,
    keys: ResidentKeys,
    before: &AlarmItem,
    by: RelationKind,
    now: Instant,
) -> Result<(), Problem> {
    let now = before.next_change(now);
    let of = AlarmRef { resident: keys.resident(), alarm: before.alarm_id };
    let mut item = before.clone();
    item.alarm.end(now);
    item.changed_by = by;
    item.changed_at = now;
    item.version += 1;
    for gone in std::mem::take(&mut item.due) {
        DueChange::Ended(now).write(effect, of, gone)?;
    }
    effect.delete(&ringing::ring(&item.rings_for, of), None)?;
    for minute in own_minutes(now).filter(|minute| before.alarm.dose(*minute, &[]).is_some()) {
        edited(effect, of, &item, minute, false)?;
    }
    put(effect, keys, &item)
}

/// Notes at an alarm, and in its entries of the index, whether anybody is told of a missed dose: firing knows without reading it.
pub fn watch(effect: &mut Transaction, keys: ResidentKeys, alarm: &AlarmItem, watched: bool) -> Result<(), Problem> {
    let reference = AlarmRef { resident: keys.resident(), alarm: alarm.alarm_id };
    let mut next = alarm.clone();
    next.delivery.watched = watched;
    next.version += 1;
    put(effect, keys, &next)?;
    alarm.due.iter().try_for_each(|due| DueChange::Watched(watched).write(effect, reference, *due))
}

/// Notes what an edit makes of one of the next minutes, whose occurrences the edit queues itself; gives what it noted.
pub fn edited(
    effect: &mut Transaction,
    alarm: AlarmRef,
    after: &AlarmItem,
    minute: Minute,
    rings: bool,
) -> Result<Edit, Problem> {
    let entry = PageEntry { alarm, delivery: after.addressed() };
    let edit = Edit::Edited { version: after.version, rings, entry };
    effect.put(&ringing::change(minute, alarm), &edit, &expiring(minute.begins()), Only::Always)?;
    Ok(edit)
}

/// What the table may delete some days after this instant.
pub fn expiring(at: Instant) -> Meta {
    Meta { expires_at: Some((at + KEPT).timestamp()), ..Meta::default() }
}

/// Makes room for one more alarm among those that are at hand: of these, the one that was over first goes. It is put where
/// it is read for what became of its doses, and for nothing else; one of which no dose was due, answered or logged tells of nothing,
/// and is not kept, nor is a reminder to record, which has none. It goes in the version that was read, which whoever logs a
/// dose of an ended alarm raises.
pub async fn make_room(
    table: &Table,
    effect: &mut Transaction,
    keys: ResidentKeys,
    alarms: &[AlarmItem],
) -> Result<(), Problem> {
    let beyond = (alarms.len() + 1).saturating_sub(MOST_KEPT);
    let ended = alarms.iter().filter_map(|item| Some((item.alarm.over()?, item.alarm.ended?, item)));
    let mut ended: Vec<(Instant, Instant, &AlarmItem)> = ended.collect();
    ended.sort_by_key(|(over, _, item)| (*over, item.alarm_id));
    for (over, ended, item) in ended.into_iter().take(beyond.min(MOST_PUT_AWAY)) {
        effect.delete(&keys.alarm(item.alarm_id), Some(item.version))?;
        if !item.about.is_medicines() {
            continue;
        }
        if item.alarm.had_a_dose(ended) || was_taken(table, keys, item, ended).await? {
            let by_time = Some(by_time::past_alarm(over, item.alarm_id));
            let meta = Meta { version: Some(item.version), by_time, ..Meta::default() };
            effect.put(&keys.past_alarm(item.alarm_id), item, &meta, Only::IfNew)?;
        }
    }
    Ok(())
}

/// Whether something was said of a dose of an alarm of which none was due: before it was, or by hand.
async fn was_taken(table: &Table, keys: ResidentKeys, item: &AlarmItem, ended: Instant) -> Result<bool, Problem> {
    let (first, last) = (jst_day(item.made_at), jst_day(ended));
    let answers = keys.intakes(first.pred_opt().unwrap_or(first), last.succ_opt().unwrap_or(last));
    // By the id, which says when it was logged: the alarm was there already.
    let logged = keys.logged_intake(IntakeId::new(item.made_at - CLOCKS_AGREE, [0; 10]));
    let logged = RangeQuery::between(keys.partition(), logged.sort_key(), ResidentKeys::LAST_LOGGED);
    let (answered, logged) =
        tokio::try_join!(names(table, answers, item.alarm_id), names(table, logged, item.alarm_id))?;
    Ok(answered || logged)
}

/// Whether one of these items names the alarm.
async fn names(table: &Table, query: RangeQuery, alarm: AlarmId) -> Result<bool, Problem> {
    #[derive(Deserialize)]
    struct Named {
        #[serde(default)]
        alarm_id: Option<AlarmId>,
    }
    let mut after = None;
    loop {
        let page = table.query(query.clone().start_after(after)).await?;
        for item in &page.items {
            if from_item::<Named>(item)?.alarm_id == Some(alarm) {
                return Ok(true);
            }
        }
        after = page.last_key;
        if after.is_none() {
            return Ok(false);
        }
    }
}

/// The next version of an alarm.
fn put(effect: &mut Transaction, keys: ResidentKeys, item: &AlarmItem) -> Result<(), Problem> {
    let meta = Meta { version: Some(item.version), ..Meta::default() };
    effect.put(&keys.alarm(item.alarm_id), item, &meta, Only::IfVersion(item.version - 1))?;
    Ok(())
}

/// Takes medicines that go out of the alarms that name them. An alarm whose last medicine goes ends with it: there is nothing
/// left to take. One that the person made without any is not concerned. Who does so raises the lock of what the
/// person takes (`medicines::lock`), as who makes an alarm does: neither misses the other. `by`: none where an institution took a
/// medicine back; who changed the alarm last is then still who did before.
pub fn without_medicines(
    effect: &mut Transaction,
    keys: ResidentKeys,
    alarms: &[AlarmItem],
    medicines: &[MedicationId],
    by: Option<RelationKind>,
    now: Instant,
) -> Result<(), Problem> {
    let goes = |id: &MedicationId| medicines.contains(id);
    let names_one = |item: &&AlarmItem| item.alarm.is_live() && item.alarm.setting.medication_ids.iter().any(goes);
    // One about recording names no medicine.
    for before in alarms.iter().filter(names_one) {
        let by = by.unwrap_or(before.changed_by);
        let mut setting = before.alarm.setting.clone();
        setting.medication_ids.retain(|id| !goes(id));
        if setting.medication_ids.is_empty() {
            end(effect, keys, before, by, now)?;
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
        put(effect, keys, &item)?;
    }
    Ok(())
}
