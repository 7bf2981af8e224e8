//! PUT /v1/residents/{resident_id}/goals

use notebook::access::{Level, Section};
use notebook::daily::{DailyRecord, Goals};
use notebook::time::jst_day;
use records::items::GoalsItem;
use records::prelude::*;

use crate::goals::{self, Output};

/// Says what the person wants to do. What get-goals gave can be changed and sent back: `null` is no goal (any more), and a goal
/// that is there and is left out is refused. Nothing of what was recorded changes.
#[derive(JsonSchema)]
pub struct PutGoals;

impl Endpoint for PutGoals {
    const SPEC: Spec = Spec::put("put-goals", "/v1/residents/{resident_id}/goals")
        .who(Who::Resident(Section::Daily, Level::Manage))
        .tagged()
        .idempotent()
        .versioned();
    type Subject = Resident;
    type Input = Replace<Goals, Output>;
    type Reads = PageOf<DailyRecord>;
    type Output = Output;

    fn example() -> serde_json::Value {
        json!({
            "steps_per_day": 8000, "weighing": { "days_per_week": 5, "target_kg": 60.5 },
            "blood_pressure": { "days_per_week": 7, "times": "both" },
        })
    }

    fn plan(_: &Call, _: &Self::Input, keys: &Proposed, plan: &mut ReadPlan) -> Result<Self::Reads, Problem> {
        goals::plan(keys, plan)
    }

    async fn handle(
        app: &App,
        call: &Call,
        subject: Authorised<Resident, Self::Reads>,
        input: Self::Input,
    ) -> Result<Answer<Output>, Problem> {
        let (subject, page) = subject.reads();
        let (kept, today) = (goals::kept(subject.fetched(), subject.keys())?, jst_day(call.now()));
        let before = kept.as_ref().map_or(0, |item| item.version);
        call.check_version(before)?;
        let records = goals::records(app, call, &subject, page).await?;
        let goals = input.over(Some(&goals::shown(kept.as_ref(), &records, today)))?;
        let mut item = GoalsItem { goals, version: before };
        let (key, mut effect) = (subject.keys().goals(), Transaction::on(&app.table));
        item.version = effect.keep(&key, kept.as_ref().map(|kept| (kept, before)), &item)?;
        call.commit(app, effect, &[]).await?;
        Ok(goals::answer_of(Some(&item), &records, today))
    }

    async fn replay(
        app: &App,
        call: &Call,
        subject: Authorised<Resident, Self::Reads>,
        _: Vec<String>,
    ) -> Result<Answer<Output>, Problem> {
        goals::answer(app, call, subject).await
    }
}
