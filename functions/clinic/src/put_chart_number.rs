//! PUT /v1/institutions/{code}/patients/{resident_id}/chart-number

use notebook::access::Role;
use notebook::chart_number::ChartNumber;
use notebook::time::jst_day;
use records::held::Held;
use records::items::{ArrivalItem, ChartNumberItem};
use records::note::Note;
use records::prelude::*;

/// Writes the institution's own number for a person who checked in today, or takes it away. The list shows it, today and at each
/// later check-in there; no other institution is shown it. It opens nothing of the notebook.
#[derive(JsonSchema)]
pub struct PutChartNumber;

/// The number.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// As it is printed on the institution's card; what is typed in full width is kept in half width. `null` or nothing but spaces takes it away.
    chart_number: Note<ChartNumber>,
}

/// The number as it is kept.
#[derive(Serialize, JsonSchema)]
pub struct Output {
    /// `null` where there is none.
    chart_number: Option<ChartNumber>,
}

impl Endpoint for PutChartNumber {
    const SPEC: Spec = Spec::put("put-chart-number", "/v1/institutions/{code}/patients/{resident_id}/chart-number")
        .who(Who::Counter(Role::COUNTER))
        .only_ids()
        .idempotent()
        .hourly_limit(600);
    type Subject = Arrived;
    type Input = Input;
    type Reads = ();
    type Output = Output;

    fn example() -> serde_json::Value {
        json!({ "chart_number": "10382" })
    }

    fn plan(_: &Call, _: &Input, proposed: &Proposed, plan: &mut ReadPlan) -> Result<(), Problem> {
        let keys = proposed.resident()?;
        let code = proposed.institution.as_deref().ok_or_else(Problem::not_found)?;
        plan.get(keys.chart_number(code));
        Held::plan(keys, code, jst_day(proposed.now), plan);
        Ok(())
    }

    async fn handle(
        app: &App,
        call: &Call,
        subject: Authorised<Arrived>,
        input: Input,
    ) -> Result<Answer<Output>, Problem> {
        let (keys, code, today) = (subject.keys(), subject.institution(), jst_day(call.now()));
        // Of a check-in that was cancelled the list shows nobody, so that there is nobody to number.
        let held = Held::read(keys, code, today, subject.fetched())?;
        let held = held.filter(|held| held.grant.item.cancelled_at.is_none()).ok_or_else(Problem::not_opened)?;
        // A renewal that comes between has a line of its own.
        call.rest_on(subject.fetched(), &keys.grant(code, today), &["until"])?;
        let (key, number) = (keys.chart_number(code), input.chart_number.0);
        let mut effect = Transaction::on(&app.table);
        if number != known(&subject)? {
            match &number {
                Some(number) => {
                    let item = ChartNumberItem { chart_number: number.clone() };
                    effect.put(&key, &item, &Meta::default(), Only::Always)?;
                }
                None => effect.delete(&key, None)?,
            }
            for line in held.lines(code, today) {
                ArrivalItem::set_chart_number(&mut effect, &line, number.as_ref())?;
            }
        }
        call.commit(app, effect, &[]).await?;
        Ok(Answer::of(Output { chart_number: number }))
    }

    /// The number as it is now.
    async fn replay(
        _: &App,
        _: &Call,
        subject: Authorised<Arrived>,
        _: Vec<String>,
    ) -> Result<Answer<Output>, Problem> {
        Ok(Answer::of(Output { chart_number: known(&subject)? }))
    }
}

/// The number that the institution has for the person.
fn known(subject: &Authorised<Arrived>) -> Result<Option<ChartNumber>, Problem> {
    let kept: Option<ChartNumberItem> = subject.fetched().get(&subject.keys().chart_number(subject.institution()))?;
    Ok(kept.map(|kept| kept.chart_number))
}
