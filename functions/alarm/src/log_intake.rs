//! POST /v1/residents/{resident_id}/intakes

use alarm_engine::due::AlarmRef;
use chrono::{SubsecRound, TimeDelta};
use notebook::access::{Level, Section};
use notebook::alarm::{A_DAY, Intake, LogWarning, Minute, PerDose, TakenDose, already_logged};
use notebook::id::{AlarmId, IntakeId};
use notebook::time::{Instant, jst_day};
use records::doses::Days;
use records::items::{AlarmItem, IntakeItem, KeptAlarm, LoggedIntakeItem};
use records::keys::ringing as ringing_keys;
use records::medicines::lock;
use records::prelude::*;

use crate::answer::{self, AHEAD};
use crate::answers::Answers;
use crate::medicines::Medicines;
use crate::sending::Sending;
use crate::warning::{self, Warning};

/// So long afterwards a dose can be logged.
const AFTERWARDS: TimeDelta = TimeDelta::days(366);

/// Logs a dose that no alarm rang for: one that is taken as needed, or one more, now or afterwards. It goes out of the stock
/// of the alarm that is named. It never answers a planned dose: that is what `put-intake` does. It is never refused for being
/// one too many, or the same again; the answer warns of it.
#[derive(JsonSchema)]
pub struct LogIntake;

/// A dose that was taken: of an alarm's medicines, or of these.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "IntakeLog")]
pub struct Input {
    /// The alarm whose medicine it was: its stock is counted, and its `max_per_day` looked at.
    #[serde(default)]
    alarm_id: Option<AlarmId>,
    /// Medicines of the notebook; the alarm's where none is named.
    #[serde(default)]
    medication_ids: Medicines,
    /// When it was taken.
    taken_at: Instant,
    /// How much; what the alarm's stock says of a dose where it is not named.
    #[serde(default)]
    amount: Option<PerDose>,
}

/// Which dose was logged, and what to know of it.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "LoggedIntake")]
pub struct Output {
    intake_id: IntakeId,
    /// What the person should know: none, most often.
    warnings: Vec<Warning>,
}

impl Input {
    fn check(&self, now: Instant) -> Result<(), Problem> {
        let wrong = |pointer, wrong| Err(Problem::field(Code::InvalidValue, pointer, wrong));
        if self.alarm_id.is_none() && self.medication_ids.is_empty() {
            return wrong("/medication_ids", Wrong::MedicineOrAlarm);
        }
        if self.taken_at > now + AHEAD {
            return wrong("/taken_at", Wrong::MinutesAhead { most: 10 });
        }
        if self.taken_at < now - AFTERWARDS {
            return wrong("/taken_at", Wrong::DaysAgo { most: 366 });
        }
        Ok(())
    }
}

/// What was said of the doses beside this one.
#[derive(Default)]
pub struct Reads {
    logged: PageOf<LoggedIntakeItem>,
    intakes: PageOf<IntakeItem>,
}

impl Endpoint for LogIntake {
    const SPEC: Spec = Spec::post("log-intake", "/v1/residents/{resident_id}/intakes")
        .who(Who::Resident(Section::Medication, Level::Record))
        .also_touches(&[Touch::NotifySend])
        .writes_an_hour(240)
        .idempotent()
        .problems_of_its_own(&[Code::UnknownMedication, Code::UnconfirmedMedication]);
    type Subject = Resident;
    type Input = Input;
    type Reads = Reads;
    type Output = Output;

    fn example() -> serde_json::Value {
        json!({
            "alarm_id": "019aa000-0000-7000-8000-000000000006", "taken_at": "2026-11-22T09:40:00+09:00", "amount": 1,
        })
    }

    fn plan(call: &Call, input: &Input, keys: &Proposed, plan: &mut ReadPlan) -> Result<Self::Reads, Problem> {
        input.check(keys.now)?;
        let keys = keys.resident()?;
        input.medication_ids.plan(keys, plan);
        lock::plan(keys, plan);
        let day = jst_day(input.taken_at);
        let around = Days { from: jst_day(input.taken_at - A_DAY), to: jst_day(input.taken_at + A_DAY) };
        let reads = Reads {
            logged: plan.query(around.logged(keys)),
            intakes: plan.query(keys.intakes(day.pred_opt().unwrap_or(day), day.succ_opt().unwrap_or(day))),
        };
        if let Some(alarm) = input.alarm_id {
            let reference = AlarmRef { resident: call.path("resident_id")?, alarm };
            plan.get(keys.alarm(alarm)).get(ringing_keys::ring(&call.caller().actor, reference));
        }
        Ok(reads)
    }

