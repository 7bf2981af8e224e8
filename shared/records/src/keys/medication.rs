//! Keys of medicines, of their alarms, and of who is told of them.

use notebook::alarm::Minute;
use notebook::id::{AlarmId, IntakeId, MedicationId};
use notebook::time::Day;
use platform::table::Key;
use platform::table::range::RangeQuery;
use platform::table::schema::{SectionKeys, Sort};

use super::section::Medication;

/// What a notebook holds of medicines and alarms.
pub trait MedicationKeys: SectionKeys<Medication> {
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
    const SCANS: Sort<Medication> = Sort::of("SCAN#");

    /// One alarm.
    fn alarm(self, id: AlarmId) -> Key {
        self.item(Self::ALARMS, id)
    }

    /// What the sort keys of all alarms begin with.
    const ALARMS: Sort<Medication> = Sort::of("ALARM#");

    /// One alarm that ended and made room for another.
    fn past_alarm(self, id: AlarmId) -> Key {
        self.item(const { Sort::of("PASTALARM#") }, id)
    }

    /// What became of one dose.
    fn intake(self, minute: Minute, alarm: AlarmId) -> Key {
        self.item(Self::INTAKES, format_args!("{minute}#{alarm}"))
    }

    /// What the sort keys of all answers to doses begin with.
    const INTAKES: Sort<Medication> = Sort::of("INTAKE#");

    /// What was said of the doses that belong to the day of a dose of this minute.
    fn intakes_of_dose_day(self, minute: Minute) -> RangeQuery {
        let (first, last) = Minute::of_dose_day(minute.dose_day());
        RangeQuery::kind_between(self, Self::INTAKES, first, format_args!("{last}~"))
    }

    /// What was said of the doses of these days.
    fn intakes(self, from: Day, to: Day) -> RangeQuery {
        RangeQuery::kind_between(self, Self::INTAKES, from, format_args!("{to}T~"))
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

    /// All of them.
    fn watchers(self) -> RangeQuery {
        RangeQuery::kind(self, Self::WATCHERS)
    }

    /// What the sort keys of all watchers begin with.
    const WATCHERS: Sort<Medication> = Sort::of("WATCH#");

    /// How an account wishes to be told of what happens in the notebook.
    fn notification_settings(self, actor: &str) -> Key {
        self.item(Self::NOTIFICATION_SETTINGS, actor)
    }

    /// What the sort keys of all accounts' notification settings begin with.
    const NOTIFICATION_SETTINGS: Sort<Medication> = Sort::of("NOTIFY#");

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

    /// That an institution registered a dispensing.
    fn dispensed(self, institution: &str, id: MedicationId) -> Key {
        self.item(Self::DISPENSED, format_args!("{institution}#{id}"))
    }

    /// Those that an institution registered.
    fn all_dispensed(self, institution: &str) -> RangeQuery {
        RangeQuery::kind_between(self, Self::DISPENSED, format_args!("{institution}#"), format_args!("{institution}#~"))
    }

    /// What the sort keys of all of them begin with.
    const DISPENSED: Sort<Medication> = Sort::of("DISPENSED#");

    /// What an institution registered and took back. No operation reads it.
    fn dispensed_history(self, id: MedicationId) -> Key {
        self.item(const { Sort::of("DISPENSEDHIST#") }, id)
    }

    /// How often an institution registered dispensings of the person on a day.
    fn dispensed_count(self, institution: &str, day: Day) -> Key {
        self.item(const { Sort::of("DISPENSEDCOUNT#") }, format_args!("{institution}#{day}"))
    }

    /// The version of all that is kept of what the person takes.
    fn medicine_lock(self) -> Key {
        self.item(const { Sort::of("MEDLOCK") }, "")
    }
}

impl<K: SectionKeys<Medication>> MedicationKeys for K {}
