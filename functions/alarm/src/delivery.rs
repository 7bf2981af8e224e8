//! Whether the notification of a dose went out: read from the ledgers of what was sent, all in one wave. A dose was sent in
//! a page with others of its minute, or on its own; the page is the last one that begins at or before the alarm.

use alarm_engine::due::AlarmRef;
use alarm_engine::ledger::{Channel, Delivered};
use alarm_engine::shard::Shard;
use chrono::TimeDelta;
use notebook::id::ResidentId;
use notebook::time::Instant;
use platform::table::Item;
use records::doses::Dose;
use records::items::ledger;
use records::keys::ringing;
use records::prelude::*;

/// Ledgers are kept for five weeks.
const KEPT: TimeDelta = TimeDelta::days(35);

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
    let was_sent = |dose: &Dose<'_>| (now - KEPT..=now).contains(&dose.minute.begins());
    for dose in doses.iter().copied() {
        if !was_sent(dose) {
            pages.push(None);
            continue;
        }
        for key in own_keys(dose, of(dose)) {
            plan.get(key);
        }
        let sent = ringing::sent(dose.minute, Shard::of(resident));
        let (first, own) = (ringing::sent_pages(dose.minute, of(dose)), ringing::sent_page(dose.minute, of(dose)));
        let page = RangeQuery::between(sent, first.sort_key(), own.sort_key());
        pages.push(Some(plan.query::<Item>(page.newest_first().limit(1))));
    }
    let fetched = app.table.read(plan).await?;
    let mut deliveries = Vec::with_capacity(doses.len());
    for (dose, page) in doses.iter().copied().zip(pages) {
        let Some(page) = page else {
            deliveries.push(None);
            continue;
        };
        let own = fetched.found(own_keys(dose, of(dose)))?;
        let mut claims = own.into_iter().chain(&fetched.page(page)?.items);
        deliveries.push(claims.find_map(|claim| ledger(claim)?.of(of(dose))).map(Delivery::from));
    }
    Ok(deliveries)
}

/// The claims of a dose on its own: of the reminder that was asked for, and of the dose.
fn own_keys(dose: &Dose<'_>, alarm: AlarmRef) -> Vec<Key> {
    let again = dose.answer.and_then(|item| item.intake.reminder()).map(|at| at.timestamp());
    let at = again.into_iter().chain([dose.minute.begins().timestamp()]);
    at.map(|at| ringing::sent_own(dose.minute, alarm, at)).collect()
}
