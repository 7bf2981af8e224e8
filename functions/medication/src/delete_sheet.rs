//! DELETE /v1/residents/{resident_id}/dispensings/{sheet_id}

use notebook::access::{Level, Section};
use records::medicines::lock;
use records::prelude::*;

use crate::register::ScanItem;
use crate::removal::{self, Fate, MOST_WRITES, Removal};

/// Deletes a sheet with everything that it brought: its entries, unless another sheet tells of them too; its bytes, notes
/// and marks; and the links of its entries. Those of which only sheets tell that are nobody's yet stay, unconfirmed. Alarms
/// name neither any more, and those that were for nothing else end. What it brought into the profile is part of the profile, and is changed there.
/// Scanned again, here or in the notebook of the person whom it names, it is a new sheet.
#[derive(JsonSchema)]
pub struct DeleteSheet;

impl Endpoint for DeleteSheet {
    const SPEC: Spec = Spec::delete("delete-sheet", "/v1/residents/{resident_id}/dispensings/{sheet_id}")
        .who(Who::Resident(Section::Medication, Level::Manage))
        .idempotent()
        .versioned()
        .problems_of_its_own(&[Code::TooManyAtOnce]);
    type Subject = Resident;
    type Input = Nothing;
    type Reads = removal::Reads;
    type Output = Nothing;

    fn plan(call: &Call, _: &Nothing, keys: &Proposed, plan: &mut ReadPlan) -> Result<Self::Reads, Problem> {
        Ok(removal::plan(keys.resident()?, call.path("sheet_id")?, plan))
    }

    async fn handle(
        app: &App,
        call: &Call,
        subject: Authorised<Resident, Self::Reads>,
        _: Nothing,
    ) -> Result<Answer<Nothing>, Problem> {
        let (subject, reads) = subject.reads();
        let (keys, id) = (subject.keys(), call.path("sheet_id")?);
        let scan: ScanItem = from_item(subject.need(&keys.scan(id))?)?;
        call.check_version(scan.version)?;
        let mut effect = Transaction::on(&app.table);
        let removal = Removal::of(app, &subject, reads, (id, &scan), Fate::Leaves).await?;
        removal.all(app, call, &subject, &scan, &mut effect).await?;
        lock::raise(&subject, &mut effect)?;
        if effect.len() > MOST_WRITES {
            return Err(Problem::of(Code::TooManyAtOnce));
        }
        call.commit(app, effect, &[id.to_string()]).await?;
        Ok(Answer::empty())
    }
}
