//! Keys of what an account holds.

use std::fmt::Display;

use notebook::id::DeviceId;
use platform::table::Key;
use platform::table::schema::{ActorKeys, Sort};

/// What an account holds.
pub trait AccountKeys {
    /// One item of the account: what its sort key begins with, and what comes after.
    fn item(&self, sort: Sort, rest: impl Display) -> Key;

    /// A card proof under way, by the hash of its state.
    fn proof(&self, state_hash: &str) -> Key {
        self.item(const { Sort::of("PROOF#") }, state_hash)
    }

    /// One device.
    fn device(&self, id: DeviceId) -> Key {
        self.item(Self::DEVICES, id)
    }

    /// What the sort keys of all devices begin with.
    const DEVICES: Sort = Sort::of("DEVICE#");

    /// What the sort keys of all memberships of institutions begin with.
    const MEMBERSHIPS: Sort = Sort::of("MEMBER#");

    /// The account's name in the user pool.
    fn contact(&self) -> Key {
        self.item(const { Sort::of("CONTACT") }, "")
    }
}

impl AccountKeys for ActorKeys {
    fn item(&self, sort: Sort, rest: impl Display) -> Key {
        ActorKeys::item(self, sort, rest)
    }
}
