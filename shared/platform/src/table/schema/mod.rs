//! The keys of the table. Partition = person, so that one Query can never hold another person's item.
//!
//! [`ITEMS`] is the list of item kinds; TABLE.md is generated from it and every constructor is tested against it.
//! Keys of a person's partition come only from [`ResidentKeys`], which only the policy module hands out.

pub mod by_time;
mod kinds;
pub mod notices;
pub mod ringing;

pub use kinds::{ITEMS, ItemKind};

use notebook::access::Section;
use notebook::alarm::Minute;
use notebook::id::{AlarmId, DeviceId, IntakeId, MedicationId, NoteId, RecordId, ResidentId, VisitId};
use notebook::time::{Day, Instant};

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
}

/// The keys of one person's partition. Only the policy module makes one.
#[derive(Debug, Clone, Copy)]
pub struct ResidentKeys(ResidentId);

impl ResidentKeys {
    pub(crate) fn new(resident: ResidentId) -> Self {
        Self(resident)
    }

    /// The partition.
    pub fn partition(self) -> String {
        format!("RES#{}", self.0)
    }

    fn key(self, sk: impl Into<String>) -> Key {
        Key::new(self.partition(), sk)
    }

    /// The person.
    pub fn profile(self) -> Key {
        self.key("PROFILE")
    }

    /// Another card that was held to this notebook, with the same birth date and sex, for the city to look at.
    pub fn card_review(self, subject_hash: &str) -> Key {
        self.key(format!("CARDREVIEW#{subject_hash}"))
    }

    /// What an account is to the notebook.
    pub fn relation(self, actor: &str) -> Key {
        self.key(format!("{}{actor}", Self::RELATIONS))
    }

    /// What the sort keys of all relations begin with.
    pub const RELATIONS: &'static str = "ACTOR#";

    /// What was opened to an institution on a day.
    pub fn grant(self, institution: &str, day: Day) -> Key {
        self.key(format!("{}{institution}#{day}", Self::GRANTS))
    }

    /// What the sort keys of all grants begin with.
    pub const GRANTS: &'static str = "GRANT#";

    /// That there was a check-in at an institution once.
    pub fn known_institution(self, institution: &str) -> Key {
        self.key(format!("KNOWN#{institution}"))
    }

    /// The check-in of a day at an institution.
    pub fn check_in(self, institution: &str, day: Day) -> Key {
        self.key(format!("{}{institution}#{day}", Self::CHECK_INS))
    }

    /// What the sort keys of all check-ins begin with.
    pub const CHECK_INS: &'static str = "CHECKIN#";

    /// One consent.
    pub fn consent(self, purpose: &str) -> Key {
        self.key(format!("CONSENT#{purpose}"))
    }

    /// One daily record.
    pub fn daily(self, id: RecordId) -> Key {
        self.key(format!("DAILY#{id}"))
    }

    /// One visit.
    pub fn visit(self, id: VisitId) -> Key {
        self.key(format!("VISIT#{id}"))
    }

    /// One note of a clinic.
    pub fn note(self, visit: VisitId, id: NoteId) -> Key {
        self.key(format!("NOTE#{visit}#{id}"))
    }

    /// Up to when an account has read what institutions wrote.
    pub fn read_notes(self, actor: &str) -> Key {
        self.key(format!("NOTESREAD#{actor}"))
    }

    /// The institutions that the person calls their own (かかりつけ).
    pub fn primary_care(self) -> Key {
        self.key("PRIMARYCARE".to_owned())
    }

    /// How many notes a visit has.
    pub fn note_count(self, visit: VisitId) -> Key {
        self.key(format!("NOTECOUNT#{visit}"))
    }

    /// What a note said in a version that was amended or retracted since. No operation reads it.
    pub fn note_history(self, id: NoteId, version: u64) -> Key {
        self.key(format!("NOTEHIST#{id}#{version}"))
    }

    /// One dispensing or medicine.
    pub fn medication(self, id: MedicationId) -> Key {
        self.key(format!("MED#{id}"))
    }

