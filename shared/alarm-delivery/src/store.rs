//! The engine's table: index, cursor, changes and claims. What doses and devices are about is in [`crate::doses`].

use std::sync::Arc;

use alarm_engine::change::Change;
use alarm_engine::due::{AlarmRef, DueEntry};
use alarm_engine::ledger::Ledger;
use alarm_engine::message::PageEntry;
use alarm_engine::notification::Recipient;
use alarm_engine::port::{
    AppointmentWish, Claim, Claimed, Cursor, DueKey, DuePage, Failure, Intake, RefillWish, Reminded, SentKey, Store,
    Watcher,
};
use alarm_engine::shard::Shard;
use aws_sdk_dynamodb::primitives::Blob;
use aws_sdk_dynamodb::types::AttributeValue;
use notebook::alarm::{Minute, TimeOfDay};
use notebook::id::ResidentId;
use notebook::time::Instant;
use platform::app::App;
use platform::clock::Clock;
use platform::job::System;
use platform::problem::Problem;
use platform::table::Cancelled;
use platform::table::range::RangeQuery;
use platform::table::read::key_item;
use platform::table::schema::{Key, Partition};
use platform::table::single::{Update, Written};
use platform::table::transaction::{Meta, Only};
use platform::table::{Ground, Item, ReadPlan, Table, Transaction, from_item, n, s};
use records::items::{QuietItem, ledger};
use records::keys::ringing;
use serde::{Deserialize, Serialize};

use crate::appointments::Appointments;
use crate::doses::Notebooks;
use crate::failure;

/// Days for which it can be said what was sent.
const LEDGER_DAYS: i64 = 36;

/// Between these lie all sort keys that begin with an id. A key is never compared with an empty text: the table refuses that.
const FIRST: &str = "0";
const LAST: &str = "g";

/// Attributes of a claim that are read (beside `t`, its token, and `z`, the end of its lease): one letter each, because claim
/// and ledger of a page must stay within one write unit.
mod claimed {
    /// The last alarm that it is for, `<resident>#<alarm>`.
    pub(super) const LAST: &str = "l";
    /// There once it is sent.
    pub(super) const DONE: &str = "d";
}

/// The table of an app.
pub struct AlarmStore<'a> {
    table: &'a Table,
    notebooks: Notebooks<'a>,
    appointments: Appointments<'a>,
    clock: Arc<dyn Clock>,
}

#[derive(Serialize, Deserialize)]
struct CursorItem {
    dispatched: Minute,
    swept: Minute,
}

impl<'a> AlarmStore<'a> {
    /// That of the app, for a job.
    pub fn of(app: &'a App, system: System) -> Self {
        let (notebooks, appointments) = (Notebooks::of(&app.table, system), Appointments::of(&app.table, system));
        Self { table: &app.table, notebooks, appointments, clock: Arc::clone(&app.clock) }
    }

    async fn pages(&self, query: RangeQuery) -> Result<Vec<Item>, Problem> {
        let mut items = Vec::new();
        let mut after = None;
        loop {
            let page = self.table.query(query.clone().start_after(after)).await?;
            items.extend(page.items);
            after = page.last_key;
            if after.is_none() {
                return Ok(items);
            }
        }
    }

    async fn changes_between(&self, partition: Partition, from: &str, to: &str) -> Result<Vec<Change>, Problem> {
        self.pages(RangeQuery::between(partition, from, to)).await?.iter().map(from_item).collect()
    }

    async fn write_ledger(
        &self,
        key: SentKey,
        token: &str,
        ledger: &Ledger,
        update: Update<'_>,
    ) -> Result<bool, Problem> {
        let mut update = update;
        update.values.push((":token", s(token)));
        update.values.push((":ledger", AttributeValue::B(Blob::new(ledger.encode()))));
        Ok(matches!(self.table.update(&sent_key(key), update).await?, Written::Done(_)))
    }
}

fn sent_key(key: SentKey) -> Key {
    match key {
        SentKey::Page { minute, first } => ringing::sent_page(minute, first),
        SentKey::Own { minute, alarm, at } => ringing::sent_own(minute, alarm, at),
    }
}

