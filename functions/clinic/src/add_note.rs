//! POST /v1/institutions/{code}/patients/{resident_id}/visits/{visit_id}/notes

use notebook::access::Role;
use notebook::id::NoteId;
use platform::table::Cancelled;
use records::items::NoteItem;
use records::prelude::*;

use crate::note::{NoteText, Output, replayed};
use crate::own_notes;

/// Writes a note to the patient on a visit: what was found, what to do, when to come again. It is for the person and
/// the family, and for those to whom they open their visits. It can be written until seven days after the visit, also
/// when the notebook is closed again; writing shows nothing of the notebook. A visit takes at most 30 notes, retracted ones
/// included.
#[derive(JsonSchema)]
pub struct AddNote;

/// Most notes of a visit. Nobody reads more, and they must not take the place of what others wrote.
pub(crate) const MOST_NOTES: u64 = 30;

/// The write that counts them.
const COUNT: &str = "notes of the visit";

/// A note.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// What the patient should read.
    text: NoteText,
}

impl Endpoint for AddNote {
    const SPEC: Spec = Spec::post("add-note", "/v1/institutions/{code}/patients/{resident_id}/visits/{visit_id}/notes")
        .who(Who::ClinicVisit(Role::CARE))
        .tagged()
        .max_body(32 * 1024)
        .only_ids()
        .idempotent()
        .hourly_limit(120)
        .problems_of_its_own(&[Code::NotePeriodOver, Code::TooManyNotes]);
    type Subject = PatientVisit;
    type Input = Input;
    type Reads = ();
    type Output = Output;

    fn example() -> serde_json::Value {
        serde_json::json!({ "text": "気管支炎です。薬を五日分出しました。熱が下がらないときは、また来てください。" })
    }

    async fn handle(
        app: &App,
        call: &Call,
        subject: Authorised<PatientVisit>,
        input: Input,
    ) -> Result<Answer<Output>, Problem> {
        let note_id = NoteId::new(call.now(), app.random()?);
        let note = NoteItem {
            note_id,
            visit_id: subject.visit(),
            institution_code: subject.institution().to_owned(),
            author: subject.caller().actor.clone(),
            author_role: subject.role(),
            text: Some(input.text),
            written_at: call.now(),
            amended_at: None,
            amended_by_role: None,
            retracted_at: None,
            retraction_reason: None,
        };
        let mut effect = Transaction::on(&app.table);
        let by_time = Some(by_time::note(call.now(), note_id));
        let meta = Meta { version: Some(1), by_time, ..Meta::default() };
        effect.put(&subject.keys().note(subject.visit(), note_id), &note, &meta, Only::IfNew)?;
        own_notes::lead_to(&mut effect, &subject, &note)?;
        let count = subject.keys().note_count(subject.visit());
        effect.named(COUNT, |effect| effect.count_below(&count, "notes", MOST_NOTES, None))?;
        match call.try_commit(app, effect, &[note_id.to_string(), "1".to_owned()]).await {
            Err(Cancelled::Condition(lost)) if lost.is(COUNT) => {
                return Err(Problem::of(Code::TooManyNotes).with("most", MOST_NOTES));
            }
            committed => committed?,
        }
        Ok(Answer::of(Output { note_id }).version(1))
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
