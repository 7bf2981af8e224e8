//! GET /v1/institutions/{code}/patients/{resident_id}/visits/{visit_id}/notes

use notebook::access::Role;
use notebook::id::VisitId;
use records::items::NoteItem;
use records::prelude::*;

use crate::add_note::MOST_NOTES;
use crate::view::notes::{self, Note};

/// Shows the notes that the institution wrote on a visit, whole, newest first, as long as it may change them: also when the notebook
/// is closed again. It shows nothing else of the notebook, and each look is an entry in the person's log.
#[derive(JsonSchema)]
pub struct OpenOwnNotes;

impl Endpoint for OpenOwnNotes {
    const SPEC: Spec =
        Spec::get("open-own-notes", "/v1/institutions/{code}/patients/{resident_id}/visits/{visit_id}/notes")
            .who(Who::ClinicVisit(Role::CARE))
            .hourly_limit(600)
            .problems_of_its_own(&[Code::NotePeriodOver]);
    type Subject = PatientVisit;
    type Input = Nothing;
    type Reads = PageOf<NoteItem>;
    type Output = List<Note>;

    fn plan(call: &Call, _: &Nothing, keys: &Proposed, plan: &mut ReadPlan) -> Result<Self::Reads, Problem> {
        let most = i32::try_from(MOST_NOTES).unwrap_or(i32::MAX);
        Ok(plan.query(notes::all_of_visit(keys.resident()?, call.path::<VisitId>("visit_id")?).limit(most)))
    }

    async fn handle(
        _: &App,
        _: &Call,
        subject: Authorised<PatientVisit, Self::Reads>,
        _: Nothing,
    ) -> Result<Answer<List<Note>>, Problem> {
        let (subject, reads) = subject.reads();
        let items = notes::own(subject.fetched().page(reads)?, subject.institution())?;
        Ok(Answer::of(List { items, next_cursor: None }))
    }
}
