//! The keys of the table. Partition = person, so that one Query can never hold another person's item.
//!
//! [`ITEMS`] is the list of the platform's own item kinds; TABLE.md is generated from it and from that of the crate `records`.
//! Keys of a person's partition come only from [`ResidentKeys`], which the policy hands out, and for a section that a job declares
//! from [`crate::job::JobKeys`]. Other crates add kinds of their own with [`Sort`] and [`Family`], none of which can be one of
//! the platform's.

pub mod by_time;
mod kinds;
pub mod notices;
mod section;
mod sort;

pub use kinds::{ITEMS, ItemKind};
pub use section::{InSection, SectionKeys};
pub use sort::{Family, Partition, Sort};

use std::fmt::Display;

use notebook::id::{GuidanceId, ResidentId, VisitId};
use notebook::time::Day;

/// The attribute names of the primary key, of the time index and of the expiry.
pub mod attribute {
    /// Partition key.
    pub const PK: &str = "pk";
    /// Sort key.
    pub const SK: &str = "sk";
    /// Sort key of the local index of the same name: items of one kind in order of their own time.
    pub const BY_TIME: &str = "by_time";
    /// Seconds since 1970 after which the table may delete the item; never relied upon for access.
    pub const EXPIRES_AT: &str = "expires_at";
    /// The version that `ETag` shows and `If-Match` names.
    pub const VERSION: &str = "version";
    /// The version of the item's shape.
    pub const SCHEMA_VERSION: &str = "schema_version";
}

/// A full primary key.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Key {
    pub(crate) pk: String,
    pub(crate) sk: String,
}

impl Key {
    fn new(pk: impl Into<String>, sk: impl Into<String>) -> Self {
        Self { pk: pk.into(), sk: sk.into() }
    }

    /// The sort key.
    pub fn sort_key(&self) -> &str {
        &self.sk
    }
}

/// The keys of one person's partition, of all sections. The policy makes it.
#[derive(Debug, Clone, Copy)]
pub struct ResidentKeys(ResidentId);

impl ResidentKeys {
    pub(crate) fn new(resident: ResidentId) -> Self {
        Self(resident)
    }

    /// Whose they are.
    pub fn resident(self) -> ResidentId {
        self.0
    }

    /// The partition.
    pub fn partition(self) -> Partition {
        Partition(format!("RES#{}", self.0))
    }

    fn own(self, sk: impl Into<String>) -> Key {
        Key::new(self.partition().0, sk)
    }

    /// What an account is to the notebook.
    pub fn relation(self, actor: &str) -> Key {
        self.own(format!("{}{actor}", Self::RELATIONS))
    }

    /// What the sort keys of all relations begin with.
    pub const RELATIONS: &'static str = "ACTOR#";

    /// What was opened to an institution on a day.
    pub fn grant(self, institution: &str, day: Day) -> Key {
        self.own(format!("{}{institution}#{day}", Self::GRANTS))
    }

    /// What the sort keys of all grants begin with.
    pub const GRANTS: &'static str = "GRANT#";

    /// That there was a check-in at an institution once.
    pub fn known_institution(self, institution: &str) -> Key {
        self.own(format!("KNOWN#{institution}"))
    }

    /// One consent.
    pub fn consent(self, purpose: &str) -> Key {
        self.own(format!("CONSENT#{purpose}"))
    }

    /// The card that opens without an account what is needed in an emergency.
    pub fn emergency_card(self) -> Key {
        self.own("EMERGENCYCARD")
    }

    /// One visit.
    pub fn visit(self, id: VisitId) -> Key {
        self.own(format!("VISIT#{id}"))
    }

    /// One guidance by an office.
    pub fn guidance(self, institution: &str, id: GuidanceId) -> Key {
        self.own(format!("{}{institution}#{id}", Self::GUIDANCE))
    }

    /// What the sort keys of all guidance begin with.
    pub const GUIDANCE: &'static str = "GUIDANCE#";

    /// That an office follows the person up.
    pub fn follow_up(self, institution: &str) -> Key {
        self.own(format!("{}{institution}", Self::FOLLOW_UPS))
    }

    /// What the sort keys of all these begin with.
    pub const FOLLOW_UPS: &'static str = "FOLLOWUP#";

    /// The chain of looks at this notebook.
    pub fn chain(self) -> ChainKeys {
        ChainKeys(format!("R#{}", self.0))
    }
}

impl<S: InSection> SectionKeys<S> for ResidentKeys {
    fn item(self, sort: Sort<S>, rest: impl Display) -> Key {
        self.own(format!("{sort}{rest}"))
    }
}

/// The keys of one account's own partition: sign-ins and devices, nothing of a notebook.
#[derive(Debug, Clone)]
pub struct ActorKeys(String);

