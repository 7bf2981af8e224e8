//! GET /v1/residents/{resident_id}/trends

use std::collections::BTreeMap;

use chrono::Days;
use notebook::access::{Level, Section};
use notebook::daily::notice;
use notebook::daily::{Bucket, DailyRecord, Measure, Point, trend};
use notebook::resident::Resident as Profiled;
use notebook::time::{Day, jst_day};
use records::daily::{self, ShownNotice};
use records::items::DailyItem;
use records::prelude::*;

use crate::period::Period;

/// Longest period of a line: ten years.
const MOST_DAYS: i64 = 3660;

/// Days of one Query. The Queries of a long period run side by side, and a year of ordinary records fits into one.
const DAYS_A_QUERY: u64 = 366;

/// How many further pages are read where records are unusually long, before the period is called too long.
const MOST_FURTHER_PAGES: usize = 20;

/// Draws one measure over time, or several in one call, in days, weeks (from Monday) or months of Japan's calendar, and names
/// the changes that are worth talking about.
#[derive(JsonSchema)]
pub struct GetDailyTrends;

/// What to draw.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// Which quantity; repeated for several.
    #[schemars(length(min = 1, max = 8))]
    measure: Vec<Measure>,
    /// First day in Japan; where it is not named, 30 days, 26 weeks or 12 months are drawn, as the bucket is.
    #[serde(default)]
    from: Option<Day>,
    /// Last day in Japan; today where it is not named.
    #[serde(default)]
    to: Option<Day>,
    /// How values are gathered.
    #[serde(default = "by_day")]
    bucket: Bucket,
}

fn by_day() -> Bucket {
    Bucket::Day
}

/// The line of one measure, or those of several.
#[derive(Serialize, JsonSchema)]
#[serde(untagged)]
#[schemars(rename = "DailyTrends")]
pub enum Output {
    /// Of one measure.
    One(Line),
    /// Of several: a line each.
    Several {
        /// By measure.
        #[schemars(with = "ByKey<Measure, Line>")]
        series: BTreeMap<Measure, Line>,
    },
}

/// A line.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "DailyLine")]
pub struct Line {
    /// The buckets that have values, oldest first.
    points: Vec<Point>,
    /// What is worth talking about as of the last day of the period.
    notices: Vec<ShownNotice>,
}

impl Input {
    /// 422 where a measure is named twice, or more than there are.
    fn check(&self) -> Result<(), Problem> {
        let wrong = |wrong| Err(Problem::field(Code::InvalidValue, "/measure", wrong));
        let most = Measure::ALL.len();
        if !(1..=most).contains(&self.measure.len()) {
            return wrong(Wrong::Items { least: 1, most });
        }
        let mut named = self.measure.iter().enumerate();
        if named.any(|(place, measure)| self.measure.iter().take(place).any(|other| other == measure)) {
            return wrong(Wrong::Twice);
        }
        Ok(())
    }

    fn period(&self, today: Day) -> Result<Period, Problem> {
        let days_before = match self.bucket {
            Bucket::Day => 29,
            Bucket::Week => 26 * 7 - 1,
            Bucket::Month => 364,
        };
        let period = Period::new(self.from, self.to, today, days_before)?;
        if period.days() > MOST_DAYS {
            return Err(Problem::field(Code::InvalidValue, "/from", Wrong::Period { most: MOST_DAYS.unsigned_abs() }));
        }
        Ok(period)
    }

    /// The day as of which notices are given: nothing is known of days to come.
    fn last_day(period: Period, today: Day) -> Day {
        period.to.min(today)
    }

    /// The periods of the Queries: what is drawn, and what the notices look back to.
    fn read(&self, today: Day) -> Result<Vec<Period>, Problem> {
        self.check()?;
        let period = self.period(today)?;
        let last_day = Self::last_day(period, today);
        let looked_at = self.measure.iter().map(|measure| notice::looks_back_to(*measure, last_day));
        let mut from = looked_at.fold(period.from, Day::min);
        let mut pieces = Vec::new();
        while from <= period.to {
            let to = (from + Days::new(DAYS_A_QUERY - 1)).min(period.to);
            pieces.push(Period { from, to });
            from = to + Days::new(1);
        }
        Ok(pieces)
    }
}

impl Endpoint for GetDailyTrends {
    const SPEC: Spec = Spec::get("get-daily-trends", "/v1/residents/{resident_id}/trends")
        .who(Who::Resident(Section::Daily, Level::See));
    type Subject = Resident;
    type Input = Input;
    type Reads = Vec<PageOf<DailyItem>>;
    type Output = Output;

    fn example() -> serde_json::Value {
        json!({ "measure": "weight_kg", "from": "2026-11-01", "to": "2026-11-22", "bucket": "week" })
    }

    fn plan(_: &Call, input: &Input, keys: &Proposed, plan: &mut ReadPlan) -> Result<Self::Reads, Problem> {
        let resident = keys.resident()?;
        plan.get(resident.profile());
        let mut page = |piece: Period| plan.query(daily::query(resident, piece.from, piece.to));
        Ok(input.read(jst_day(keys.now))?.into_iter().map(&mut page).collect())
    }

    async fn handle(
        app: &App,
        call: &Call,
        subject: Authorised<Resident, Self::Reads>,
        input: Input,
    ) -> Result<Answer<Output>, Problem> {
        let (subject, reads) = subject.reads();
        let today = jst_day(call.now());
        let period = input.period(today)?;
        let records = records(app, &subject, &input.read(today)?, &reads).await?;
        let inside = |record: &&DailyRecord| (period.from..=period.to).contains(&jst_day(record.taken_at.instant()));
        let profile: Option<Profiled> = subject.fetched().get(&subject.keys().profile())?;
        let person = daily::person(profile);
        let line = |measure: Measure| {
            let points = trend::points(measure, input.bucket, measure.values(records.iter().filter(inside)));
            let notices = notice::notices(measure, &records, Input::last_day(period, today), person);
            Line {
                points,
                notices: notices.into_iter().map(|notice| ShownNotice::new(notice, call.language)).collect(),
            }
        };
        Ok(Answer::of(match input.measure.as_slice() {
            [measure] => Output::One(line(*measure)),
            several => Output::Several { series: several.iter().map(|measure| (*measure, line(*measure))).collect() },
        }))
    }
}

/// The records of the planned pieces, and of the further pages where a piece is longer than one.
async fn records(
    app: &App,
    subject: &Authorised<Resident>,
    pieces: &[Period],
    pages: &[PageOf<DailyItem>],
) -> Result<Vec<DailyRecord>, Problem> {
    let mut records = Vec::new();
    let mut take = |items: &[platform::table::Item]| -> Result<(), Problem> {
        for item in items {
            records.push(from_item::<DailyItem>(item)?.record);
        }
        Ok(())
    };
    let mut further = 0;
    for (piece, page) in pieces.iter().zip(pages) {
        let first = subject.fetched().page(*page)?;
        take(&first.items)?;
        let mut last_key = first.last_key.clone();
        while let Some(key) = last_key {
            further += 1;
            if further > MOST_FURTHER_PAGES {
                return Err(Problem::field(Code::InvalidValue, "/from", Wrong::TooMuchBetween));
            }
            let next = daily::query(subject.keys(), piece.from, piece.to).start_after(Some(key));
            let page = app.table.query(next).await?;
            take(&page.items)?;
            last_key = page.last_key;
        }
    }
    Ok(records)
}
