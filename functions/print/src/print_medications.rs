//! GET /v1/residents/{resident_id}/medications/pdf

use notebook::access::{Level, Section};
use notebook::time::jst_day;
use records::medicines::{File, Pages, Wanted};
use records::prelude::*;

use crate::sheet::Heading;

/// Gives the medicines of the last year, or of the days asked for, as a list in large print (PDF, A4): allergies first,
/// then every dispensing, newest first, with what each amount counts in words, the medicines without prescription and the
/// rest of the notebook. The labels are in the language of `Accept-Language`. What is concealed is in it only with
/// `include_concealed=true`, and is marked; the person's own remarks only with `include_remarks=true`; sheets that name
/// somebody else not at all. For family without the profile's scope nothing of the profile is in it, and the
/// list says so.
#[derive(JsonSchema)]
pub struct PrintMedications;

impl Endpoint for PrintMedications {
    const SPEC: Spec = Spec::get("print-medications", "/v1/residents/{resident_id}/medications/pdf")
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
        if material.entries.is_empty() && material.notes.is_empty() {
            return Err(material.nothing());
        }
        let printed_on = jst_day(call.now());
        let (from, to) = input.days(printed_on)?;
        let heading = Heading { printed_on, from, to, language: call.language };
        let name = format!("medicine-list-{printed_on}.pdf");
        File::answer(&input, material, (name, "application/pdf"), |material| crate::printed(material, &heading))
    }
}
