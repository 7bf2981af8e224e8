//! Patient notes (患者特記) of a sheet that belong into the profile: allergies, adverse reactions, history.

use super::name;
use super::note::{NotebookNote, PatientNoteCategory};
use crate::resident::{PatientNotes, Profile};
use crate::text::Text;

/// What says that there is nothing.
const NOTHING: [&str; 24] = [
    "ナシ",
    "無シ",
    "無",
    "ナイ",
    "無イ",
    "特ニナシ",
    "特ニ無シ",
    "特記ナシ",
    "特記事項ナシ",
    "該当ナシ",
    "不明",
    "アリマセン",
    "特ニアリマセン",
    "アレルギーナシ",
    "アレルギー無シ",
    "アレルギー歴ナシ",
    "薬物アレルギーナシ",
    "薬アレルギーナシ",
    "食物アレルギーナシ",
    "副作用ナシ",
    "副作用歴ナシ",
    "既往ナシ",
    "既往歴ナシ",
    "既往歴無シ",
];

/// One patient note that may go into the profile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProfileNote {
    list: ProfileList,
    text: Text<200>,
    compared: String,
}

/// A list of the profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ProfileList {
    Allergies,
    AdverseReactions,
    History,
}

impl ProfileList {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Allergies => "allergies",
            Self::AdverseReactions => "adverse_reactions",
            Self::History => "history",
        }
    }
}

impl ProfileNote {
    /// What it is recognised by, however it is written: its list and its normalised text.
    pub fn identity(&self) -> String {
        format!("{}\n{}", self.list.as_str(), self.compared)
    }
}

/// The patient notes that belong into the profile, each once: not those of another category (その他), not those that
/// say that there is nothing, and not those that are longer than an entry of the profile, because half a sentence may
/// say the opposite.
pub fn profile_notes(notes: &[NotebookNote]) -> Vec<ProfileNote> {
    let mut found: Vec<ProfileNote> = Vec::new();
    for note in notes {
        let NotebookNote::Patient { category, text, .. } = note else { continue };
        let list = match category {
            PatientNoteCategory::Allergy => ProfileList::Allergies,
            PatientNoteCategory::AdverseReaction => ProfileList::AdverseReactions,
            PatientNoteCategory::History => ProfileList::History,
            PatientNoteCategory::Other => continue,
        };
        let Ok(text) = Text::parse(text) else { continue };
        let compared = compared(text.as_str());
        let known = found.iter().any(|known| known.list == list && known.compared == compared);
        if !known && !compared.is_empty() && !NOTHING.contains(&compared.as_str()) {
            found.push(ProfileNote { list, text, compared });
        }
    }
    found
}

/// Adds to the profile what it does not hold yet and has room for; gives what was added, and the notes that the profile
/// holds now. What was
/// taken in before is not added a second time, so that what a person deleted stays deleted.
pub fn take_in<'n>(
    profile: &mut Profile,
    notes: &'n [ProfileNote],
    taken_before: impl Fn(&ProfileNote) -> bool,
) -> (PatientNotes, Vec<&'n ProfileNote>) {
    let mut added = PatientNotes::default();
    let mut held = Vec::new();
    for note in notes.iter().filter(|note| !taken_before(note)) {
        let (list, most, added) = match note.list {
            ProfileList::Allergies => (&mut profile.allergies, Profile::MOST_ALLERGIES, &mut added.allergies),
            ProfileList::AdverseReactions => {
                (&mut profile.adverse_reactions, Profile::MOST_ADVERSE_REACTIONS, &mut added.adverse_reactions)
            }
            ProfileList::History => (&mut profile.history, Profile::MOST_HISTORY, &mut added.history),
        };
        let known = list.iter().any(|known| compared(known.as_str()) == note.compared);
        if !known {
            if list.len() >= most {
                continue;
            }
            list.push(note.text.clone());
            added.push(note.text.clone());
        }
        held.push(note);
    }
    (added, held)
}

