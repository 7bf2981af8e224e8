//! Kinds of items, as TABLE.md shows them.

/// One kind of item, for TABLE.md.
pub struct ItemKind {
    /// Its name.
    pub name: &'static str,
    /// Pattern of the partition key.
    pub pk: &'static str,
    /// Pattern of the sort key.
    pub sk: &'static str,
    /// Pattern of the time index's sort key, if it is in it.
    pub by_time: Option<&'static str>,
    /// What it is and how it is reached.
    pub access: &'static str,
}

impl ItemKind {
    /// Whether a key is of this kind: literal parts are the same, and a placeholder is a part that is not empty. A chain has two,
    /// its letter and whose it is.
    pub fn is_of(&self, pk: &str, sk: &str) -> bool {
        matches(self.pk, pk) && matches(self.sk, sk)
    }
}

fn matches(pattern: &str, text: &str) -> bool {
    let pattern = pattern.replace("<chain>", "<letter>#<id>");
    let (pattern, text): (Vec<_>, Vec<_>) = (pattern.split('#').collect(), text.split('#').collect());
    let same = |(part, text): (&&str, &&str)| if part.starts_with('<') { !text.is_empty() } else { part == text };
    pattern.len() == text.len() && pattern.iter().zip(&text).all(same)
}

/// A list of kinds: name, partition key, sort key, `by` the time index's sort key where it is in it, and how it is reached.
#[macro_export]
macro_rules! item_kinds {
    ($($name:literal $pk:literal $sk:literal $(by $time:literal)? : $access:literal;)+) => {
        &[$($crate::table::schema::ItemKind {
            name: $name, pk: $pk, sk: $sk,
            by_time: { let none: Option<&'static str> = None; $(let none = { let _ = none; Some($time) };)? none },
            access: $access,
        },)+]
    };
}

/// What decides, limits, logs and repeats: the platform's own items.
pub const ITEMS: &[ItemKind] = item_kinds! {
    "relation" "RES#<resident>" "ACTOR#<actor>": "what an account is to the notebook; the authorisation of every resident operation; all of a notebook in one Query where its alarms or its family are shown";
    "grant" "RES#<resident>" "GRANT#<institution>#<day>": "what was opened to an institution on a day; the authorisation of a clinic's read; all of a fortnight in one Query when a consent is withdrawn";
    "known institution" "RES#<resident>" "KNOWN#<institution>": "there was a check-in there once; decides whether the person sees a refused look";
    "consent" "RES#<resident>" "CONSENT#<purpose>": "what was agreed to, in which version of the text; read with the authorisation of what it governs";
    "guidance" "RES#<resident>" "GUIDANCE#<institution>#<id>" by "GUIDANCE#<written_at>#<id>": "what a public-health nurse wrote for the person, with the goals and how they go; an office's own by one Query, all by one Query of the time index; the authorisation of its amendment";
    "follow-up" "RES#<resident>" "FOLLOWUP#<institution>": "that an office follows the person up, until when, and whether the person ended it; the authorisation of guidance without a check-in; all by one Query";
    "emergency card" "RES#<resident>" "EMERGENCYCARD": "the one card of the person that counts: a hash of its secret, who made it and when; the authorisation of whoever holds it";
    "account" "ACTOR#<actor>" "SELF": "the account's own notebook; one an account";
    "sessions" "ACTOR#<actor>" "SESSIONS": "from when on the account's sign-ins count; read with the authorisation of every operation";
    "limit" "ACTOR#<actor>" "LIMIT#<operation>#<hour>": "calls in the hour";
    "notice" "NOTICES" "WAITING#<at>#<notice>": "that something happened to an account, to be told by e-mail; written with what happened, taken away once it is queued; one Query a minute";
    "notice mailed" "NOTICE#<notice>" "MAILED": "that a notice went out by e-mail";
    "institution" "INST#<institution>" "PROFILE": "name, whether it takes part";
    "staff" "INST#<institution>" "STAFF#<actor>": "role and name of a member of staff; half of a clinic's authorisation";
    "audit head" "AUDIT#<chain>" "HEAD": "number and hash of the last entry of a chain; read with the authorisation";
    "audit entry" "AUDIT#<chain>" "E#<seq>": "one look or write by another; one Query newest first";
    "audit mark" "AUDIT#<chain>" "MARK#<operation>#<session>#<day>": "the look of the day at an institution's own list was logged for this sign-in";
    "refused look" "AUDIT#<chain>" "REFUSED#D#<day>#<institution>": "one collapsed line for the person; one Query newest first";
    "refusals beyond" "AUDIT#<chain>" "BEYOND#<hour>": "how many looks of an hour were refused to an account after its chain took no more entries";
    "verified" "AUDIT#<chain>" "VERIFIED": "up to where a long chain was verified, and how far it was read again since";
    "idempotency" "IDEM#<actor>" "<operation>#<key>": "payload hash and ids of an effect, in the effect's own transaction; 24 hours";
    "invitation" "INVITATION#<place>" "CODE": "that who types the code may see a notebook, and how far; a keyed hash of the code, which is shown once; gone with its acceptance; 24 hours";
    "emergency card reference" "EMERGENCYCARD#<hash>" "LEADS": "from the hash of a card's secret to its person, and nothing else; written and taken away with the card";
    "visit reference" "VISITREF#<visit>" "REF": "from a visit's id to its person, for ending a check-in";
};
