//! PUT /v1/institutions/{code}/patients/{resident_id}/visits/{visit_id}/notes/{note_id}

use notebook::access::Role;
use records::items::NoteItem;
use records::prelude::*;

use crate::note::{self, NoteText, Output, replayed};

/// Replaces the text of a note that the institution wrote. What it said before is shown to nobody any more and is kept
/// as evidence.
#[derive(JsonSchema)]
pub struct AmendNote;

/// The new text.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// What the patient should read.
    text: NoteText,
}

impl Endpoint for AmendNote {
    const SPEC: Spec =
        Spec::put("amend-note", "/v1/institutions/{code}/patients/{resident_id}/visits/{visit_id}/notes/{note_id}")
            .who(Who::ClinicVisit(Role::CARE))
            .tagged()
            .max_body(32 * 1024)
            .only_ids()
            .idempotent()
            .hourly_limit(120)
            .versioned()
            .problems_of_its_own(&[Code::NoteRetracted, Code::NotePeriodOver]);
    type Subject = PatientVisit;
    type Input = Input;
    type Reads = ();
    type Output = Output;

    fn example() -> serde_json::Value {
        serde_json::json!({ "text": "気管支炎です。薬を七日分出しました。熱が下がらないときは、また来てください。" })
    }

    fn plan(call: &Call, _: &Input, keys: &Proposed, plan: &mut ReadPlan) -> Result<(), Problem> {
        note::plan(call, keys, plan)
    }

    async fn handle(
        app: &App,
        call: &Call,
        subject: Authorised<PatientVisit>,
        input: Input,
    ) -> Result<Answer<Output>, Problem> {
        let stored = note::own(call, &subject)?;
        call.check_version(stored.version)?;
        if stored.item.retracted_at.is_some() {
            return Err(Problem::of(Code::NoteRetracted));
        }
        if stored.item.text.as_ref() == Some(&input.text) {
            return note::unchanged(app, call, &stored).await;
        }
        let amended = NoteItem {
            text: Some(input.text),
            amended_at: Some(call.now()),
            amended_by_role: Some(subject.role()),
            ..stored.item.clone()
        };
        let version = note::replace(app, call, &subject, &stored, &amended).await?;
        Ok(Answer::of(Output { note_id: stored.item.note_id }).version(version))
    }

    async fn replay(
        _: &App,
        _: &Call,
        _: Authorised<PatientVisit>,
        ids: Vec<String>,
    ) -> Result<Answer<Output>, Problem> {
        replayed(&ids)
    }
}
