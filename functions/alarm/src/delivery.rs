//! Whether the notification of a dose went out: read from the ledgers of what was sent, all in one wave. A dose was sent in
//! a page with others of its minute, or on its own; the page is the last one that begins at or before the alarm.

use alarm_engine::due::AlarmRef;
use alarm_engine::ledger::{Channel, Delivered};
use alarm_engine::shard::Shard;
use chrono::TimeDelta;
use notebook::alarm::Minute;
use notebook::id::ResidentId;
use notebook::time::Instant;
use platform::table::schema::attribute::SK;
use platform::table::{Fetched, Item};
use records::doses::Dose;
use records::items::ledger;
use records::keys::ringing;
use records::prelude::*;

/// Ledgers are kept for five weeks.
const KEPT: TimeDelta = TimeDelta::days(35);

/// The last second that the key of a claim can name.
const LAST: i64 = 999_999_999_999;

/// A notification.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "AlarmDelivery")]
pub(crate) struct Delivery {
    /// How it was sent.
    channel: Channel,
    /// When it was last tried.
    attempted_at: Instant,
    /// Whether the channel took it.
    delivered: bool,
    /// Whether it went out more than a minute after it was due, and said so.
    late: bool,
}

impl From<Delivered> for Delivery {
    fn from(of: Delivered) -> Self {
        Self { channel: of.channel, attempted_at: of.attempted_at, delivered: of.delivered, late: of.late }
    }
}

/// The notification of each of these doses, in their order.
pub(crate) async fn read(
    app: &App,
    resident: ResidentId,
    doses: &[&Dose<'_>],
    now: Instant,
) -> Result<Vec<Option<Delivery>>, Problem> {
    let mut plan = ReadPlan::default();
    let mut pages = Vec::with_capacity(doses.len());
    let of = |dose: &Dose<'_>| AlarmRef { resident, alarm: dose.alarm.alarm_id };
    for dose in doses.iter().copied() {
        if !was_sent(dose.minute, now) {
            pages.push(None);
            continue;
        }
        for key in own_keys(dose, of(dose)) {
            plan.get(key);
        }
        pages.push(Some(plan.query::<Item>(page_of(dose.minute, of(dose)))));
    }
    let fetched = app.table.read(plan).await?;
    let mut deliveries = Vec::with_capacity(doses.len());
    for (dose, page) in doses.iter().copied().zip(pages) {
        let Some(page) = page else {
            deliveries.push(None);
            continue;
        };
        let own = fetched.found(own_keys(dose, of(dose)))?;
        deliveries.push(first(own.into_iter().chain(&fetched.page(page)?.items), of(dose)));
    }
    Ok(deliveries)
}

/// Where the claims of one dose are found, which are planned before anything of the dose is known but its minute.
pub(crate) struct Claims {
    own: PageOf<Item>,
    page: PageOf<Item>,
}

impl Claims {
    /// Names them; none where nothing was sent yet, or nothing is kept of it any more.
    pub(crate) fn plan(minute: Minute, alarm: AlarmRef, now: Instant, plan: &mut ReadPlan) -> Option<Self> {
        let (first, last) = (ringing::sent_own(minute, alarm, 0), ringing::sent_own(minute, alarm, LAST));
        let own = between(minute, alarm, &first, &last);
        was_sent(minute, now).then(|| Self { own: plan.query(own), page: plan.query(page_of(minute, alarm)) })
    }

    /// The notification of the dose.
    pub(crate) fn read(
        &self,
        fetched: &Fetched,
        resident: ResidentId,
        dose: &Dose<'_>,
    ) -> Result<Option<Delivery>, Problem> {
        let alarm = AlarmRef { resident, alarm: dose.alarm.alarm_id };
        let (found, page) = (&fetched.page(self.own)?.items, &fetched.page(self.page)?.items);
        let is =
            |item: &Item, key: &Key| item.get(SK).and_then(|sk| sk.as_s().ok()).is_some_and(|sk| sk == key.sort_key());
        let own = own_keys(dose, alarm);
        let own = own.iter().filter_map(|key| found.iter().find(|item| is(item, key)));
        Ok(first(own.chain(page), alarm))
    }
}

/// Whether a notification may have gone out, of which something is kept.
fn was_sent(minute: Minute, now: Instant) -> bool {
    (now - KEPT..=now).contains(&minute.begins())
}

/// The page in which an alarm was sent.
fn page_of(minute: Minute, alarm: AlarmRef) -> RangeQuery {
    let (first, own) = (ringing::sent_pages(minute, alarm), ringing::sent_page(minute, alarm));
    between(minute, alarm, &first, &own).newest_first().limit(1)
}

/// What was sent in a minute, from one key to another.
fn between(minute: Minute, alarm: AlarmRef, first: &Key, last: &Key) -> RangeQuery {
    let sent = ringing::sent(minute, Shard::of(alarm.resident));
    RangeQuery::between(sent, first.sort_key(), last.sort_key())
}

/// What the first of these claims says that tells of the alarm.
fn first<'a>(mut claims: impl Iterator<Item = &'a Item>, alarm: AlarmRef) -> Option<Delivery> {
    claims.find_map(|claim| ledger(claim)?.of(alarm)).map(Delivery::from)
}

/// The claims of a dose on its own: of the reminder that was asked for, and of the dose.
fn own_keys(dose: &Dose<'_>, alarm: AlarmRef) -> Vec<Key> {
    let again = dose.answer.and_then(|item| item.intake.reminder()).map(|at| at.timestamp());
    let at = again.into_iter().chain([dose.minute.begins().timestamp()]);
    at.map(|at| ringing::sent_own(dose.minute, alarm, at)).collect()
}
