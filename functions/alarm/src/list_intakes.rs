//! GET /v1/residents/{resident_id}/intakes

use notebook::access::{Level, Section};
use notebook::alarm::Minute;
use notebook::time::{Day, Instant};
use platform::paging::{self, Limit};
use platform::table::cursor;
use records::doses::{Days, Dose, History, HistoryPages};
use records::items::LoggedIntakeItem;
use records::prelude::*;

use crate::delivery::{self, Delivery};
use crate::intake_entry::{self, Entry};

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
            Self::Planned(dose) => intake_entry::planned(dose, delivery),
            Self::Logged(item) => intake_entry::logged(item),
        }
    }
}
