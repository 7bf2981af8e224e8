//! PUT /v1/residents/{resident_id}/health-guidance/{guidance_id}/progress

use notebook::access::{Level, Section};
use notebook::guidance::{Goal, GoalStatus, MOST_GOALS};
use notebook::id::{GoalId, GuidanceId};
use notebook::text::Text;
use records::guidance::{one, place};
use records::items::GuidanceItem;
use records::note::Note;
use records::prelude::*;

/// Says how the goals of a guidance go. The office reads it, and whoever else the person opens their guidance to.
#[derive(JsonSchema)]
pub struct PutGuidanceProgress;

/// How a goal goes.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "GuidanceGoalProgress")]
struct Progress {
    /// The goal.
    goal_id: GoalId,
    /// How it goes.
    status: GoalStatus,
    /// In the person's own words; left out, empty or `null`, there are none.
    #[serde(default)]
    /// In the person's own words; empty or `null`, there are none.
    memo: Note<Text<400>>,
}

/// How all goals go.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "GuidanceProgress")]
pub struct Input {
    /// Each goal of the guidance, once.
    #[schemars(length(max = 3))]
    goals: Vec<Progress>,
}

/// The guidance.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "ProgressReference")]
pub struct Output {
    guidance_id: GuidanceId,
}

impl Endpoint for PutGuidanceProgress {
    const SPEC: Spec =
        Spec::put("put-guidance-progress", "/v1/residents/{resident_id}/health-guidance/{guidance_id}/progress")
            .who(Who::Resident(Section::HealthGuidance, Level::Record))
            .tagged()
            .only_ids()
            .idempotent()
            .versioned()
            .problems_of_its_own(&[Code::NoteRetracted]);
    type Subject = Resident;
    type Input = Input;
    type Reads = PageOf<Versioned<GuidanceItem>>;
    type Output = Output;

    fn example() -> serde_json::Value {
        json!({ "goals": [{
            "goal_id": "019aa000-0000-7000-8000-000000000012", "status": "going_well", "memo": "雨の日は家で足ぶみ",
        }] })
    }

    fn plan(call: &Call, _: &Input, keys: &Proposed, plan: &mut ReadPlan) -> Result<Self::Reads, Problem> {
        Ok(plan.query(one(keys.resident()?, call.path("guidance_id")?)))
    }

    async fn handle(
        app: &App,
        call: &Call,
        subject: Authorised<Resident, Self::Reads>,
        input: Input,
    ) -> Result<Answer<Output>, Problem> {
        let (subject, reads) = subject.reads();
        let found = subject.fetched().page(reads)?.items.first().ok_or_else(Problem::not_found)?;
        let stored: Versioned<GuidanceItem> = from_item(found)?;
        call.check_version(stored.version)?;
        if stored.item.retracted_at.is_some() {
            return Err(Problem::of(Code::NoteRetracted));
        }
        let said = |(goal, said): (&Goal, &Progress)| {
            if goal.status == said.status && goal.memo == said.memo.0 {
                return goal.clone();
            }
            let (said_at, said_by) = (Some(call.now()), Some(subject.relation().kind));
            Goal { status: said.status, memo: said.memo.0.clone(), said_at, said_by, ..goal.clone() }
        };
        let goals = matched(&stored.item.goals, &input.goals)?.into_iter().map(said).collect();
        let changed = GuidanceItem { goals, ..stored.item.clone() };
        let (id, code) = (changed.guidance_id, changed.institution_code.as_str());
        let (mut effect, mut version) = (Transaction::on(&app.table), stored.version);
        if changed.goals != stored.item.goals {
            version += 1;
            let meta = Meta { version: Some(version), by_time: Some(place(id)), ..Meta::default() };
            effect.put(&subject.keys().guidance(code, id), &changed, &meta, Only::IfVersion(stored.version))?;
        }
        let ids = [id.to_string(), version.to_string()];
        call.commit(app, effect, &ids).await?;
        written(&ids)
    }

    async fn replay(
        _: &App,
        _: &Call,
        _: Authorised<Resident, Self::Reads>,
        ids: Vec<String>,
    ) -> Result<Answer<Output>, Problem> {
        written(&ids)
    }
}

/// Each goal with what is said of it; 422 unless each is named once and no other is.
fn matched<'a>(goals: &'a [Goal], said: &'a [Progress]) -> Result<Vec<(&'a Goal, &'a Progress)>, Problem> {
    let of = |goal: &'a Goal| said.iter().find(|said| said.goal_id == goal.goal_id).map(|said| (goal, said));
    let pairs: Option<Vec<_>> = goals.iter().map(of).collect();
    let least = goals.len().min(MOST_GOALS);
    let wrong = || Problem::field(Code::InvalidValue, "/goals", Wrong::Items { least, most: least });
    pairs.filter(|pairs| pairs.len() == said.len()).ok_or_else(wrong)
}

fn written(ids: &[String]) -> Result<Answer<Output>, Problem> {
    let missing = || Problem::internal("no id remembered");
    let guidance_id = ids.first().and_then(|id| id.parse().ok()).ok_or_else(missing)?;
    let version = ids.get(1).and_then(|version| version.parse().ok()).ok_or_else(missing)?;
    Ok(Answer::of(Output { guidance_id }).version(version))
}
