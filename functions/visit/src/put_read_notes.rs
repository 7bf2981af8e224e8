//! PUT /v1/residents/{resident_id}/read-notes

use chrono::TimeDelta;
use notebook::access::{Level, Section};
use notebook::time::Instant;
use records::items::{NOTES_SETTLE, ReadNotesItem};
use records::prelude::*;

/// Marks what institutions wrote as read, for the caller's own account: everything up to an instant, but nothing of the last
/// fifteen seconds, in which a note may be on its way. What is written or amended later stands among the unread notes of
/// get-today. A mark never goes back.
#[derive(JsonSchema)]
pub struct PutReadNotes;

/// Up to when.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// When the newest note that was shown was written or last amended; at most ten minutes from now.
    read_to: Instant,
}

/// Up to when the notes are read.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "ReadNotes")]
pub struct Output {
    read_to: Instant,
}

/// How far a phone's clock may be ahead of ours, in minutes.
const MINUTES_AHEAD: u32 = 10;

impl Endpoint for PutReadNotes {
    const SPEC: Spec = Spec::put("put-read-notes", "/v1/residents/{resident_id}/read-notes")
        .who(Who::Resident(Section::Visits, Level::See))
        .only_ids()
        .idempotent();
    type Subject = Resident;
    type Input = Input;
    type Reads = ();
    type Output = Output;

    fn example() -> serde_json::Value {
        json!({ "read_to": "2026-11-22T10:00:00+09:00" })
    }

    fn plan(call: &Call, _: &Input, keys: &Proposed, plan: &mut ReadPlan) -> Result<(), Problem> {
        plan.get(keys.resident()?.read_notes(&call.caller().actor));
        Ok(())
    }

    async fn handle(
        app: &App,
        call: &Call,
        subject: Authorised<Resident>,
        input: Input,
    ) -> Result<Answer<Output>, Problem> {
        if input.read_to > call.now() + TimeDelta::minutes(i64::from(MINUTES_AHEAD)) {
            return Err(Problem::field(Code::InvalidValue, "/read_to", Wrong::MinutesAhead { most: MINUTES_AHEAD }));
        }
        let key = subject.keys().read_notes(&subject.caller().actor);
        let before: Option<ReadNotesItem> = subject.fetched().get(&key)?;
        let version = before.as_ref().map(|before| before.version);
        // A clock that is ahead marks nothing that is still to be written, or on its way.
        let up_to = input.read_to.min(call.now() - NOTES_SETTLE);
        let read_to = before.map_or(up_to, |before| before.read_to.max(up_to));
        let mut effect = Transaction::on(&app.table);
        if before.is_none_or(|before| before.read_to != read_to) {
            let item = ReadNotesItem { read_to, version: version.unwrap_or_default() + 1 };
            let meta = Meta { version: Some(item.version), ..Meta::default() };
            effect.put(&key, &item, &meta, version.map_or(Only::IfNew, Only::IfVersion))?;
        }
        call.commit(app, effect, &[read_to.to_rfc3339()]).await?;
        Ok(Answer::of(Output { read_to }))
    }

    async fn replay(_: &App, _: &Call, _: Authorised<Resident>, ids: Vec<String>) -> Result<Answer<Output>, Problem> {
        let read_to = ids.first().and_then(|at| at.parse().ok());
        Ok(Answer::of(Output { read_to: read_to.ok_or_else(|| Problem::internal("unreadable idempotency record"))? }))
    }
}
