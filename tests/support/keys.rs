//! How tests spell keys. Each is taken from the list of item kinds, so that a change of a spelling is made there alone.
//!
//! A constant is what keys of one kind begin with; `of` fills in what comes next. `GRANTS` is what the sort keys of all
//! grants begin with, `GRANTS.of(CLINIC)` those of a clinic, `GRANTS.of(CLINIC).of("2026-11-22")` one; `NOTEBOOK.of(&id)`
//! is a partition.

use std::borrow::Cow;
use std::fmt::{self, Display};
use std::ops::Deref;

use platform::table::schema::{ChainKeys, ItemKind, shared};
use serde::{Serialize, Serializer};
use serde_json::{Value, json};

/// What a key begins with, or all of it once every part is filled in.
#[derive(Debug, Clone)]
pub struct Spelling {
    /// The attribute that it is a value of.
    attribute: &'static str,
    text: Cow<'static, str>,
    /// The rest of the pattern, from the first part that is not filled in.
    open: &'static str,
}

// Partitions.
pub const NOTEBOOK: Spelling = partition("profile");
pub const ACCOUNT: Spelling = partition("account");
pub const INSTITUTION: Spelling = partition("institution");
/// A day's arrivals at an institution, by its code and the day.
pub const CLINIC_DAY: Spelling = partition("arrival");
/// What leads to the notes that an institution wrote.
pub const OWN_NOTES: Spelling = partition("own note");
/// Whom an office follows up.
pub const GUIDED: Spelling = partition("guided person");
pub const DIRECTORY: Spelling = partition("directory entry");
pub const VISIT_REFERENCES: Spelling = partition("visit reference");
/// The records of the idempotency keys of an account.
pub const IDEMPOTENCY: Spelling = partition("idempotency");
pub const INVITATIONS: Spelling = partition("invitation");
/// From the hashes of emergency cards' secrets to their persons.
pub const EMERGENCY_SECRETS: Spelling = partition("emergency card reference");
pub const CARDS: Spelling = partition("card");
pub const NOTICES: Spelling = partition("notice");
/// Every chain of entries: of notebooks, accounts and institutions.
pub const LOGS: Spelling = partition("audit entry");
/// The access log of a notebook.
pub const LOG: Spelling = Spelling::new("pk", "AUDIT#R#<resident>");
/// What an account was refused.
pub const ACCOUNT_LOG: Spelling = Spelling::new("pk", "AUDIT#A#<actor>");
/// The looks at an institution's list of a day.
pub const INSTITUTION_LOG: Spelling = Spelling::new("pk", "AUDIT#I#<institution>");
/// The index of recurrences, by time of day.
pub const DUE: Spelling = partition("due");
/// The alarms of an account.
pub const RINGS: Spelling = partition("ring");
/// Edits inside the lead, by minute.
pub const CHANGES: Spelling = partition("alarm change");
pub const SENT: Spelling = partition("page sent");
/// Whose alarms are quiet, by shard.
pub const QUIET: Spelling = partition("quiet");
pub const TOKENS: Spelling = partition("push token");
pub const ALARM_CURSOR: Spelling = partition("alarm cursor");

