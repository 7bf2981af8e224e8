//! What an emergency card shows, and nothing else of the notebook.

use notebook::resident::{
    BloodType, EmergencyContact, Identity, Profile, ProfileChanged, ProfileList, Resident as Person, Sex,
};
use notebook::text::Text;
use notebook::time::{Day, Instant, age_on, jst_day};
use records::prelude::*;

use crate::cut::beginning;
use crate::medicines::Medicines;

/// Entries of a list that are shown.
const MOST_ENTRIES: usize = 100;

/// Longest entry in characters: the beginning of what is longer is shown, and says so.
const MOST_LETTERS: usize = 200;

/// What is needed in an emergency. It was entered by the person themself or their family, and nobody at a clinic has checked it: an empty list
/// means that nothing was recorded, and not that there is nothing.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "OpenedEmergencyCard")]
pub struct Output {
    /// 氏名; null where no document and no guardian has said it.
    legal_name: Option<Text<100>>,
    /// What the family calls the person, where there is no `legal_name`; else null.
    display_name: Option<Text<60>>,
    /// フリガナ, typed.
    kana: Option<Text<100>>,
    /// Whether a document or a guardian has said who the person is.
    is_proved: bool,
    /// 生年月日
    birth_date: Option<Day>,
    /// In years, today in Japan.
    age: Option<u32>,
    /// 性別
    sex: Option<Sex>,
    /// 血液型, as the person knows it.
    blood_type: BloodType,
    /// アレルギー歴
    allergies: Entries,
    /// 副作用歴
    adverse_reactions: Entries,
    /// 出産予定日
    pregnancy_due_on: Option<Day>,
    /// 指定難病など
    long_term_illness: Option<Text<200>>,
    /// What was handed out not long ago, without what the person keeps back.
    medicines: Medicines,
    /// 緊急連絡先
    #[schemars(length(max = 5))]
    emergency_contacts: Vec<EmergencyContact>,
    /// When each part was last changed.
    changed: ProfileChanged,
    /// When this was read.
    read_at: Instant,
}

/// Entries of a list; none means that nothing was recorded.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "EmergencyEntries")]
struct Entries {
    /// The entries; one that ends in `…` is longer in the notebook.
    #[schemars(length(max = MOST_ENTRIES), inner(length(max = MOST_LETTERS + 1)))]
    items: Vec<String>,
    /// Whether there are more than are shown.
    is_cut: bool,
}

impl Entries {
    fn of(profile: &Profile, list: ProfileList) -> Self {
        let mut all = profile.all_of(list).map(|text| beginning(text, MOST_LETTERS));
        let items = all.by_ref().take(MOST_ENTRIES).collect();
        Self { items, is_cut: all.next().is_some() }
    }
}

impl Output {
    /// Of a person, at an instant.
    pub(crate) fn new(person: Person, medicines: Medicines, now: Instant) -> Self {
        let Person { display_name, status, identity, profile, changed, .. } = person;
        let (allergies, adverse_reactions) =
            (Entries::of(&profile, ProfileList::Allergies), Entries::of(&profile, ProfileList::AdverseReactions));
        let Identity { legal_name, birth_date, sex, kana, .. } = identity;
        Self {
            display_name: legal_name.is_none().then_some(display_name),
            legal_name,
            kana,
            is_proved: status.is_proved(),
            birth_date,
            age: birth_date.map(|birth| age_on(birth, jst_day(now))),
            sex,
            blood_type: profile.blood_type,
            allergies,
            adverse_reactions,
            pregnancy_due_on: profile.pregnancy_due_on,
            long_term_illness: profile.long_term_illness,
            medicines,
            emergency_contacts: profile.emergency_contacts,
            changed,
            read_at: now,
        }
    }
}
