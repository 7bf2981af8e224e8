//! GET /v1/institutions/{code}/patients/{resident_id}/notebook/{section}

use notebook::access::{Role, Section};
use platform::path::SectionName;
use records::medicines::Alerts;
use records::prelude::*;

use crate::section::registered::SectionPage;
use crate::section::{Entry, Lists};
use crate::view::cursor;

/// Shows one opened section of the notebook of a person who checked in today, newest entries first, from where
/// `open-notebook` or the page before ended; or, with `entry`, one entry of it whole. The notes of such a visit go on with
/// `next_cursor`. Each look is told to the person.
#[derive(JsonSchema)]
pub struct OpenSection;

/// Which page, or which entry.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// Where the section goes on: a cursor of `more` or `next_cursor`.
    #[serde(default)]
    #[schemars(with = "Option<Cursor>")]
    cursor: Option<String>,
    /// The id of one visit, dispensing or set of daily values, to see it whole.
    #[serde(default)]
    #[schemars(length(max = 36))]
    entry: Option<String>,
}

impl Input {
    /// A page or an entry of a section.
    fn asked(&self, section: Section) -> (Section, Option<&str>, Option<&str>) {
        (section, self.entry.as_deref(), self.cursor.as_deref())
    }
}

/// A page of a section. The entries are those of the section in `open-notebook`.
#[derive(Serialize, JsonSchema)]
pub struct Output {
    /// Entries, newest first.
    items: Vec<Entry>,
    /// Where the section, or the notes of the entry, go on; `null` at their end.
    #[schemars(with = "Option<Cursor>")]
    next_cursor: Option<String>,
    /// Entries between where this page of the medicines begins and where `next_cursor` goes on that are left out because nobody
    /// said yet whose they are, each counted on one page; not counting what the person keeps back; `null` elsewhere.
    unconfirmed_left_out: Option<usize>,
    /// Of medicines, what to look at among these entries. Among the newest 200 `open-notebook` compares.
    #[serde(flatten)]
    alerts: Option<Alerts>,
}

/// The section of the path.
fn named(call: &Call) -> Result<Section, Problem> {
    call.path::<SectionName>("section").map(|named| named.0)
}

impl Endpoint for OpenSection {
    const SPEC: Spec = Spec::get("open-section", "/v1/institutions/{code}/patients/{resident_id}/notebook/{section}")
        .who(Who::Clinic(Role::CARE))
        .refreshed()
        .hourly_limit(600)
        .problems_of_its_own(&[Code::InvalidCursor]);
    type Subject = Patient;
    type Input = Input;
    type Reads = Lists;
    type Output = Output;

    fn plan(call: &Call, input: &Input, keys: &Proposed, plan: &mut ReadPlan) -> Result<Lists, Problem> {
        Lists::plan_one(input.asked(named(call)?), keys.resident()?, keys.now, plan)
    }

    async fn handle(
        app: &App,
        call: &Call,
        subject: Authorised<Patient, Self::Reads>,
        input: Input,
    ) -> Result<Answer<Output>, Problem> {
        let (subject, reads) = subject.reads();
        let name = named(call)?;
        if !subject.grant().opens(name, call.now()) {
            return Err(Problem::not_opened());
        }
        cursor::check(name, input.entry.as_deref(), input.cursor.as_deref(), subject.grant())?;
        call.only(name);
        let opened = reads.open_one(app, call, &subject, input.asked(name)).await?;
        let SectionPage { items, next_cursor, unconfirmed_left_out, alerts } = opened;
        Ok(Answer::of(Output { items, next_cursor, unconfirmed_left_out, alerts }))
    }
}
