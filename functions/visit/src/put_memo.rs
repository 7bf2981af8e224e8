//! PUT /v1/residents/{resident_id}/visits/{visit_id}/memo

use notebook::access::{Level, Section};
use notebook::text::Text;
use records::items::VisitItem;
use records::prelude::*;

use crate::entry::{Reference, written};
use crate::stored;
use records::note::Note;

/// Writes the person's own memo on a visit, or clears it. No clinic ever sees it.
#[derive(JsonSchema)]
pub struct PutMemo;

/// A memo.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// The memo; empty or `null` clears it.
    memo: Note<Text<4000>>,
}

impl Endpoint for PutMemo {
    const SPEC: Spec = Spec::put("put-memo", "/v1/residents/{resident_id}/visits/{visit_id}/memo")
        .who(Who::Resident(Section::Visits, Level::Manage))
        .tagged()
        .only_ids()
        .idempotent()
        .versioned();
    type Subject = Resident;
    type Input = Input;
    type Reads = ();
    type Output = Reference;

    fn example() -> serde_json::Value {
        json!({ "memo": "よく眠れた。次は月曜日。" })
    }

    fn plan(call: &Call, _: &Input, keys: &Proposed, plan: &mut ReadPlan) -> Result<(), Problem> {
        plan.get(keys.resident()?.visit(call.path("visit_id")?));
        Ok(())
    }

    async fn handle(
        app: &App,
        call: &Call,
        subject: Authorised<Resident>,
        input: Input,
    ) -> Result<Answer<Reference>, Problem> {
        let keys = subject.keys();
        let before: Versioned<VisitItem> = from_item(subject.need(&keys.visit(call.path("visit_id")?))?)?;
        call.check_version(before.version)?;
        let visit = VisitItem { memo: input.memo.0, ..before.item.clone() };
        let mut effect = Transaction::on(&app.table);
        let version = stored::edit(&mut effect, keys, &before, &visit)?;
        let ids = [visit.visit_id.to_string(), version.to_string()];
        call.commit(app, effect, &ids).await?;
        written(&ids)
    }

    async fn replay(
        _: &App,
        _: &Call,
        _: Authorised<Resident>,
        ids: Vec<String>,
    ) -> Result<Answer<Reference>, Problem> {
        written(&ids)
    }
}
