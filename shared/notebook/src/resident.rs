//! A person with a notebook: names, what the card proved, and what every doctor should know first.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::line::Line;
use crate::medication::limits;
use crate::text::Text;
use crate::time::{Day, Instant};

/// How far it is known who the person is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "ResidentStatus")]
pub enum Status {
    /// Only an e-mail address. May use what concerns only themselves.
    Unverified,
    /// The card proved the person, and the address lies in the municipality.
    VerifiedResident,
    /// The card proved the person; the address lies elsewhere. May be family or a proxy, without a notebook of their own.
    OutsideMunicipality,
    /// The card proved the person; the city's counter looks at the address.
    ManualReview,
    /// A child whose verified guardian vouches for it.
    GuardianAttested,
}

impl Status {
    /// Whether the person may check in, hold a family and pull national records.
    pub fn is_proved(self) -> bool {
        matches!(self, Self::VerifiedResident | Self::GuardianAttested)
    }
}

/// As on the card: the register's sex, two values and "other or not stated".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Sex {
    /// 男
    Male,
    /// 女
    Female,
    /// その他・不明
    Other,
}

/// Who the person is. The first group is proved and read-only; the second is typed by the person and marked so.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Identity {
    /// 氏名, from the card.
    pub legal_name: Option<Text<100>>,
    /// 生年月日, from the card.
    pub birth_date: Option<Day>,
    /// 性別, from the card.
    pub sex: Option<Sex>,
    /// 旧氏, from the city's counter.
    pub former_name: Option<Text<100>>,
    /// 氏名のフリガナ, typed.
    pub kana: Option<Text<100>>,
    /// 通称, typed.
    pub alias: Option<Text<100>>,
    /// ローマ字, typed.
    pub romaji: Option<Text<100>>,
}

impl Identity {
    /// The fields that a person types and that no document proves.
    pub const SELF_REPORTED: &'static [SelfReported] = &[SelfReported::Kana, SelfReported::Alias, SelfReported::Romaji];
}

/// A field of the identity that the person types and that no document proves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "SelfReportedField")]
pub enum SelfReported {
    /// フリガナ
    Kana,
    /// 通称
    Alias,
    /// ローマ字
    Romaji,
}

/// ABO and Rh, as the person knows it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub enum BloodType {
    /// A, Rh positive
    #[serde(rename = "A+")]
    APositive,
    /// A, Rh negative
    #[serde(rename = "A-")]
    ANegative,
    /// B, Rh positive
    #[serde(rename = "B+")]
    BPositive,
    /// B, Rh negative
    #[serde(rename = "B-")]
    BNegative,
    /// O, Rh positive
    #[serde(rename = "O+")]
    OPositive,
    /// O, Rh negative
    #[serde(rename = "O-")]
    ONegative,
    /// AB, Rh positive
    #[serde(rename = "AB+")]
    AbPositive,
    /// AB, Rh negative
    #[serde(rename = "AB-")]
    AbNegative,
    /// Not known.
    #[default]
    #[serde(rename = "unknown")]
    Unknown,
}

/// Whom to call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EmergencyContact {
    /// Name.
    pub name: Line<100>,
    /// 続柄
    #[serde(default)]
    pub relation: Option<Line<40>>,
    /// Telephone number.
    pub phone: Line<20>,
}

/// What every doctor should know first (患者プロフィール).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Profile {
    /// アレルギー歴
    #[schemars(length(max = Self::MOST_ALLERGIES))]
    pub allergies: Vec<Text<200>>,
    /// 副作用歴
    #[schemars(length(max = Self::MOST_ADVERSE_REACTIONS))]
    pub adverse_reactions: Vec<Text<200>>,
    /// 既往歴
    #[schemars(length(max = Self::MOST_HISTORY))]
    pub history: Vec<Text<200>>,
    /// 出産予定日
    pub pregnancy_due_on: Option<Day>,
    /// 障害者手帳
    pub listed_disability: Option<Text<200>>,
    /// 指定難病など
    pub long_term_illness: Option<Text<200>>,
    /// 血液型
    pub blood_type: BloodType,
    /// 緊急連絡先
    #[schemars(length(max = 5))]
    pub emergency_contacts: Vec<EmergencyContact>,
    /// What sheets say and the lists have no room for, until it is taken in (with the change of the profile that makes room, or
    /// by hand, shortened) or the person leaves it out here. Not there where there is none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = Self::MOST_PENDING))]
    pub pending: Vec<PendingNote>,
}