impl ActorKeys {
    /// Those of an account. What it holds is about its sign-ins and devices, nothing of a notebook. Called here, where the crate
    /// `records` lists its keys and where reminders find an account's devices, and nowhere else.
    pub fn of(actor: &str) -> Self {
        Self(actor.to_owned())
    }

    /// The partition.
    pub fn partition(&self) -> Partition {
        Partition(format!("ACTOR#{}", self.0))
    }

    /// One item of the account, of a kind that is not the platform's: what its sort key begins with, and what comes after.
    pub fn item(&self, sort: Sort, rest: impl Display) -> Key {
        self.own(format!("{sort}{rest}"))
    }

    fn own(&self, sk: impl Into<String>) -> Key {
        Key::new(self.partition().0, sk)
    }

    /// The account's own notebook.
    pub fn own_notebook(&self) -> Key {
        self.own("SELF")
    }

    /// From when on the account's sign-ins count.
    pub fn sessions(&self) -> Key {
        self.own("SESSIONS")
    }

    pub(crate) fn limit(&self, operation: &str, hour: &str) -> Key {
        self.own(format!("LIMIT#{operation}#{hour}"))
    }

    pub(crate) fn idempotency(&self, operation: &str, key_hash: &str) -> Key {
        Key::new(format!("IDEM#{}", self.0), format!("{operation}#{key_hash}"))
    }

    pub(crate) fn chain(&self) -> ChainKeys {
        ChainKeys(format!("A#{}", self.0))
    }
}

/// The keys of an audit chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChainKeys(String);

impl ChainKeys {
    /// The partition.
    pub fn partition(&self) -> Partition {
        Partition(format!("AUDIT#{}", self.0))
    }

    fn own(&self, sk: impl Into<String>) -> Key {
        Key::new(self.partition().0, sk)
    }

    /// Number and hash of the last entry.
    pub fn head(&self) -> Key {
        self.own("HEAD")
    }

    /// One entry. Twelve digits: a thousand looks a second for thirty years.
    pub fn entry(&self, seq: u64) -> Key {
        self.own(format!("E#{seq:012}"))
    }

    /// That an operation's look of the day was entered for a sign-in already.
    pub fn mark(&self, operation: &str, session: &str, day: Day) -> Key {
        self.own(format!("MARK#{operation}#{session}#{day}"))
    }

    /// What the sort keys of all entries begin with.
    pub const ENTRIES: &'static str = "E#";

    /// What the sort keys of all collapsed lines begin with.
    pub const REFUSED: &'static str = "REFUSED#";

    /// The collapsed line about refused looks of an institution on a day. In order of days; lines from before there was one
    /// are `REFUSED#<institution>#<day>`, and sort before these.
    pub fn refused(&self, institution: &str, day: Day) -> Key {
        self.own(format!("REFUSED#D#{day}#{institution}"))
    }

    /// How many looks of an hour (`2026-11-22T01`, UTC) were refused to an account after its chain took no more entries.
    pub(crate) fn beyond(&self, hour: &str) -> Key {
        self.own(format!("BEYOND#{hour}"))
    }

    /// Up to where the chain was verified.
    pub fn verified(&self) -> Key {
        self.own("VERIFIED")
    }
}

/// Keys that hold nobody's health data.
pub mod shared {
    use super::{ChainKeys, Day, Display, Key, Partition, Sort, VisitId};

    /// An institution.
    pub fn institution(code: &str) -> Key {
        Key::new(format!("INST#{code}"), "PROFILE")
    }

    /// The partition of a day of an institution, apart from who works there.
    pub fn day_of_institution(code: &str, day: Day) -> Partition {
        Partition(format!("INST#{code}#{day}"))
    }

    /// One item of a day of an institution: what its sort key begins with, and what comes after.
    pub fn item_of_day(code: &str, day: Day, sort: Sort, rest: impl Display) -> Key {
        Key::new(day_of_institution(code, day).0, format!("{sort}{rest}"))
    }

    /// A member of staff.
    pub fn staff(code: &str, actor: &str) -> Key {
        Key::new(format!("INST#{code}"), format!("STAFF#{actor}"))
    }

    /// An invitation, by the beginning of its code.
    pub fn invitation(place: &str) -> Key {
        Key::new(format!("INVITATION#{place}"), "CODE")
    }

    /// From the hash of an emergency card's secret to its person.
    pub fn emergency_card(secret_hash: &str) -> Key {
        Key::new(format!("EMERGENCYCARD#{secret_hash}"), "LEADS")
    }

    /// From a visit's id to its person.
    pub fn visit_reference(visit: VisitId) -> Key {
        Key::new(format!("VISITREF#{visit}"), "REF")
    }

    /// The chain of looks at an institution's list.
    pub fn institution_chain(code: &str) -> ChainKeys {
        ChainKeys(format!("I#{code}"))
    }
}
