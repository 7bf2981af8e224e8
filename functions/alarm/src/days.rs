//! The days that are asked for, and what became of the doses on them.

use chrono::{Datelike, Days as Count};
use notebook::alarm::{Intake, Minute, Setting, Status, status};
use notebook::id::AlarmId;
use notebook::time::{Day, Instant, jst_day};
use platform::prelude::*;
use platform::table::items::{AlarmItem, IntakeItem};
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

    /// Names the alarms and the answers of these days: page 0, and those after it.
    pub(crate) fn plan(self, keys: ResidentKeys, plan: &mut ReadPlan) {
        plan.query(RangeQuery::prefix(keys.partition(), ResidentKeys::ALARMS));
        for (from, to) in self.pieces() {
            let (from, to) = ResidentKeys::intakes(from, to);
            plan.query(RangeQuery::between(keys.partition(), &from, &to));
        }
    }

    fn pieces(self) -> impl Iterator<Item = (Day, Day)> {
        let end = move |from: Day| (from + Count::new(DAYS_A_QUERY - 1)).min(self.to);
        let next = move |from: &Day| Some(*from + Count::new(DAYS_A_QUERY)).filter(|next| *next <= self.to);
        std::iter::successors(Some(self.from), next).map(move |from| (from, end(from)))
    }
}

/// A person's alarms, and what was said of their doses on some days.
pub(crate) struct History {
    days: Days,
    pub(crate) alarms: Vec<AlarmItem>,
    intakes: HashMap<(Minute, AlarmId), IntakeItem>,
}

/// One dose.
pub(crate) struct Dose<'a> {
    pub(crate) minute: Minute,
    pub(crate) alarm: &'a AlarmItem,
    /// What was set when it was due.
    pub(crate) setting: &'a Setting,
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
        for (number, _) in days.pieces().enumerate() {
            let page = fetched.page(number + 1)?;
            let items = ground::items::<IntakeItem>(page)?.into_iter();
            intakes.extend(items.map(|item| ((item.minute, item.alarm_id), item)));
        }
        Ok(Self { days, alarms: ground::all(app, subject, fetched.page(0)?).await?, intakes })
    }

    /// The doses of an alarm on these days, ascending.
    pub(crate) fn of<'a>(&'a self, alarm: &'a AlarmItem, now: Instant) -> impl Iterator<Item = Dose<'a>> {
        let doses = alarm.alarm.doses(self.days.from, self.days.to).into_iter();
        doses.map(move |(minute, setting)| {
            let answer = self.intakes.get(&(minute, alarm.alarm_id));
            let status = status(minute, answer.map(|item| item.intake), now);
            Dose { minute, alarm, setting, answer, status }
        })
    }

    /// All doses of these days, latest first.
    pub(crate) fn doses(&self, now: Instant) -> Vec<Dose<'_>> {
        let mut doses: Vec<_> = self.alarms.iter().flat_map(|alarm| self.of(alarm, now)).collect();
        doses.sort_by_key(|dose| std::cmp::Reverse((dose.minute, dose.alarm.alarm_id)));
        doses
    }
}
