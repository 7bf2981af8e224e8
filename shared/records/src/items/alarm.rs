//! Alarms and what became of their doses, as operations, jobs and devices read them.

use alarm_engine::days::Days;
use alarm_engine::due::{AlarmRef, Delivery, DueEntry};
use alarm_engine::ledger::Ledger;
use chrono::{SubsecRound, TimeDelta};
use notebook::access::RelationKind;
use notebook::alarm::{About, Alarm, Amount, Intake, LogWarning, Minute, Origin, PerDose, Setting, Stock, TimeOfDay};
use notebook::id::{AlarmId, IntakeId, MedicationId, ResidentId};
use notebook::text::Text;
use notebook::time::Instant;
use platform::table::Item;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// An alarm. The table gives a [`KeptAlarm`]: whoever reads one says first whether alarms of doses are meant.
#[derive(Clone, Serialize, Deserialize)]
#[serde(remote = "Self")]
pub struct AlarmItem {
    /// The alarm.
    pub alarm_id: AlarmId,
    /// What it reminds of; medicines, where it was kept before there was anything else.
    #[serde(default)]
    pub about: About,
    /// What is set, and what was before.
    pub alarm: Alarm,
    /// The suggestion that it was made from, or was changed to; none where a person made it without one.
    #[serde(default)]
    pub origin: Option<Origin>,
    /// What is left of the medicine, where the person counts it.
    #[serde(default)]
    pub stock: Option<Stock>,
    /// The account on whose devices it rings: the one that made it.
    pub rings_for: String,
    /// How it is sent: equal to what its entries in the index of recurrences say, but for the endpoints, which change with
    /// the account's devices and are true in [`RingItem`], and for the account, which is [`Self::rings_for`]
    /// ([`Self::addressed`]).
    pub delivery: Delivery,
    /// Its current entries there; none once it ended.
    #[serde(default)]
    pub due: Vec<DueReference>,
    /// Who made it.
    pub made_by: RelationKind,
    /// When.
    pub made_at: Instant,
    /// Who last changed what is set.
    pub changed_by: RelationKind,
    /// When.
    pub changed_at: Instant,
    /// When an answer was last taken back, and its dose rings again: an edit comes after it, as after the edit before.
    #[serde(default)]
    pub requeued_at: Option<Instant>,
    /// The version.
    pub version: u64,
}

impl Serialize for AlarmItem {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Self::serialize(self, serializer)
    }
}

/// An alarm as the table gives it: an [`AlarmItem`] is read in no other way, so that nobody takes a reminder to record for a dose.
pub struct KeptAlarm(AlarmItem);

impl<'de> Deserialize<'de> for KeptAlarm {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        AlarmItem::deserialize(deserializer).map(Self)
    }
}

impl KeptAlarm {
    /// The alarm, if its times are doses.
    pub fn of_medicines(self) -> Option<AlarmItem> {
        Some(self.0).filter(|item| item.about.is_medicines())
    }

    /// The alarm, whatever it reminds of: for what looks at no dose of it.
    pub fn any(self) -> AlarmItem {
        self.0
    }
}

impl AlarmItem {
    /// The instant of a change at `now`, in whole milliseconds as the index of recurrences keeps it: after the change before,
    /// whatever the clocks of two machines say, so that each entry of the index was true for a while and none of them for
    /// less than nothing.
    pub fn next_change(&self, now: Instant) -> Instant {
        let entries = self.due.iter().filter_map(|due| chrono::DateTime::from_timestamp_millis(due.since));
        let last = entries.chain([self.alarm.since, self.changed_at]).chain(self.requeued_at).max().unwrap_or_default();
        now.trunc_subsecs(3).max(last.trunc_subsecs(3) + TimeDelta::milliseconds(1))
    }

    /// Whether it reminds of doses of this suggestion too. One that does not say what it is of may be of any group of the
    /// dispensing that it names.
    pub fn is_of(&self, origin: &Origin) -> bool {
        match &self.origin {
            Some(own) if own.dispensing_id == origin.dispensing_id => own.overlaps(origin),
            _ => self.alarm.setting.medication_ids.contains(&origin.dispensing_id),
        }
    }

    /// Whether a suggestion must not be set beside it while it rings: it was made from that one, or is for one of these entries,
    /// which tell of the same dispensing.
    pub fn stands_for(&self, origin: Option<&Origin>, same: &[MedicationId]) -> bool {
        let names_one = self.alarm.setting.medication_ids.iter().any(|id| same.contains(id));
        names_one || origin.is_some_and(|origin| self.is_of(origin))
    }

    /// How it is sent, and to which account: as whatever leaves the alarm says it, the index of recurrences and the queues.
    pub fn addressed(&self) -> Delivery {
        Delivery { account: Some(self.rings_for.clone()), ..self.delivery.clone() }
    }

    /// The entry of the index that one of [`Self::due`] refers to, as it stands there.
    pub fn due_entry(&self, alarm: AlarmRef, reference: DueReference) -> DueEntry {
        let recurrence = &self.alarm.setting.recurrence;
        DueEntry {
            alarm,
            version: reference.version,
            days: Days::of(recurrence.rhythm.rhythm, recurrence.anchor()),
            from: recurrence.first(),
            until: recurrence.until,
            since: reference.since,
            ended: None,
            delivery: self.addressed(),
        }
    }
}

