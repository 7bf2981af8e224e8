//! GET /v1/residents/{resident_id}/visits

use chrono::Datelike;
use notebook::access::{Level, Section};
use notebook::time::Day;
use platform::paging::{self, Limit};
use records::prelude::*;

use crate::entry::Shown;
use crate::stored::Stored;

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
    /// The list that a cursor belongs to.
    fn list(&self) -> String {
        let day = |day: Option<Day>| day.map_or_else(|| "-".to_owned(), |day| day.to_string());
        format!("visits#{}#{}", day(self.from), day(self.to))
    }

    /// The keys of the time index between which the visits lie.
    fn bounds(&self) -> Result<(String, String), Problem> {
        for (pointer, day) in [("/from", self.from), ("/to", self.to)] {
            if day.is_some_and(|day| !(1900..2200).contains(&day.year())) {
                return Err(Problem::field(Code::InvalidValue, pointer, Wrong::years(1900, 2199)));
            }
        }
        if self.from.zip(self.to).is_some_and(|(from, to)| from > to) {
            return Err(Problem::field(Code::InvalidValue, "/from", Wrong::AfterDay { name: "to".to_owned() }));
        }
        let prefix = by_time::VISITS;
        let edge = |day: Option<Day>| day.map(|day| day.to_string()).unwrap_or_default();
        // `~` sorts after every day and every id.
        Ok((format!("{prefix}{}", edge(self.from)), format!("{prefix}{}~", edge(self.to))))
    }
}

impl Endpoint for ListVisits {
    const SPEC: Spec = Spec::get("list-visits", "/v1/residents/{resident_id}/visits")
        .who(Who::Resident(Section::Visits, Level::See))
        .problems_of_its_own(&[Code::InvalidCursor]);
    type Subject = Resident;
    type Input = Input;
    type Output = List<Shown>;

    fn example() -> serde_json::Value {
        json!({ "from": "2026-01-01", "to": "2026-12-31", "limit": "20" })
    }

    fn plan(_: &Call, input: &Input, keys: &Proposed, plan: &mut ReadPlan) -> Result<(), Problem> {
        let (from, to) = input.bounds()?;
        let to = paging::last_of(input.cursor.as_deref(), &from, to);
        let query = RangeQuery::between(keys.resident()?.partition(), &from, &to).by_time().newest_first();
        plan.query(query.limit(input.limit.and_one()));
        Ok(())
    }

    async fn handle(
        _: &App,
        _: &Call,
        subject: Authorised<Resident>,
        input: Input,
    ) -> Result<Answer<List<Shown>>, Problem> {
        let list = input.list();
        paging::check(subject.cursor_key(), &list, input.cursor.as_deref())?;
        let (items, next_cursor) = paging::page(subject.fetched().page(0)?, input.limit, subject.cursor_key(), &list)?;
        let shown = |item| from_item::<Stored>(item).map(|stored| Shown::from(stored.visit));
        Ok(Answer::of(List { items: items.iter().map(shown).collect::<Result<_, _>>()?, next_cursor }))
    }
}
