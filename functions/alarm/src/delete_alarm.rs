//! DELETE /v1/residents/{resident_id}/alarms/{alarm_id}

use notebook::access::{Level, Section};
use platform::prelude::*;

use crate::answers::Answers;
use crate::get_alarm::live;
use crate::ringing;

/// Ends a medication alarm: it does not ring any more. What was due before, and what was answered, stays in the history.
#[derive(JsonSchema)]
pub struct DeleteAlarm;

impl Endpoint for DeleteAlarm {
    const SPEC: Spec = Spec::delete("delete-alarm", "/v1/residents/{resident_id}/alarms/{alarm_id}")
        .who(Who::Resident(Section::Medication, Level::Manage))
        .touches(&[Touch::TableRead, Touch::TableWrite])
        .idempotent()
        .versioned();
    type Subject = Resident;
    type Input = Nothing;
    type Output = Nothing;

    fn plan(call: &Call, _: &Nothing, keys: &Proposed, plan: &mut ReadPlan) -> Result<(), Problem> {
        plan.get(keys.resident()?.alarm(call.path("alarm_id")?));
        Ok(())
    }

    async fn handle(
        app: &App,
        call: &Call,
        subject: Authorised<Resident>,
        _: Nothing,
    ) -> Result<Answer<Nothing>, Problem> {
        let before = live(call, &subject)?;
        let now = before.next_change(call.now());
        call.check_version(before.version)?;
        let mut item = before.clone();
        item.alarm.end(now);
        item.changed_by = subject.relation().kind;
        item.changed_at = now;
        item.version += 1;
        let mut effect = Transaction::on(&app.table);
        // Nothing rings any more, so there is nothing to queue.
        ringing::write(&mut effect, &subject, Some(&before), &mut item, &Answers::default(), now)?;
        call.commit(app, effect, &[]).await?;
        Ok(Answer::empty())
    }

    async fn replay(_: &App, _: &Call, _: Authorised<Resident>, _: Vec<String>) -> Result<Answer<Nothing>, Problem> {
        Ok(Answer::empty())
    }
}
