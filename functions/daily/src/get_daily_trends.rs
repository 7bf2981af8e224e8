//! GET /v1/residents/{resident_id}/trends

use chrono::Days;
use notebook::access::{Level, Section};
use notebook::daily::notice::{self, Notice};
use notebook::daily::{Bucket, DailyRecord, Measure, Point, trend};
use notebook::resident::Resident as Profiled;
use notebook::time::{Day, jst_day};
use platform::prelude::*;
use platform::problem::Language;
use platform::table::items::DailyItem;

use crate::period::Period;

/// Longest period of a line: ten years.
const MOST_DAYS: i64 = 3660;

/// Days of one Query. The Queries of a long period run side by side, and a year of ordinary records fits into one.
const DAYS_A_QUERY: u64 = 366;

/// How many further pages are read where records are unusually long, before the period is called too long.
const MOST_FURTHER_PAGES: usize = 20;

/// Draws one measure over time, in days, weeks (from Monday) or months of Japan's calendar, and names the changes that
/// are worth talking about.
#[derive(JsonSchema)]
pub struct GetDailyTrends;

/// What to draw.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// Which quantity.
    measure: Measure,
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

/// A line.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "DailyTrends")]
pub struct Output {
    /// The buckets that have values, oldest first.
    points: Vec<Point>,
    /// What is worth talking about as of the last day of the period.
    notices: Vec<Shown>,
}

/// A change worth talking about. Never a diagnosis.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "DailyNotice")]
pub struct Shown {
    /// The rule.
    code: &'static str,
    /// The first of the days that it rests on.
    since: Day,
    /// What it says, in the language of the request.
    detail: &'static str,
    /// Where the rule is published; `unverified` where no source can be cited.
    source: &'static str,
}

impl Input {
    fn period(&self, today: Day) -> Result<Period, Problem> {
        let days_before = match self.bucket {
            Bucket::Day => 29,
            Bucket::Week => 26 * 7 - 1,
            Bucket::Month => 364,
        };
        let period = Period::new(self.from, self.to, today, days_before)?;
        if period.days() > MOST_DAYS {
            return Err(Problem::field(Code::InvalidValue, "/from", "must be at most 3660 days before to"));
        }
        Ok(period)
    }

    /// The day as of which notices are given: nothing is known of days to come.
    fn last_day(period: Period, today: Day) -> Day {
        period.to.min(today)
    }

    /// The periods of the Queries: what is drawn, and what the notices look back to.
    fn read(&self, today: Day) -> Result<Vec<Period>, Problem> {
        let period = self.period(today)?;
        let mut from = period.from.min(notice::looks_back_to(self.measure, Self::last_day(period, today)));
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
        .who(Who::Resident(Section::Daily, Level::See))
        .touches(&[Touch::TableRead, Touch::TableWrite]);
    type Subject = Resident;
    type Input = Input;
    type Output = Output;

    fn example() -> serde_json::Value {
        json!({ "measure": "weight_kg", "from": "2026-11-01", "to": "2026-11-22", "bucket": "week" })
    }

    fn plan(_: &Call, input: &Input, keys: &Proposed, plan: &mut ReadPlan) -> Result<(), Problem> {
        let resident = keys.resident()?;
        plan.get(resident.profile());
        for piece in input.read(jst_day(keys.now))? {
            plan.query(query(&resident.partition(), piece));
        }
        Ok(())
    }

    async fn handle(
        app: &App,
        call: &Call,
        subject: Authorised<Resident>,
        input: Input,
    ) -> Result<Answer<Output>, Problem> {
        let today = jst_day(call.now());
        let period = input.period(today)?;
        let records = records(app, &subject, &input.read(today)?).await?;
        let inside = |record: &&DailyRecord| (period.from..=period.to).contains(&jst_day(record.taken_at.instant()));
        let values = records.iter().filter(inside);
        let values = values.filter_map(|record| Some((record.taken_at.instant(), input.measure.of(record)?)));
        let points = trend::points(input.measure, input.bucket, values);

        let profile: Option<Profiled> = subject.fetched().get(&subject.keys().profile())?;
        let person = profile.map_or_else(notice::Person::default, |profiled| notice::Person {
            birth_date: profiled.identity.birth_date,
            pregnancy_due_on: profiled.profile.pregnancy_due_on,
        });
        let notices = notice::notices(input.measure, &records, Input::last_day(period, today), person);
        let notices = notices.into_iter().map(|notice| shown(notice, call.language)).collect();
        Ok(Answer::of(Output { points, notices }))
    }
}

fn query(partition: &str, piece: Period) -> RangeQuery {
    let (from, to) = piece.bounds();
    RangeQuery::between(partition, &from, &to).by_time()
}

/// The records of the planned pieces, and of the further pages where a piece is longer than one.
async fn records(app: &App, subject: &Authorised<Resident>, pieces: &[Period]) -> Result<Vec<DailyRecord>, Problem> {
    let mut records = Vec::new();
    let mut take = |items: &[platform::table::Item]| -> Result<(), Problem> {
        for item in items {
            records.push(from_item::<DailyItem>(item)?.record);
        }
        Ok(())
    };
    let mut further = 0;
    for (number, piece) in pieces.iter().enumerate() {
        let first = subject.fetched().page(number)?;
        take(&first.items)?;
        let mut last_key = first.last_key.clone();
        while let Some(key) = last_key {
            further += 1;
            if further > MOST_FURTHER_PAGES {
                return Err(Problem::field(Code::InvalidValue, "/from", "must be later: there is too much in between"));
            }
            let next = query(&subject.keys().partition(), *piece).start_after(Some(key));
            let page = app.table.query(next).await?;
            take(&page.items)?;
            last_key = page.last_key;
        }
    }
    Ok(records)
}

fn shown(notice: Notice, language: Language) -> Shown {
    let detail = match language {
        Language::Japanese => notice.rule.japanese,
        Language::English => notice.rule.english,
    };
    Shown { code: notice.rule.code, since: notice.since, detail, source: notice.rule.source }
}
