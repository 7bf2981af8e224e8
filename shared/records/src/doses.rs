//! The days that are asked for, and what became of the doses on them. More than one context shows this.

use std::collections::{BTreeSet, HashMap};

use chrono::{Datelike, Days as Count};
use notebook::alarm::{self, Intake, Minute, PerDose, Status, status};
use notebook::id::{AlarmId, MedicationId};
use notebook::text::Text;
use notebook::time::{Day, Instant, jst_day, jst_midnight};
use platform::table::schema::ResidentKeys;

use crate::alarms;
use crate::items::{AlarmItem, IntakeItem, KeptAlarm, LoggedIntakeItem};
use crate::prelude::*;

/// Days of one Query of answers: those of sixty doses a day fill less than the megabyte of a page.
const DAYS_A_QUERY: u64 = 31;

/// From the first to the last day in Japan.
#[derive(Debug, Clone, Copy)]
pub struct Days {
    /// First day in Japan.
    pub from: Day,
    /// Last day in Japan.
    pub to: Day,
}

impl Days {
    /// What was asked for, as the query parameters `from` and `to`; `to` is today and `from` so many days before it where they
    /// were not named.
    pub fn new(from: Option<Day>, to: Option<Day>, now: Instant, before: u64, most: u64) -> Result<Self, Problem> {
        let wrong = |pointer, wrong| Err(Problem::field(Code::InvalidValue, pointer, wrong));
        let counted = |day: &Day| (2000..2200).contains(&day.year());
        let to = to.unwrap_or_else(|| jst_day(now));
        let from = from.unwrap_or_else(|| to.checked_sub_days(Count::new(before)).unwrap_or(to));
        for (pointer, day) in [("/to", to), ("/from", from)] {
            if !counted(&day) {
                return wrong(pointer, Wrong::years(2000, 2199));
            }
        }
        if from > to {
            return wrong("/from", Wrong::AfterDay { name: "to".to_owned() });
        }
        if u64::try_from((to - from).num_days()).unwrap_or(u64::MAX) >= most {
            return wrong("/from", Wrong::Period { most });
        }
        Ok(Self { from, to })
    }

    /// Names the alarms and the answers of these days. An answer of the day before or after may be one of a dose that was
    /// moved over midnight.
    pub fn plan(self, keys: ResidentKeys, plan: &mut ReadPlan) -> HistoryPages {
        let (alarms, past) = (plan.query(alarms::query(keys)), plan.query(alarms::past(keys, self.from)));
        let mut answers = |(from, to)| plan.query(keys.intakes(from, to));
        HistoryPages { alarms, past, answers: self.pieces().map(&mut answers).collect() }
    }

    /// The doses of these days that were logged by hand.
    pub fn logged(self, keys: ResidentKeys) -> RangeQuery {
        let after = self.to.succ_opt().unwrap_or(self.to);
        let begins = |day| by_time::logged_intake(jst_midnight(day), "");
        RangeQuery::between(keys.partition(), &begins(self.from), &begins(after)).by_time()
    }

    /// What [`Self::logged`] found, earliest first.
    pub async fn read_logged(
        self,
        app: &App,
        subject: &Authorised<Resident>,
        page: PageOf<LoggedIntakeItem>,
    ) -> Result<Vec<LoggedIntakeItem>, Problem> {
        app.table.whole(subject.fetched().page(page)?, &self.logged(subject.keys())).await
    }

    fn pieces(self) -> impl Iterator<Item = (Day, Day)> {
        let (first, last) = (self.from.pred_opt().unwrap_or(self.from), self.to.succ_opt().unwrap_or(self.to));
        let end = move |from: Day| (from + Count::new(DAYS_A_QUERY - 1)).min(last);
        let next = move |from: &Day| Some(*from + Count::new(DAYS_A_QUERY)).filter(|next| *next <= last);
        std::iter::successors(Some(first), next).map(move |from| (from, end(from)))
    }
}

/// Where what [`Days::plan`] named is found.
#[derive(Debug, Default)]
pub struct HistoryPages {
    alarms: PageOf<AlarmItem>,
    past: PageOf<AlarmItem>,
    /// A page for each piece of the days.
    answers: Vec<PageOf<IntakeItem>>,
}

/// A person's alarms, and what was said of their doses on some days.
pub struct History {
    days: Days,
    /// The person's alarms of medicines, ended ones too, by id. Of those that made room, the ones that may have had a dose on these
    /// days.
    pub alarms: Vec<AlarmItem>,
    /// The reminders to record that are at hand, by id: they have no doses.
    pub reminders: Vec<AlarmItem>,
    intakes: HashMap<(Minute, AlarmId), IntakeItem>,
    /// The minutes of each alarm that a person answered.
    answered: HashMap<AlarmId, Vec<Minute>>,
}