/// A list of the profile into which sheets bring notes (患者特記).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ProfileList {
    /// アレルギー歴
    Allergies,
    /// 副作用歴
    AdverseReactions,
    /// 既往歴
    History,
}

/// Why a note waits beside the list that it belongs into.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PendingWhy {
    /// The list was full.
    Full,
    /// It is longer than an entry of a list.
    TooLong,
}

/// What a sheet says of the person and the lists have no room for. It counts as they do, for alerts, clinics and exports.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PendingNote {
    /// Where it belongs.
    pub list: ProfileList,
    /// The whole text.
    pub text: Text<{ limits::TEXT }>,
    /// Why it waits.
    pub why: PendingWhy,
}

/// What of the profile concerns medicines: allergies, adverse reactions, history (患者特記).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PatientNotes {
    /// アレルギー歴
    pub allergies: Vec<Text<200>>,
    /// 副作用歴
    pub adverse_reactions: Vec<Text<200>>,
    /// 既往歴
    pub history: Vec<Text<200>>,
    /// What waits beside them; not there where there is none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = Profile::MOST_PENDING))]
    pub pending: Vec<PendingNote>,
}

impl PatientNotes {
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.allergies.is_empty()
            && self.adverse_reactions.is_empty()
            && self.history.is_empty()
            && self.pending.is_empty()
    }
}

impl From<Profile> for PatientNotes {
    fn from(profile: Profile) -> Self {
        let Profile { allergies, adverse_reactions, history, pending, .. } = profile;
        Self { allergies, adverse_reactions, history, pending }
    }
}

impl Profile {
    /// Most allergies.
    pub const MOST_ALLERGIES: usize = 50;
    /// Most adverse reactions.
    pub const MOST_ADVERSE_REACTIONS: usize = 50;
    /// Most entries of the history.
    pub const MOST_HISTORY: usize = 100;
    /// Most notes that wait beside the lists.
    pub const MOST_PENDING: usize = 50;

    /// What alerts are worked out from, as their `index` counts it: allergies, adverse reactions, and then what waits to become
    /// one of these.
    pub fn warned_of(&self) -> impl Iterator<Item = &str> {
        let waiting = self.pending.iter().filter(|note| note.list != ProfileList::History);
        let lists = self.allergies.iter().chain(&self.adverse_reactions).map(Text::as_str);
        lists.chain(waiting.map(|note| note.text.as_str()))
    }

    /// All that a list says, what waits beside it included.
    pub fn all_of(&self, list: ProfileList) -> impl Iterator<Item = &str> {
        let own = match list {
            ProfileList::Allergies => &self.allergies,
            ProfileList::AdverseReactions => &self.adverse_reactions,
            ProfileList::History => &self.history,
        };
        let waiting = self.pending.iter().filter(move |note| note.list == list);
        own.iter().map(Text::as_str).chain(waiting.map(|note| note.text.as_str()))
    }

    /// Whether a list says the same in both.
    fn is_alike(&self, other: &Self, list: ProfileList) -> bool {
        self.all_of(list).eq(other.all_of(list))
    }

    /// The first list that is longer than it may be, with the bound.
    pub fn overlong(&self) -> Option<(&'static str, usize)> {
        [
            ("allergies", self.allergies.len(), Self::MOST_ALLERGIES),
            ("adverse_reactions", self.adverse_reactions.len(), Self::MOST_ADVERSE_REACTIONS),
            ("history", self.history.len(), Self::MOST_HISTORY),
            ("emergency_contacts", self.emergency_contacts.len(), 5),
            ("pending", self.pending.len(), Self::MOST_PENDING),
        ]
        .into_iter()
        .find_map(|(name, length, most)| (length > most).then_some((name, most)))
    }
}

