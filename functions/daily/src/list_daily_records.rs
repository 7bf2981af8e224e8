//! GET /v1/residents/{resident_id}/daily-records

use notebook::access::{Level, Section};
use notebook::time::{Day, jst_day};
use platform::paging::{Asked, Limit};
use records::items::DailyItem;
use records::prelude::*;

use crate::entry::Entry;
use crate::period::Period;

/// Without `from`, a list begins so many days before `to`: 30 days with it.
const DAYS_BEFORE: u64 = 29;

/// Lists daily values, newest first: those of the last 30 days, or of the days asked for.
#[derive(JsonSchema)]
pub struct ListDailyRecords;

/// Which days, and where to go on.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// First day in Japan; 29 days before `to` where it is not named.
    #[serde(default)]
    from: Option<Day>,
    /// Last day in Japan; today where it is not named.
    #[serde(default)]
    to: Option<Day>,
    /// Most items of a page.
    #[serde(default)]
    limit: Limit,
    /// `next_cursor` of the page before.
    #[serde(default)]
    #[schemars(with = "Option<Cursor>")]
    cursor: Option<String>,
}

impl Input {
    fn page<'a>(&'a self, list: &'a str) -> Asked<'a, 50, 100> {
        Asked { list, cursor: self.cursor.as_deref(), limit: self.limit }
    }

    /// The list that a cursor belongs to: as it was asked for, so that one without days goes on over midnight.
    fn list(&self) -> String {
        let day = |day: Option<Day>| day.map_or_else(|| "-".to_owned(), |day| day.to_string());
        format!("daily-records#{}#{}", day(self.from), day(self.to))
    }
}

impl Endpoint for ListDailyRecords {
    const SPEC: Spec = Spec::get("list-daily-records", "/v1/residents/{resident_id}/daily-records")
        .who(Who::Resident(Section::Daily, Level::See))
        .problems_of_its_own(&[Code::InvalidCursor]);
    type Subject = Resident;
    type Input = Input;
    type Reads = PageOf<DailyItem>;
    type Output = List<Entry>;

    fn example() -> serde_json::Value {
        json!({ "from": "2026-11-01", "to": "2026-11-22" })
    }

    fn plan(_: &Call, input: &Input, keys: &Proposed, plan: &mut ReadPlan) -> Result<Self::Reads, Problem> {
        let period = Period::new(input.from, input.to, jst_day(keys.now), DAYS_BEFORE)?;
        let (from, to) = period.bounds();
        Ok(plan.query(input.page(&input.list()).query(keys.resident()?.partition(), &from, to).by_time()))
    }

    async fn handle(
        _: &App,
        _: &Call,
        subject: Authorised<Resident, Self::Reads>,
        input: Input,
    ) -> Result<Answer<List<Entry>>, Problem> {
        let (subject, reads) = subject.reads();
        Ok(Answer::of(input.page(&input.list()).read(&subject, reads)?.map(Entry::from)))
    }
}