/// Whether the note is an allergy, an adverse reaction or an earlier illness. Of these the profile is the one truth; what
/// a sheet says of them tells where it came from, and nothing else.
pub fn is_of_profile(note: &NotebookNote) -> bool {
    let NotebookNote::Patient { category, .. } = note else { return false };
    *category != PatientNoteCategory::Other
}

/// Gives the notes of the profile the author of the sheet that says the same in the same words.
pub fn name_authors(notes: &mut [NotebookNote], sheets: &[NotebookNote]) {
    for note in notes {
        let NotebookNote::Patient { category, text, author } = note else { continue };
        let said = sheets.iter().find_map(|sheet| match sheet {
            NotebookNote::Patient { category: other, text: words, author } if other == category && words == text => {
                Some(*author)
            }
            _ => None,
        });
        *author = said.unwrap_or(*author);
    }
}

/// A text of the profile as it is compared: without width, kana, case, spaces and punctuation.
pub fn compared(text: &str) -> String {
    name::fold(text).chars().filter(|character| character.is_alphanumeric() || *character == 'ー').collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]
mod tests {
    use super::*;
    use crate::medication::note::Author;

    fn note(category: &str, text: &str) -> NotebookNote {
        let category = PatientNoteCategory::of(category);
        NotebookNote::Patient { category, text: text.to_owned(), author: Author::Professional }
    }

    fn texts(list: &[Text<200>]) -> Vec<&str> {
        list.iter().map(Text::as_str).collect()
    }

    #[test]
    fn what_the_profile_does_not_hold_yet_is_added_once() {
        let mut profile =
            Profile { allergies: vec![Text::parse("ﾍﾟﾆｼﾘﾝ（発疹）").unwrap()], ..Profile::default() };
        let notes = [
            note("1", "ペニシリン　発疹"),
            note("1", "卵"),
            note("1", "たまご"),
            note("1", "卵 "),
            note("2", "ロキソプロフェンで胃痛"),
            note("3", "胃潰瘍"),
            note("9", "杖を使う"),
        ];
        let notes = profile_notes(&notes);
        let (added, held) = take_in(&mut profile, &notes, |_| false);
        assert_eq!(texts(&added.allergies), ["卵", "たまご"]);
        assert_eq!(
            (texts(&added.adverse_reactions), texts(&added.history)),
            (vec!["ロキソプロフェンで胃痛"], vec!["胃潰瘍"])
        );
        assert_eq!(texts(&profile.allergies), ["ﾍﾟﾆｼﾘﾝ（発疹）", "卵", "たまご"]);
        assert_eq!(held.len(), 5, "what was there already is held as well");
        let before = profile.clone();
        let (again, _) = take_in(&mut profile, &notes, |_| false);
        assert!(again.is_empty() && profile == before);
        profile.allergies.clear();
        let (again, held) = take_in(&mut profile, &notes, |_| true);
        assert!(again.is_empty() && held.is_empty() && profile.allergies.is_empty(), "what was deleted stays deleted");
    }

    #[test]
    fn nothing_is_added_that_says_nothing_or_does_not_fit() {
        let long = "あ".repeat(201);
        for text in
            ["なし", "特になし。", "ナシ", "（無し）", "アレルギー歴：なし", "　", "・", "不明", &long, "a\u{202E}b"]
        {
            assert_eq!(profile_notes(&[note("1", text)]), [], "{text}");
        }
        assert_eq!(
            profile_notes(&[note("1", "ペニシリン(-)")])[0].compared,
            "ペニシリンー",
            "a denial is its own entry"
        );
        let mut profile = Profile { allergies: vec![Text::parse("卵").unwrap(); 50], ..Profile::default() };
        let notes = profile_notes(&[note("1", "そば"), note("2", "そば")]);
        let (added, held) = take_in(&mut profile, &notes, |_| false);
        assert_eq!((added.allergies.len(), added.adverse_reactions.len(), held.len()), (0, 1, 1), "a full list stays");
    }
}
