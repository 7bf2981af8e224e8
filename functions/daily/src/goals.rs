//! A person's goals as they are shown, with the week.

use notebook::daily::goal::{self, Progress};
use notebook::daily::{DailyRecord, Goals};
use notebook::time::{Day, jst_day};
use platform::table::Fetched;
use platform::table::schema::ResidentKeys;
use records::daily;
use records::items::GoalsItem;
use records::prelude::*;

/// A person's goals, and how they stand. What is no goal is `null`.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "GoalsOutput")]
pub struct Output {
    #[serde(flatten)]
    goals: Goals,
    /// How each goal stands, steps first, then weighing, then blood pressure. It changes with what is recorded, and with the clock.
    progress: Vec<Progress>,
}

impl TakenBack for Output {
    const READ_ONLY: &'static [&'static str] = &[];
    const PASSING: &'static [&'static str] = &["/progress"];
}

/// Plans what an answer needs: the goals, and the records of these two weeks.
pub(crate) fn plan(keys: &Proposed, plan: &mut ReadPlan) -> Result<PageOf<DailyRecord>, Problem> {
    let of = keys.resident()?;
    plan.get(of.goals());
    Ok(plan.query(query(of, jst_day(keys.now))))
}

fn query(keys: ResidentKeys, today: Day) -> RangeQuery {
    daily::values(keys, goal::looks_back_to(today), today, &Goals::MEASURES)
}

/// What the wave brought back of the goals.
pub(crate) fn kept(fetched: &Fetched, keys: ResidentKeys) -> Result<Option<GoalsItem>, Problem> {
    fetched.get(&keys.goals())
}

/// The records of these two weeks. Of very many, further pages are read.
pub(crate) async fn records(
    app: &App,
    call: &Call,
    subject: &Authorised<Resident>,
    page: PageOf<DailyRecord>,
) -> Result<Vec<DailyRecord>, Problem> {
    let query = query(subject.keys(), jst_day(call.now()));
    app.table.whole(subject.fetched().page(page)?, &query).await
}

/// The goals as they are shown.
pub(crate) fn shown(kept: Option<&GoalsItem>, records: &[DailyRecord], today: Day) -> Output {
    let goals = kept.map(|item| item.goals).unwrap_or_default();
    Output { goals, progress: goals.progress(records, today) }
}

/// The answer, in the version that is kept; 0 where nothing is.
pub(crate) async fn answer(
    app: &App,
    call: &Call,
    subject: Authorised<Resident, PageOf<DailyRecord>>,
) -> Result<Answer<Output>, Problem> {
    let (subject, page) = subject.reads();
    let kept = kept(subject.fetched(), subject.keys())?;
    let records = records(app, call, &subject, page).await?;
    Ok(answer_of(kept.as_ref(), &records, jst_day(call.now())))
}

/// The answer of what is there.
pub(crate) fn answer_of(kept: Option<&GoalsItem>, records: &[DailyRecord], today: Day) -> Answer<Output> {
    Answer::of(shown(kept, records, today)).version(kept.map_or(0, |item| item.version))
}
