//! PUT /v1/residents/{resident_id}/intakes/{alarm_id}/{date}/{time}

use alarm_engine::due::AlarmRef;
use chrono::SubsecRound;
use notebook::access::{Level, Section};
use notebook::alarm::{Intake, Minute, TimeOfDay};
use notebook::id::AlarmId;
use notebook::time::jst_day;
use platform::path::DayOfPath;
use records::items::{DoseOf, IntakeItem};
use records::keys::ringing as ringing_keys;
use records::prelude::*;

use crate::answer::{self, Input};
use crate::named::of_doses;
use crate::outcome::{Output, Reads};
use crate::sending::Sending;
use crate::withdrawal;

/// Says what became of a dose: taken (when), skipped, or to be reminded of again (when, 1 to 120 minutes ahead). Any dose
/// up to today's can be answered, early or late, and an answer can be corrected, or taken back (`due`): then the dose is as if
/// nobody had answered. It rings at its time, or once more a minute later where its half hour is not over; and where it is over,
/// it is missed, and nobody is told. What is taken goes out of the stock, where it is counted, and what turns out not to have been
/// taken comes back. The answer shows the dose and its alarm as they are now, for a repetition as well.
#[derive(JsonSchema)]
pub struct PutIntake;

/// The dose that the path names.
fn dose(call: &Call) -> Result<(AlarmId, Minute), Problem> {
    let (DayOfPath(day), time): (_, TimeOfDay) = (call.path("date")?, call.path("time")?);
    Ok((call.path("alarm_id")?, Minute::at(day, time)))
}

impl Endpoint for PutIntake {
    const SPEC: Spec = Spec::put("put-intake", "/v1/residents/{resident_id}/intakes/{alarm_id}/{date}/{time}")
        .who(Who::Resident(Section::Medication, Level::Record))
        .also_touches(&[Touch::NotifySend])
        .tagged()
        .idempotent()
        .versioned()
        .problems_of_its_own(&[Code::NoSuchDose, Code::DoseAhead, Code::AlarmChangedTooOften]);
    type Subject = Resident;
    type Input = Input;
    type Reads = Reads;
    type Output = Output;

    fn example() -> serde_json::Value {
        json!({ "status": "taken", "at": "2026-11-22T09:58:00+09:00" })
    }

    fn plan(call: &Call, _: &Input, keys: &Proposed, plan: &mut ReadPlan) -> Result<Self::Reads, Problem> {
        let (alarm, minute) = dose(call)?;
        let keys = keys.resident()?;
        let reference = AlarmRef { resident: call.path("resident_id")?, alarm };
        plan.get(keys.alarm(alarm)).get(keys.intake(minute, alarm));
        // The devices that it rings on, where the alarm is the caller's own.
        plan.get(ringing_keys::ring(&call.caller().actor, reference));
        Ok(Reads::plan(keys, alarm, minute, call.now(), plan))
    }

