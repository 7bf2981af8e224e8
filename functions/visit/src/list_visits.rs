//! GET /v1/residents/{resident_id}/visits

use notebook::access::{Level, Section};
use notebook::time::Day;
use platform::paging::{Asked, Limit};
use records::items::VisitItem;
use records::prelude::*;

use crate::days;
use crate::entry::Shown;

/// Lists visits, newest first, planned ones included.
#[derive(JsonSchema)]
pub struct ListVisits;

/// Which days, and where to go on.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// First day; the first visit where it is not named.
    #[serde(default)]
    from: Option<Day>,
    /// Last day; the last visit where it is not named.
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

    /// The list that a cursor belongs to.
    fn list(&self) -> String {
        days::list("visits", self.from, self.to)
    }
}

impl Endpoint for ListVisits {
    const SPEC: Spec = Spec::get("list-visits", "/v1/residents/{resident_id}/visits")
        .who(Who::Resident(Section::Visits, Level::See))
        .problems_of_its_own(&[Code::InvalidCursor]);
    type Subject = Resident;
    type Input = Input;
    type Reads = PageOf<Versioned<VisitItem>>;
    type Output = List<Shown>;

    fn example() -> serde_json::Value {
        json!({ "from": "2026-01-01", "to": "2026-12-31", "limit": "20" })
    }

    fn plan(_: &Call, input: &Input, keys: &Proposed, plan: &mut ReadPlan) -> Result<Self::Reads, Problem> {
        let (from, to) = days::bounds(input.from, input.to)?;
        Ok(plan.query(input.page(&input.list()).query(keys.resident()?.partition(), &from, to).by_time()))
    }

    async fn handle(
        _: &App,
        _: &Call,
        subject: Authorised<Resident, Self::Reads>,
        input: Input,
    ) -> Result<Answer<List<Shown>>, Problem> {
        let (subject, reads) = subject.reads();
        Ok(Answer::of(input.page(&input.list()).read(&subject, reads)?.map(|stored| Shown::from(stored.item))))
    }
}
