//! GET /v1/residents/{resident_id}/health-guidance

use notebook::access::{Level, Section};
use notebook::time::{Day, Instant};
use platform::paging::{Asked, Limit};
use records::guidance::{self, Shown};
use records::items::{FollowUpItem, GuidanceItem};
use records::places::Institution;
use records::prelude::*;

/// Lists what public-health nurses said to the person, newest first, with the goals; and the offices that follow the person up, each of
/// which may write, and read what it wrote itself, without a new check-in until it is ended.
#[derive(JsonSchema)]
pub struct ListHealthGuidance;

/// A page of the list.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// `next_cursor` of the page before.
    #[serde(default)]
    #[schemars(with = "Option<Cursor>")]
    cursor: Option<String>,
    /// Most entries of the page.
    #[serde(default)]
    limit: Limit<20, 50>,
}

impl Input {
    fn asked(&self) -> Asked<'_, 20, 50> {
        Asked { list: "guidance", cursor: self.cursor.as_deref(), limit: self.limit }
    }
}

/// An office that follows the person up.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "FollowingOffice")]
struct Office {
    /// The office, by its name at the last guidance.
    institution: Institution,
    /// The day of the last guidance.
    last_on: Day,
    /// When they speak again; null where no day was agreed.
    next_on: Option<Day>,
    /// When it ends by itself.
    until: Instant,
}

impl From<FollowUpItem> for Office {
    fn from(item: FollowUpItem) -> Self {
        let (last_on, until) = (item.last_on(), item.follow_up.until());
        let institution = Institution { code: item.institution_code, name: Some(item.institution_name) };
        Self { institution, last_on, next_on: item.next_on, until }
    }
}

/// What public-health nurses said.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "HealthGuidanceList")]
pub struct Output {
    /// Newest first.
    items: Vec<Shown>,
    /// Where the list goes on; null at its end.
    #[schemars(with = "Option<Cursor>")]
    next_cursor: Option<String>,
    /// Who follows the person up.
    offices: Vec<Office>,
}

/// Where what is read is found.
#[derive(Default)]
pub struct Reads {
    guidance: PageOf<Versioned<GuidanceItem>>,
    follow_ups: PageOf<FollowUpItem>,
}

impl Endpoint for ListHealthGuidance {
    const SPEC: Spec = Spec::get("list-health-guidance", "/v1/residents/{resident_id}/health-guidance")
        .who(Who::Resident(Section::HealthGuidance, Level::See))
        .problems_of_its_own(&[Code::InvalidCursor]);
    type Subject = Resident;
    type Input = Input;
    type Reads = Reads;
    type Output = Output;

    fn example() -> serde_json::Value {
        json!({ "limit": "20" })
    }

    fn plan(_: &Call, input: &Input, keys: &Proposed, plan: &mut ReadPlan) -> Result<Reads, Problem> {
        let (keys, from) = (keys.resident()?, by_time::GUIDANCE);
        let page = input.asked().query(keys.partition(), from, format!("{from}~")).by_time();
        Ok(Reads { guidance: plan.query(page), follow_ups: plan.query(guidance::follow_ups(keys)) })
    }

    async fn handle(
        _: &App,
        call: &Call,
        subject: Authorised<Resident, Reads>,
        input: Input,
    ) -> Result<Answer<Output>, Problem> {
        let (subject, reads) = subject.reads();
        let List { items, next_cursor } = input.asked().read(&subject, reads.guidance)?.map(Shown::from);
        let follow_ups: Vec<FollowUpItem> = subject.fetched().all(reads.follow_ups)?;
        let running = follow_ups.into_iter().filter(|one| one.follow_up.runs(call.now()));
        Ok(Answer::of(Output { items, next_cursor, offices: running.map(Office::from).collect() }))
    }
}
