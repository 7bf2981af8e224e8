//! GET /v1/residents/{resident_id}/adherence

use std::collections::BTreeMap;

use notebook::access::{Level, Section};
use notebook::alarm::{Anchored, Tally, Times, Week, usual_delay, week_of};
use notebook::id::{AlarmId, MedicationId};
use notebook::text::Text;
use notebook::time::{Day, Instant};
use records::doses::{Days, History, HistoryPages};
use records::items::{AlarmItem, LoggedIntakeItem};
use records::prelude::*;

/// Without `from`, the history begins so many days before `to`: twelve weeks with it.
const DAYS_BEFORE: u64 = 83;

/// Longest history, in days.
const MOST_DAYS: u64 = 372;

/// Counts how many doses were taken, by week (Monday to Sunday in Japan) and by alarm, for the person and for showing to
/// a doctor: prescribed, taken, skipped, missed and the usual delay. What is still open counts neither way; what was
/// taken late counts as taken. Alarms that ended are in it. Doses that were logged by hand stand apart.
#[derive(JsonSchema)]
pub struct GetAdherence;

/// Which days.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// First day in Japan; twelve weeks before `to` where it is not named.
    #[serde(default)]
    from: Option<Day>,
    /// Last day in Japan; today where it is not named.
    #[serde(default)]
    to: Option<Day>,
}

impl Input {
    fn days(&self, now: Instant) -> Result<Days, Problem> {
        Days::new(self.from, self.to, now, DAYS_BEFORE, MOST_DAYS)
    }
}

/// The history of some days.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Adherence")]
pub struct Output {
    /// First day.
    from: Day,
    /// Last day.
    to: Day,
    /// All alarms together: what was planned, and nothing else.
    total: Counted,
    /// Doses that were logged by hand, as needed or in addition. They are in no other count.
    logged: u32,
    /// By week, oldest first; weeks without a dose are left out.
    weeks: Vec<ShownWeek>,
    /// By alarm, those with a dose on these days.
    alarms: Vec<ShownAlarm>,
}

/// A count of doses.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "AdherenceCount")]
struct Counted {
    #[serde(flatten)]
    tally: Tally,
    /// Taken of a hundred, rounded down; none where nothing was due.
    percent: Option<u8>,
}

impl From<Tally> for Counted {
    fn from(tally: Tally) -> Self {
        Self { percent: tally.percent(), tally }
    }
}

/// A week.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "AdherenceWeek")]
struct ShownWeek {
    /// `2026-W47`.
    week: String,
    /// Its Monday.
    monday: Day,
    #[serde(flatten)]
    counted: Counted,
}

/// An alarm.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "AdherenceAlarm")]
struct ShownAlarm {
    alarm_id: AlarmId,
    /// What it is called, or was when it ended.
    label: Text<60>,
    medication_ids: Vec<MedicationId>,
    times: Times,
    /// On which days.
    rhythm: Anchored,
    /// First day.
    from: Day,
    /// Last day.
    until: Option<Day>,
    /// When it was ended.
    ended_at: Option<Instant>,
    #[serde(flatten)]
    counted: Counted,
    /// How many minutes after it was due a dose is usually taken (the median); negative where earlier.
    usual_delay_minutes: Option<i64>,
    /// Doses of it that were logged by hand, as needed or in addition.
    logged: u32,
    weeks: Vec<ShownWeek>,
}

impl Endpoint for GetAdherence {
    const SPEC: Spec = Spec::get("get-adherence", "/v1/residents/{resident_id}/adherence")
        .who(Who::Resident(Section::Medication, Level::See));
    type Subject = Resident;
    type Input = Input;
    type Reads = (HistoryPages, PageOf<LoggedIntakeItem>);
    type Output = Output;

    fn example() -> serde_json::Value {
        json!({ "from": "2026-09-01", "to": "2026-11-22" })
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
    ) -> Result<Answer<Output>, Problem> {
        let (subject, (history, logged)) = subject.reads();
        let now = call.now();
        let days = input.days(now)?;
        let mut history = History::read(app, &subject, days, &history).await?;
        let by_hand = days.read_logged(app, &subject, logged).await?;
        history.add_logged(app, &subject, &by_hand).await?;
        let (mut total, mut all_weeks, mut alarms) = (Tally::default(), Weeks::new(), Vec::new());
        for item in &history.alarms {
            let (mut own, mut weeks, mut delays) = (Tally::default(), Weeks::new(), Vec::new());
            for dose in history.of(item, now) {
                let week = week_of(dose.minute.day());
                let tallies =
                    [&mut total, &mut own, all_weeks.entry(week).or_default(), weeks.entry(week).or_default()];
                for tally in tallies {
                    tally.add(dose.status);
                }
                delays.extend(dose.taken_at().map(|at| at - dose.minute.begins()));
            }
            let logged = count(by_hand.iter().filter(|dose| dose.alarm_id == Some(item.alarm_id)));
            if own.prescribed > 0 || logged > 0 {
                alarms.push(shown(item, own, logged, usual_delay(delays), weeks));
            }
        }
        let Days { from, to } = days;
        let logged = count(by_hand.iter());
        Ok(Answer::of(Output { from, to, total: total.into(), logged, weeks: shown_weeks(all_weeks), alarms }))
    }
}

type Weeks = BTreeMap<Week, Tally>;

fn shown_weeks(weeks: Weeks) -> Vec<ShownWeek> {
    let due = weeks.into_iter().filter(|(_, tally)| tally.prescribed > 0);
    due.map(|(week, tally)| ShownWeek { week: week.name(), monday: week.monday, counted: tally.into() }).collect()
}

fn count(doses: impl Iterator) -> u32 {
    u32::try_from(doses.count()).unwrap_or(u32::MAX)
}

fn shown(item: &AlarmItem, tally: Tally, logged: u32, usual_delay_minutes: Option<i64>, weeks: Weeks) -> ShownAlarm {
    let setting = item.alarm.setting.clone();
    ShownAlarm {
        alarm_id: item.alarm_id,
        label: setting.label,
        medication_ids: setting.medication_ids,
        times: setting.recurrence.times,
        rhythm: setting.recurrence.rhythm,
        from: setting.recurrence.from,
        until: setting.recurrence.until,
        ended_at: item.alarm.ended,
        counted: tally.into(),
        usual_delay_minutes,
        logged,
        weeks: shown_weeks(weeks),
    }
}
