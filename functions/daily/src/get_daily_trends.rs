//! GET /v1/residents/{resident_id}/trends

use std::collections::BTreeMap;

use notebook::access::{Level, Section};
use notebook::daily::notice;
use notebook::daily::{Bucket, DailyRecord, Measure, Point, summary, trend};
use notebook::resident::Resident as Profiled;
use notebook::time::{Day, jst_day};
use platform::table::schema::ResidentKeys;
use records::daily::{self, ShownNotice};
use records::prelude::*;

use crate::months;
use crate::period::Period;
use crate::span::Span;

/// Longest period of a line: ten years.
const MOST_DAYS: i64 = 3660;

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

    /// What is read how.
    fn span(&self, today: Day) -> Result<Span, Problem> {
        self.check()?;
        let period = self.period(today)?;
        let last_day = Self::last_day(period, today);
        let looked_at = self.measure.iter().map(|measure| notice::looks_back_to(*measure, last_day));
        Ok(Span::new(period, looked_at.fold(last_day, Day::min), today))
    }

    /// The Query of what is read as records.
    fn query(&self, keys: ResidentKeys, span: Span) -> RangeQuery {
        daily::values(keys, span.records.from, span.records.to, &self.measure)
    }
}

/// Where what was planned is found.
#[derive(Default)]
pub struct Reads {
    records: PageOf<DailyRecord>,
    months: Option<months::Pages>,
}

impl Endpoint for GetDailyTrends {
    const SPEC: Spec = Spec::get("get-daily-trends", "/v1/residents/{resident_id}/trends")
        .who(Who::Resident(Section::Daily, Level::See));
    type Subject = Resident;
    type Input = Input;
    type Reads = Reads;
    type Output = Output;

    fn example() -> serde_json::Value {
        json!({ "measure": "weight_kg", "from": "2026-11-01", "to": "2026-11-22", "bucket": "week" })
    }

    fn plan(_: &Call, input: &Input, keys: &Proposed, plan: &mut ReadPlan) -> Result<Self::Reads, Problem> {
        let resident = keys.resident()?;
        plan.get(resident.profile());
        let span = input.span(jst_day(keys.now))?;
        let months = span.months.map(|days| months::plan(resident, days, &input.measure, plan));
        Ok(Reads { records: plan.query(input.query(resident, span)), months })
    }

    async fn handle(
        app: &App,
        call: &Call,
        subject: Authorised<Resident, Self::Reads>,
        input: Input,
    ) -> Result<Answer<Output>, Problem> {
        let (subject, reads) = subject.reads();
        let (keys, today) = (subject.keys(), jst_day(call.now()));
        let (period, span) = (input.period(today)?, input.span(today)?);
        let page = subject.fetched().page(reads.records)?;
        let records: Vec<DailyRecord> = app.table.whole(page, &input.query(keys, span)).await?;
        let mut lines = match (span.months, &reads.months) {
            (Some(days), Some(pages)) => months::read(app, call, &subject, days, &input.measure, pages).await?,
            _ => months::Lines::new(),
        };
        let inside = |record: &&DailyRecord| (period.from..=period.to).contains(&record.day());
        let profile: Option<Profiled> = subject.fetched().get(&keys.profile())?;
        let person = daily::person(profile);
        let mut line = |measure: Measure| {
            let mut days = lines.remove(&measure).unwrap_or_default();
            days.extend(summary::days(measure, records.iter().filter(inside)));
            let notices = notice::notices(measure, &records, Input::last_day(period, today), person);
            Line {
                points: trend::points(measure, input.bucket, &days),
                notices: notices.into_iter().map(|notice| ShownNotice::new(notice, call.language)).collect(),
            }
        };
        Ok(Answer::of(match input.measure.as_slice() {
            [measure] => Output::One(line(*measure)),
            several => Output::Several { series: several.iter().map(|measure| (*measure, line(*measure))).collect() },
        }))
    }
}