fn minute_of(key: SentKey) -> Minute {
    match key {
        SentKey::Page { minute, .. } | SentKey::Own { minute, .. } => minute,
    }
}

fn alarm_of(item: &Item) -> Option<AlarmRef> {
    let (resident, alarm) = item.get(claimed::LAST)?.as_s().ok()?.split_once('#')?;
    Some(AlarmRef { resident: resident.parse().ok()?, alarm: alarm.parse().ok()? })
}

fn mended<T>(result: Result<T, Problem>) -> Result<T, Failure> {
    result.map_err(|problem| failure(&problem))
}

impl Store for AlarmStore<'_> {
    async fn cursor(&self) -> Result<Option<Cursor>, Failure> {
        let mut plan = ReadPlan::default();
        plan.get(ringing::cursor());
        let item: Option<CursorItem> =
            mended(self.table.read(plan).await.and_then(|read| read.get(&ringing::cursor())))?;
        Ok(item.map(|CursorItem { dispatched, swept }| Cursor { dispatched, swept }))
    }

    async fn move_cursor(&self, from: Option<Cursor>, to: Cursor) -> Result<bool, Failure> {
        let mut values = vec![(":dispatched", n(to.dispatched.0)), (":swept", n(to.swept.0))];
        let only_if = match from {
            None => "attribute_not_exists(pk)",
            Some(from) => {
                values.extend([(":from", n(from.dispatched.0)), (":from_swept", n(from.swept.0))]);
                "dispatched = :from AND swept = :from_swept"
            }
        };
        let update = Update { set: "SET dispatched = :dispatched, swept = :swept", only_if, values };
        Ok(matches!(mended(self.table.update(&ringing::cursor(), update).await)?, Written::Done(_)))
    }

    async fn due(&self, time: TimeOfDay, shard: Shard, after: Option<DueKey>) -> Result<DuePage, Failure> {
        let partition = ringing::due_at(time, shard);
        let after = after.map(|after| key_item(&ringing::due(time, after.alarm, after.version)));
        let query = RangeQuery::between(partition, FIRST, LAST).eventually().start_after(after);
        let page = mended(self.table.query(query).await)?;
        let entries: Vec<DueEntry> = mended(page.items.iter().map(from_item).collect())?;
        let last = entries.last().map(|entry| DueKey { alarm: entry.alarm, version: entry.version });
        Ok(DuePage { next: page.last_key.and(last), entries })
    }

    async fn changes(&self, minute: Minute, shard: Shard) -> Result<Vec<Change>, Failure> {
        mended(self.changes_between(ringing::changes(minute, shard), FIRST, LAST).await)
    }

    async fn changes_of(&self, minute: Minute, alarm: AlarmRef) -> Result<Vec<Change>, Failure> {
        let partition = ringing::changes(minute, Shard::of(alarm.resident));
        let from = format!("{}#{}", alarm.resident, alarm.alarm);
        mended(self.changes_between(partition, &from, &format!("{from}\u{10FFFF}")).await)
    }

    async fn quiet(&self, shard: Shard) -> Result<Vec<ResidentId>, Failure> {
        let query = RangeQuery::between(ringing::quiet_of(shard), FIRST, LAST);
        let people: Vec<QuietItem> = mended(mended(self.pages(query).await)?.iter().map(from_item).collect())?;
        Ok(people.into_iter().map(|item| item.resident_id).collect())
    }

    async fn estranged(&self, alarms: Vec<Reminded>) -> Result<Vec<AlarmRef>, Failure> {
        mended(self.notebooks.estranged(alarms, self.clock.now()).await)
    }

    async fn claim(&self, key: SentKey, claim: &Claim<'_>) -> Result<Claimed, Failure> {
        let last = format!("{}#{}", claim.last.resident, claim.last.alarm);
        let expires = minute_of(key).begins().timestamp().max(claim.now.timestamp()) + LEDGER_DAYS * 86_400;
        let update = Update {
            set: "SET t = :token, l = :last, z = :lease, expires_at = :expires",
            only_if: "attribute_not_exists(pk) OR (attribute_not_exists(d) AND (z <= :now OR t = :token))",
            values: vec![
                (":token", s(claim.token)),
                (":last", s(last)),
                (":lease", n(claim.lease_until.timestamp_millis())),
                (":now", n(claim.now.timestamp_millis())),
                (":expires", n(expires)),
            ],
        };
        match mended(self.table.update(&sent_key(key), update).await)? {
            Written::Done(item) => Ok(Claimed::Won { before: ledger(&item) }),
            Written::Refused(Some(item)) if item.contains_key(claimed::DONE) => {
                let last = alarm_of(&item).ok_or(Failure::Permanent("a claim that cannot be read"))?;
                Ok(Claimed::Done { last })
            }
            Written::Refused(_) => Ok(Claimed::Busy),
        }
    }

    async fn finish(&self, key: SentKey, token: &str, ledger: &Ledger) -> Result<bool, Failure> {
        let set = "SET g = :ledger, d = :done";
        let update = Update { set, only_if: "t = :token", values: vec![(":done", n(1))] };
        mended(self.write_ledger(key, token, ledger, update).await)
    }

    async fn release(&self, key: SentKey, token: &str, ledger: &Ledger) -> Result<bool, Failure> {
        let set = "SET g = :ledger, z = :ended";
        let only_if = "t = :token AND attribute_not_exists(d)";
        mended(self.write_ledger(key, token, ledger, Update { set, only_if, values: vec![(":ended", n(0))] }).await)
    }

    async fn label(&self, alarm: AlarmRef) -> Result<Option<String>, Failure> {
        mended(self.notebooks.label(alarm).await)
    }

    async fn refill_wish(&self, minute: Minute, entry: &PageEntry) -> Result<Option<RefillWish>, Failure> {
        mended(self.notebooks.refill_wish(minute, entry.alarm, self.clock.now()).await)
    }

    async fn appointment_wish(
        &self,
        minute: Minute,
        appointment: AlarmRef,
    ) -> Result<Option<AppointmentWish>, Failure> {
        let told = self.appointments.told(minute, appointment, self.clock.now()).await;
        Ok(mended(told)?.map(Into::into))
    }

    async fn endpoint_failed(&self, recipient: &Recipient, endpoint: &str, at: Instant) -> Result<(), Failure> {
        mended(self.notebooks.endpoint_failed(recipient, endpoint, at).await)
    }

    async fn intake(&self, minute: Minute, alarm: AlarmRef) -> Result<Option<Intake>, Failure> {
        mended(self.notebooks.intake(minute, alarm).await)
    }

    async fn mark_missed(
        &self,
        minute: Minute,
        alarm: AlarmRef,
        version: Option<u64>,
        told: bool,
    ) -> Result<bool, Failure> {
        let missed = self.notebooks.missed((minute, alarm), version, told, self.clock.now()).await;
        let (key, item) = mended(missed)?;
        let only = version.map_or(Only::IfNew, Only::IfVersion);
        let mut effect = Transaction::on(self.table);
        let meta = Meta { version: Some(item.version), ..Meta::default() };
        mended(effect.put(&key, &item, &meta, only))?;
        // A consent that ends meanwhile wins, as it does in every operation: it leaves this item in its own transaction.
        let quiet = Ground::unchanged(ringing::quiet(alarm.resident), None, QuietItem::DECISIVE);
        mended(effect.require(&quiet))?;
        match self.table.commit(&effect).await {
            Ok(()) => Ok(true),
            Err(Cancelled::Ground | Cancelled::Condition(..)) => Ok(false),
            Err(Cancelled::Contended) => Err(Failure::Transient),
            Err(Cancelled::Failed(problem)) => Err(failure(&problem)),
        }
    }

    async fn watchers(&self, alarm: AlarmRef) -> Result<Vec<Watcher>, Failure> {
        mended(self.notebooks.watchers(alarm, self.clock.now()).await)
    }
}
