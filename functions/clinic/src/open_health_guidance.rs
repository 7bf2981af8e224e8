//! GET /v1/institutions/{code}/patients/{resident_id}/health-guidance

use notebook::access::Role;
use notebook::text::Text;
use notebook::time::{Day, Instant};
use platform::paging::{self, Asked, Limit};
use platform::table::schema::ResidentKeys;
use records::guidance::Shown;
use records::items::GuidanceItem;
use records::prelude::*;

use crate::guidance;

/// Shows what the office itself said to a person, newest first, with how the goals go: on the day of a check-in that opened the section, or while the office follows the
/// person up. It shows nothing else of the notebook but who the person is, and each look is an entry in the person's log.
#[derive(JsonSchema)]
pub struct OpenHealthGuidance;

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

/// An office's own guidance of a person.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "OwnGuidance")]
pub struct Output {
    /// 氏名
    legal_name: Option<Text<100>>,
    /// フリガナ
    kana: Option<Text<100>>,
    /// 生年月日
    birth_date: Option<Day>,
    /// When the office may no longer go on without a check-in; null where it rests on today's check-in alone.
    followed_up_until: Option<Instant>,
    /// Newest first.
    items: Vec<Shown>,
    /// Where the list goes on; null at its end.
    #[schemars(with = "Option<Cursor>")]
    next_cursor: Option<String>,
}

/// The list that a cursor belongs to.
const LIST: &str = "own guidance";

impl Input {
    fn asked<'a>(&'a self, list: &'a str) -> Asked<'a, 20, 50> {
        Asked { list, cursor: self.cursor.as_deref(), limit: self.limit }
    }
}

impl Endpoint for OpenHealthGuidance {
    const SPEC: Spec =
        Spec::get("open-health-guidance", "/v1/institutions/{code}/patients/{resident_id}/health-guidance")
            .who(Who::Guidance(Role::GUIDANCE))
            .hourly_limit(120)
            .problems_of_its_own(&[Code::InvalidCursor]);
    type Subject = Guided;
    type Input = Input;
    type Reads = PageOf<Versioned<GuidanceItem>>;
    type Output = Output;

    fn example() -> serde_json::Value {
        json!({ "limit": "20" })
    }

    fn plan(_: &Call, input: &Input, keys: &Proposed, plan: &mut ReadPlan) -> Result<Self::Reads, Problem> {
        guidance::plan(keys, plan)?;
        let (resident, code) = (keys.resident()?, keys.institution.as_deref().ok_or_else(Problem::not_found)?);
        let from = format!("{}{code}#", ResidentKeys::GUIDANCE);
        let to = format!("{from}~");
        Ok(plan.query(input.asked(LIST).query(resident.partition(), &from, to)))
    }

    async fn handle(
        _: &App,
        call: &Call,
        subject: Authorised<Guided, Self::Reads>,
        input: Input,
    ) -> Result<Answer<Output>, Problem> {
        let (subject, reads) = subject.reads();
        let identity = guidance::identity(&subject)?;
        // A cursor names one of the office's own guidances, and is held inside their bounds: it keeps no secret.
        let code = subject.institution();
        let (asked, key) = (input.asked(LIST), code.as_bytes());
        paging::check(key, asked.list, asked.cursor)?;
        let (found, next_cursor) = paging::page_by_key(subject.fetched().page(reads)?, asked.limit, key, asked.list)?;
        let items = found.iter().map(|item| from_item::<Versioned<GuidanceItem>>(item).map(Shown::from));
        let follow_up = guidance::follow_up(&subject)?.map(|item| item.follow_up);
        Ok(Answer::of(Output {
            legal_name: identity.legal_name,
            kana: identity.kana,
            birth_date: identity.birth_date,
            followed_up_until: follow_up.filter(|one| one.runs(call.now())).map(|one| one.until()),
            items: items.collect::<Result<_, _>>()?,
            next_cursor,
        }))
    }
}
