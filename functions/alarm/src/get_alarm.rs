//! GET /v1/residents/{resident_id}/alarms/{alarm_id}

use notebook::access::{Level, Section};
use records::items::{AlarmItem, IntakeItem, RelationItem};
use records::keys::ringing::quiet;
use records::prelude::*;

use crate::answers::Answers;
use crate::entry::Entry;
use crate::ground;
use crate::related::Related;

/// Shows one medication alarm with what is left of its medicine.
#[derive(JsonSchema)]
pub struct GetAlarm;

/// What is read beside the alarm.
#[derive(Default)]
pub struct Reads {
    answers: PageOf<IntakeItem>,
    related: PageOf<RelationItem>,
}

impl Endpoint for GetAlarm {
    const SPEC: Spec = Spec::get("get-alarm", "/v1/residents/{resident_id}/alarms/{alarm_id}")
        .who(Who::Resident(Section::Medication, Level::See))
        .tagged();
    type Subject = Resident;
    type Input = Nothing;
    type Reads = Reads;
    type Output = Entry;

    fn plan(call: &Call, _: &Nothing, keys: &Proposed, plan: &mut ReadPlan) -> Result<Self::Reads, Problem> {
        let resident = keys.resident()?;
        plan.get(resident.alarm(call.path("alarm_id")?)).get(quiet(call.path("resident_id")?));
        Ok(Reads {
            answers: plan.query(ground::answers(resident, keys.now)),
            related: plan.query(Related::query(resident)),
        })
    }

    async fn handle(
        _: &App,
        call: &Call,
        subject: Authorised<Resident, Self::Reads>,
        _: Nothing,
    ) -> Result<Answer<Entry>, Problem> {
        let (subject, reads) = subject.reads();
        let item = live(call, &subject)?;
        let version = item.version;
        let answers = Answers::of(item.alarm_id, &subject.fetched().all(reads.answers)?);
        let related = Related::read(subject.fetched().page(reads.related)?, subject.now())?;
        let rings = related.has(&item.rings_for);
        Ok(Answer::of(Entry::new(item, &answers, &subject, rings)?).version(version))
    }
}

/// The alarm that the path names, or 404; one that was ended is there no more.
pub(crate) fn live(call: &Call, subject: &Authorised<Resident>) -> Result<AlarmItem, Problem> {
    let item: AlarmItem = from_item(subject.need(&subject.keys().alarm(call.path("alarm_id")?))?)?;
    if item.alarm.is_live() { Ok(item) } else { Err(Problem::not_found()) }
}
