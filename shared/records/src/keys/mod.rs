//! The keys of what notebooks, accounts and the city keep. Those on which permission is decided are the platform's
//! ([`platform::table::schema`]).

pub mod by_time;
pub mod ringing;
pub mod shared;

use std::fmt::Display;

use notebook::alarm::Minute;
use notebook::id::{AlarmId, DeviceId, IntakeId, MedicationId, NoteId, RecordId, VisitId};
use notebook::time::Day;
use platform::table::Key;
use platform::table::schema::{ActorKeys, ResidentKeys, Sort};

/// What a notebook holds.
pub trait NotebookKeys: Copy {
    /// One item of the notebook: what its sort key begins with, and what comes after.
    fn item(self, sort: Sort, rest: impl Display) -> Key;

    /// The person.
    fn profile(self) -> Key {
        self.item(const { Sort::of("PROFILE") }, "")
    }

    /// Another card that was held to this notebook, with the same birth date and sex, for the city to look at.
    fn card_review(self, subject_hash: &str) -> Key {
        self.item(const { Sort::of("CARDREVIEW#") }, subject_hash)
    }

    /// The check-in of a day at an institution.
    fn check_in(self, institution: &str, day: Day) -> Key {
        self.item(Self::CHECK_INS, format_args!("{institution}#{day}"))
    }

    /// What the sort keys of all check-ins begin with.
    const CHECK_INS: Sort = Sort::of("CHECKIN#");

    /// One daily record.
    fn daily(self, id: RecordId) -> Key {
        self.item(const { Sort::of("DAILY#") }, id)
    }

    /// What was summed up of the daily records of a month, by a day of it.
    fn daily_month(self, month: Day) -> Key {
        self.item(const { Sort::of("DAILYMONTH#") }, month.format("%Y-%m"))
    }

    /// One note of a clinic.
    fn note(self, visit: VisitId, id: NoteId) -> Key {
        self.item(Self::NOTES, format_args!("{visit}#{id}"))
    }

    /// What the sort keys of all notes begin with.
    const NOTES: Sort = Sort::of("NOTE#");

    /// Up to when an account has read what institutions wrote.
    fn read_notes(self, actor: &str) -> Key {
        self.item(const { Sort::of("NOTESREAD#") }, actor)
    }

    /// The institutions that the person calls their own (かかりつけ).
    fn primary_care(self) -> Key {
        self.item(const { Sort::of("PRIMARYCARE") }, "")
    }

    /// How many notes a visit has.
    fn note_count(self, visit: VisitId) -> Key {
        self.item(const { Sort::of("NOTECOUNT#") }, visit)
    }

    /// What a note said in a version that was amended or retracted since. No operation reads it.
    fn note_history(self, id: NoteId, version: u64) -> Key {
        self.item(const { Sort::of("NOTEHIST#") }, format_args!("{id}#{version}"))
    }

    /// One dispensing or medicine.
    fn medication(self, id: MedicationId) -> Key {
        self.item(const { Sort::of("MED#") }, id)
    }

    /// The mark of a dispensing that was scanned.
    fn fingerprint(self, hash: &str) -> Key {
        self.item(const { Sort::of("MEDFP#") }, hash)
    }

    /// When the person gets up, eats and goes to bed.
    fn meal_times(self) -> Key {
        self.item(const { Sort::of("MEALTIMES") }, "")
    }

    /// The bytes of one scan.
    fn scan(self, id: MedicationId) -> Key {
        self.item(Self::SCANS, id)
    }

    /// What the sort keys of all scans begin with.
    const SCANS: Sort = Sort::of("SCAN#");

    /// One alarm.
    fn alarm(self, id: AlarmId) -> Key {
        self.item(Self::ALARMS, id)
    }

    /// What the sort keys of all alarms begin with.
    const ALARMS: Sort = Sort::of("ALARM#");

    /// One alarm that ended and made room for another.
    fn past_alarm(self, id: AlarmId) -> Key {
        self.item(const { Sort::of("PASTALARM#") }, id)
    }

