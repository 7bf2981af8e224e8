//! PUT /v1/residents/{resident_id}/alarms/{alarm_id}

use alarm_engine::due::{AlarmRef, own_minutes};
use notebook::access::{Level, Section};
use notebook::alarm::Minute;
use notebook::time::jst_day;
use records::medicines::lock;
use records::prelude::*;

use crate::draft::{self, Draft};
use crate::entry::Entry;
use crate::ground::{self, Ground};
use crate::medicines::Linked;
use crate::named::live;
use crate::ringing;
use crate::showing::Showing;

/// Replaces an alarm as a whole, from the next minute on: what get-alarm gave can be changed and sent back. `null`
/// clears; what is there and is left out is refused, but for the rhythm where the earlier `weekdays` is sent. Doses that were due before stay what they were, and
/// what was answered stays answered: a dose that was taken early does not become due again at the time that it is moved to.
/// It keeps ringing on the devices of the account that made it, and stays about what it is about. The answer is what get-alarm shows; a repetition answers what it
/// is by then, and 404 where it was ended.
#[derive(JsonSchema)]
pub struct UpdateAlarm;

impl Endpoint for UpdateAlarm {
    const SPEC: Spec = Spec::put("update-alarm", "/v1/residents/{resident_id}/alarms/{alarm_id}")
        .who(Who::Resident(Section::Medication, Level::Manage))
        .also_touches(&[Touch::NotifySend])
        .tagged()
        .idempotent()
        .versioned()
        .problems_of_its_own(&[
            Code::UnknownMedication,
            Code::UnconfirmedMedication,
            Code::AlarmOfSameMedicine,
            Code::DaysNeeded,
            Code::TooManyAlarms,
            Code::ReadOnlyField,
            Code::AlarmChangedTooOften,
        ]);
    type Subject = Resident;
    type Input = Replace<Draft, Entry>;
    type Reads = ground::Reads;
    type Output = Entry;

    fn example() -> serde_json::Value {
        draft::example()
    }

    fn plan(call: &Call, input: &Self::Input, keys: &Proposed, plan: &mut ReadPlan) -> Result<Self::Reads, Problem> {
        let resident = keys.resident()?;
        plan.get(resident.alarm(call.path("alarm_id")?));
        ground::plan(call, keys, input.draft(), plan)
    }

    async fn handle(
        app: &App,
        call: &Call,
        subject: Authorised<Resident, Self::Reads>,
        input: Self::Input,
    ) -> Result<Answer<Entry>, Problem> {
        let (subject, reads) = subject.reads();
        let before = live(call, &subject, Level::Manage)?;
        let now = before.next_change(call.now());
        call.check_version(before.version)?;
        let ground = Ground::read(app, &subject, reads, &before.rings_for).await?;
        let answers = ground.showing.answers(before.alarm_id);
        let input = input.over(Some(&ground.showing.entry(&subject, before.clone())?))?;
        let setting = input.setting(&subject, before.about, &before.alarm.setting.medication_ids)?;
        ground.has_room_for((before.alarm_id, &before.rings_for), setting.recurrence.times.len(), now)?;
        let own = before.rings_for == subject.caller().actor;
        let mut item = before.clone();
        item.alarm.change(setting, now, &answers.answered);
        item.origin = input.origin()?;
        item.stock = input.stock(before.stock.as_ref(), now)?;
        item.delivery =
            ground.delivery((before.about, &input), Some(&before), (&before.rings_for, before.made_by), own);
        let reference = AlarmRef { resident: subject.resident(), alarm: item.alarm_id };
        let is_same = item.alarm == before.alarm && item.origin == before.origin;
        if is_same && item.stock == before.stock && item.delivery == ground.delivered(&before) {
            let (version, edited_at) = (before.version, before.changed_at);
            let ids = ringing::ids(before.alarm_id, version, edited_at);
            call.commit(app, Transaction::on(&app.table), &ids).await?;
            // Nobody knows whether what the edit brought was queued, as long as that is still to ring.
            if own_minutes(edited_at).last().is_some_and(|last| last >= Minute::of(call.now())) {
                ringing::send_again(app, call, reference, version, edited_at.timestamp_millis()).await?;
            }
            return ground.showing.answer(&subject, before);
        }
        // What rang for a suggestion goes on; what begins to, now, is looked at as a new one is.
        let today = jst_day(now);
        if ground.rings(&item, today) && (item.origin != before.origin || !ground.rings(&before, today)) {
            // What this dispensing is shown for is told to be changed to it, an alarm after the other.
            let shown = Linked::of(&subject, item.origin.as_ref())?.shown;
            ground.is_first_for(&item, shown.as_slice(), today)?;
        }
        item.changed_by = subject.relation().kind;
        item.changed_at = now;
        item.version += 1;
        let mut effect = Transaction::on(&app.table);
        let queued = ringing::write(&mut effect, &subject, Some(&before), &mut item, &answers, now)?;
        ground.lock(&mut effect, &item.rings_for, subject.caller())?;
        lock::raise(&subject, &mut effect)?;
        call.commit(app, effect, &ringing::ids(item.alarm_id, item.version, now)).await?;
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
        let item = live(call, &subject, Level::Manage)?;
        let reference = AlarmRef { resident: subject.resident(), alarm };
        ringing::send_again(app, call, reference, version, edited_at).await?;
        Showing::read(&subject, reads.showing)?.answer(&subject, item)
    }
}