    /// The mark of a dispensing that was scanned.
    pub fn fingerprint(self, hash: &str) -> Key {
        self.key(format!("MEDFP#{hash}"))
    }

    /// When the person gets up, eats and goes to bed.
    pub fn meal_times(self) -> Key {
        self.key("MEALTIMES")
    }

    /// The bytes of one scan.
    pub fn scan(self, id: MedicationId) -> Key {
        self.key(format!("SCAN#{id}"))
    }

    /// One alarm.
    pub fn alarm(self, id: AlarmId) -> Key {
        self.key(format!("{}{id}", Self::ALARMS))
    }

    /// What the sort keys of all alarms begin with.
    pub const ALARMS: &'static str = "ALARM#";

    /// One alarm that ended and made room for another.
    pub fn past_alarm(self, id: AlarmId) -> Key {
        self.key(format!("PASTALARM#{id}"))
    }

    /// What became of one dose.
    pub fn intake(self, minute: Minute, alarm: AlarmId) -> Key {
        self.key(format!("INTAKE#{minute}#{alarm}"))
    }

    /// The sort keys between which the doses lie that belong to the day of a dose of this minute.
    pub fn intakes_of_dose_day(minute: Minute) -> (String, String) {
        let (first, last) = Minute::of_dose_day(minute.dose_day());
        (format!("INTAKE#{first}"), format!("INTAKE#{last}~"))
    }

    /// The sort keys between which the doses of these days lie.
    pub fn intakes(from: Day, to: Day) -> (String, String) {
        (format!("INTAKE#{from}"), format!("INTAKE#{to}T~"))
    }

    /// One dose that was logged by hand.
    pub fn logged_intake(self, id: IntakeId) -> Key {
        self.key(format!("LOGGED#{id}"))
    }

    /// After the sort keys of all doses that were logged by hand.
    pub const LAST_LOGGED: &'static str = "LOGGED#~";

    /// Who is told of a missed dose.
    pub fn watcher(self, actor: &str) -> Key {
        self.key(format!("{}{actor}", Self::WATCHERS))
    }

    /// What the sort keys of all watchers begin with.
    pub const WATCHERS: &'static str = "WATCH#";

    /// How an account wishes to be told of what happens in the notebook.
    pub fn notification_settings(self, actor: &str) -> Key {
        self.key(format!("{}{actor}", Self::NOTIFICATION_SETTINGS))
    }

    /// What the sort keys of all accounts' notification settings begin with.
    pub const NOTIFICATION_SETTINGS: &'static str = "NOTIFY#";

    /// Which patient notes of sheets were taken into the profile.
    pub fn noted(self) -> Key {
        self.key("MEDNOTED")
    }

    /// How the person's name is spelt on sheets that they said are theirs.
    pub fn spellings(self) -> Key {
        self.key("MEDNAMES")
    }

    /// Which alerts about medicines somebody said are known.
    pub fn known_alerts(self) -> Key {
        self.key("MEDALERTS")
    }

    /// The version of all that is kept of what the person takes.
    pub fn medicine_lock(self) -> Key {
        self.key("MEDLOCK")
    }

    /// The chain of looks at this notebook.
    pub fn chain(self) -> ChainKeys {
        ChainKeys(format!("R#{}", self.0))
    }
}

/// The prefix that all items of a section's list share, in the time index or, for notes, in the table.
pub fn prefix(section: Section) -> Option<&'static str> {
    match section {
        Section::Daily => Some("DAILY#"),
        Section::Medication => Some("MED#"),
        Section::Visits => Some("VISIT#"),
        Section::Profile | Section::Vaccinations | Section::Checkups | Section::HealthGuidance | Section::Images => {
            None
        }
    }
}

/// The keys of one account's own partition. Only the policy module makes one.
#[derive(Debug, Clone)]
pub struct ActorKeys(String);

impl ActorKeys {
    pub(crate) fn new(actor: &str) -> Self {
        Self(actor.to_owned())
    }

