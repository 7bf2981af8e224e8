//! POST /v1/institutions/{code}/patients/{resident_id}/health-guidance

use chrono::TimeDelta;
use notebook::access::Role;
use notebook::guidance::FollowUp;
use notebook::id::GuidanceId;
use notebook::time::jst_day;
use platform::table::Cancelled;
use records::guidance::{self as records_guidance, place};
use records::items::{FollowUpItem, GuidanceItem, InstitutionItem};
use records::prelude::*;

use crate::guidance::{self, Draft, Output, replayed};

/// Writes what a public-health nurse said to a person, and the goals that both agreed on. It needs a check-in of today that opened
/// the section `health_guidance`; or that the office gave guidance under one before, at most 13 months ago, and the person has not ended
/// that: so by telephone and at home. An office writes at most ten a day for one person.
#[derive(JsonSchema)]
pub struct AddHealthGuidance;

/// Most guidance of an office for a person in a day.
const MOST_A_DAY: u64 = 10;
/// For how long a day's count is kept.
const COUNT_KEPT: TimeDelta = TimeDelta::days(2);
/// The write that counts.
const COUNT: &str = "guidance of the day";

impl Endpoint for AddHealthGuidance {
    const SPEC: Spec =
        Spec::post("add-health-guidance", "/v1/institutions/{code}/patients/{resident_id}/health-guidance")
            .who(Who::Guidance(Role::GUIDANCE))
            .tagged()
            .max_body(32 * 1024)
            .only_ids()
            .idempotent()
            .hourly_limit(120)
            .problems_of_its_own(&[Code::TooMuchGuidance]);
    type Subject = Guided;
    type Input = Draft;
    type Reads = ();
    type Output = Output;

    fn example() -> serde_json::Value {
        json!({
            "channel": "office", "topic": "血圧と塩分", "text": "みそ汁を一日一杯にすると、塩分が減ります。",
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
        let (keys, code, now) = (subject.keys(), subject.institution(), call.now());
        let today = jst_day(now);
        input.check(today)?;
        let office: InstitutionItem = from_item(subject.need(&shared::institution(code))?)?;
        let guidance_id = GuidanceId::new(now, app.random()?);
        let item = GuidanceItem {
            guidance_id,
            institution_code: code.to_owned(),
            institution_name: office.name.clone(),
            author: subject.caller().actor.clone(),
            author_role: subject.role(),
            channel: input.channel,
            goals: input.goals(app, now, &[])?,
            topic: input.topic.into(),
            text: Some(input.text),
            next_on: input.next_on,
            written_at: now,
            amended_at: None,
            amended_by_role: None,
            retracted_at: None,
            retraction_reason: None,
        };
        let mut effect = Transaction::on(&app.table);
        let meta = Meta { version: Some(1), by_time: Some(place(guidance_id)), ..Meta::default() };
        effect.put(&keys.guidance(code, guidance_id), &item, &meta, Only::IfNew)?;
        let before = guidance::follow_up(&subject)?;
        let standing = before.as_ref().filter(|before| before.follow_up.runs(now));
        let (identity, running) = (guidance::identity(&subject)?, standing.map(|standing| &standing.follow_up));
        // The decision found one of the two.
        let follow_up = match subject.grant() {
            Some(grant) => FollowUp::under(grant.from, running, identity.birth_date),
            None => running.cloned().ok_or_else(Problem::not_found)?,
        };
        let after = FollowUpItem {
            follow_up,
            institution_code: code.to_owned(),
            institution_name: office.name,
            next_on: input.next_on,
            last: guidance_id,
            version: 0,
        };
        records_guidance::stand(&mut effect, keys, before.as_ref(), &after, identity)?;
        let (count, kept) = (keys.guidance_count(code, today), (now + COUNT_KEPT).timestamp());
        effect.named(COUNT, |effect| effect.count_below(&count, "written", MOST_A_DAY, Some(kept)))?;
        let ids = [guidance_id.to_string(), "1".to_owned()];
        match call.try_commit(app, effect, &ids).await {
            Err(Cancelled::Condition(lost)) if lost.is(COUNT) => {
                return Err(Problem::of(Code::TooMuchGuidance).with("most", MOST_A_DAY));
            }
            committed => committed?,
        }
        replayed(&ids)
    }

    async fn replay(_: &App, _: &Call, _: Authorised<Guided>, ids: Vec<String>) -> Result<Answer<Output>, Problem> {
        replayed(&ids)
    }
}
