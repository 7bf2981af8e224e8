//! GET /v1/residents/{resident_id}/intakes

use notebook::access::{Level, RelationKind, Section};
use notebook::alarm::{Intake, Minute, PerDose, Status};
use notebook::id::{AlarmId, IntakeId, MedicationId};
use notebook::text::Text;
use notebook::time::{Day, Instant};
use platform::paging::{self, Limit};
use platform::table::cursor;
use records::doses::{Days, Dose, History, HistoryPages};
use records::items::LoggedIntakeItem;
use records::prelude::*;

use crate::delivery::{self, Delivery};

/// Without `from`, a list begins so many days before `to`: a week with it.
const DAYS_BEFORE: u64 = 6;

/// Longest list, in days.
const MOST_DAYS: u64 = 93;

/// Lists the doses of some days, latest first, today's that are still ahead included: whether they are due, taken,
/// skipped, put off or missed, and whether their notification went out; and those that were logged by hand. What was answered stays as it was answered, whatever
/// becomes of its alarm.
#[derive(JsonSchema)]
pub struct ListIntakes;

/// Which days, and where to go on.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// First day in Japan; six days before `to` where it is not named.
    #[serde(default)]
    from: Option<Day>,
    /// Last day in Japan; today where it is not named.
    #[serde(default)]
    to: Option<Day>,
    /// Most items of a page.
    #[serde(default)]
    limit: Limit<50, 50>,
    /// `next_cursor` of the page before.
    #[serde(default)]
    #[schemars(with = "Option<Cursor>")]
    cursor: Option<String>,
}

impl Input {
    /// The list that a cursor belongs to: as it was asked for, so that one without days goes on over midnight.
    fn list(&self) -> String {
        let day = |day: Option<Day>| day.map_or_else(|| "-".to_owned(), |day| day.to_string());
        format!("intakes#{}#{}", day(self.from), day(self.to))
    }

    fn days(&self, now: Instant) -> Result<Days, Problem> {
        Days::new(self.from, self.to, now, DAYS_BEFORE, MOST_DAYS)
    }
}

/// Whether a dose was planned.
#[derive(Clone, Copy, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "IntakeKind")]
enum Kind {
    /// By an alarm: answered with `put-intake`.
    Planned,
    /// Logged by hand, as needed or in addition.
    Logged,
}

/// A dose and what became of it.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "IntakeEntry")]
pub struct Entry {
    /// Whether it was planned, or logged by hand.
    kind: Kind,
    /// What `delete-intake` names; none of a planned dose.
    intake_id: Option<IntakeId>,
    /// The alarm; none where a dose was logged without one.
    alarm_id: Option<AlarmId>,
    /// What it was called when the dose was due, answered or logged.
    label: Option<Text<60>>,
    /// The medicines that it was for.
    medication_ids: Vec<MedicationId>,
    /// How much of it was to be taken, or was, where that was named.
    amount: Option<PerDose>,
    /// Its day in Japan, as `put-intake` names it.
    date: Day,
    /// Its time of day in Japan, as `put-intake` names it.
    time: notebook::alarm::TimeOfDay,
    /// When it was due; none where nothing was.
    due_at: Option<Instant>,
    /// What it is now.
    status: Status,
    /// When it was answered; none where the answer was taken back.
    answered_at: Option<Instant>,
    /// Who answered.
    answered_by: Option<RelationKind>,
    /// When the answer was taken back, where none was given since.
    withdrawn_at: Option<Instant>,
    /// When it was taken.
    taken_at: Option<Instant>,
    /// Until when it was put off.
    snoozed_until: Option<Instant>,
    /// Whether the notification went out; none where there was none yet, or longer than five weeks ago.
    delivery: Option<Delivery>,
    /// The version that `If-Match` of `put-intake` names; none where there was no answer.
    #[schemars(with = "Option<Version>")]
    version: Option<u64>,
}

impl Endpoint for ListIntakes {
    const SPEC: Spec = Spec::get("list-intakes", "/v1/residents/{resident_id}/intakes")
        .who(Who::Resident(Section::Medication, Level::See))
        .problems_of_its_own(&[Code::InvalidCursor]);
    type Subject = Resident;
    type Input = Input;
    type Reads = (HistoryPages, PageOf<LoggedIntakeItem>);
    type Output = List<Entry>;

    fn example() -> serde_json::Value {
        json!({ "from": "2026-11-16", "to": "2026-11-22" })
    }

    fn plan(_: &Call, input: &Input, keys: &Proposed, plan: &mut ReadPlan) -> Result<Self::Reads, Problem> {
        let (days, keys) = (input.days(keys.now)?, keys.resident()?);
        Ok((days.plan(keys, plan), plan.query(days.logged(keys))))
    }

