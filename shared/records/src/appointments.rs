//! Planned visits, which are the person's appointments: how many may lie ahead, and what is written so that their accounts are
//! reminded of them.
//!
//! A reminder is one entry under the minute before its own, where the alarms' sweep looks once that minute is over
//! (`alarm_engine::change`). The entry only wakes the notifier: what the visit says then decides.

use alarm_engine::change::Change;
use alarm_engine::due::AlarmRef;
use notebook::alarm::Minute;
use notebook::id::{AlarmId, VisitId};
use notebook::time::{Day, Instant, jst_day};
use platform::app::App;
use platform::auth::{Authorised, Resident};
use platform::problem::{Code, Problem};
use platform::table::range::RangeQuery;
use platform::table::schema::ResidentKeys;
use platform::table::transaction::{Meta, Only};
use platform::table::{Page, PageOf, ReadPlan, Transaction, Versioned};
use serde::{Deserialize, Serialize};

use crate::alarms::expiring;
use crate::items::{VisitItem, VisitStatus};
use crate::keys::{VisitsKeys, by_time, ringing};

/// Most visits that may be planned from today on.
pub const MOST_AHEAD: usize = 50;

/// Visits from today on among which a write counts those that are planned: days ahead have planned ones alone, today has others too.
const COUNTED: i32 = 200;

/// Visits of a page that is read after the first, and how many such pages are, one after the other.
const A_PAGE: i32 = 250;
const MORE_PAGES: usize = 4;

/// A reminder that would come sooner than so many minutes after it was set is not sent: who sets it knows. It is longer than a
/// request may take and clocks may differ, so that no minute is swept before what is written under it is there.
const NOT_BEFORE_MINUTES: i64 = 10;

/// An appointment as the alarms' machinery names it: by the id of its visit.
pub fn reference(keys: ResidentKeys, visit: VisitId) -> AlarmRef {
    AlarmRef { resident: keys.resident(), alarm: AlarmId(visit.0) }
}

/// The visit that such a reference names.
pub fn visit_of(appointment: AlarmRef) -> VisitId {
    VisitId(appointment.alarm.0)
}

/// Writes what reminds of a visit as it is from now on, and takes away what reminded of it as it was.
///
/// # Errors
///
/// `internal` where it cannot be written.
pub fn remind(
    effect: &mut Transaction,
    keys: ResidentKeys,
    visit: VisitId,
    (before, after): (Option<&VisitItem>, Option<&VisitItem>),
    now: Instant,
) -> Result<(), Problem> {
    let of = reference(keys, visit);
    let minutes = |visit: Option<&VisitItem>| visit.map(VisitItem::reminded_at).unwrap_or_default();
    let (before, after) = (minutes(before), minutes(after));
    let place = |minute: Minute| ringing::appointment(minute.plus(-1), of);
    for gone in before.iter().filter(|minute| !after.contains(minute)) {
        effect.delete(&place(*gone), None)?;
    }
    let first = Minute::of(now).plus(NOT_BEFORE_MINUTES);
    for minute in after.iter().filter(|minute| **minute >= first && !before.contains(minute)) {
        let change = Change::Appointment { minute: *minute, alarm: of };
        effect.put(&place(*minute), &change, &expiring(minute.begins()), Only::Always)?;
    }
    Ok(())
}

/// The planned visits of a query of which the first page was read, and whether they are all: a day may have more visits that were written down
/// than are looked through, a thousand beside the first page.
///
/// # Errors
///
/// 503 where the table does not answer.
pub async fn planned(app: &App, first: &Page, query: RangeQuery) -> Result<(Vec<Versioned<VisitItem>>, bool), Problem> {
    let mut planned: Vec<Versioned<VisitItem>> = first.read()?;
    let mut last_key = first.last_key.clone();
    for _ in 0..MORE_PAGES {
        if last_key.is_none() {
            break;
        }
        let page = app.table.query(query.clone().limit(A_PAGE).start_after(last_key)).await?;
        planned.extend(page.read::<Versioned<VisitItem>>()?);
        last_key = page.last_key;
    }
    planned.retain(|stored| stored.item.is_planned());
    Ok((planned, last_key.is_none()))
}

/// The visits that are planned from today on, and the lock under which one more is.
#[derive(Default)]
pub struct Ahead(Option<PageOf<Counted>>);

/// A visit as far as it is counted.
#[derive(Deserialize)]
struct Counted {
    status: VisitStatus,
    #[serde(default)]
    checked_in_at: Option<Instant>,
}

/// The lock; none in notebooks in which nothing was planned since there is one.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct LockItem {
    version: u64,
}

/// Whether a visit is still to be, today or later.
fn is_ahead(visit: &VisitItem, today: Day) -> bool {
    visit.is_planned() && visit.visited_on >= today
}

impl Ahead {
    /// Names what [`Self::make_room`] looks at.
    pub fn plan(keys: ResidentKeys, now: Instant, plan: &mut ReadPlan) -> Self {
        let (from, to) = (by_time::visit(jst_day(now), ""), format!("{}~", by_time::VISITS));
        plan.get(keys.appointment_lock());
        let visits = RangeQuery::between(keys.partition(), &from, &to).by_time().newest_first();
        Self(Some(plan.query(visits.only(["status", "checked_in_at"]).limit(COUNTED))))
    }

    /// Adds to `effect` that nobody else planned one more meanwhile, where this is one more: of two at once the later runs again
    /// from its read. Where so many visits of today were written down that they are not all counted, there is no room today.
    ///
    /// # Errors
    ///
    /// 422 `too_many_appointments` where as many lie ahead as may be.
    pub fn make_room(
        &self,
        effect: &mut Transaction,
        subject: &Authorised<Resident>,
        (before, after): (Option<&VisitItem>, &VisitItem),
    ) -> Result<(), Problem> {
        let today = jst_day(subject.now());
        if !is_ahead(after, today) || before.is_some_and(|before| is_ahead(before, today)) {
            return Ok(());
        }
        let page = self.0.ok_or_else(|| Problem::internal("what lies ahead was not planned"))?;
        let is_cut = subject.fetched().page(page)?.last_key.is_some();
        let visits = subject.fetched().all(page)?;
        let is_planned = |one: &&Counted| one.status == VisitStatus::Planned && one.checked_in_at.is_none();
        if is_cut || visits.iter().filter(is_planned).count() >= MOST_AHEAD {
            return Err(Problem::of(Code::TooManyAppointments).with("most", MOST_AHEAD));
        }
        let key = subject.keys().appointment_lock();
        let before: Option<LockItem> = subject.fetched().get(&key)?;
        let before = before.map(|lock| lock.version);
        let version = before.unwrap_or_default() + 1;
        let meta = Meta { version: Some(version), ..Meta::default() };
        effect.put(&key, &LockItem { version }, &meta, before.map_or(Only::IfNew, Only::IfVersion))
    }
}
