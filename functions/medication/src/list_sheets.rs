//! GET /v1/residents/{resident_id}/dispensings

use notebook::access::{Level, Section};
use platform::paging::{Asked, Limit};
use platform::table::schema::ResidentKeys;
use records::prelude::*;

use crate::register::ScanItem;
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

impl Input {
    fn page<'a>(&'a self, list: &'a str) -> Asked<'a, 20, 50> {
        Asked { list, cursor: self.cursor.as_deref(), limit: self.limit }
    }
}

impl Endpoint for ListSheets {
    const SPEC: Spec = Spec::get("list-sheets", "/v1/residents/{resident_id}/dispensings")
        .who(Who::Resident(Section::Medication, Level::See))
        .problems_of_its_own(&[Code::InvalidCursor]);
    type Subject = Resident;
    type Input = Input;
    type Reads = PageOf<ScanItem>;
    type Output = List<Sheet>;

    fn plan(_: &Call, input: &Input, keys: &Proposed, plan: &mut ReadPlan) -> Result<Self::Reads, Problem> {
        let (partition, scans) = (keys.resident()?.partition(), ResidentKeys::SCANS.text());
        Ok(plan.query(input.page(LIST).query(partition, scans, format!("{scans}~"))))
    }

    async fn handle(
        _: &App,
        call: &Call,
        subject: Authorised<Resident, Self::Reads>,
        input: Input,
    ) -> Result<Answer<List<Sheet>>, Problem> {
        let (subject, reads) = subject.reads();
        let (items, next_cursor) = input.page(LIST).items(&subject, reads)?;
        let sheet = |item| Ok(Sheet::shown(call, sheets::id_of(item)?, from_item(item)?, &subject));
        let items = items.iter().map(sheet).collect::<Result<Vec<_>, Problem>>()?;
        Ok(Answer::of(List { items, next_cursor }))
    }
}