    /// What became of one dose.
    fn intake(self, minute: Minute, alarm: AlarmId) -> Key {
        self.item(Self::INTAKES, format_args!("{minute}#{alarm}"))
    }

    /// What the sort keys of all answers to doses begin with.
    const INTAKES: Sort = Sort::of("INTAKE#");

    /// The sort keys between which the notes of a visit lie.
    fn notes_of(visit: VisitId) -> (String, String) {
        (format!("{}{visit}#", Self::NOTES), format!("{}{visit}#~", Self::NOTES))
    }

    /// The sort keys between which the doses lie that belong to the day of a dose of this minute.
    fn intakes_of_dose_day(minute: Minute) -> (String, String) {
        let (first, last) = Minute::of_dose_day(minute.dose_day());
        (format!("{}{first}", Self::INTAKES), format!("{}{last}~", Self::INTAKES))
    }

    /// The sort keys between which the doses of these days lie.
    fn intakes(from: Day, to: Day) -> (String, String) {
        (format!("{}{from}", Self::INTAKES), format!("{}{to}T~", Self::INTAKES))
    }

    /// One dose that was logged by hand.
    fn logged_intake(self, id: IntakeId) -> Key {
        self.item(const { Sort::of("LOGGED#") }, id)
    }

    /// After the sort keys of all doses that were logged by hand.
    const LAST_LOGGED: &'static str = "LOGGED#~";

    /// Who is told of a missed dose.
    fn watcher(self, actor: &str) -> Key {
        self.item(Self::WATCHERS, actor)
    }

    /// What the sort keys of all watchers begin with.
    const WATCHERS: Sort = Sort::of("WATCH#");

    /// How an account wishes to be told of what happens in the notebook.
    fn notification_settings(self, actor: &str) -> Key {
        self.item(Self::NOTIFICATION_SETTINGS, actor)
    }

    /// What the sort keys of all accounts' notification settings begin with.
    const NOTIFICATION_SETTINGS: Sort = Sort::of("NOTIFY#");

    /// Which patient notes of sheets were taken into the profile.
    fn noted(self) -> Key {
        self.item(const { Sort::of("MEDNOTED") }, "")
    }

    /// How the person's name is spelt on sheets that they said are theirs.
    fn spellings(self) -> Key {
        self.item(const { Sort::of("MEDNAMES") }, "")
    }

    /// Which alerts about medicines somebody said are known.
    fn known_alerts(self) -> Key {
        self.item(const { Sort::of("MEDALERTS") }, "")
    }

    /// The version of all that is kept of what the person takes.
    fn medicine_lock(self) -> Key {
        self.item(const { Sort::of("MEDLOCK") }, "")
    }
}

impl NotebookKeys for ResidentKeys {
    fn item(self, sort: Sort, rest: impl Display) -> Key {
        ResidentKeys::item(self, sort, rest)
    }
}

/// What an account holds.
pub trait AccountKeys {
    /// One item of the account: what its sort key begins with, and what comes after.
    fn item(&self, sort: Sort, rest: impl Display) -> Key;

    /// A card proof under way, by the hash of its state.
    fn proof(&self, state_hash: &str) -> Key {
        self.item(const { Sort::of("PROOF#") }, state_hash)
    }

    /// One device.
    fn device(&self, id: DeviceId) -> Key {
        self.item(Self::DEVICES, id)
    }

    /// What the sort keys of all devices begin with.
    const DEVICES: Sort = Sort::of("DEVICE#");

    /// What the sort keys of all memberships of institutions begin with.
    const MEMBERSHIPS: Sort = Sort::of("MEMBER#");

    /// The account's name in the user pool.
    fn contact(&self) -> Key {
        self.item(const { Sort::of("CONTACT") }, "")
    }
}

impl AccountKeys for ActorKeys {
    fn item(&self, sort: Sort, rest: impl Display) -> Key {
        ActorKeys::item(self, sort, rest)
    }
}
