//! GET /v1/residents/{resident_id}/alarms

use notebook::access::{Level, Section};
use records::alarms;
use records::items::{AlarmItem, IntakeItem};
use records::keys::ringing::quiet;
use records::prelude::*;

use crate::answers::Answers;
use crate::entry::Entry;
use crate::ground;
use crate::related::Related;

/// Lists the medication alarms that are set, by their first time of day, all at once.
#[derive(JsonSchema)]
pub struct ListAlarms;

impl Endpoint for ListAlarms {
    const SPEC: Spec = Spec::get("list-alarms", "/v1/residents/{resident_id}/alarms")
        .who(Who::Resident(Section::Medication, Level::See));
    type Subject = Resident;
    type Input = Nothing;
    type Output = List<Entry>;

    fn plan(call: &Call, _: &Nothing, keys: &Proposed, plan: &mut ReadPlan) -> Result<(), Problem> {
        let resident = keys.resident()?;
        plan.get(quiet(call.path("resident_id")?));
        plan.query(alarms::query(resident));
        plan.query(ground::answers(resident, keys.now)).query(Related::query(resident));
        Ok(())
    }

    async fn handle(
        app: &App,
        _: &Call,
        subject: Authorised<Resident>,
        _: Nothing,
    ) -> Result<Answer<List<Entry>>, Problem> {
        let mut alarms = alarms::all(app, &subject, subject.fetched().page(0)?).await?;
        alarms.retain(|item| item.alarm.is_live());
        alarms.sort_by_key(|item| (item.due.first().map(|due| due.time), item.alarm_id));
        let intakes: Vec<IntakeItem> = ground::items(subject.fetched().page(1)?)?;
        let related = Related::read(subject.fetched().page(2)?, subject.now())?;
        let shown = |item: AlarmItem| {
            let (answers, rings) = (Answers::of(item.alarm_id, &intakes), related.has(&item.rings_for));
            Entry::new(item, &answers, &subject, rings)
        };
        let items = alarms.into_iter().map(shown).collect::<Result<_, _>>()?;
        Ok(Answer::of(List { items, next_cursor: None }))
    }
}
