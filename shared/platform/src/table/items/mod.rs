//! Items on which permission is decided.

mod consent;
mod emergency_card;
mod invitation;

pub use consent::ConsentItem;
pub use emergency_card::{EmergencyCardItem, EmergencyCardReference};
pub use invitation::InvitationItem;

use std::collections::BTreeMap;

use notebook::access::{Level, Relation, Role, Section};
use notebook::id::ResidentId;
use notebook::institution::{InstitutionCode, InstitutionKind};
use notebook::text::Text;
use notebook::time::Instant;
use serde::{Deserialize, Serialize};

/// The relation of an account to a notebook, with the key that seals its cursors.
#[derive(Clone, Serialize, Deserialize)]
pub struct RelationItem {
    /// The relation.
    #[serde(flatten)]
    pub relation: Relation,
    /// 32 random bytes, base64url. See [`super::cursor`].
    pub cursor_key: String,
    /// The name that the account's card proved when it became family; the person's own relation has none.
    #[serde(default)]
    pub name: Option<Text<100>>,
    /// When it became what it is; none where it was made with the notebook.
    #[serde(default)]
    pub since: Option<Instant>,
    /// When sections were opened to family that were closed to it, where that was later than `since`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub opened: BTreeMap<Section, Instant>,
    /// When it ended.
    #[serde(default)]
    pub ended_at: Option<Instant>,
    /// The version.
    #[serde(default)]
    pub version: u64,
}

impl RelationItem {
    /// The attributes on which decisions rest.
    pub const DECISIVE: &'static [&'static str] =
        &["kind", "state", "scopes", "ward_birth_date", "sessions_valid_from"];

    /// That of a person to their own notebook.
    pub fn oneself(cursor_key: String) -> Self {
        let relation = Relation::oneself();
        Self { relation, cursor_key, name: None, since: None, opened: BTreeMap::new(), ended_at: None, version: 1 }
    }

    /// Whether the account may be told now of what stands in these sections: it is related to the person so that it sees each.
    pub fn may_be_told_of(&self, sections: &[Section], now: Instant) -> bool {
        sections.iter().all(|section| self.relation.allows(*section, Level::See, now, now))
    }

    /// Whether the account may be told now of what stands in a section because it wished so then. What it wished before it became what it is,
    /// or while the section was closed to it since, does not begin again.
    pub fn may_be_told_as_wished(&self, section: Section, wished_at: Instant, now: Instant) -> bool {
        let since = self.opened.get(&section).copied().or(self.since);
        self.may_be_told_of(&[section], now) && since.is_none_or(|since| wished_at >= since)
    }
}

/// A member of staff at an institution.
#[derive(Clone, Serialize, Deserialize)]
pub struct StaffItem {
    /// The role.
    pub role: Role,
    /// The name that residents see in their access log.
    pub name: Text<100>,
    /// Whether the account still works there.
    pub active: bool,
    /// Sign-ins older than this no longer count.
    #[serde(default)]
    pub sessions_valid_from: Option<Instant>,
}

/// An institution (医療機関・薬局・市の保健センター).
#[derive(Clone, Serialize, Deserialize)]
pub struct InstitutionItem {
    /// 10 digits.
    pub code: String,
    /// Name.
    pub name: Text<120>,
    /// フリガナ of its name, in katakana.
    #[serde(default)]
    pub kana: Option<Text<120>>,
    /// 所在地
    #[serde(default)]
    pub address: Option<Text<200>>,
    /// Telephone number.
    #[serde(default)]
    pub phone: Option<Text<20>>,
    /// Whether it takes part at present.
    pub active: bool,
    /// What it is, where its code does not say so.
    #[serde(default)]
    pub kind: Option<InstitutionKind>,
}

impl InstitutionItem {
    /// The attributes on which decisions rest.
    pub const DECISIVE: &'static [&'static str] = &["active"];

    /// What it is: as the city registered it, else as its code says.
    pub fn kind(&self) -> InstitutionKind {
        let of_code = || InstitutionCode::parse(&self.code).map_or(InstitutionKind::Other, InstitutionKind::of);
        self.kind.unwrap_or_else(of_code)
    }
}

/// An account's own notebook.
#[derive(Clone, Serialize, Deserialize)]
pub struct OwnNotebookItem {
    /// The notebook.
    pub resident_id: ResidentId,
    /// Sign-ins older than this no longer count for what concerns the account alone.
    #[serde(default)]
    pub sessions_valid_from: Option<Instant>,
}

/// From when on the sign-ins of an account count, whatever it may do where. There is none until they are ended once.
#[derive(Clone, Serialize, Deserialize)]
pub struct SessionsItem {
    /// Sign-ins older than this no longer count for anything. Whole seconds, as the time of a sign-in is.
    pub sessions_valid_from: Instant,
}

impl SessionsItem {
    /// The attributes on which decisions rest.
    pub const DECISIVE: &[&str] = &["sessions_valid_from"];
}

/// From a visit's id to its person and institution.
#[derive(Clone, Serialize, Deserialize)]
pub struct VisitReferenceItem {
    /// The person.
    pub resident_id: ResidentId,
    /// The institution.
    pub institution_code: String,
}