    async fn handle(
        app: &App,
        call: &Call,
        subject: Authorised<Resident, Self::Reads>,
        input: Input,
    ) -> Result<Answer<List<Entry>>, Problem> {
        let (subject, (history, logged)) = subject.reads();
        let (now, list) = (call.now(), input.list());
        paging::check(subject.cursor_key(), &list, input.cursor.as_deref())?;
        let days = input.days(now)?;
        let history = History::read(app, &subject, days, &history).await?;
        let by_hand = days.read_logged(app, &subject, logged).await?;
        let doses = history.doses(now);
        let logged = by_hand.iter().map(Listed::Logged);
        let mut listed: Vec<(String, Listed<'_>)> =
            doses.iter().map(Listed::Planned).chain(logged).map(|one| (one.position(), one)).collect();
        listed.sort_by(|(one, _), (other, _)| other.cmp(one));
        if let Some(sealed) = &input.cursor {
            let first = cursor::open(subject.cursor_key(), &list, sealed)?;
            listed.retain(|(position, _)| *position <= first);
        }
        let next = listed.get(input.limit.count()).map(|(position, _)| position.clone());
        listed.truncate(input.limit.count());
        let planned = |listed: &Listed<'_>| matches!(listed, Listed::Planned(_));
        let doses: Vec<&Dose<'_>> = listed.iter().filter_map(|(_, one)| one.planned()).collect();
        let mut deliveries = delivery::read(app, subject.resident(), &doses, now).await?.into_iter();
        let mut delivery = |one: &Listed<'_>| if planned(one) { deliveries.next().flatten() } else { None };
        let items = listed.iter().map(|(_, one)| one.entry(delivery(one))).collect();
        let next_cursor = next.map(|next| cursor::seal(subject.cursor_key(), &list, &next));
        Ok(Answer::of(List { items, next_cursor }))
    }
}

/// What is listed.
enum Listed<'a> {
    Planned(&'a Dose<'a>),
    Logged(&'a LoggedIntakeItem),
}

impl<'a> Listed<'a> {
    /// Where it stands in the list: sorts as the list does, backwards.
    fn position(&self) -> String {
        match self {
            Self::Planned(dose) => format!("{}#{}", dose.minute, dose.alarm.alarm_id),
            Self::Logged(item) => format!("{}#{}", Minute::of(item.taken_at), item.intake_id),
        }
    }

    fn planned(&self) -> Option<&'a Dose<'a>> {
        match self {
            Self::Planned(dose) => Some(dose),
            Self::Logged(_) => None,
        }
    }

    fn entry(&self, delivery: Option<Delivery>) -> Entry {
        match self {
            Self::Planned(dose) => planned(dose, delivery),
            Self::Logged(item) => logged(item),
        }
    }
}

fn planned(dose: &Dose<'_>, delivery: Option<Delivery>) -> Entry {
    let minute: Minute = dose.minute;
    let answered = dose.answer.filter(|item| item.intake.is_answer());
    let withdrawn = dose.answer.filter(|item| matches!(item.intake, Intake::Withdrawn(_)));
    Entry {
        kind: Kind::Planned,
        intake_id: None,
        alarm_id: Some(dose.alarm.alarm_id),
        label: Some(dose.label.clone()),
        medication_ids: dose.medication_ids.to_vec(),
        amount: dose.amount,
        date: minute.day(),
        time: minute.time(),
        due_at: Some(minute.begins()),
        status: dose.status,
        answered_at: answered.map(|item| item.answered_at),
        answered_by: answered.and_then(|item| item.answered_by),
        withdrawn_at: withdrawn.map(|item| item.answered_at),
        taken_at: dose.taken_at(),
        snoozed_until: dose.answer.and_then(|item| match item.intake {
            Intake::Snoozed(at) => Some(at),
            _ => None,
        }),
        delivery,
        version: dose.answer.map(|item| item.version),
    }
}

fn logged(item: &LoggedIntakeItem) -> Entry {
    let minute = Minute::of(item.taken_at);
    Entry {
        kind: Kind::Logged,
        intake_id: Some(item.intake_id),
        alarm_id: item.alarm_id,
        label: item.label.clone(),
        medication_ids: item.medication_ids.clone(),
        amount: item.amount,
        date: minute.day(),
        time: minute.time(),
        due_at: None,
        status: Status::Taken,
        answered_at: Some(item.logged_at),
        answered_by: Some(item.logged_by),
        withdrawn_at: None,
        taken_at: Some(item.taken_at),
        snoozed_until: None,
        delivery: None,
        version: Some(item.version),
    }
}