/// One entry of an alarm in the index of recurrences.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct DueReference {
    /// Its time of day.
    pub time: TimeOfDay,
    /// The alarm's version that made it.
    pub version: u64,
    /// When, milliseconds since 1970.
    pub since: i64,
}

/// That an alarm rings on an account's devices. Changes with the alarm's entries, and with the devices, in the same
/// transaction.
#[derive(Clone, Serialize, Deserialize)]
pub struct RingItem {
    /// The person.
    pub resident_id: ResidentId,
    /// The alarm.
    pub alarm_id: AlarmId,
    /// Its current entries in the index of recurrences.
    pub due: Vec<DueReference>,
    /// The endpoints that stand in them.
    #[serde(default)]
    pub endpoints: Vec<String>,
}

impl RingItem {
    /// Whose alarm.
    pub fn alarm(&self) -> AlarmRef {
        AlarmRef { resident: self.resident_id, alarm: self.alarm_id }
    }
}

/// The account's name in the user pool. Its version is the lock of the alarms that ring for the account: whoever makes or
/// changes one of them, or one of the account's devices, puts the next version on condition of the one that was read, so
/// that no alarm misses a device.
#[derive(Clone, Serialize, Deserialize)]
pub struct ContactItem {
    /// The subject of its tokens; none where only others took the lock so far, who do not know it.
    #[serde(default)]
    pub subject: Option<String>,
    /// The version.
    pub version: u64,
}

/// What became of one dose. Its key holds the minute and the alarm.
#[derive(Clone, Serialize, Deserialize)]
pub struct IntakeItem {
    /// The alarm.
    pub alarm_id: AlarmId,
    /// The minute of the dose.
    pub minute: Minute,
    /// What was said of it, or found: `{ "status": "snoozed", "at": … }`.
    pub intake: Intake,
    /// What it was for when it was answered; none where that was not kept yet.
    #[serde(default)]
    pub of: Option<DoseOf>,
    /// What was taken out of the stock for it.
    #[serde(default)]
    pub used: Option<Amount>,
    /// When it was answered, or found missed.
    pub answered_at: Instant,
    /// Who answered; none where it was found missed.
    #[serde(default)]
    pub answered_by: Option<RelationKind>,
    /// When those who watch were told that it is missed.
    #[serde(default)]
    pub told_at: Option<Instant>,
    /// The answer that was taken back last: that there had been one stays, whatever is said afterwards.
    #[serde(default)]
    pub withdrawn: Option<WithdrawnAnswer>,
    /// The version.
    pub version: u64,
}

/// An answer that was taken back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WithdrawnAnswer {
    /// What had been said.
    pub intake: Intake,
    /// When.
    pub answered_at: Instant,
    /// Who had said it.
    #[serde(default)]
    pub answered_by: Option<RelationKind>,
}

/// A dose that no alarm rang for: as needed, or in addition, now or afterwards.
#[derive(Clone, Serialize, Deserialize)]
pub struct LoggedIntakeItem {
    /// The dose.
    pub intake_id: IntakeId,
    /// The alarm whose medicine it was, where one was named.
    #[serde(default)]
    pub alarm_id: Option<AlarmId>,
    /// What that alarm was called.
    #[serde(default)]
    pub label: Option<Text<60>>,
    /// The medicines.
    pub medication_ids: Vec<MedicationId>,
    /// How much was taken, where it is known.
    #[serde(default)]
    pub amount: Option<PerDose>,
    /// When it was taken.
    pub taken_at: Instant,
    /// What was taken out of the stock for it.
    #[serde(default)]
    pub used: Option<Amount>,
    /// What the person was told of it.
    #[serde(default)]
    pub warnings: Vec<LogWarning>,
    /// When it was logged.
    pub logged_at: Instant,
    /// Who logged it.
    pub logged_by: RelationKind,
    /// The version.
    pub version: u64,
}

/// What a dose was for, as it was when it was answered: the answer says so whatever becomes of the alarm.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DoseOf {
    /// What the alarm was called.
    pub label: Text<60>,
    /// Its medicines.
    #[serde(default)]
    pub medication_ids: Vec<MedicationId>,
    /// How much of it was to be taken, where the alarm named that for the time of day.
    #[serde(default)]
    pub amount: Option<PerDose>,
}

impl DoseOf {
    /// A dose at this minute, of what is set.
    pub fn new(setting: &Setting, minute: Minute) -> Self {
        Self {
            label: setting.label.clone(),
            medication_ids: setting.medication_ids.clone(),
            amount: setting.recurrence.times.amount(minute.time()),
        }
    }
}

/// The attribute of a claim that holds what was sent under it: `alarm_engine::ledger`, encoded, binary. One letter, because
/// claim and ledger of a page must stay within one write unit.
pub const LEDGER: &str = "g";