// Sort keys of a notebook.
/// Of a notebook as well as of an institution.
pub const PROFILE: Spelling = sort("profile");
pub const RELATIONS: Spelling = sort("relation");
pub const CONSENTS: Spelling = sort("consent");
pub const GRANTS: Spelling = sort("grant");
pub const KNOWN: Spelling = sort("known institution");
pub const CHECK_INS: Spelling = sort("check-in");
pub const CHART_NUMBERS: Spelling = sort("chart number");
pub const VISITS: Spelling = sort("visit");
pub const NOTES: Spelling = sort("note");
pub const NOTES_READ: Spelling = sort("notes read");
pub const NOTE_HISTORY: Spelling = sort("note history");
pub const DISPENSED: Spelling = sort("dispensed");
pub const DISPENSED_HISTORY: Spelling = sort("dispensed history");
pub const DISPENSED_COUNT: Spelling = sort("dispensed count");
pub const FOLLOW_UPS: Spelling = sort("follow-up");
pub const GUIDANCE_HISTORY: Spelling = sort("guidance history");
pub const PRIMARY_CARE: Spelling = sort("primary care");
pub const FAMILY_LOCK: Spelling = sort("family lock");
pub const CARD_REVIEWS: Spelling = sort("card review");
pub const EMERGENCY_CARD: Spelling = sort("emergency card");
pub const EMERGENCY_OPENINGS: Spelling = sort("emergency openings");
pub const DAILY: Spelling = sort("daily record");
pub const MEDICATIONS: Spelling = sort("medication");
pub const FINGERPRINTS: Spelling = sort("medication fingerprint");
pub const SCANS: Spelling = sort("scan");
pub const NOTED: Spelling = sort("noted");
pub const SPELLINGS: Spelling = sort("spellings");
pub const KNOWN_ALERTS: Spelling = sort("known alerts");
pub const MEDICINE_LOCK: Spelling = sort("medicine lock");
pub const ALARMS: Spelling = sort("alarm");
pub const PAST_ALARMS: Spelling = sort("past alarm");
pub const INTAKES: Spelling = sort("intake");
pub const LOGGED_INTAKES: Spelling = sort("logged intake");
pub const WATCHERS: Spelling = sort("watcher");
pub const NOTIFICATION_SETTINGS: Spelling = sort("notification settings");
pub const REMOVED_DAILY: Spelling = sort("removed daily record");
pub const GOALS: Spelling = sort("goals");
pub const DAILY_MONTHS: Spelling = sort("daily month");
/// What a notebook keeps of medicines.
pub const OF_MEDICINES: [Spelling; 7] =
    [MEDICATIONS, FINGERPRINTS, SCANS, NOTED, SPELLINGS, KNOWN_ALERTS, MEDICINE_LOCK];

// Sort keys of the time index.
pub const DAILY_BY_TIME: Spelling = by_time("daily record");
pub const VISITS_BY_TIME: Spelling = by_time("visit");
pub const MEDICATIONS_BY_TIME: Spelling = by_time("medication");

// Sort keys of an account.
pub const OWN_NOTEBOOK: Spelling = sort("account");
pub const SESSIONS: Spelling = sort("sessions");
pub const LIMITS: Spelling = sort("limit");
pub const DEVICES: Spelling = sort("device");
pub const CONTACT: Spelling = sort("contact");
pub const KIN: Spelling = sort("kin");
pub const MEMBERSHIPS: Spelling = sort("membership");
pub const PROOFS: Spelling = sort("pending proof");

// Sort keys of an access log.
pub const ENTRIES: Spelling = Spelling::new("sk", ChainKeys::ENTRIES);
pub const HEAD: Spelling = sort("audit head");
pub const VERIFIED: Spelling = sort("verified");
/// Lines of refused looks, those from before there was an order of days as well.
pub const REFUSED: Spelling = Spelling::new("sk", ChainKeys::REFUSED);
pub const REFUSED_ON: Spelling = sort("refused look");
pub const BEYOND: Spelling = sort("refusals beyond");

// Sort keys of the city's partitions.
pub const STAFF_MEMBERS: Spelling = sort("staff");
pub const ARRIVALS: Spelling = sort("arrival");
pub const INSTITUTIONS: Spelling = sort("directory entry");
pub const POSTER_KEYS: Spelling = sort("poster key");
pub const REFERENCE: Spelling = sort("visit reference");
pub const WAITING: Spelling = sort("notice");
pub const CODE: Spelling = sort("invitation");
pub const LEADS: Spelling = sort("emergency card reference");

// Sort keys of the machinery that rings alarms.
/// An alarm, by its person and its id.
pub const ALARM_OF: Spelling = sort("ring");
/// One version of an alarm in the index of recurrences.
pub const DUE_ENTRY: Spelling = sort("due");
pub const EARLY_ANSWER: Spelling = sort("early answer");
pub const PUT_OFF: Spelling = sort("put off");
pub const CURSOR: Spelling = sort("alarm cursor");

/// The sort key of an entry of an access log.
pub fn entry_key(seq: u64) -> String {
    shared::institution_chain("").entry(seq).sort_key().to_owned()
}

/// A primary key, as DynamoDB's requests name it.
pub fn key_of(pk: impl AsRef<str>, sk: impl AsRef<str>) -> Value {
    json!({ "pk": { "S": pk.as_ref() }, "sk": { "S": sk.as_ref() } })
}

