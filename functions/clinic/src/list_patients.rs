//! GET /v1/institutions/{code}/patients

use std::collections::HashMap;

use notebook::access::{RelationKind, Role};
use notebook::chart_number::ChartNumber;
use notebook::id::{ResidentId, VisitId};
use notebook::medication::name;
use notebook::resident::Sex;
use notebook::text::Text;
use notebook::time::{Day, Instant, age_on, jst_day};
use records::items::{ArrivalItem, ArrivalStatus};
use records::prelude::*;

use crate::once_a_day;

/// Shows who checked in at the institution today, in order of arrival. A check-in that was cancelled stays in its place
/// without the person's name. `same_name` marks people whose names are written or read alike, so that nobody is called
/// for another; looking at the list is logged once a day in each sign-in.
#[derive(JsonSchema)]
pub struct ListPatients;

/// One arrival. Who it was is null in a check-in that was cancelled.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "ListedPatient")]
pub struct Row {
    /// The visit.
    visit_id: VisitId,
    /// The person.
    resident_id: Option<ResidentId>,
    /// 氏名
    legal_name: Option<Text<100>>,
    /// フリガナ, as the person typed it.
    kana: Option<Text<100>>,
    /// 通称, as the person typed it.
    alias: Option<Text<100>>,
    /// 生年月日
    birth_date: Option<Day>,
    /// Completed years today.
    age: Option<u32>,
    /// 性別
    sex: Option<Sex>,
    /// When the person checked in.
    checked_in_at: Instant,
    /// Who did it: the person, a guardian, family.
    checked_in_by: Option<RelationKind>,
    /// What the reception calls.
    reception_code: String,
    /// The institution's own number for the person (診察券番号), where it is known.
    chart_number: Option<ChartNumber>,
    /// Somebody else in the list has the same name, written or read.
    same_name: bool,
    /// Waiting, opened, ended, cancelled.
    status: ArrivalStatus,
}

impl Endpoint for ListPatients {
    const SPEC: Spec = Spec::get("list-patients", "/v1/institutions/{code}/patients")
        .who(Who::Staff(Role::COUNTER))
        .hourly_limit(1_200);
    type Subject = Staff;
    type Input = Nothing;
    type Reads = PageOf<ArrivalItem>;
    type Output = List<Row>;

    fn plan(call: &Call, _: &Nothing, keys: &Proposed, plan: &mut ReadPlan) -> Result<Self::Reads, Problem> {
        let code = keys.institution.as_deref().ok_or_else(Problem::not_found)?;
        once_a_day::plan(call, code, plan);
        Ok(plan.query(of_day(code, jst_day(keys.now))))
    }

    async fn handle(
        app: &App,
        call: &Call,
        subject: Authorised<Staff, Self::Reads>,
        _: Nothing,
    ) -> Result<Answer<List<Row>>, Problem> {
        let (subject, reads) = subject.reads();
        let today = jst_day(call.now());
        let first = subject.fetched().page(reads)?;
        let arrivals = app.table.whole(first, &of_day(subject.institution(), today)).await?;
        once_a_day::enter(app, call, &subject).await?;
        let names = Names::of(&arrivals);
        let items = arrivals.into_iter().map(|arrival| row(arrival, &names, today)).collect();
        Ok(Answer::of(List { items, next_cursor: None }))
    }
}

/// The lines of a day, in the order of arrival.
fn of_day(code: &str, day: Day) -> RangeQuery {
    RangeQuery::prefix(shared::arrivals(code, day), shared::ARRIVALS)
}

/// How many people in the list have a name, folded as registers write it differently.
struct Names(HashMap<String, usize>);

impl Names {
    fn of(arrivals: &[ArrivalItem]) -> Self {
        let mut count = HashMap::new();
        for arrival in arrivals.iter().filter(|arrival| arrival.status != ArrivalStatus::Cancelled) {
            for name in folded(arrival) {
                *count.entry(name).or_default() += 1;
            }
        }
        Self(count)
    }

    fn shared(&self, arrival: &ArrivalItem) -> bool {
        folded(arrival).any(|name| self.0.get(&name).is_some_and(|count| *count > 1))
    }
}

/// The written and the read name, told apart, each once.
fn folded(arrival: &ArrivalItem) -> impl Iterator<Item = String> {
    let fold = |kind: &str, name: &Option<Text<100>>| {
        name.as_ref().map(|name| format!("{kind}{}", name::person(name.as_str())))
    };
    fold("legal ", &arrival.identity.legal_name).into_iter().chain(fold("kana ", &arrival.identity.kana))
}

fn row(arrival: ArrivalItem, names: &Names, today: Day) -> Row {
    let shown = arrival.status != ArrivalStatus::Cancelled;
    let same_name = shown && names.shared(&arrival);
    let identity = if shown { arrival.identity } else { notebook::resident::Identity::default() };
    Row {
        visit_id: arrival.visit_id,
        resident_id: shown.then_some(arrival.resident_id),
        legal_name: identity.legal_name,
        kana: identity.kana,
        alias: identity.alias,
        birth_date: identity.birth_date,
        age: identity.birth_date.map(|birth| age_on(birth, today)),
        sex: identity.sex,
        checked_in_at: arrival.checked_in_at,
        checked_in_by: shown.then_some(arrival.checked_in_by),
        reception_code: arrival.reception_code,
        chart_number: arrival.chart_number.filter(|_| shown),
        same_name,
        status: arrival.status,
    }
}
