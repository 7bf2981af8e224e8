//! What the notebook says beside its dispensings, from the profile and from every sheet that was scanned, each once.

use std::collections::HashSet;

use super::identity::plain;
use super::jahis::{date, records};
use super::note::{Author, NotebookNote, Otc, PatientNoteCategory};
use crate::resident::{BloodType, Identity, Profile, ProfileList, Sex};
use crate::text::Text;
use crate::time::Day;

/// The person as a notebook names them; none unless name, sex and birth date are proved, which the format demands
/// together. Address, telephone and whom to call are left out: a pharmacy has them, and the codes are held up at a counter.
pub fn patient(identity: &Identity, profile: &Profile) -> Option<records::Patient> {
    let sex = match identity.sex? {
        Sex::Male => "1",
        Sex::Female => "2",
        Sex::Other => return None,
    };
    Some(records::Patient {
        name: identity.legal_name.as_ref()?.as_str().to_owned(),
        sex: sex.to_owned(),
        birth_date: date::western(identity.birth_date?)?,
        blood_type: blood_type(profile.blood_type).to_owned(),
        kana: identity.kana.as_ref().map(|kana| kana.as_str().to_owned()).unwrap_or_default(),
        ..records::Patient::default()
    })
}

/// As it is written by hand; empty where it is not known.
pub const fn blood_type(blood_type: BloodType) -> &'static str {
    match blood_type {
        BloodType::APositive => "Ａ型Ｒｈ＋",
        BloodType::ANegative => "Ａ型Ｒｈ－",
        BloodType::BPositive => "Ｂ型Ｒｈ＋",
        BloodType::BNegative => "Ｂ型Ｒｈ－",
        BloodType::OPositive => "Ｏ型Ｒｈ＋",
        BloodType::ONegative => "Ｏ型Ｒｈ－",
        BloodType::AbPositive => "ＡＢ型Ｒｈ＋",
        BloodType::AbNegative => "ＡＢ型Ｒｈ－",
        BloodType::Unknown => "",
    }
}

/// What of the profile concerns whoever hands out medicines.
pub fn of_profile(profile: &Profile) -> Vec<NotebookNote> {
    let note =
        |category, text: &str| NotebookNote::Patient { category, text: text.to_owned(), author: Author::Patient };
    let mut notes = Vec::new();
    for (category, texts) in [
        (PatientNoteCategory::Allergy, &profile.allergies),
        (PatientNoteCategory::AdverseReaction, &profile.adverse_reactions),
        (PatientNoteCategory::History, &profile.history),
    ] {
        notes.extend(texts.iter().map(|text| note(category, text.as_str())));
    }
    notes.extend(profile.pending.iter().map(|waiting| {
        let category = match waiting.list {
            ProfileList::Allergies => PatientNoteCategory::Allergy,
            ProfileList::AdverseReactions => PatientNoteCategory::AdverseReaction,
            ProfileList::History => PatientNoteCategory::History,
        };
        note(category, waiting.text.as_str())
    }));
    notes.extend(profile.long_term_illness.iter().map(|text| note(PatientNoteCategory::Other, Text::as_str(text))));
    notes.extend(profile.pregnancy_due_on.map(|day| {
        let day = day.format("%Y-%m-%d");
        note(PatientNoteCategory::Other, &format!("出産予定日 {day}"))
    }));
    notes
}

/// Joins notes, each once: the first of those that say the same. A family pharmacist is the same by name and pharmacy.
pub fn joined(notes: impl IntoIterator<Item = NotebookNote>) -> Vec<NotebookNote> {
    let mut seen = HashSet::new();
    notes.into_iter().filter(|note| seen.insert(identity(note))).collect()
}

/// Whether a note concerns these days. What has no day always does, and what nobody said to have ended goes on.
pub fn concerns(note: &NotebookNote, from: Day, to: Day) -> bool {
    let overlaps = |first: Option<Day>, last: Option<Day>| {
        first.is_none_or(|first| first <= to) && last.is_none_or(|last| last >= from)
    };
    match note {
        NotebookNote::Patient { .. } => true,
        NotebookNote::Otc(Otc { started_on, ended_on, .. }) => overlaps(*started_on, *ended_on),
        NotebookNote::Memo { written_on, .. } => overlaps(*written_on, *written_on),
        NotebookNote::FamilyPharmacist { from, until, .. } => overlaps(*from, *until),
    }
}

