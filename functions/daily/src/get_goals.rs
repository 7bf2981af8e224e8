//! GET /v1/residents/{resident_id}/goals

use notebook::access::{Level, Section};
use notebook::daily::DailyRecord;
use records::prelude::*;

use crate::goals::{self, Output};

/// Shows what the person wants to do (steps a day, weighing, measuring blood pressure), and on how many days of this week and of
/// the last they did. A week begins on Monday in Japan; a day counts once.
#[derive(JsonSchema)]
pub struct GetGoals;

impl Endpoint for GetGoals {
    const SPEC: Spec = Spec::get("get-goals", "/v1/residents/{resident_id}/goals")
        .who(Who::Resident(Section::Daily, Level::See))
        .tagged();
    type Subject = Resident;
    type Input = Nothing;
    type Reads = PageOf<DailyRecord>;
    type Output = Output;

    fn plan(_: &Call, _: &Nothing, keys: &Proposed, plan: &mut ReadPlan) -> Result<Self::Reads, Problem> {
        goals::plan(keys, plan)
    }

    async fn handle(
        app: &App,
        call: &Call,
        subject: Authorised<Resident, Self::Reads>,
        _: Nothing,
    ) -> Result<Answer<Output>, Problem> {
        goals::answer(app, call, subject).await
    }
}
