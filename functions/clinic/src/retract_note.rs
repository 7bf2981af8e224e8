//! POST /v1/institutions/{code}/patients/{resident_id}/visits/{visit_id}/notes/{note_id}/retraction

use notebook::access::Role;
use records::items::{NoteItem, RetractionReason};
use records::prelude::*;

use crate::note::{self, Output, replayed};

/// Takes back a note that the institution wrote: from now on its text is shown to nobody, the person and the
/// institution included; that there was a note, and when it was retracted, stays visible. What it said is kept as
/// evidence.
#[derive(JsonSchema)]
pub struct RetractNote;

/// Why.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// It was meant for somebody else, or what it said was wrong.
    reason: RetractionReason,
}

impl Endpoint for RetractNote {
    const SPEC: Spec = Spec::post(
        "retract-note",
        "/v1/institutions/{code}/patients/{resident_id}/visits/{visit_id}/notes/{note_id}/retraction",
    )
    .answers(200)
    .who(Who::ClinicVisit(Role::CARE))
    .tagged()
    .only_ids()
    .idempotent()
    .hourly_limit(60)
    .versioned()
    .problems_of_its_own(&[Code::NotePeriodOver]);
    type Subject = PatientVisit;
    type Input = Input;
    type Reads = ();
    type Output = Output;

    fn example() -> serde_json::Value {
        serde_json::json!({ "reason": "wrong_patient" })
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
        // Before the version: who takes back again what was taken back meanwhile has what they want, whichever they saw.
        if stored.item.retracted_at.is_some() {
            return note::unchanged(app, call, &stored).await;
        }
        call.check_version(stored.version)?;
        let retracted = NoteItem {
            text: None,
            retracted_at: Some(call.now()),
            retraction_reason: Some(input.reason),
            ..stored.item.clone()
        };
        let version = note::replace(app, call, &subject, &stored, &retracted).await?;
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
