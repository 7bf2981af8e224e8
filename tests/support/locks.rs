//! What holds of every transaction of every test: whoever writes something that others look at without writing it, raises
//! the version that those require.

use crate::keys::{ALARMS, MEDICATIONS, MEDICINE_LOCK, RINGS, WATCHERS};
use serde_json::Value;

/// Panics where a transaction writes entries of the medicine notebook, sets an alarm or says who is told of a missed dose, and
/// does not raise the lock of what the person takes over the version that it read.
pub(super) fn hold(request: &Value) {
    let writes: Vec<Write<'_>> = request["TransactItems"].as_array().unwrap().iter().map(Write::of).collect();
    let sets_alarm = writes.iter().any(|write| write.kind == "Put" && write.pk.starts_with(&*RINGS));
    let locked = |write: &&Write<'_>| {
        let of_notebook = |prefix: &str| write.kind != "ConditionCheck" && write.sk.starts_with(prefix);
        of_notebook(&MEDICATIONS) || of_notebook(&WATCHERS) || (sets_alarm && of_notebook(&ALARMS))
    };
    for write in writes.iter().filter(locked) {
        let raises = |lock: &Write<'_>| {
            lock.pk == write.pk && *lock.sk == *MEDICINE_LOCK && lock.kind == "Put" && lock.conditional
        };
        assert!(writes.iter().any(raises), "{} {} is written without its lock", write.kind, write.sk);
    }
}

struct Write<'r> {
    kind: &'r str,
    pk: &'r str,
    sk: &'r str,
    conditional: bool,
}

impl<'r> Write<'r> {
    fn of(write: &'r Value) -> Self {
        let (kind, write) = write.as_object().unwrap().iter().next().unwrap();
        let key = if write["Item"].is_null() { &write["Key"] } else { &write["Item"] };
        Self {
            kind,
            pk: key["pk"]["S"].as_str().unwrap(),
            sk: key["sk"]["S"].as_str().unwrap(),
            conditional: write["ConditionExpression"].is_string(),
        }
    }
}
