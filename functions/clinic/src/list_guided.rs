//! GET /v1/institutions/{code}/health-guidance

use notebook::access::Role;
use notebook::id::ResidentId;
use notebook::text::Text;
use notebook::time::{Day, Instant};
use platform::paging::{self, Limit};
use records::items::GuidedItem;
use records::prelude::*;

use crate::once_a_day;

/// Shows whom the office follows up: whoever it speaks to next first, those without a day last. It shows the name as at the last guidance, and
/// nothing of what was said. Whoever ended it, or withdrew what it needs, is not listed. Looking at the list is logged once a day
/// in each sign-in.
#[derive(JsonSchema)]
pub struct ListGuided;

/// A page of the list.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// `next_cursor` of the page before.
    #[serde(default)]
    #[schemars(with = "Option<Cursor>")]
    cursor: Option<String>,
    /// Most persons of the page.
    #[serde(default)]
    limit: Limit<20, 50>,
}

/// A person whom the office follows up.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "GuidedPerson")]
pub struct Row {
    /// The person.
    resident_id: ResidentId,
    /// 氏名, as at the last guidance.
    legal_name: Option<Text<100>>,
    /// フリガナ, likewise.
    kana: Option<Text<100>>,
    /// 生年月日, likewise.
    birth_date: Option<Day>,
    /// When they speak again; null where no day was agreed.
    next_on: Option<Day>,
    /// The day of the last guidance.
    last_on: Day,
    /// When the office may no longer go on without a check-in.
    until: Instant,
}

impl From<GuidedItem> for Row {
    fn from(item: GuidedItem) -> Self {
        let GuidedItem { resident_id, identity, next_on, last_on, until } = item;
        let (legal_name, kana, birth_date) = (identity.legal_name, identity.kana, identity.birth_date);
        Self { resident_id, legal_name, kana, birth_date, next_on, last_on, until }
    }
}

impl Endpoint for ListGuided {
    const SPEC: Spec = Spec::get("list-guided", "/v1/institutions/{code}/health-guidance")
        .who(Who::Staff(Role::GUIDANCE))
        .hourly_limit(600)
        .problems_of_its_own(&[Code::InvalidCursor]);
    type Subject = Staff;
    type Input = Input;
    type Reads = PageOf<GuidedItem>;
    type Output = List<Row>;

    fn example() -> serde_json::Value {
        json!({ "limit": "20" })
    }

    fn plan(call: &Call, input: &Input, keys: &Proposed, plan: &mut ReadPlan) -> Result<Self::Reads, Problem> {
        let code = keys.institution.as_deref().ok_or_else(Problem::not_found)?;
        once_a_day::plan(call, code, plan);
        // Days and `NONE` lie between these.
        let from = paging::first_of(input.cursor.as_deref(), "0", "~");
        Ok(plan.query(RangeQuery::between(shared::guided(code), &from, "~").limit(input.limit.and_one())))
    }

    async fn handle(
        app: &App,
        call: &Call,
        subject: Authorised<Staff, Self::Reads>,
        input: Input,
    ) -> Result<Answer<List<Row>>, Problem> {
        let (subject, reads) = subject.reads();
        let code = subject.institution();
        let list = format!("guided#{code}");
        // A cursor says which of the office's own persons comes next: it keeps no secret.
        paging::check(code.as_bytes(), &list, input.cursor.as_deref())?;
        let (found, next_cursor) = paging::page(subject.fetched().page(reads)?, input.limit, code.as_bytes(), &list)?;
        let lines: Vec<GuidedItem> = found.iter().map(from_item).collect::<Result<_, _>>()?;
        let items = lines.into_iter().filter(|line| call.now() < line.until).map(Row::from).collect();
        once_a_day::enter(app, call, &subject).await?;
        Ok(Answer::of(List { items, next_cursor }))
    }
}
