//! DELETE /v1/residents/{resident_id}/intakes/{intake_id}

use chrono::SubsecRound;
use notebook::access::{Level, Section};
use notebook::id::IntakeId;
use records::items::{KeptAlarm, LoggedIntakeItem};
use records::prelude::*;

/// Deletes a dose that was logged by mistake; what it took out of a stock comes back. The answer of a planned dose is
/// corrected, or taken back, with `put-intake` and never deleted.
#[derive(JsonSchema)]
pub struct DeleteIntake;

impl Endpoint for DeleteIntake {
    const SPEC: Spec = Spec::delete("delete-intake", "/v1/residents/{resident_id}/intakes/{intake_id}")
        .who(Who::Resident(Section::Medication, Level::Manage))
        .idempotent()
        .versioned();
    type Subject = Resident;
    type Input = Nothing;
    type Reads = ();
    type Output = Nothing;

    fn plan(call: &Call, _: &Nothing, keys: &Proposed, plan: &mut ReadPlan) -> Result<(), Problem> {
        let id: IntakeId = call.path("intake_id")?;
        plan.get(keys.resident()?.logged_intake(id));
        Ok(())
    }

    async fn handle(
        app: &App,
        call: &Call,
        subject: Authorised<Resident>,
        _: Nothing,
    ) -> Result<Answer<Nothing>, Problem> {
        let keys = subject.keys();
        let key = keys.logged_intake(call.path("intake_id")?);
        let item: LoggedIntakeItem = from_item(subject.need(&key)?)?;
        call.check_version(item.version)?;
        let mut effect = Transaction::on(&app.table);
        effect.delete(&key, Some(item.version))?;
        if let (Some(alarm), Some(used)) = (item.alarm_id, item.used) {
            let key = keys.alarm(alarm);
            let mut plan = ReadPlan::default();
            plan.get(key.clone());
            let kept: Option<KeptAlarm> = app.table.read(plan).await?.get(&key)?;
            let alarm = kept.and_then(KeptAlarm::of_medicines);
            if let Some(mut alarm) = alarm.filter(|alarm| alarm.stock.is_some()) {
                if let Some(stock) = &mut alarm.stock {
                    stock.give_back(used, item.taken_at, item.logged_at.trunc_subsecs(3));
                }
                alarm.version += 1;
                let meta = Meta { version: Some(alarm.version), ..Meta::default() };
                effect.put(&key, &alarm, &meta, Only::IfVersion(alarm.version - 1))?;
            }
        }
        call.commit(app, effect, &[]).await?;
        Ok(Answer::empty())
    }
}