impl Spelling {
    const fn new(attribute: &'static str, pattern: &'static str) -> Self {
        let (text, open) = until_placeholder(pattern);
        Self { attribute, text: Cow::Borrowed(text), open }
    }

    /// With its next part filled in.
    #[must_use]
    pub fn of(self, part: impl Display) -> Self {
        let (_, rest) = self.open.split_once('>').expect("a part is not filled in");
        let (text, open) = until_placeholder(rest);
        Self { attribute: self.attribute, text: format!("{}{part}{text}", self.text).into(), open }
    }

    /// Whether the key of an item begins like this.
    pub fn begins(&self, item: &Value) -> bool {
        item[self.attribute]["S"].as_str().is_some_and(|key| key.starts_with(&*self.text))
    }
}

/// What the partition keys of a kind begin with.
const fn partition(name: &str) -> Spelling {
    Spelling::new("pk", kind(name).pk)
}

/// What the sort keys of a kind begin with.
const fn sort(name: &str) -> Spelling {
    Spelling::new("sk", kind(name).sk)
}

/// What the keys of a kind begin with in the time index.
const fn by_time(name: &str) -> Spelling {
    match kind(name).by_time {
        Some(pattern) => Spelling::new("by_time", pattern),
        None => panic!("it is not in the time index"),
    }
}

/// The kind of this name.
const fn kind(name: &str) -> &'static ItemKind {
    let mut lists: &[&'static [ItemKind]] = &[platform::table::schema::ITEMS, records::ITEMS];
    while let [list, others @ ..] = lists {
        let mut kinds = *list;
        while let [kind, rest @ ..] = kinds {
            if is_same(kind.name.as_bytes(), name.as_bytes()) {
                return kind;
            }
            kinds = rest;
        }
        lists = others;
    }
    panic!("there is no kind of this name")
}

const fn is_same(mut one: &[u8], mut other: &[u8]) -> bool {
    while let ([first, ones @ ..], [second, others @ ..]) = (one, other) {
        if *first != *second {
            return false;
        }
        (one, other) = (ones, others);
    }
    one.is_empty() && other.is_empty()
}

/// A pattern up to its first placeholder, and from there on.
const fn until_placeholder(pattern: &'static str) -> (&'static str, &'static str) {
    let mut at = 0;
    while at < pattern.len() && pattern.as_bytes()[at] != b'<' {
        at += 1;
    }
    pattern.split_at(at)
}

impl Deref for Spelling {
    type Target = str;

    fn deref(&self) -> &str {
        &self.text
    }
}

impl AsRef<str> for Spelling {
    fn as_ref(&self) -> &str {
        &self.text
    }
}

impl Display for Spelling {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl From<Spelling> for String {
    fn from(spelling: Spelling) -> Self {
        spelling.text.into_owned()
    }
}

impl Serialize for Spelling {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}

impl PartialEq<Spelling> for String {
    fn eq(&self, other: &Spelling) -> bool {
        *self == *other.text
    }
}

impl PartialEq<Spelling> for Value {
    fn eq(&self, other: &Spelling) -> bool {
        self.as_str() == Some(&*other.text)
    }
}

#[cfg(test)]
mod tests {
    use platform::table::Key;
    use platform::table::read::key_item;

    use super::*;

    fn pk(key: &Key) -> String {
        key_item(key)["pk"].as_s().unwrap().clone()
    }

    #[test]
    fn parts_are_filled_in_from_left_to_right() {
        assert_eq!(GRANTS.to_string(), "GRANT#");
        assert_eq!(GRANTS.of("4310112345").to_string(), "GRANT#4310112345#");
        assert_eq!(GRANTS.of("4310112345").of("2026-11-22").to_string(), "GRANT#4310112345#2026-11-22");
        assert_eq!(PROFILE.to_string(), "PROFILE");
    }

    #[test]
    fn the_logs_are_the_chains_of_the_platform() {
        assert_eq!(pk(&shared::institution_chain("4310112345").head()), INSTITUTION_LOG.of("4310112345"));
        for log in [LOG, ACCOUNT_LOG, INSTITUTION_LOG] {
            assert!(kind("audit head").is_of(&log.of("x"), &HEAD));
        }
        assert!(kind("audit entry").is_of(&LOG.of("x"), &entry_key(1)) && entry_key(1).starts_with(&*ENTRIES));
        assert!(REFUSED_ON.starts_with(&*REFUSED));
    }
}
