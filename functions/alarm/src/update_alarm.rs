//! PUT /v1/residents/{resident_id}/alarms/{alarm_id}

use alarm_engine::due::AlarmRef;
use notebook::access::{Level, Section};
use platform::prelude::*;

use crate::draft::{self, Draft};
use crate::entry::{self, Reference};
use crate::get_alarm::live;
use crate::ground::{self, Ground};
use crate::ringing;

/// Replaces a medication alarm as a whole, from the next minute on. Doses that were due before stay what they were, and
/// what was answered stays answered: a dose that was taken early does not become due again at the time that it is moved to.
/// It keeps ringing on the devices of the account that made it.
#[derive(JsonSchema)]
pub struct UpdateAlarm;

impl Endpoint for UpdateAlarm {
    const SPEC: Spec = Spec::put("update-alarm", "/v1/residents/{resident_id}/alarms/{alarm_id}")
        .who(Who::Resident(Section::Medication, Level::Manage))
        .touches(&[Touch::TableRead, Touch::TableWrite, Touch::NotifySend])
        .only_ids()
        .idempotent()
        .versioned()
        .problems_of_its_own(&[Code::UnknownMedication, Code::DaysNeeded, Code::TooManyAlarms, Code::ReadOnlyField]);
    type Subject = Resident;
    type Input = Draft;
    type Output = Reference;

    fn example() -> serde_json::Value {
        draft::example()
    }

    fn plan(call: &Call, input: &Draft, keys: &Proposed, plan: &mut ReadPlan) -> Result<(), Problem> {
        plan.get(keys.resident()?.alarm(call.path("alarm_id")?));
        ground::plan(call, keys, input, plan)
    }

    async fn handle(
        app: &App,
        call: &Call,
        subject: Authorised<Resident>,
        input: Draft,
    ) -> Result<Answer<Reference>, Problem> {
        let before = live(call, &subject)?;
        let now = before.next_change(call.now());
        call.check_version(before.version)?;
        let setting = input.setting(&subject, &before.alarm.setting.medication_ids)?;
        let ground = Ground::read(app, &subject, &before.rings_for).await?;
        ground.has_room_for(before.alarm_id, setting.recurrence.times.len())?;
        let own = before.rings_for == subject.caller().actor;
        let mut item = before.clone();
        let answers = ground.answers(item.alarm_id);
        item.alarm.change(setting, now, &answers.answered);
        item.stock = input.stock(before.stock, now);
        item.delivery = ground.delivery(&input, Some(&before), own);
        item.changed_by = subject.relation().kind;
        item.changed_at = now;
        item.version += 1;
        let mut effect = Transaction::on(&app.table);
        let queued = ringing::write(&mut effect, &subject, Some(&before), &mut item, &answers, now)?;
        ground.lock(&mut effect, &item.rings_for, &subject.caller().subject)?;
        call.commit(app, effect, &ringing::ids(item.alarm_id, item.version, now)).await?;
        ringing::send(app, call.now(), &queued).await?;
        Ok(entry::written(item.alarm_id, item.version))
    }

    async fn replay(
        app: &App,
        call: &Call,
        subject: Authorised<Resident>,
        ids: Vec<String>,
    ) -> Result<Answer<Reference>, Problem> {
        let (alarm, version, edited_at) = ringing::remembered(&ids)?;
        let reference = AlarmRef { resident: subject.resident(), alarm };
        ringing::send_again(app, call, reference, version, edited_at).await?;
        Ok(entry::written(alarm, version))
    }
}