    async fn handle(
        app: &App,
        call: &Call,
        subject: Authorised<Resident, Self::Reads>,
        input: Input,
    ) -> Result<Answer<Output>, Problem> {
        let (subject, reads) = subject.reads();
        let now = call.now().trunc_subsecs(3);
        let (alarm_id, minute) = dose(call)?;
        let keys = subject.keys();
        let mut alarm = of_doses(&subject, alarm_id)?;
        let before: Option<IntakeItem> = subject.fetched().get(&keys.intake(minute, alarm_id))?;
        if input.withdraws()? {
            return withdrawal::withdraw(app, call, &subject, &reads, alarm, before, minute).await;
        }
        let (answers, showing) = (reads.answers(&subject, alarm_id)?, reads.showing(&subject)?);
        let dose = alarm.alarm.dose(minute, &answers.answered).ok_or_else(|| Problem::of(Code::NoSuchDose))?;
        let (also, of) = (dose.also, DoseOf::new(dose.setting.unwrap_or(&alarm.alarm.setting), minute));
        if minute.day() > jst_day(now) {
            return Err(Problem::of(Code::DoseAhead));
        }
        // An answer that is not there yet has no version that could be named.
        call.check_version(before.as_ref().map_or(0, |before| before.version))?;
        let intake = input.intake(minute, before.as_ref().map(|before| before.intake), now)?;
        let mut sending = Sending { alarm: AlarmRef { resident: subject.resident(), alarm: alarm_id }, minute, now };
        if let Some(same) = before.as_ref().filter(|before| before.intake == intake) {
            let version = same.version;
            // A late repetition must not find another answer and change it.
            call.commit(app, Transaction::on(&app.table), &[version.to_string(), false.to_string()]).await?;
            sending.find_devices(app, &subject, &mut alarm).await?;
            sending.send(app, call, &alarm, Some(intake), false)?;
            return reads.answer(&subject, showing, alarm, minute, before.as_ref());
        }
        let of = before.as_ref().and_then(|before| before.of.clone()).unwrap_or(of);
        let changed = answer::restock(&mut alarm, before.as_ref(), intake, of.amount, now);
        if matches!(intake, Intake::Snoozed(_)) || changed.low {
            sending.find_devices(app, &subject, &mut alarm).await?;
        }
        let version = before.as_ref().map_or(1, |before| before.version + 1);
        let item = IntakeItem {
            alarm_id,
            minute,
            intake,
            of: Some(of),
            used: changed.used,
            answered_at: now,
            answered_by: Some(subject.relation().kind),
            told_at: None,
            withdrawn: before.as_ref().and_then(|before| before.withdrawn.clone()),
            version,
        };
        let mut effect = Transaction::on(&app.table);
        let meta = |version| Meta { version: Some(version), ..Meta::default() };
        let only = before.map_or(Only::IfNew, |before| Only::IfVersion(before.version));
        effect.put(&keys.intake(minute, alarm_id), &item, &meta(version), only)?;
        if changed.stock {
            alarm.version += 1;
            effect.put(&keys.alarm(alarm_id), &alarm, &meta(alarm.version), Only::IfVersion(alarm.version - 1))?;
        } else {
            // An edit that crosses would not know of the answer.
            effect.check_version(&keys.alarm(alarm_id), alarm.version)?;
        }
        answers.check_open(&mut effect, keys, alarm_id, also.iter().copied())?;
        sending.write(&mut effect, &alarm, intake, &also)?;
        let ids = [version.to_string(), changed.low.to_string()];
        call.commit(app, effect, &ids).await?;
        sending.now = call.now();
        sending.send(app, call, &alarm, Some(intake), changed.low)?;
        reads.answer(&subject, showing, alarm, minute, Some(&item))
    }

    async fn replay(
        app: &App,
        call: &Call,
        subject: Authorised<Resident, Self::Reads>,
        ids: Vec<String>,
    ) -> Result<Answer<Output>, Problem> {
        let (subject, reads) = subject.reads();
        let missing = || Problem::internal("no id remembered");
        let (alarm_id, minute) = dose(call)?;
        let (version, low) = match ids.as_slice() {
            [version, low] => (version, low),
            [version, alarm_version, edited_at] => {
                let parsed = (version.parse(), alarm_version.parse(), edited_at.parse());
                let (Ok(version), Ok(of), Ok(edited_at)) = parsed else { return Err(missing()) };
                return withdrawal::replay(app, call, &subject, &reads, (alarm_id, minute), version, (of, edited_at))
                    .await;
            }
            _ => return Err(missing()),
        };
        let version: u64 = version.parse().map_err(|_| missing())?;
        let keys = subject.keys();
        let mut alarm = of_doses(&subject, alarm_id)?;
        let item: Option<IntakeItem> = subject.fetched().get(&keys.intake(minute, alarm_id))?;
        let intake = item.as_ref().filter(|item| item.version == version).map(|item| item.intake);
        let sending =
            Sending { alarm: AlarmRef { resident: subject.resident(), alarm: alarm_id }, minute, now: call.now() };
        sending.find_devices(app, &subject, &mut alarm).await?;
        sending.send(app, call, &alarm, intake, low == "true")?;
        reads.answer(&subject, reads.showing(&subject)?, alarm, minute, item.as_ref())
    }
}
