//! GET /v1/residents/{resident_id}/alarm-suggestions

use notebook::access::{Level, Section};
use notebook::time::jst_day;
use records::alarms;
use records::items::{AlarmItem, MedicationItem, RelationItem};
use records::prelude::*;
use records::related::Related;

use crate::advice::{self, Suggestion};
use crate::meals;

/// Lists the alarms that the medicine notebook suggests now, by its newest entries (at most 400) and the person's meal times, all at once:
/// `POST …/alarms` takes each as it is, while there is room for alarms. Left out is what an alarm rings for already, and what was used up before today. Why an
/// entry suggests nothing is said where it is scanned or written (`not_suggested`).
#[derive(JsonSchema)]
pub struct ListAlarmSuggestions;

/// What is read.
#[derive(Default)]
pub struct Reads {
    newest: PageOf<MedicationItem>,
    alarms: PageOf<AlarmItem>,
    related: PageOf<RelationItem>,
}

impl Endpoint for ListAlarmSuggestions {
    const SPEC: Spec = Spec::get("list-alarm-suggestions", "/v1/residents/{resident_id}/alarm-suggestions")
        .who(Who::Resident(Section::Medication, Level::See));
    type Subject = Resident;
    type Input = Nothing;
    type Reads = Reads;
    type Output = List<Suggestion>;

    fn plan(_: &Call, _: &Nothing, keys: &Proposed, plan: &mut ReadPlan) -> Result<Self::Reads, Problem> {
        let keys = keys.resident()?;
        plan.get(keys.meal_times());
        Ok(Reads {
            newest: plan.query(advice::newest(keys)),
            alarms: plan.query(alarms::query(keys)),
            related: plan.query(Related::query(keys)),
        })
    }

    async fn handle(
        app: &App,
        call: &Call,
        subject: Authorised<Resident, Self::Reads>,
        _: Nothing,
    ) -> Result<Answer<List<Suggestion>>, Problem> {
        let (subject, reads) = subject.reads();
        let (fetched, today) = (subject.fetched(), jst_day(call.now()));
        let related = Related::read(fetched.page(reads.related)?, call.now())?;
        let mut ringing = alarms::of_medicines(app, subject.keys(), fetched.page(reads.alarms)?).await?;
        ringing.retain(|item| item.alarm.rings_from(today) && related.hears(item));
        let newest = fetched.all(reads.newest)?;
        let mut items = advice::suggestions(&newest, &meals::times(fetched, subject.keys())?, call).suggested_alarms;
        items.retain(|suggestion| !ringing.iter().any(|item| suggestion.is_set_by(item)));
        Ok(Answer::of(List { items, next_cursor: None }))
    }
}
