//! Patient notes (患者特記) of a sheet that belong into the profile: allergies, adverse reactions, history.

use super::note::{NotebookNote, PatientNoteCategory};
use super::{limits, name};
use crate::resident::{PatientNotes, PendingNote, PendingWhy, Profile, ProfileList};
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
    text: Text<{ limits::TEXT }>,
    compared: String,
}

impl ProfileNote {
    /// What it is recognised by, however it is written: its list and its normalised text.
    pub fn identity(&self) -> String {
        let list = match self.list {
            ProfileList::Allergies => "allergies",
            ProfileList::AdverseReactions => "adverse_reactions",
            ProfileList::History => "history",
        };
        format!("{list}\n{}", self.compared)
    }

    /// The list that it belongs into.
    pub fn list(&self) -> ProfileList {
        self.list
    }

    /// The whole text.
    pub fn text(&self) -> &Text<{ limits::TEXT }> {
        &self.text
    }

    /// Whether it is the same text, however it is written.
    pub fn is(&self, text: &str) -> bool {
        compared(text) == self.compared
    }
}

/// The patient notes that belong into the profile, each once: not those of another category (その他), and not those that
/// say that there is nothing. They are whole, because half a sentence may say the opposite.
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

/// What a sheet brought into the profile.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Taken<'n> {
    /// What is in its lists now, or waits beside them, and did not before.
    pub added: PatientNotes,
    /// The notes that the profile holds now and that were not marked before.
    pub held: Vec<&'n ProfileNote>,
    /// How many found no room at all.
    pub left: usize,
}

/// Lets what waits beside the lists go into them, as far as there is room and it is short enough; what a list says already waits
/// no longer. For whoever makes room: the person who changes the profile.
pub fn take_in_waiting(profile: &mut Profile) {
    for note in std::mem::take(&mut profile.pending) {
        let text = compared(note.text.as_str());
        let known = list_of(profile, note.list).0.iter().any(|known| compared(known.as_str()) == text);
        if !known && insert(profile, note.list, &note.text, &mut PatientNotes::default()).is_err() {
            profile.pending.push(note);
        }
    }
}

/// Adds to the profile what it does not hold yet. What its lists have no room for waits beside them, so that nothing is lost.
/// What was taken in before is not added a second time, so that what a person deleted stays deleted; and what waits from before
/// is not moved, because it is not this sheet's ([`take_in_waiting`]).
pub fn take_in<'n>(
    profile: &mut Profile,
    notes: &'n [ProfileNote],
    taken_before: impl Fn(&ProfileNote) -> bool,
) -> Taken<'n> {
    let mut taken = Taken::default();
    for note in notes.iter().filter(|note| !taken_before(note)) {
        let listed = list_of(profile, note.list).0.iter().any(|known| note.is(known.as_str()));
        let waits = || profile.pending.iter().any(|known| known.list == note.list && note.is(known.text.as_str()));
        if !listed
            && !waits()
            && let Err(why) = insert(profile, note.list, &note.text, &mut taken.added)
        {
            if profile.pending.len() >= Profile::MOST_PENDING {
                taken.left += 1;
                continue;
            }
            let waiting = PendingNote { list: note.list, text: note.text.clone(), why };
            profile.pending.push(waiting.clone());
            taken.added.pending.push(waiting);
        }
        taken.held.push(note);
    }
    taken
}

/// Puts a text into its list, and among what was added; or says why it cannot.
fn insert(
    profile: &mut Profile,
    list: ProfileList,
    text: &Text<{ limits::TEXT }>,
    added: &mut PatientNotes,
) -> Result<(), PendingWhy> {
    let text = Text::parse(text.as_str()).map_err(|_| PendingWhy::TooLong)?;
    let (texts, most) = list_of(profile, list);
    if texts.len() >= most {
        return Err(PendingWhy::Full);
    }
    texts.push(text.clone());
    match list {
        ProfileList::Allergies => added.allergies.push(text),
        ProfileList::AdverseReactions => added.adverse_reactions.push(text),
        ProfileList::History => added.history.push(text),
    }
    Ok(())
}