/// Whether a note says what one of others says.
pub fn is_among(note: &NotebookNote, others: &[NotebookNote]) -> bool {
    let own = identity(note);
    others.iter().any(|other| identity(other) == own)
}

/// What notes say together, as bytes to be hashed: their order and their letters do not count.
pub fn meaning(notes: &[NotebookNote]) -> Vec<u8> {
    let mut all: Vec<_> = notes.iter().map(identity).collect();
    all.sort_unstable();
    all.dedup();
    format!("{all:?}").into_bytes()
}

fn identity(note: &NotebookNote) -> (u8, Vec<String>) {
    let day = |day: &Option<Day>| day.map(|day| day.to_string()).unwrap_or_default();
    match note {
        NotebookNote::Patient { category, text, .. } => (0, vec![category.code().to_owned(), plain(text)]),
        NotebookNote::Otc(otc) => {
            (1, vec![plain(&otc.name), day(&otc.started_on), day(&otc.ended_on), otc.jan.clone().unwrap_or_default()])
        }
        NotebookNote::Memo { text, written_on, .. } => (2, vec![plain(text), day(written_on)]),
        NotebookNote::FamilyPharmacist { name, pharmacy, .. } => (3, vec![plain(name), plain(pharmacy)]),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]
mod tests {
    use super::*;

    fn allergy(text: &str, author: Author) -> NotebookNote {
        NotebookNote::Patient { category: PatientNoteCategory::Allergy, text: text.to_owned(), author }
    }

    #[test]
    fn an_allergy_of_the_profile_and_of_a_sheet_stands_once() {
        let profile = Profile { allergies: vec![Text::parse("ﾍﾟﾆｼﾘﾝ").unwrap()], ..Profile::default() };
        let scanned = [allergy("ペニシリン", Author::Professional), allergy("ペニシリン系", Author::Professional)];
        let notes = joined(of_profile(&profile).into_iter().chain(scanned));
        assert_eq!(notes, [allergy("ﾍﾟﾆｼﾘﾝ", Author::Patient), allergy("ペニシリン系", Author::Professional)]);
    }

    #[test]
    fn a_person_is_named_only_with_all_that_the_format_demands() {
        let mut identity = Identity {
            legal_name: Some(Text::parse("荒尾 花子").unwrap()),
            birth_date: Day::from_ymd_opt(1951, 3, 14),
            sex: Some(Sex::Female),
            ..Identity::default()
        };
        let profile = Profile { blood_type: BloodType::AbNegative, ..Profile::default() };
        let named = patient(&identity, &profile).unwrap();
        assert_eq!(
            (named.sex.as_str(), named.birth_date.as_str(), named.blood_type.as_str()),
            ("2", "19510314", "ＡＢ型Ｒｈ－")
        );
        identity.sex = Some(Sex::Other);
        assert_eq!(patient(&identity, &profile), None);
    }

    #[test]
    fn a_note_concerns_the_days_that_it_speaks_of() {
        let day = |day| Day::from_ymd_opt(2026, 11, day);
        let otc = |started_on, ended_on| {
            NotebookNote::Otc(Otc {
                name: "かぜぐすり".to_owned(),
                started_on,
                ended_on,
                jan: None,
                ingredients: Vec::new(),
                author: Author::Patient,
            })
        };
        let (from, to) = (day(10).unwrap(), day(20).unwrap());
        for (started, ended, wanted) in [
            (day(1), day(9), false),
            (day(1), day(10), true),
            (day(20), None, true),
            (day(21), None, false),
            (day(9), None, true),
            (None, None, true),
            (None, day(9), false),
        ] {
            assert_eq!(concerns(&otc(started, ended), from, to), wanted, "{started:?} {ended:?}");
        }
    }
}
