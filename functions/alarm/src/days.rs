//! The days that are asked for, and what became of the doses on them.

use chrono::{Datelike, Days as Count};
use notebook::alarm::{Intake, Minute, PerDose, Status, status};
use notebook::id::{AlarmId, MedicationId};
use notebook::text::Text;
use notebook::time::{Day, Instant, jst_day, jst_midnight};
use platform::alarms;
use platform::prelude::*;
use platform::table::items::{AlarmItem, IntakeItem, LoggedIntakeItem};
use platform::table::schema::ResidentKeys;
use std::collections::HashMap;

use crate::ground;

/// Days of one Query of answers: those of sixty doses a day fill less than the megabyte of a page.
const DAYS_A_QUERY: u64 = 31;

/// From the first to the last day in Japan.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Days {
    pub(crate) from: Day,
    pub(crate) to: Day,
}

impl Days {
    /// What was asked for; `to` is today and `from` so many days before it where they were not named.
    pub(crate) fn new(
        from: Option<Day>,
        to: Option<Day>,
        now: Instant,
        before: u64,
        most: u64,
    ) -> Result<Self, Problem> {
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

    /// Names the alarms, the answers of these days and what was logged on them: page 0, and those after it. An answer of the day before or after may
    /// be one of a dose that was moved over midnight.
    pub(crate) fn plan(self, keys: ResidentKeys, plan: &mut ReadPlan) {
        plan.query(alarms::query(keys));
        for (from, to) in self.pieces() {
            let (from, to) = ResidentKeys::intakes(from, to);
            plan.query(RangeQuery::between(keys.partition(), &from, &to));
        }
        plan.query(self.logged(keys));
    }

    /// The doses of these days that were logged by hand.
    pub(crate) fn logged(self, keys: ResidentKeys) -> RangeQuery {
        let after = self.to.succ_opt().unwrap_or(self.to);
        let begins = |day| by_time::logged_intake(jst_midnight(day), "");
        RangeQuery::between(keys.partition(), &begins(self.from), &begins(after)).by_time()
    }

    fn pieces(self) -> impl Iterator<Item = (Day, Day)> {
        let (first, last) = (self.from.pred_opt().unwrap_or(self.from), self.to.succ_opt().unwrap_or(self.to));
        let end = move |from: Day| (from + Count::new(DAYS_A_QUERY - 1)).min(last);
        let next = move |from: &Day| Some(*from + Count::new(DAYS_A_QUERY)).filter(|next| *next <= last);
        std::iter::successors(Some(first), next).map(move |from| (from, end(from)))
    }
}

/// A person's alarms, and what was said of their doses on some days.
pub(crate) struct History {
    days: Days,
    pub(crate) alarms: Vec<AlarmItem>,
    intakes: HashMap<(Minute, AlarmId), IntakeItem>,
    /// The minutes of each alarm that a person answered.
    answered: HashMap<AlarmId, Vec<Minute>>,
    /// The doses that were logged by hand, earliest first.
    pub(crate) logged: Vec<LoggedIntakeItem>,
}

/// One dose.
pub(crate) struct Dose<'a> {
    pub(crate) minute: Minute,
    pub(crate) alarm: &'a AlarmItem,
    /// What the alarm was called when it was due, or answered.
    pub(crate) label: &'a Text<60>,
    /// The medicines that it was for.
    pub(crate) medication_ids: &'a [MedicationId],
    /// How much of it was to be taken, where that was named.
    pub(crate) amount: Option<PerDose>,
    pub(crate) answer: Option<&'a IntakeItem>,
    pub(crate) status: Status,
}

impl Dose<'_> {
    /// When it was taken.
    pub(crate) fn taken_at(&self) -> Option<Instant> {
        match self.answer?.intake {
            Intake::Taken(at) => Some(at),
            _ => None,
        }
    }
}

impl History {
    /// What [`Days::plan`] read.
    pub(crate) async fn read(app: &App, subject: &Authorised<Resident>, days: Days) -> Result<Self, Problem> {
        let fetched = subject.fetched();
        let mut intakes = HashMap::new();
        let mut answered: HashMap<AlarmId, Vec<Minute>> = HashMap::new();
        for (number, _) in days.pieces().enumerate() {
            for item in ground::items::<IntakeItem>(fetched.page(number + 1)?)? {
                if item.intake.is_answer() {
                    answered.entry(item.alarm_id).or_default().push(item.minute);
                }
                intakes.insert((item.minute, item.alarm_id), item);
            }
        }
        let alarms = alarms::all(app, subject, fetched.page(0)?).await?;
        let page = fetched.page(days.pieces().count() + 1)?;
        let mut logged: Vec<LoggedIntakeItem> = ground::items(page)?;
        let mut last_key = page.last_key.clone();
        while last_key.is_some() {
            let page = app.table.query(days.logged(subject.keys()).start_after(last_key)).await?;
            logged.extend(ground::items::<LoggedIntakeItem>(&page)?);
            last_key = page.last_key;
        }
        Ok(Self { days, alarms, intakes, answered, logged })
    }

    /// The doses of an alarm on these days, ascending.
    pub(crate) fn of<'a>(&'a self, alarm: &'a AlarmItem, now: Instant) -> impl Iterator<Item = Dose<'a>> {
        let answered = self.answered.get(&alarm.alarm_id).map(Vec::as_slice).unwrap_or_default();
        let doses = alarm.alarm.doses(self.days.from, self.days.to, answered).into_iter();
        doses.map(move |dose| {
            let minute = dose.minute;
            let answer = self.intakes.get(&(minute, alarm.alarm_id));
            let status = status(minute, answer.map(|item| item.intake), now);
            let setting = dose.setting.unwrap_or(&alarm.alarm.setting);
            let told = answer.and_then(|item| item.of.as_ref());
            Dose {
                minute,
                alarm,
                label: told.map_or(&setting.label, |of| &of.label),
                medication_ids: told.map_or(&setting.medication_ids, |of| &of.medication_ids),
                amount: told.map_or_else(|| setting.recurrence.times.amount(minute.time()), |of| of.amount),
                answer,
                status,
            }
        })
    }

    /// All doses of these days, latest first.
    pub(crate) fn doses(&self, now: Instant) -> Vec<Dose<'_>> {
        let mut doses: Vec<_> = self.alarms.iter().flat_map(|alarm| self.of(alarm, now)).collect();
        doses.sort_by_key(|dose| std::cmp::Reverse((dose.minute, dose.alarm.alarm_id)));
        doses
    }
}
