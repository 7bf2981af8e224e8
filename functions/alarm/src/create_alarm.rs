//! POST /v1/residents/{resident_id}/alarms

use alarm_engine::due::AlarmRef;
use notebook::access::{Level, Section};
use notebook::alarm::Alarm;
use notebook::id::AlarmId;
use notebook::time::jst_day;
use records::alarms;
use records::items::AlarmItem;
use records::medicines::lock;
use records::prelude::*;

use crate::answers::Answers;
use crate::draft::{self, Draft};
use crate::entry::Entry;
use crate::ground::{self, Ground};
use crate::medicines::Linked;
use crate::named::reaches;
use crate::ringing;

/// Alarms in whose place one comes: more than a family that changed its mind, fewer than a transaction holds.
const MOST_REPLACED: usize = 2;

/// Sets an alarm of medicines, or a reminder to record (`about`), which takes the level `record` of daily values too. It rings on the devices of the account that sets it, from the next minute on. A person has
/// at most 30 alarms with at most 60 times of day together, and an account sets at most 60 on a day. Of the same suggestion, an alarm
/// that rings for an account which is not related any more ends with it. The answer is what get-alarm shows; a repetition
/// answers what it is by then, and 404 where it was ended.
#[derive(JsonSchema)]
pub struct CreateAlarm;

impl Endpoint for CreateAlarm {
    // As with daily values, adding takes `record`; what others rely on is changed with `manage`.
    const SPEC: Spec = Spec::post("create-alarm", "/v1/residents/{resident_id}/alarms")
        .who(Who::Resident(Section::Medication, Level::Record))
        .also_touches(&[Touch::NotifySend])
        .tagged()
        .writes_an_hour(120)
        .idempotent()
        .problems_of_its_own(&[
            Code::UnknownMedication,
            Code::UnconfirmedMedication,
            Code::AlarmOfSameMedicine,
            Code::TooManyAlarms,
            Code::TooManyAlarmsToday,
            Code::DaysNeeded,
        ]);
    type Subject = Resident;
    type Input = Draft;
    type Reads = ground::Reads;
    type Output = Entry;

    fn example() -> serde_json::Value {
        draft::example()
    }

    fn plan(call: &Call, input: &Draft, keys: &Proposed, plan: &mut ReadPlan) -> Result<Self::Reads, Problem> {
        ground::plan(call, keys, input, plan)
    }

    async fn handle(
        app: &App,
        call: &Call,
        subject: Authorised<Resident, Self::Reads>,
        input: Draft,
    ) -> Result<Answer<Entry>, Problem> {
        let (subject, reads) = subject.reads();
        let now = draft::instant(call);
        reaches(call, &subject, input.about, Level::Record)?;
        let (setting, origin) = (input.setting(&subject, input.about, &[])?, input.origin()?);
        // An edit may end an alarm in the past; a new one would only be forgotten.
        if setting.recurrence.until.is_some_and(|until| until < jst_day(now)) {
            return Err(Problem::field(Code::InvalidValue, "/until", Wrong::OverAlready));
        }
        let caller = subject.caller();
        let ground = Ground::read(app, &subject, reads, &caller.actor).await?;
        let alarm_id = AlarmId::new(now, app.random()?);
        let times = setting.recurrence.times.len();
        let mut item = AlarmItem {
            alarm_id,
            about: input.about,
            alarm: Alarm::new(setting, now),
            origin,
            stock: input.stock(None, now)?,
            rings_for: caller.actor.clone(),
            delivery: ground.delivery((input.about, &input), None, (&caller.actor, subject.relation().kind), true),
            due: Vec::new(),
            made_by: subject.relation().kind,
            made_at: now,
            changed_by: subject.relation().kind,
            changed_at: now,
            requeued_at: None,
            version: 1,
        };
        let linked = Linked::of(&subject, item.origin.as_ref())?;
        let same = input.instead_of().iter().copied().chain(linked.behind).chain(linked.shown);
        let same: Vec<_> = same.collect();
        ground.is_first_for(&item, &same, jst_day(now))?;
        ground.has_room_for((alarm_id, &caller.actor), times, now)?;
        let mut effect = Transaction::on(&app.table);
        let queued = ringing::write(&mut effect, &subject, None, &mut item, &Answers::default(), now)?;
        for replaced in ground.replaced(&item, &same).take(MOST_REPLACED) {
            alarms::end(&mut effect, subject.keys(), replaced, subject.relation().kind, now)?;
        }
        ground.make_room(app, &mut effect, subject.keys()).await?;
        ground.lock(&mut effect, &caller.actor, caller)?;
        lock::raise(&subject, &mut effect)?;
        call.commit(app, effect, &ringing::ids(alarm_id, 1, now)).await?;
        ringing::send(app, call, &queued)?;
        ground.showing.answer(&subject, item)
    }

    async fn replay(
        app: &App,
        call: &Call,
        subject: Authorised<Resident, Self::Reads>,
        ids: Vec<String>,
    ) -> Result<Answer<Entry>, Problem> {
        let (subject, reads) = subject.reads();
        let (alarm, version, edited_at) = ringing::remembered(&ids)?;
        let ground = Ground::read(app, &subject, reads, &subject.caller().actor).await?;
        let item = ground.live(alarm)?;
        reaches(call, &subject, item.about, Level::Record)?;
        let reference = AlarmRef { resident: subject.resident(), alarm };
        ringing::send_again(app, call, reference, version, edited_at).await?;
        ground.showing.answer(&subject, item)
    }
}
