//! The lock of what a person takes. Entries, alarms and those who are told of a missed dose decide about one another: a sheet
//! is linked with what is around it and hidden with it, an alarm names entries, a deleted entry leaves its alarms. What such a
//! decision found, and found absent, is more than the items that it writes. So whoever writes one of them raises the one
//! version of all, over the one that was read with the rest, and of two at once the later runs again from its read.

use platform::auth::{Authorised, Resident};
use platform::call::Call;
use platform::problem::Problem;
use platform::table::schema::{ResidentKeys, attribute};
use platform::table::transaction::{Meta, Only};
use platform::table::{Fetched, ReadPlan, Transaction};
use serde::{Deserialize, Serialize};

use crate::keys::MedicationKeys;

/// The lock; none in notebooks that nobody wrote in since there is one.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct LockItem {
    version: u64,
}

/// Names what [`raise`] and [`rest_on`] look at.
pub fn plan(keys: ResidentKeys, plan: &mut ReadPlan) {
    plan.get(keys.medicine_lock());
}

/// Raises the version with a transaction that writes entries, alarms or watchers, on condition that nobody else did since it
/// was read. One that writes nothing stays empty.
pub fn raise(subject: &Authorised<Resident>, effect: &mut Transaction) -> Result<(), Problem> {
    raise_in(subject.keys(), subject.fetched(), effect)
}

/// The same in a notebook that the caller is only becoming family of.
pub fn raise_in(keys: ResidentKeys, fetched: &Fetched, effect: &mut Transaction) -> Result<(), Problem> {
    if effect.is_empty() {
        return Ok(());
    }
    let key = keys.medicine_lock();
    let before: Option<LockItem> = fetched.get(&key)?;
    let before = before.map(|lock| lock.version);
    let version = before.unwrap_or_default() + 1;
    let meta = Meta { version: Some(version), ..Meta::default() };
    effect.put(&key, &LockItem { version }, &meta, before.map_or(Only::IfNew, Only::IfVersion))
}

/// That what is written only names entries, and requires that they are as they were read.
pub fn rest_on(call: &Call, fetched: &Fetched, keys: ResidentKeys) -> Result<(), Problem> {
    call.rest_on(fetched, &keys.medicine_lock(), &[attribute::VERSION])
}
