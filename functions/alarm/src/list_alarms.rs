//! GET /v1/residents/{resident_id}/alarms

use notebook::access::{Level, Section};
use records::alarms;
use records::items::{AlarmItem, IntakeItem, RelationItem};
use records::keys::ringing::quiet;
use records::prelude::*;

use crate::answers::Answers;
use crate::entry::Entry;
use crate::ground;
use crate::related::Related;

/// Lists the medication alarms that are set, by their first time of day, all at once.
#[derive(JsonSchema)]
pub struct ListAlarms;

/// What is read.
#[derive(Default)]
pub struct Reads {
    alarms: PageOf<AlarmItem>,
    answers: PageOf<IntakeItem>,
    related: PageOf<RelationItem>,
}

impl Endpoint for ListAlarms {
    const SPEC: Spec = Spec::get("list-alarms", "/v1/residents/{resident_id}/alarms")
        .who(Who::Resident(Section::Medication, Level::See));
    type Subject = Resident;
    type Input = Nothing;
    type Reads = Reads;
    type Output = List<Entry>;

    fn plan(call: &Call, _: &Nothing, keys: &Proposed, plan: &mut ReadPlan) -> Result<Self::Reads, Problem> {
        let resident = keys.resident()?;
        plan.get(quiet(call.path("resident_id")?));
        Ok(Reads {
            alarms: plan.query(alarms::query(resident)),
            answers: plan.query(ground::answers(resident, keys.now)),
            related: plan.query(Related::query(resident)),
        })
    }

    async fn handle(
        app: &App,
        _: &Call,
        subject: Authorised<Resident, Self::Reads>,
        _: Nothing,
    ) -> Result<Answer<List<Entry>>, Problem> {
        let (subject, reads) = subject.reads();
        let mut alarms = alarms::all(app, &subject, subject.fetched().page(reads.alarms)?).await?;
        alarms.retain(|item| item.alarm.is_live());
        alarms.sort_by_key(|item| (item.due.first().map(|due| due.time), item.alarm_id));
        let intakes = subject.fetched().all(reads.answers)?;
        let related = Related::read(subject.fetched().page(reads.related)?, subject.now())?;
        let shown = |item: AlarmItem| {
            let (answers, rings) = (Answers::of(item.alarm_id, &intakes), related.has(&item.rings_for));
            Entry::new(item, &answers, &subject, rings)
        };
        let items = alarms.into_iter().map(shown).collect::<Result<_, _>>()?;
        Ok(Answer::of(List { items, next_cursor: None }))
    }
}