    async fn handle(
        app: &App,
        call: &Call,
        subject: Authorised<Resident, Self::Reads>,
        input: Input,
    ) -> Result<Answer<Output>, Problem> {
        let (subject, reads) = subject.reads();
        let now = call.now().trunc_subsecs(3);
        let (keys, taken_at) = (subject.keys(), input.taken_at.trunc_subsecs(3));
        let mut alarm = named(&subject, input.alarm_id)?;
        let known = alarm.as_ref().map(|item| item.alarm.setting.medication_ids.clone()).unwrap_or_default();
        let medication_ids = input.medication_ids.known(&subject, &known)?;
        if !medication_ids.is_empty() {
            lock::rest_on(call, subject.fetched(), keys)?;
        }
        let intake_id = IntakeId::new(now, app.random()?);
        let mut item = LoggedIntakeItem {
            intake_id,
            alarm_id: input.alarm_id,
            label: alarm.as_ref().map(|item| item.alarm.setting.label.clone()),
            medication_ids: if medication_ids.is_empty() { known } else { medication_ids },
            amount: input.amount,
            taken_at,
            used: None,
            warnings: Vec::new(),
            logged_at: now,
            logged_by: subject.relation().kind,
            version: 1,
        };
        let around = subject.fetched().all(reads.logged)?;
        let same = |other: &&LoggedIntakeItem| {
            (item.alarm_id.is_some() && other.alarm_id == item.alarm_id)
                || other.medication_ids.iter().any(|id| item.medication_ids.contains(id))
        };
        let again = already_logged(taken_at, around.iter().filter(same).map(|other| other.taken_at));
        item.warnings.extend(again);
        let (mut effect, mut low) = (Transaction::on(&app.table), false);
        if let Some(alarm) = &mut alarm {
            let intakes = subject.fetched().all(reads.intakes)?;
            let answers = Answers::of(alarm.alarm_id, &intakes);
            let per_dose = alarm.stock.as_ref().and_then(|stock| stock.per_dose);
            item.amount = item.amount.or(per_dose);
            let of_alarm = around.iter().filter(|other| other.alarm_id == input.alarm_id);
            let others: Vec<_> = of_alarm.map(|other| TakenDose { at: other.taken_at, amount: other.amount }).collect();
            let taken = TakenDose { at: taken_at, amount: item.amount };
            let snoozed =
                |intake: &&IntakeItem| intake.alarm_id == alarm.alarm_id && matches!(intake.intake, Intake::Snoozed(_));
            let put_off: Vec<_> = intakes.iter().filter(snoozed).map(|intake| intake.minute).collect();
            item.warnings.extend(alarm.alarm.warnings(taken, &others, per_dose, &answers.answered, &put_off));
            if alarm.stock.is_some() && item.amount.is_none() {
                item.warnings.push(LogWarning::NotCounted);
            }
            let changed = answer::restock(alarm, None, Intake::Taken(taken_at), item.amount, now);
            (item.used, low) = (changed.used, changed.low);
            if changed.stock || !alarm.alarm.is_live() {
                // An ended one may make room at this moment, and is not kept where nothing was taken of it.
                alarm.version += 1;
                let meta = Meta { version: Some(alarm.version), ..Meta::default() };
                effect.put(&keys.alarm(alarm.alarm_id), alarm, &meta, Only::IfVersion(alarm.version - 1))?;
            } else {
                effect.check_version(&keys.alarm(alarm.alarm_id), alarm.version)?;
            }
        }
        let meta =
            Meta { version: Some(1), by_time: Some(by_time::logged_intake(taken_at, intake_id)), ..Meta::default() };
        effect.put(&keys.logged_intake(intake_id), &item, &meta, Only::IfNew)?;
        call.commit(app, effect, &[intake_id.to_string(), low.to_string()]).await?;
        if let Some(alarm) = &mut alarm {
            tell(app, call, &subject, alarm, taken_at, low).await?;
        }
        Ok(Answer::of(Output { intake_id, warnings: warning::shown(&item.warnings, call.language) }))
    }

    async fn replay(
        app: &App,
        call: &Call,
        subject: Authorised<Resident, Self::Reads>,
        ids: Vec<String>,
    ) -> Result<Answer<Output>, Problem> {
        let (subject, _) = subject.reads();
        let missing = || Problem::internal("no id remembered");
        let [intake_id, low] = ids.as_slice() else { return Err(missing()) };
        let intake_id: IntakeId = intake_id.parse().map_err(|_| missing())?;
        let mut plan = ReadPlan::default();
        let key = subject.keys().logged_intake(intake_id);
        plan.get(key.clone());
        let item: Option<LoggedIntakeItem> = app.table.read(plan).await?.get(&key)?;
        let warnings = item.as_ref().map(|item| warning::shown(&item.warnings, call.language)).unwrap_or_default();
        if let Some(item) = item
            && let Some(mut alarm) = item.alarm_id.and_then(|id| named(&subject, Some(id)).ok()?)
        {
            tell(app, call, &subject, &mut alarm, item.taken_at, low == "true").await?;
        }
        Ok(Answer::of(Output { intake_id, warnings }))
    }
}

/// The alarm that is named, if one is; an ended one's medicine can still be taken. A reminder to record has none.
fn named(subject: &Authorised<Resident>, id: Option<AlarmId>) -> Result<Option<AlarmItem>, Problem> {
    let Some(id) = id else { return Ok(None) };
    let kept: Option<KeptAlarm> = subject.fetched().get(&subject.keys().alarm(id))?;
    let item = kept.and_then(KeptAlarm::of_medicines);
    let unknown = || Problem::field(Code::InvalidValue, "/alarm_id", Wrong::NotAnAlarm);
    item.map(Some).ok_or_else(unknown)
}

/// That the stock runs low.
async fn tell(
    app: &App,
    call: &Call,
    subject: &Authorised<Resident>,
    alarm: &mut AlarmItem,
    taken_at: Instant,
    low: bool,
) -> Result<(), Problem> {
    if !low {
        return Ok(());
    }
    let reference = AlarmRef { resident: subject.resident(), alarm: alarm.alarm_id };
    let sending = Sending { alarm: reference, minute: Minute::of(taken_at), now: call.now() };
    sending.find_devices(app, subject, alarm).await?;
    sending.send(app, call, alarm, None, true)
}
