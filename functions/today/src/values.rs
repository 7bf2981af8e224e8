//! The latest daily values, and what is worth saying of the last half year's.

use std::collections::BTreeMap;

use notebook::daily::goal;
use notebook::daily::notice;
use notebook::daily::{Amount, DailyRecord, Measure};
use notebook::time::{Day, Instant, jst_day};
use platform::problem::Language;
use platform::table::Page;
use platform::table::schema::ResidentKeys;
use records::daily::{self, ShownNotice};
use records::items::GoalsItem;
use records::prelude::*;

use crate::goals::TodaysGoal;

/// The latest value of a measure.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "LatestValue")]
pub(crate) struct Latest {
    /// The value, in the measure's unit.
    value: Amount,
    /// When it was taken.
    at: Instant,
}

/// What is shown of the daily values.
pub(crate) struct Values {
    pub(crate) latest: BTreeMap<Measure, Latest>,
    pub(crate) notices: Vec<ShownNotice>,
    pub(crate) goals: Vec<TodaysGoal>,
}

/// All that the notices look at, and with them the goals.
pub(crate) fn query(keys: ResidentKeys, today: Day) -> RangeQuery {
    let from = notice::all_look_back_to(today).min(goal::looks_back_to(today));
    daily::values(keys, from, today, &Measure::ALL)
}

impl Values {
    /// What the page and the profile say; the plan names both. Of very many values further pages are read.
    pub(crate) async fn read(
        app: &App,
        subject: &Authorised<Resident>,
        first: &Page,
        language: Language,
        now: Instant,
    ) -> Result<Self, Problem> {
        let (keys, today) = (subject.keys(), jst_day(now));
        let records: Vec<DailyRecord> = app.table.whole(first, &query(keys, today)).await?;
        let latest = |measure: Measure| {
            let (at, units) = measure.latest(&records)?;
            Some((measure, Latest { value: measure.amount(units), at }))
        };
        let person = daily::person(subject.fetched().get(&keys.profile())?);
        let notices = notice::all(&records, today, person);
        let goals: Option<GoalsItem> = subject.fetched().get(&keys.goals())?;
        let goals = goals.map(|kept| TodaysGoal::all(kept.goals, &records, today)).unwrap_or_default();
        Ok(Self {
            latest: Measure::ALL.into_iter().filter_map(latest).collect(),
            notices: notices.into_iter().map(|notice| ShownNotice::new(notice, language)).collect(),
            goals,
        })
    }
}
