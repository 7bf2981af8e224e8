//! DELETE /v1/residents/{resident_id}/alarms/{alarm_id}

use notebook::access::{Level, Section};
use records::alarms;
use records::prelude::*;

use crate::named::live;

/// Ends an alarm, of medicines or a reminder to record: it does not ring any more. What was due before, and what was answered, stays in the history.
#[derive(JsonSchema)]
pub struct DeleteAlarm;

impl Endpoint for DeleteAlarm {
    const SPEC: Spec = Spec::delete("delete-alarm", "/v1/residents/{resident_id}/alarms/{alarm_id}")
        .who(Who::Resident(Section::Medication, Level::Manage))
        .idempotent()
        .versioned();
    type Subject = Resident;
    type Input = Nothing;
    type Reads = ();
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
        let before = live(call, &subject, Level::Manage)?;
        call.check_version(before.version)?;
        let mut effect = Transaction::on(&app.table);
        alarms::end(&mut effect, subject.keys(), &before, subject.relation().kind, call.now())?;
        call.commit(app, effect, &[]).await?;
        Ok(Answer::empty())
    }
}
