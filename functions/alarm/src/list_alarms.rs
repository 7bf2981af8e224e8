//! GET /v1/residents/{resident_id}/alarms

use notebook::access::{Level, Section};
use notebook::alarm::About;
use records::alarms;
use records::items::AlarmItem;
use records::prelude::*;

use crate::entry::Entry;
use crate::showing::{self, Showing};

/// Lists the alarms that are set, by their first time of day, all at once: those of medicines, and the reminders to record
/// (`about`) where the caller sees daily values too.
#[derive(JsonSchema)]
pub struct ListAlarms;

/// What is read.
#[derive(Default)]
pub struct Reads {
    alarms: PageOf<AlarmItem>,
    showing: showing::Reads,
}

impl Endpoint for ListAlarms {
    const SPEC: Spec = Spec::get("list-alarms", "/v1/residents/{resident_id}/alarms")
        .who(Who::Resident(Section::Medication, Level::See));
    type Subject = Resident;
    type Input = Nothing;
    type Reads = Reads;
    type Output = List<Entry>;

    fn plan(_: &Call, _: &Nothing, keys: &Proposed, plan: &mut ReadPlan) -> Result<Self::Reads, Problem> {
        let resident = keys.resident()?;
        Ok(Reads { alarms: plan.query(alarms::query(resident)), showing: showing::plan(resident, keys.now, plan) })
    }

    async fn handle(
        app: &App,
        call: &Call,
        subject: Authorised<Resident, Self::Reads>,
        _: Nothing,
    ) -> Result<Answer<List<Entry>>, Problem> {
        let (subject, reads) = subject.reads();
        let mut alarms = alarms::any(app, subject.keys(), subject.fetched().page(reads.alarms)?).await?;
        let sees = |section: &Section| subject.allows(*section, Level::See);
        alarms.retain(|item| item.alarm.is_live() && item.about.sections().iter().all(sees));
        if alarms.iter().any(|item| item.about == About::Record) {
            call.also(Section::Daily);
        }
        alarms.sort_by_key(|item| (item.due.first().map(|due| due.time), item.alarm_id));
        let showing = Showing::read(&subject, reads.showing)?;
        let items = alarms.into_iter().map(|item| showing.entry(&subject, item)).collect::<Result<_, _>>()?;
        Ok(Answer::of(List { items, next_cursor: None }))
    }
}
