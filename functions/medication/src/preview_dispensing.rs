//! POST /v1/institutions/{code}/patients/{resident_id}/dispensing-previews

use notebook::access::Role;
use notebook::medication::dispensing::Dispensing;
use notebook::medication::jahis::Warning;
use notebook::time::jst_day;
use records::prelude::*;

use crate::handed_out::{HandedOut, MOST_AT_ONCE, Sheet, institution};
use crate::{advice, scan};

/// Reads what an institution is about to register, and says how it would stand in the person's notebook; refused as `add-dispensing`
/// refuses it. It writes nothing and shows nothing of the notebook.
#[derive(JsonSchema)]
pub struct PreviewDispensing;

/// How it would stand there.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "DispensingPreview")]
pub struct Output {
    /// The dispensings; they have no ids yet.
    #[schemars(length(max = MOST_AT_ONCE))]
    dispensings: Vec<Dispensing>,
    /// What else stands on the sheet and is not registered: patient notes, memos, medicines bought without prescription.
    notes_left_out: usize,
    /// What on the sheet does not conform to the standard.
    warnings: Vec<Warning>,
}

impl Endpoint for PreviewDispensing {
    const SPEC: Spec =
        Spec::post("preview-dispensing", "/v1/institutions/{code}/patients/{resident_id}/dispensing-previews")
            .answers(200)
            .who(Who::Dispensing(Role::DISPENSING))
            .max_body(128 * 1024)
            .only_asks()
            .hourly_limit(240)
            .problems_of(scan::PROBLEMS)
            .problems_of_its_own(&[Code::SheetOfAnother, Code::SheetOfNobody, Code::SheetOfElsewhere]);
    type Subject = Dispensed;
    type Input = HandedOut;
    type Reads = ();
    type Output = Output;

    fn example() -> serde_json::Value {
        crate::add_dispensing::AddDispensing::example()
    }

    fn plan(_: &Call, _: &HandedOut, keys: &Proposed, plan: &mut ReadPlan) -> Result<(), Problem> {
        Sheet::plan(keys.resident()?, institution(keys)?, plan);
        Ok(())
    }

    async fn handle(
        _: &App,
        call: &Call,
        subject: Authorised<Dispensed>,
        input: HandedOut,
    ) -> Result<Answer<Output>, Problem> {
        subject.came()?;
        let code = subject.institution();
        let mut sheet = input.into_sheet(code, jst_day(call.now()))?;
        sheet.check(subject.keys(), subject.fetched())?;
        sheet.name(code, subject.fetched())?;
        Ok(Answer::of(Output {
            dispensings: sheet.dispensings.into_iter().map(|(dispensing, _)| dispensing).collect(),
            notes_left_out: sheet.notes_left_out,
            warnings: advice::told(sheet.warnings, call.language),
        }))
    }
}
