//! GET /v1/residents/{resident_id}/dispensings

use notebook::access::{Level, Section};
use platform::paging::{self, Limit};
use platform::table::schema::ResidentKeys;
use records::prelude::*;

use crate::sheets::{self, Sheet};

/// Lists the sheets that were scanned, newest first: which entries each brought, what it says beside its medicines, and
/// whose it is. A sheet that names somebody else waits here until it is confirmed or deleted.
#[derive(JsonSchema)]
pub struct ListSheets;

/// Where to go on.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// Most items of a page.
    #[serde(default)]
    limit: Limit<20, 50>,
    /// `next_cursor` of the page before.
    #[serde(default)]
    #[schemars(with = "Option<Cursor>")]
    cursor: Option<String>,
}

const LIST: &str = "sheets";

impl Endpoint for ListSheets {
    const SPEC: Spec = Spec::get("list-sheets", "/v1/residents/{resident_id}/dispensings")
        .who(Who::Resident(Section::Medication, Level::See))
        .problems_of_its_own(&[Code::InvalidCursor]);
    type Subject = Resident;
    type Input = Input;
    type Output = List<Sheet>;

    fn plan(_: &Call, input: &Input, keys: &Proposed, plan: &mut ReadPlan) -> Result<(), Problem> {
        let (partition, scans) = (keys.resident()?.partition(), ResidentKeys::SCANS.text());
        let to = paging::last_of(input.cursor.as_deref(), scans, format!("{scans}~"));
        plan.query(RangeQuery::between(partition, scans, &to).newest_first().limit(input.limit.and_one()));
        Ok(())
    }

    async fn handle(
        _: &App,
        call: &Call,
        subject: Authorised<Resident>,
        input: Input,
    ) -> Result<Answer<List<Sheet>>, Problem> {
        paging::check(subject.cursor_key(), LIST, input.cursor.as_deref())?;
        let (items, next_cursor) = paging::page(subject.fetched().page(0)?, input.limit, subject.cursor_key(), LIST)?;
        let sheet = |item| Ok(Sheet::shown(call, sheets::id_of(item)?, from_item(item)?, &subject));
        let items = items.iter().map(sheet).collect::<Result<Vec<_>, Problem>>()?;
        Ok(Answer::of(List { items, next_cursor }))
    }
}
