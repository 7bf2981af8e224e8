//! Keys of visits, and of what institutions wrote of them.

use notebook::id::{NoteId, VisitId};
use notebook::time::Day;
use platform::table::Key;
use platform::table::schema::{SectionKeys, Sort};

use super::section::Visits;

/// What a notebook holds of visits, beside the visits themselves (`ResidentKeys::visit`).
pub trait VisitsKeys: SectionKeys<Visits> {
    /// The check-in of a day at an institution.
    fn check_in(self, institution: &str, day: Day) -> Key {
        self.item(Self::CHECK_INS, format_args!("{institution}#{day}"))
    }

    /// What the sort keys of all check-ins begin with.
    const CHECK_INS: Sort<Visits> = Sort::of("CHECKIN#");

    /// An institution's own number for the person.
    fn chart_number(self, institution: &str) -> Key {
        self.item(const { Sort::of("CHART#") }, institution)
    }

    /// One note of a clinic.
    fn note(self, visit: VisitId, id: NoteId) -> Key {
        self.item(Self::NOTES, format_args!("{visit}#{id}"))
    }

    /// What the sort keys of all notes begin with.
    const NOTES: Sort<Visits> = Sort::of("NOTE#");

    /// Up to when an account has read what institutions wrote.
    fn read_notes(self, actor: &str) -> Key {
        self.item(const { Sort::of("NOTESREAD#") }, actor)
    }

    /// The institutions that the person calls their own (かかりつけ).
    fn primary_care(self) -> Key {
        self.item(const { Sort::of("PRIMARYCARE") }, "")
    }

    /// Raised by whatever plans a visit ahead, over the version that was read with those that are.
    fn appointment_lock(self) -> Key {
        self.item(const { Sort::of("APPOINTMENTLOCK") }, "")
    }

    /// How many notes a visit has.
    fn note_count(self, visit: VisitId) -> Key {
        self.item(const { Sort::of("NOTECOUNT#") }, visit)
    }

    /// What a note said in a version that was amended or retracted since. No operation reads it.
    fn note_history(self, id: NoteId, version: u64) -> Key {
        self.item(const { Sort::of("NOTEHIST#") }, format_args!("{id}#{version}"))
    }

    /// The sort keys between which the notes of a visit lie.
    fn notes_of(visit: VisitId) -> (String, String) {
        (format!("{}{visit}#", Self::NOTES), format!("{}{visit}#~", Self::NOTES))
    }
}

impl<K: SectionKeys<Visits>> VisitsKeys for K {}