/// A list, and how much it takes.
fn list_of(profile: &mut Profile, list: ProfileList) -> (&mut Vec<Text<200>>, usize) {
    match list {
        ProfileList::Allergies => (&mut profile.allergies, Profile::MOST_ALLERGIES),
        ProfileList::AdverseReactions => (&mut profile.adverse_reactions, Profile::MOST_ADVERSE_REACTIONS),
        ProfileList::History => (&mut profile.history, Profile::MOST_HISTORY),
    }
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
        let Taken { added, held, .. } = take_in(&mut profile, &notes, |_| false);
        assert_eq!(texts(&added.allergies), ["卵", "たまご"]);
        assert_eq!(
            (texts(&added.adverse_reactions), texts(&added.history)),
            (vec!["ロキソプロフェンで胃痛"], vec!["胃潰瘍"])
        );
        assert_eq!(texts(&profile.allergies), ["ﾍﾟﾆｼﾘﾝ（発疹）", "卵", "たまご"]);
        assert_eq!(held.len(), 5, "what was there already is held as well");
        let before = profile.clone();
        let Taken { added: again, .. } = take_in(&mut profile, &notes, |_| false);
        assert!(again.is_empty() && profile == before);
        profile.allergies.clear();
        let Taken { added: again, held, .. } = take_in(&mut profile, &notes, |_| true);
        assert!(again.is_empty() && held.is_empty() && profile.allergies.is_empty(), "what was deleted stays deleted");
    }

    #[test]
    fn nothing_is_added_that_says_nothing_or_does_not_fit() {
        for text in ["なし", "特になし。", "ナシ", "（無し）", "アレルギー歴：なし", "　", "・", "不明", "a\u{202E}b"]
        {
            assert_eq!(profile_notes(&[note("1", text)]), [], "{text}");
        }
        assert_eq!(
            profile_notes(&[note("1", "ペニシリン(-)")])[0].compared,
            "ペニシリンー",
            "a denial is its own entry"
        );
    }

    #[test]
    fn what_has_no_room_waits_whole_and_goes_into_its_list_once_there_is_room() {
        let long = format!("{}セフェム系でショック", "長".repeat(200));
        let mut profile = Profile { allergies: vec![Text::parse("卵").unwrap(); 50], ..Profile::default() };
        let notes = profile_notes(&[note("1", "そば"), note("2", "そば"), note("3", &long)]);
        let Taken { added, held, left } = take_in(&mut profile, &notes, |_| false);
        assert_eq!((added.allergies.len(), added.adverse_reactions.len(), held.len(), left), (0, 1, 3, 0));
        let waiting: Vec<_> = profile.pending.iter().map(|note| (note.list, note.text.as_str(), note.why)).collect();
        let expected = [
            (ProfileList::Allergies, "そば", PendingWhy::Full),
            (ProfileList::History, long.as_str(), PendingWhy::TooLong),
        ];
        assert_eq!(waiting, expected);
        assert_eq!(profile.warned_of().last(), Some("そば"), "alerts hear what waits, and no history");
        assert_eq!(added.pending, profile.pending);
        let before = profile.clone();
        assert_eq!((take_in(&mut profile, &notes, |_| false).added, &profile), (PatientNotes::default(), &before));
        profile.allergies.pop();
        let more = profile_notes(&[note("3", "胃潰瘍")]);
        let next = take_in(&mut profile, &more, |_| false).added;
        let only = PatientNotes { history: vec![Text::parse("胃潰瘍").unwrap()], ..PatientNotes::default() };
        assert_eq!((next, profile.pending.len()), (only, 2), "a sheet brings what it says and moves nothing else");
        take_in_waiting(&mut profile);
        assert_eq!((profile.allergies.len(), profile.allergies[49].as_str()), (50, "そば"));
        let waits: Vec<_> = profile.pending.iter().map(|note| note.text.as_str()).collect();
        assert_eq!(waits, [long.as_str()], "what is too long waits for the person");
        profile.pending.push(PendingNote {
            list: ProfileList::Allergies,
            text: Text::parse("ｿﾊﾞ").unwrap(),
            why: PendingWhy::Full,
        });
        take_in_waiting(&mut profile);
        assert_eq!((profile.allergies.len(), profile.pending.len()), (50, 1), "what the list says waits no longer");
    }

    #[test]
    fn what_finds_no_room_at_all_is_counted() {
        let many: Vec<_> = (0..102).map(|place| note("1", &format!("果物{place}"))).collect();
        let (mut profile, notes) = (Profile::default(), profile_notes(&many));
        let taken = take_in(&mut profile, &notes, |_| false);
        assert_eq!((profile.allergies.len(), profile.pending.len(), taken.left, taken.held.len()), (50, 50, 2, 100));
    }
}
