//! The keys of what notebooks, accounts and the city keep. Those on which permission is decided are the platform's
//! ([`platform::table::schema`]).

pub mod by_time;
pub mod ringing;
pub mod shared;

use notebook::access::Section;
use notebook::alarm::Minute;
use notebook::id::{AlarmId, DeviceId, IntakeId, MedicationId, NoteId, RecordId, VisitId};
use notebook::time::Day;
use platform::table::Key;
use platform::table::schema::{ActorKeys, ResidentKeys};

/// What a notebook holds.
pub trait NotebookKeys: Copy {
    /// One item of the notebook: what its sort key is.
    fn item(self, sk: impl Into<String>) -> Key;

    /// The person.
    fn profile(self) -> Key {
        self.item("PROFILE")
    }

    /// Another card that was held to this notebook, with the same birth date and sex, for the city to look at.
    fn card_review(self, subject_hash: &str) -> Key {
        self.item(format!("CARDREVIEW#{subject_hash}"))
    }

    /// The check-in of a day at an institution.
    fn check_in(self, institution: &str, day: Day) -> Key {
        self.item(format!("{}{institution}#{day}", Self::CHECK_INS))
    }

    /// What the sort keys of all check-ins begin with.
    const CHECK_INS: &'static str = "CHECKIN#";

    /// One daily record.
    fn daily(self, id: RecordId) -> Key {
        self.item(format!("DAILY#{id}"))
    }

    /// One note of a clinic.
    fn note(self, visit: VisitId, id: NoteId) -> Key {
        self.item(format!("NOTE#{visit}#{id}"))
    }

    /// Up to when an account has read what institutions wrote.
    fn read_notes(self, actor: &str) -> Key {
        self.item(format!("NOTESREAD#{actor}"))
    }

    /// The institutions that the person calls their own (かかりつけ).
    fn primary_care(self) -> Key {
        self.item("PRIMARYCARE".to_owned())
    }

    /// How many notes a visit has.
    fn note_count(self, visit: VisitId) -> Key {
        self.item(format!("NOTECOUNT#{visit}"))
    }

    /// What a note said in a version that was amended or retracted since. No operation reads it.
    fn note_history(self, id: NoteId, version: u64) -> Key {
        self.item(format!("NOTEHIST#{id}#{version}"))
    }

    /// One dispensing or medicine.
    fn medication(self, id: MedicationId) -> Key {
        self.item(format!("MED#{id}"))
    }

    /// The mark of a dispensing that was scanned.
    fn fingerprint(self, hash: &str) -> Key {
        self.item(format!("MEDFP#{hash}"))
    }

    /// When the person gets up, eats and goes to bed.
    fn meal_times(self) -> Key {
        self.item("MEALTIMES")
    }

    /// The bytes of one scan.
    fn scan(self, id: MedicationId) -> Key {
        self.item(format!("SCAN#{id}"))
    }

    /// One alarm.
    fn alarm(self, id: AlarmId) -> Key {
        self.item(format!("{}{id}", Self::ALARMS))
    }

    /// What the sort keys of all alarms begin with.
    const ALARMS: &'static str = "ALARM#";

    /// One alarm that ended and made room for another.
    fn past_alarm(self, id: AlarmId) -> Key {
        self.item(format!("PASTALARM#{id}"))
    }

    /// What became of one dose.
    fn intake(self, minute: Minute, alarm: AlarmId) -> Key {
        self.item(format!("INTAKE#{minute}#{alarm}"))
    }

    /// The sort keys between which the doses lie that belong to the day of a dose of this minute.
    fn intakes_of_dose_day(minute: Minute) -> (String, String) {
        let (first, last) = Minute::of_dose_day(minute.dose_day());
        (format!("INTAKE#{first}"), format!("INTAKE#{last}~"))
    }

    /// The sort keys between which the doses of these days lie.
    fn intakes(from: Day, to: Day) -> (String, String) {
        (format!("INTAKE#{from}"), format!("INTAKE#{to}T~"))
    }

    /// One dose that was logged by hand.
    fn logged_intake(self, id: IntakeId) -> Key {
        self.item(format!("LOGGED#{id}"))
    }

    /// After the sort keys of all doses that were logged by hand.
    const LAST_LOGGED: &'static str = "LOGGED#~";

    /// Who is told of a missed dose.
    fn watcher(self, actor: &str) -> Key {
        self.item(format!("{}{actor}", Self::WATCHERS))
    }

    /// What the sort keys of all watchers begin with.
    const WATCHERS: &'static str = "WATCH#";

    /// How an account wishes to be told of what happens in the notebook.
    fn notification_settings(self, actor: &str) -> Key {
        self.item(format!("{}{actor}", Self::NOTIFICATION_SETTINGS))
    }

    /// What the sort keys of all accounts' notification settings begin with.
    const NOTIFICATION_SETTINGS: &'static str = "NOTIFY#";

    /// Which patient notes of sheets were taken into the profile.
    fn noted(self) -> Key {
        self.item("MEDNOTED")
    }

    /// How the person's name is spelt on sheets that they said are theirs.
    fn spellings(self) -> Key {
        self.item("MEDNAMES")
    }

    /// Which alerts about medicines somebody said are known.
    fn known_alerts(self) -> Key {
        self.item("MEDALERTS")
    }

    /// The version of all that is kept of what the person takes.
    fn medicine_lock(self) -> Key {
        self.item("MEDLOCK")
    }
}

impl NotebookKeys for ResidentKeys {
    fn item(self, sk: impl Into<String>) -> Key {
        ResidentKeys::item(self, sk)
    }
}

/// The prefix that all items of a section's list share, in the time index or, for notes, in the table.
pub fn prefix(section: Section) -> Option<&'static str> {
    match section {
        Section::Daily => Some("DAILY#"),
        Section::Medication => Some("MED#"),
        Section::Visits => Some("VISIT#"),
        Section::Profile | Section::Vaccinations | Section::Checkups | Section::HealthGuidance | Section::Images => {
            None
        }
    }
}

/// What an account holds.
pub trait AccountKeys {
    /// One item of the account: what its sort key is.
    fn item(&self, sk: impl Into<String>) -> Key;

    /// A card proof under way, by the hash of its state.
    fn proof(&self, state_hash: &str) -> Key {
        self.item(format!("PROOF#{state_hash}"))
    }

    /// One device.
    fn device(&self, id: DeviceId) -> Key {
        self.item(format!("{}{id}", Self::DEVICES))
    }

    /// What the sort keys of all devices begin with.
    const DEVICES: &'static str = "DEVICE#";

    /// The account's name in the user pool.
    fn contact(&self) -> Key {
        self.item("CONTACT")
    }
}

impl AccountKeys for ActorKeys {
    fn item(&self, sk: impl Into<String>) -> Key {
        ActorKeys::item(self, sk)
    }
}