    /// The partition.
    pub fn partition(&self) -> String {
        format!("ACTOR#{}", self.0)
    }

    /// The account's own notebook.
    pub fn own_notebook(&self) -> Key {
        Key::new(self.partition(), "SELF")
    }

    /// A card proof under way, by the hash of its state.
    pub fn proof(&self, state_hash: &str) -> Key {
        Key::new(self.partition(), format!("PROOF#{state_hash}"))
    }

    /// One device.
    pub fn device(&self, id: DeviceId) -> Key {
        Key::new(self.partition(), format!("{}{id}", Self::DEVICES))
    }

    /// What the sort keys of all devices begin with.
    pub const DEVICES: &'static str = "DEVICE#";

    /// The account's name in the user pool.
    pub fn contact(&self) -> Key {
        Key::new(self.partition(), "CONTACT")
    }

    pub(crate) fn limit(&self, operation: &str, hour: &str) -> Key {
        Key::new(self.partition(), format!("LIMIT#{operation}#{hour}"))
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
    pub fn partition(&self) -> String {
        format!("AUDIT#{}", self.0)
    }

    /// Number and hash of the last entry.
    pub fn head(&self) -> Key {
        Key::new(self.partition(), "HEAD")
    }

    /// One entry. Twelve digits: a thousand looks a second for thirty years.
    pub fn entry(&self, seq: u64) -> Key {
        Key::new(self.partition(), format!("E#{seq:012}"))
    }

    /// That a day's list was logged for a session already.
    pub fn mark(&self, session: &str, day: Day) -> Key {
        Key::new(self.partition(), format!("MARK#{session}#{day}"))
    }

    /// What the sort keys of all entries begin with.
    pub const ENTRIES: &'static str = "E#";

    /// What the sort keys of all collapsed lines begin with.
    pub const REFUSED: &'static str = "REFUSED#";

    /// The collapsed line about refused looks of an institution on a day. In order of days; lines from before there was one
    /// are `REFUSED#<institution>#<day>`, and sort before these.
    pub fn refused(&self, institution: &str, day: Day) -> Key {
        Key::new(self.partition(), format!("REFUSED#D#{day}#{institution}"))
    }

    /// How many looks of an hour (`2026-11-22T01`, UTC) were refused to an account after its chain took no more entries.
    pub(crate) fn beyond(&self, hour: &str) -> Key {
        Key::new(self.partition(), format!("BEYOND#{hour}"))
    }

    /// Up to where the chain was verified.
    pub fn verified(&self) -> Key {
        Key::new(self.partition(), "VERIFIED")
    }
}

/// Keys that hold nobody's health data.
pub mod shared {
    use super::{ChainKeys, Day, Instant, Key, VisitId, by_time};

    /// The partition of the directory.
    pub const CITY: &str = "CITY";

    /// An institution.
    pub fn institution(code: &str) -> Key {
        Key::new(format!("INST#{code}"), "PROFILE")
    }

    /// A member of staff.
    pub fn staff(code: &str, actor: &str) -> Key {
        Key::new(format!("INST#{code}"), format!("STAFF#{actor}"))
    }

    /// The partition of a day's arrivals at an institution.
    pub fn arrivals(code: &str, day: Day) -> String {
        format!("INST#{code}#{day}")
    }

    /// One arrival.
    pub fn arrival(code: &str, day: Day, at: Instant, visit: VisitId) -> Key {
        Key::new(arrivals(code, day), format!("ARRIVAL#{}#{visit}", by_time::sortable(at)))
    }

    /// The public key that verifies posters signed under this key id.
    pub fn poster_key(kid: &str) -> Key {
        Key::new(CITY, format!("POSTERKEY#{kid}"))
    }

    /// The notebook that a card is linked to, by the hash of issuer and subject.
    pub fn card(subject_hash: &str) -> Key {
        Key::new(format!("CARD#{subject_hash}"), "LINK")
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