/// A resident as the notebook keeps them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Resident {
    /// What the family calls the person; shown to the family only.
    pub display_name: Text<60>,
    /// How far it is known who the person is.
    pub status: Status,
    /// Who the person is.
    #[serde(default)]
    pub identity: Identity,
    /// What every doctor should know first.
    #[serde(default)]
    pub profile: Profile,
    /// When the residency was last checked against the card.
    #[serde(default)]
    pub residency_checked_at: Option<Instant>,
    /// The card that proved it, by the hash of provider and subject; never shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub card: Option<String>,
    /// When what an emergency asks for was last changed. Of what was written before this was kept nothing is known.
    #[serde(default)]
    pub changed: ProfileChanged,
}

/// When each part of the profile that an emergency card shows was last changed; none where that is not known, or never was.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProfileChanged {
    /// アレルギー歴
    pub allergies: Option<Instant>,
    /// 副作用歴
    pub adverse_reactions: Option<Instant>,
    /// 出産予定日
    pub pregnancy_due_on: Option<Instant>,
    /// 指定難病など
    pub long_term_illness: Option<Instant>,
    /// 血液型
    pub blood_type: Option<Instant>,
    /// 緊急連絡先
    pub emergency_contacts: Option<Instant>,
}

impl Resident {
    /// A new notebook of a person who has not proved anything yet.
    pub fn unverified(display_name: Text<60>) -> Self {
        Self {
            display_name,
            status: Status::Unverified,
            identity: Identity::default(),
            profile: Profile::default(),
            residency_checked_at: None,
            card: None,
            changed: ProfileChanged::default(),
        }
    }

    /// Notes what of the profile is another than it was before. Whatever writes the profile calls it.
    pub fn note_changes(&mut self, before: &Profile, now: Instant) {
        let Self { profile, changed, .. } = self;
        for (at, is_another) in [
            (&mut changed.allergies, !profile.is_alike(before, ProfileList::Allergies)),
            (&mut changed.adverse_reactions, !profile.is_alike(before, ProfileList::AdverseReactions)),
            (&mut changed.pregnancy_due_on, profile.pregnancy_due_on != before.pregnancy_due_on),
            (&mut changed.long_term_illness, profile.long_term_illness != before.long_term_illness),
            (&mut changed.blood_type, profile.blood_type != before.blood_type),
            (&mut changed.emergency_contacts, profile.emergency_contacts != before.emergency_contacts),
        ] {
            if is_another {
                *at = Some(now);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)] // tests
    use super::*;

    #[test]
    fn only_what_is_another_than_before_was_changed_now() {
        let now: Instant = "2026-11-22T01:00:00Z".parse().unwrap();
        let mut person = Resident::unverified(Text::parse("花子").unwrap());
        let before = person.profile.clone();
        person.note_changes(&before, now);
        assert_eq!(person.changed, ProfileChanged::default());
        person.profile.allergies.push(Text::parse("そば").unwrap());
        person.profile.history.push(Text::parse("虫垂炎").unwrap());
        person.note_changes(&before, now);
        assert_eq!(person.changed, ProfileChanged { allergies: Some(now), ..ProfileChanged::default() });
    }

    #[test]
    fn what_waits_beside_a_list_is_of_that_list() {
        let mut profile = Profile::default();
        let note = |list| PendingNote { list, text: Text::parse("ペニシリン").unwrap(), why: PendingWhy::Full };
        profile.pending.push(note(ProfileList::AdverseReactions));
        assert!(profile.is_alike(&Profile::default(), ProfileList::Allergies));
        assert!(!profile.is_alike(&Profile::default(), ProfileList::AdverseReactions));
        assert_eq!(profile.all_of(ProfileList::AdverseReactions).collect::<Vec<_>>(), ["ペニシリン"]);
    }
}
