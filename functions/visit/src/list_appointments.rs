//! GET /v1/residents/{resident_id}/appointments

use notebook::access::{Level, Section};
use notebook::time::Day;
use platform::paging::{Asked, Limit};
use records::items::{RelationItem, VisitItem};
use records::prelude::*;

use crate::appointment::{Shown, shown};
use crate::days;
use crate::reminded::{self, Related};

/// Lists appointments, the latest day first: planned visits, and those that were appointments before a check-in took them over or they
/// were done. `from` today gives those to come: 50 at most are planned from today on. A page that reaches back among visits that
/// were no appointments may have fewer items than `limit`, or none, and goes on all the same.
#[derive(JsonSchema)]
pub struct ListAppointments;

/// Which days, and where to go on.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "AppointmentsWanted")]
pub struct Input {
    /// First day; the first appointment where it is not named.
    #[serde(default)]
    from: Option<Day>,
    /// Last day; the last appointment where it is not named.
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
        days::list("appointments", self.from, self.to)
    }
}

/// Where what was planned is found.
#[derive(Default)]
pub struct Reads {
    visits: PageOf<Versioned<VisitItem>>,
    related: PageOf<RelationItem>,
}

impl Endpoint for ListAppointments {
    const SPEC: Spec = Spec::get("list-appointments", "/v1/residents/{resident_id}/appointments")
        .who(Who::Resident(Section::Visits, Level::See))
        .problems_of_its_own(&[Code::InvalidCursor]);
    type Subject = Resident;
    type Input = Input;
    type Reads = Reads;
    type Output = List<Shown>;

    fn example() -> serde_json::Value {
        json!({ "from": "2026-01-01", "to": "2026-12-31", "limit": "20" })
    }

    fn plan(_: &Call, input: &Input, keys: &Proposed, plan: &mut ReadPlan) -> Result<Reads, Problem> {
        let keys = keys.resident()?;
        let (from, to) = days::bounds(input.from, input.to)?;
        let visits = plan.query(input.page(&input.list()).query(keys.partition(), &from, to).by_time());
        Ok(Reads { visits, related: reminded::plan(keys, plan) })
    }

    async fn handle(
        _: &App,
        _: &Call,
        subject: Authorised<Resident, Reads>,
        input: Input,
    ) -> Result<Answer<List<Shown>>, Problem> {
        let (subject, reads) = subject.reads();
        let related = Related::read(&subject, reads.related)?;
        let List { mut items, next_cursor } = input.page(&input.list()).read(&subject, reads.visits)?;
        items.retain(|stored| stored.item.is_appointment());
        let items = items.into_iter().map(|stored| shown(stored, &related)).collect();
        Ok(Answer::of(List { items, next_cursor }))
    }
}
