//! GET /v1/residents/{resident_id}/missed-dose-watchers

use notebook::access::{Level, Section};
use records::items::WatcherItem;
use records::prelude::*;

use crate::watcher::Watcher;

/// Lists who is told of a missed dose, and who of both has not agreed yet.
#[derive(JsonSchema)]
pub struct ListMissedDoseWatchers;

impl Endpoint for ListMissedDoseWatchers {
    const SPEC: Spec = Spec::get("list-missed-dose-watchers", "/v1/residents/{resident_id}/missed-dose-watchers")
        .who(Who::Resident(Section::Medication, Level::See));
    type Subject = Resident;
    type Input = Nothing;
    type Reads = PageOf<WatcherItem>;
    type Output = List<Watcher>;

    fn plan(_: &Call, _: &Nothing, keys: &Proposed, plan: &mut ReadPlan) -> Result<Self::Reads, Problem> {
        Ok(plan.query(keys.resident()?.watchers()))
    }

    async fn handle(
        _: &App,
        _: &Call,
        subject: Authorised<Resident, Self::Reads>,
        _: Nothing,
    ) -> Result<Answer<List<Watcher>>, Problem> {
        let (subject, reads) = subject.reads();
        let watchers = subject.fetched().all(reads)?;
        Ok(Answer::of(List { items: watchers.iter().map(Watcher::from).collect(), next_cursor: None }))
    }
}