/// One dose.
pub struct Dose<'a> {
    /// When it is due.
    pub minute: Minute,
    /// Its alarm.
    pub alarm: &'a AlarmItem,
    /// What the alarm was called when it was due, or answered.
    pub label: &'a Text<60>,
    /// The medicines that it was for.
    pub medication_ids: &'a [MedicationId],
    /// How much of it was to be taken, where that was named.
    pub amount: Option<PerDose>,
    /// What was said of it, or found.
    pub answer: Option<&'a IntakeItem>,
    /// What it is now.
    pub status: Status,
}

impl<'a> Dose<'a> {
    /// A dose of an alarm, with what is kept of it.
    pub fn new(alarm: &'a AlarmItem, dose: &alarm::Dose<'a>, answer: Option<&'a IntakeItem>, now: Instant) -> Self {
        let minute = dose.minute;
        let setting = dose.setting.unwrap_or(&alarm.alarm.setting);
        let told = answer.and_then(|item| item.of.as_ref());
        Self {
            minute,
            alarm,
            label: told.map_or(&setting.label, |of| &of.label),
            medication_ids: told.map_or(&setting.medication_ids, |of| &of.medication_ids),
            amount: told.map_or_else(|| setting.recurrence.times.amount(minute.time()), |of| of.amount),
            answer,
            status: status(minute, answer.map(|item| item.intake), now),
        }
    }

    /// When it was taken.
    pub fn taken_at(&self) -> Option<Instant> {
        match self.answer?.intake {
            Intake::Taken(at) => Some(at),
            _ => None,
        }
    }
}

impl History {
    /// What [`Days::plan`] read.
    pub async fn read(
        app: &App,
        subject: &Authorised<Resident>,
        days: Days,
        pages: &HistoryPages,
    ) -> Result<Self, Problem> {
        let fetched = subject.fetched();
        let mut intakes = HashMap::new();
        let mut answered: HashMap<AlarmId, Vec<Minute>> = HashMap::new();
        for page in &pages.answers {
            for item in fetched.all(*page)? {
                if item.intake.is_answer() {
                    answered.entry(item.alarm_id).or_default().push(item.minute);
                }
                intakes.insert((item.minute, item.alarm_id), item);
            }
        }
        let pages = (fetched.page(pages.alarms)?, fetched.page(pages.past)?);
        let alarms = alarms::with_past(app, subject, pages, days.from).await?;
        let (alarms, reminders) = alarms.into_iter().partition(|item| item.about.is_medicines());
        Ok(Self { days, alarms, reminders, intakes, answered })
    }

    /// Adds the alarms of doses that were logged by hand where these are not there yet: their medicine was taken after they
    /// were over, and they made room since.
    pub async fn add_logged(
        &mut self,
        app: &App,
        subject: &Authorised<Resident>,
        logged: &[LoggedIntakeItem],
    ) -> Result<(), Problem> {
        let is_missing = |id: &AlarmId| self.alarms.iter().all(|item| item.alarm_id != *id);
        let missing: BTreeSet<AlarmId> = logged.iter().filter_map(|dose| dose.alarm_id).filter(is_missing).collect();
        if missing.is_empty() {
            return Ok(());
        }
        let keys: Vec<_> = missing.into_iter().map(|id| subject.keys().past_alarm(id)).collect();
        let mut plan = ReadPlan::default();
        for key in &keys {
            plan.get(key.clone());
        }
        let fetched = app.table.read(plan).await?;
        for key in &keys {
            self.alarms.extend(fetched.get::<KeptAlarm>(key)?.and_then(KeptAlarm::of_medicines));
        }
        self.alarms.sort_by_key(|item| item.alarm_id);
        Ok(())
    }

    /// The doses of an alarm on these days, ascending.
    pub fn of<'a>(&'a self, alarm: &'a AlarmItem, now: Instant) -> impl Iterator<Item = Dose<'a>> {
        let answered = self.answered.get(&alarm.alarm_id).map(Vec::as_slice).unwrap_or_default();
        let doses = alarm.alarm.doses(self.days.from, self.days.to, answered).into_iter();
        doses.map(move |dose| Dose::new(alarm, &dose, self.intakes.get(&(dose.minute, alarm.alarm_id)), now))
    }

    /// All doses of these days, latest first.
    pub fn doses(&self, now: Instant) -> Vec<Dose<'_>> {
        let mut doses: Vec<_> = self.alarms.iter().flat_map(|alarm| self.of(alarm, now)).collect();
        doses.sort_by_key(|dose| std::cmp::Reverse((dose.minute, dose.alarm.alarm_id)));
        doses
    }
}
