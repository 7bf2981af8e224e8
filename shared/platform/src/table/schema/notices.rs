//! Keys of notices to accounts: when, and an id; nothing of what they say.

use notebook::time::Instant;

use super::{Key, Partition, by_time};

/// The partition of notices that wait to be queued for the mail service.
pub fn partition() -> Partition {
    Partition(PARTITION.to_owned())
}

const PARTITION: &str = "NOTICES";

/// What the sort keys of all of them begin with.
pub const WAITING: &str = "WAITING#";

/// A notice to an account that waits to be queued.
pub fn waiting(at: Instant, id: &str) -> Key {
    Key::new(PARTITION, format!("{WAITING}{}#{id}", by_time::sortable(at)))
}

/// That a notice went out by e-mail.
pub fn mailed(id: &str) -> Key {
    Key::new(format!("NOTICE#{id}"), "MAILED")
}
