//! Keys of what an account holds.

use std::fmt::Display;

use notebook::id::{DeviceId, ResidentId};
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

    /// That the account may see somebody's notebook, and how far.
    fn kin(&self, resident: ResidentId) -> Key {
        self.item(Self::KIN, resident)
    }

    /// What the sort keys of all these begin with.
    const KIN: Sort = Sort::of("KIN#");

    /// The account's name in the user pool.
    fn contact(&self) -> Key {
        self.item(const { Sort::of("CONTACT") }, "")
    }
}

/// The same of another's account, for who changes what it may see.
pub fn kin_of(actor: &str, resident: ResidentId) -> Key {
    ActorKeys::of(actor).kin(resident)
}

/// From when on the sign-ins of another's account count.
pub fn sessions_of(actor: &str) -> Key {
    ActorKeys::of(actor).sessions()
}

impl AccountKeys for ActorKeys {
    fn item(&self, sort: Sort, rest: impl Display) -> Key {
        ActorKeys::item(self, sort, rest)
    }
}
