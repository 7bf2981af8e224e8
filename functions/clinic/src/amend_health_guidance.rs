//! PUT /v1/institutions/{code}/patients/{resident_id}/health-guidance/{guidance_id}

use notebook::access::Role;
use notebook::text::Text;
use records::items::GuidanceItem;
use records::prelude::*;

use crate::guidance::{self, Draft, Output, day_of, replayed};

/// Replaces a guidance that the office wrote, until seven days after it was written. A goal whose words stay keeps what the person said of
/// it. What it said before is shown to nobody any more and is kept as evidence.
#[derive(JsonSchema)]
pub struct AmendHealthGuidance;

impl Endpoint for AmendHealthGuidance {
    const SPEC: Spec = Spec::put(
        "amend-health-guidance",
        "/v1/institutions/{code}/patients/{resident_id}/health-guidance/{guidance_id}",
    )
    .who(Who::OwnGuidance(Role::GUIDANCE))
    .tagged()
    .max_body(32 * 1024)
    .only_ids()
    .idempotent()
    .hourly_limit(120)
    .versioned()
    .problems_of_its_own(&[Code::NoteRetracted, Code::NotePeriodOver]);
    type Subject = Guided;
    type Input = Draft;
    type Reads = ();
    type Output = Output;

    fn example() -> serde_json::Value {
        json!({
            "channel": "office", "topic": "血圧と塩分", "text": "みそ汁を一日一杯にしましょう。",
            "goals": ["みそ汁は一日一杯"], "next_on": "2027-01-14",
        })
    }

    fn plan(_: &Call, _: &Draft, keys: &Proposed, plan: &mut ReadPlan) -> Result<(), Problem> {
        guidance::plan(keys, plan)
    }

    async fn handle(
        app: &App,
        call: &Call,
        subject: Authorised<Guided>,
        input: Draft,
    ) -> Result<Answer<Output>, Problem> {
        let stored = guidance::own(call, &subject)?;
        call.check_version(stored.version)?;
        if stored.item.retracted_at.is_some() {
            return Err(Problem::of(Code::NoteRetracted));
        }
        input.check(day_of(&stored.item))?;
        let goals = input.goals(app, call.now(), &stored.item.goals)?;
        let topic: Option<Text<100>> = input.topic.into();
        let before = &stored.item;
        let is_same = topic == before.topic && before.text.as_ref() == Some(&input.text) && goals == before.goals;
        if is_same && input.channel == before.channel && input.next_on == before.next_on {
            return guidance::unchanged(app, call, &stored).await;
        }
        let amended = GuidanceItem {
            channel: input.channel,
            topic,
            text: Some(input.text),
            goals,
            next_on: input.next_on,
            amended_at: Some(call.now()),
            amended_by_role: Some(subject.role()),
            ..before.clone()
        };
        guidance::replace(app, call, &subject, &stored, &amended, None).await
    }

    async fn replay(_: &App, _: &Call, _: Authorised<Guided>, ids: Vec<String>) -> Result<Answer<Output>, Problem> {
        replayed(&ids)
    }
}
