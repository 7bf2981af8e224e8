//! What became of each patient note (患者特記) of a sheet, with what to do next.

use schemars::JsonSchema;
use serde::Serialize;

use super::amount::Language;
use super::limits;
use super::profile_note::ProfileNote;
use crate::resident::{PatientNotes, PendingWhy, ProfileList};
use crate::text::Text;

/// A patient note of a sheet, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct NoteBecame {
    /// Where in the profile it belongs.
    pub list: ProfileList,
    /// The whole text.
    pub text: Text<{ limits::TEXT }>,
    /// What became of it.
    pub became: Became,
    /// The same in a sentence, with what to do next, in the language of the request.
    pub detail: String,
}

/// What became of a patient note.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "ProfileNoteBecame")]
pub enum Became {
    /// It went into the profile with this sheet.
    TakenIn,
    /// It was there before, in its list or waiting beside it; or it was, and the person took it out.
    Known,
    /// The profile's list was full: it waits in the profile's `pending`, and alerts count it.
    PendingFull,
    /// It is longer than an entry of the profile: it waits in the profile's `pending`, and alerts count it.
    PendingTooLong,
    /// Nobody said yet whose the sheet is.
    Unconfirmed,
    /// Whoever scanned may not record in the profile: it stands on the sheet alone.
    LeftOnSheet,
}

/// Why nothing of a sheet went into the profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    /// It did, as far as it was not known.
    InProfile,
    /// Nobody said yet whose it is.
    Unconfirmed,
    /// The caller may not.
    OnSheet,
}

/// What became of these notes of a sheet; `added` is what went into the profile with it.
pub fn became(notes: &[ProfileNote], added: &PatientNotes, kept: Kept, language: Language) -> Vec<NoteBecame> {
    let of = |note: &ProfileNote| {
        let listed = match note.list() {
            ProfileList::Allergies => &added.allergies,
            ProfileList::AdverseReactions => &added.adverse_reactions,
            ProfileList::History => &added.history,
        };
        let waiting = added.pending.iter().find(|one| one.list == note.list() && note.is(one.text.as_str()));
        let became = match (kept, waiting.map(|one| one.why)) {
            (Kept::Unconfirmed, _) => Became::Unconfirmed,
            (Kept::OnSheet, _) => Became::LeftOnSheet,
            (Kept::InProfile, _) if listed.iter().any(|text| note.is(text.as_str())) => Became::TakenIn,
            (Kept::InProfile, Some(PendingWhy::Full)) => Became::PendingFull,
            (Kept::InProfile, Some(PendingWhy::TooLong)) => Became::PendingTooLong,
            (Kept::InProfile, None) => Became::Known,
        };
        NoteBecame { list: note.list(), text: note.text().clone(), became, detail: became.text(language).to_owned() }
    };
    notes.iter().map(of).collect()
}

impl Became {
    const fn text(self, language: Language) -> &'static str {
        let (japanese, english) = match self {
            Self::TakenIn => (
                "プロフィールに入れました。違うときは、プロフィールから消してください。",
                "It went into the profile. If it is wrong, delete it there.",
            ),
            Self::Known => (
                "プロフィールにもうあるか（入りきらずに待っているものを含みます）、前に消したものです。消したもので必要なものは、プロフィールに書き足してください。",
                "It was in the profile before, or waiting beside it, or was deleted there. What was deleted and is needed after all is written there by hand.",
            ),
            Self::PendingFull => (
                "プロフィールがいっぱいのため、まだ入っていません。飲み合わせの注意には使われます。プロフィールのいらない項目を消すと、その分だけ入ります。",
                "The profile is full, so it waits beside it; alerts count it. Delete from the profile what is not needed, and it goes in.",
            ),
            Self::PendingTooLong => (
                "長すぎるため、プロフィールにまだ入っていません。飲み合わせの注意には使われます。200文字までに短くしてプロフィールに書き、待っているものを消してください。",
                "It is too long for the profile and waits beside it; alerts count it. Write it there in up to 200 characters and delete what waits.",
            ),
            Self::Unconfirmed => (
                "誰の用紙かまだ確かめられていないため、プロフィールに入れていません。ご本人のものか答えてください。",
                "Nobody said yet whose the sheet is, so it did not go into the profile. Say whether it is the person's own.",
            ),
            Self::LeftOnSheet => (
                "プロフィールに書ける方が読み取っていないため、用紙に残るだけです。ご本人に、用紙をもう一度読み取ってもらってください。",
                "Who scanned may not record in the profile, so it stands on the sheet alone. Ask the person to scan the sheet again.",
            ),
        };
        match language {
            Language::Japanese => japanese,
            Language::English => english,
        }
    }
}
