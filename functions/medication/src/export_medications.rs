//! GET /v1/residents/{resident_id}/medications/csv

use notebook::access::{Level, Section};
use notebook::time::jst_day;
use records::medicines::{File, Pages, Wanted};
use records::prelude::*;

use crate::table;

/// Gives the medicines of the last year, or of the days asked for, as a table for Excel or another spreadsheet: UTF-8
/// with its mark, one line a medicine, oldest first, the headings in the language of `Accept-Language`. What an amount
/// counts (of a day, of one use, in all) stands beside it in words. A text that a spreadsheet would take for a formula has
/// an apostrophe before it. What is concealed is in it only with `include_concealed=true`, and is marked;
/// the person's own remarks only with `include_remarks=true`; sheets that name somebody else not at all.
#[derive(JsonSchema)]
pub struct ExportMedications;

impl Endpoint for ExportMedications {
    const SPEC: Spec = Spec::get("export-medications", "/v1/residents/{resident_id}/medications/csv")
        .who(Who::Resident(Section::Medication, Level::See))
        .hourly_limit(60)
        .problems_of_its_own(&[Code::NothingToExport, Code::ExportTooLarge]);
    type Subject = Resident;
    type Input = Wanted;
    type Reads = Pages;
    type Output = File;

    fn plan(_: &Call, input: &Wanted, keys: &Proposed, plan: &mut ReadPlan) -> Result<Self::Reads, Problem> {
        input.plan(keys, plan)
    }

    async fn handle(
        app: &App,
        call: &Call,
        subject: Authorised<Resident, Self::Reads>,
        input: Wanted,
    ) -> Result<Answer<File>, Problem> {
        let (subject, reads) = subject.reads();
        let material = input.read(app, &subject, reads).await?;
        if !material.has_medicines() {
            return Err(material.nothing());
        }
        let name = format!("medicine-notebook-{}.csv", jst_day(call.now()));
        File::answer(&input, material, (name, "text/csv; charset=utf-8"), |material| {
            Ok(Some(table::write(material, call.language)))
        })
    }
}