/// What was sent under a claim; none where nothing was written down, or nothing that can be read.
pub fn ledger(claim: &Item) -> Option<Ledger> {
    claim.get(LEDGER).and_then(|value| value.as_b().ok()).and_then(|bytes| Ledger::decode(bytes.as_ref()))
}

/// That nothing rings for a person, beside the alarms where each page that is sent looks: written and taken away with the consent
/// that governs reminders.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct QuietItem {
    /// The person.
    pub resident_id: ResidentId,
}

impl QuietItem {
    /// The attributes on which decisions rest.
    pub const DECISIVE: &'static [&'static str] = &["resident_id"];
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)] // tests
    use alarm_engine::change::Change;
    use alarm_engine::message::PageEntry;
    use notebook::alarm::{Anchored, FallsOn, Recurrence, Times};
    use notebook::rhythm::Rhythm;

    use super::*;
    use platform::table::{from_item, to_item};

    #[test]
    fn alarms_entries_and_edits_come_back_from_the_table_as_they_were_put() {
        let now: Instant = "2026-11-22T01:00:00.123Z".parse().unwrap();
        let reference = DueReference { time: "08:00".parse().unwrap(), version: 3, since: now.timestamp_millis() };
        let alarm = AlarmRef { resident: ResidentId::new(now, [1; 10]), alarm: AlarmId::new(now, [2; 10]) };
        let recurrence = Recurrence {
            times: Times::new(vec![reference.time]).unwrap(),
            rhythm: Anchored {
                rhythm: Rhythm::DaysOnOff { on: 14, off: 7 },
                anchor_day: Some("2026-11-20".parse().unwrap()),
            },
            from: "2026-11-22".parse().unwrap(),
            until: Some("2028-02-29".parse().unwrap()),
            paused_until: Some("2026-11-30".parse().unwrap()),
        };
        let setting = Setting { label: Text::parse("朝").unwrap(), medication_ids: Vec::new(), recurrence };
        let delivery = Delivery {
            endpoints: vec!["e".to_owned()],
            watched: true,
            named: false,
            email: true,
            account: Some("a".to_owned()),
            about: About::Medicines,
        };
        let item = AlarmItem {
            alarm_id: alarm.alarm,
            about: About::Medicines,
            alarm: Alarm::new(setting, now),
            origin: Some(Origin {
                dispensing_id: MedicationId::new(now, [3; 10]),
                groups: vec![0, 199],
                falls_on: Some(FallsOn::DayAfter),
            }),
            stock: None,
            rings_for: "a".to_owned(),
            delivery: delivery.clone(),
            due: vec![reference],
            made_by: RelationKind::Oneself,
            made_at: now,
            changed_by: RelationKind::Oneself,
            changed_at: now,
            requeued_at: Some(now),
            version: 3,
        };
        let mut kept = to_item(&item).unwrap();
        let again = from_item::<KeptAlarm>(&kept).unwrap().any();
        assert!(again.alarm == item.alarm && again.due == item.due && again.delivery == delivery);
        assert_eq!(again.origin, item.origin);
        kept.remove("origin").unwrap();
        assert_eq!(from_item::<KeptAlarm>(&kept).unwrap().any().origin, None, "as it was kept before it was known");
        kept.remove("about").unwrap();
        assert!(
            from_item::<KeptAlarm>(&kept).unwrap().of_medicines().is_some(),
            "nor was there anything else to remind of"
        );
        let record = to_item(&AlarmItem { about: About::Record, ..item.clone() }).unwrap();
        assert!(from_item::<KeptAlarm>(&record).unwrap().of_medicines().is_none());
        assert_eq!(from_item::<KeptAlarm>(&record).unwrap().any().about, About::Record);
        let entry = item.due_entry(alarm, reference);
        assert_eq!(from_item::<DueEntry>(&to_item(&entry).unwrap()).unwrap(), entry);
        let page = PageEntry { alarm, delivery };
        for change in [
            Change::Edited { version: 3, rings: true, entry: page.clone() },
            Change::Answered { alarm },
            Change::PutOff { minute: Minute::of(now), at: now.timestamp(), entry: page },
        ] {
            assert_eq!(from_item::<Change>(&to_item(&change).unwrap()).unwrap(), change);
        }
        let back = [Intake::Withdrawn(None), Intake::Withdrawn(Some(now))];
        for intake in
            [Intake::Taken(now), Intake::Skipped, Intake::Snoozed(now), Intake::Missed].into_iter().chain(back)
        {
            let item = IntakeItem {
                alarm_id: alarm.alarm,
                minute: Minute::of(now),
                intake,
                of: Some(DoseOf::new(&item.alarm.setting, Minute::of(now))),
                used: Amount::from_units(200),
                answered_at: now,
                answered_by: Some(RelationKind::Family),
                told_at: None,
                withdrawn: Some(WithdrawnAnswer { intake, answered_at: now, answered_by: None }),
                version: 1,
            };
            let again: IntakeItem = from_item(&to_item(&item).unwrap()).unwrap();
            assert!(
                again.intake == intake
                    && again.used == item.used
                    && again.of == item.of
                    && again.minute == item.minute
                    && again.withdrawn == item.withdrawn
            );
        }
    }
}
