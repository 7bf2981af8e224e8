//! The table in memory: conditional writes, eventually consistent reads of the index, and what it all costs.

use std::collections::{BTreeMap, HashMap};

use alarm_engine::change::Change;
use alarm_engine::due::{AlarmRef, Delivery, DueEntry};
use alarm_engine::ledger::Ledger;
use alarm_engine::port::{Cursor, DueKey, Intake, IntakeState, SentKey};
use alarm_engine::shard::Shard;
use notebook::alarm::{Minute, TimeOfDay};

/// An ended entry is deleted so many milliseconds after its end.
pub const KEPT: i64 = 3 * 86_400_000;

/// A claim.
#[derive(Debug, Clone)]
pub struct ClaimItem {
    /// Whose.
    pub token: String,
    /// The last alarm it is for.
    pub last: AlarmRef,
    /// Until when, milliseconds since 1970.
    pub lease_until: i64,
    /// Whether all was sent.
    pub finished: bool,
    /// What was written down, encoded.
    pub ledger: Option<Vec<u8>>,
}

impl ClaimItem {
    /// The ledger.
    pub fn ledger(&self) -> Option<Ledger> {
        self.ledger.as_deref().and_then(Ledger::decode)
    }
}

/// What reading and writing cost, in capacity units times two, so that half a unit is a whole number.
#[derive(Debug, Clone, Copy, Default)]
pub struct Meter {
    /// Reading the index: of the first shard only, which is the one that a city's day fills.
    pub due_reads: u64,
    /// Reading the changes, with a page or to sweep.
    pub change_reads: u64,
    /// Everything else that is read.
    pub other_reads: u64,
    /// Claims and their ends.
    pub claim_writes: u64,
    /// Everything else that is written.
    pub other_writes: u64,
}

/// Units times two of a read of so many bytes.
pub fn read_cost(bytes: usize, strong: bool) -> u64 {
    let blocks = bytes.div_ceil(4_096).max(1) as u64;
    if strong { blocks * 2 } else { blocks }
}

/// Bytes of an entry in the table: names and values as DynamoDB counts them, with what the platform adds.
pub fn due_bytes(entry: &DueEntry) -> usize {
    let number = |value: i64| value.unsigned_abs().to_string().len().div_ceil(2) + 1;
    let keys = (2 + "DUE#08:00#00".len()) + (2 + 36 + 1 + 36 + 1 + 6);
    let ids = (1 + 36) * 2;
    let fixed = (1 + number(entry.version.cast_signed()))
        + (1 + 3)
        + (1 + 10)
        + (1 + number(entry.since))
        + ("schema_version".len() + 2);
    let until = entry.until.map_or(0, |_| 1 + 10);
    let ended = entry.ended.map_or(0, |at| 1 + number(at) + "expires_at".len() + 6);
    keys + ids + fixed + until + ended + entry.days.extra_bytes() + delivery_bytes(&entry.delivery)
}

fn delivery_bytes(delivery: &Delivery) -> usize {
    let endpoints: usize = delivery.endpoints.iter().map(|endpoint| endpoint.len() + 1).sum();
    let list = if delivery.endpoints.is_empty() { 0 } else { 1 + 3 + endpoints };
    list + [delivery.watched, delivery.named, delivery.email].iter().filter(|wish| **wish).count() * 2
}

/// What an item was from when on, milliseconds since 1970.
type History = Vec<(i64, DueEntry)>;

/// Changes of a minute and shard, by alarm, kind and dose.
pub type Changes = BTreeMap<(AlarmRef, u8, Minute), Change>;

/// The table.
#[derive(Debug, Default)]
pub struct Table {
    /// The cursor.
    pub cursor: Option<Cursor>,
    /// The index of recurrences.
    pub due: BTreeMap<(TimeOfDay, Shard), BTreeMap<DueKey, History>>,
    /// Changes by minute, shard, alarm and kind.
    pub changes: BTreeMap<(Minute, Shard), Changes>,
    /// Claims.
    pub claims: BTreeMap<SentKey, ClaimItem>,
    /// Doses.
    pub intakes: HashMap<(Minute, AlarmRef), Intake>,
    /// The costs.
    pub meter: Meter,
}

impl Table {
    /// Puts an entry; at `now` the strongly consistent state.
    pub fn put_due(&mut self, now: i64, time: TimeOfDay, entry: DueEntry) {
        let key = DueKey { alarm: entry.alarm, version: entry.version };
        let shard = Shard::of(entry.alarm.resident);
        self.due.entry((time, shard)).or_default().entry(key).or_default().push((now, entry));
    }

    /// Entries after a key as they were `lag(…)` milliseconds ago, up to `most`, with their bytes and whether more follow.
    pub fn due_page(
        &self,
        partition: (TimeOfDay, Shard),
        after: Option<DueKey>,
        now: i64,
        most_bytes: usize,
        mut lag: impl FnMut() -> i64,
    ) -> (Vec<DueEntry>, usize, Option<DueKey>) {
        let mut found = Vec::new();
        let mut bytes = 0;
        let Some(items) = self.due.get(&partition) else { return (found, bytes, None) };
        let bounds = (after.map_or(std::ops::Bound::Unbounded, std::ops::Bound::Excluded), std::ops::Bound::Unbounded);
        for (key, history) in items.range::<DueKey, _>(bounds) {
            if bytes >= most_bytes {
                // DynamoDB names the last key that it looked at.
                let last = found.last().map(|entry: &DueEntry| DueKey { alarm: entry.alarm, version: entry.version });
                return (found, bytes, last.or(Some(*key)));
            }
            let seen = now - lag();
            let state = history.iter().rev().find(|(since, _)| *since <= seen);
            if let Some((_, entry)) = state
                && entry.ended.is_none_or(|ended| now < ended + KEPT)
            {
                bytes += due_bytes(entry);
                found.push(entry.clone());
            }
        }
        (found, bytes, None)
    }

    /// Writes a change.
    pub fn put_change(&mut self, minute: Minute, change: Change) {
        let (alarm, kind, dose) = match &change {
            Change::Edited { entry, .. } => (entry.alarm, 0, minute),
            Change::Answered { alarm } => (*alarm, 1, minute),
            Change::PutOff { minute, entry, .. } => (entry.alarm, 2, *minute),
            Change::Appointment { minute, alarm } => (*alarm, 3, *minute),
        };
        self.changes.entry((minute, Shard::of(alarm.resident))).or_default().insert((alarm, kind, dose), change);
    }

    /// Takes away that a dose was answered early.
    pub fn remove_answer(&mut self, minute: Minute, alarm: AlarmRef) {
        if let Some(changes) = self.changes.get_mut(&(minute, Shard::of(alarm.resident))) {
            changes.remove(&(alarm, 1, minute));
        }
    }

    /// Sets what became of a dose.
    pub fn put_intake(&mut self, minute: Minute, alarm: AlarmRef, state: IntakeState) {
        let version = self.intakes.get(&(minute, alarm)).map_or(1, |intake| intake.version + 1);
        self.intakes.insert((minute, alarm), Intake { state, version });
    }

    /// Deletes entries that ended long ago.
    pub fn clean(&mut self, now: i64) {
        for items in self.due.values_mut() {
            items.retain(|_, history| {
                history.last().is_some_and(|(_, entry)| entry.ended.is_none_or(|ended| now < ended + KEPT))
            });
        }
        self.due.retain(|_, items| !items.is_empty());
    }
}
