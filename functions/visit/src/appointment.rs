//! An appointment as the person writes and reads it: a planned visit with its time and kind.

use chrono::Days;
use notebook::alarm::TimeOfDay;
use notebook::appointment::{Appointment, Kind, Reminders};
use notebook::id::VisitId;
use notebook::institution::InstitutionCode;
use notebook::line::Line;
use notebook::text::Text;
use notebook::time::{Day, Instant, jst_day};
use platform::table::Fetched;
use records::items::{AppointmentItem, VisitItem, VisitStatus};
use records::note::Note;
use records::prelude::*;

use crate::entry::MOST_DAYS_AHEAD;
use crate::place;
use crate::reminded::{Related, Reminds};

/// An appointment as the person writes it.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "AppointmentDraft")]
pub struct Draft {
    /// The day: today, or up to two years ahead; of one that is past, the day that it had.
    on: Day,
    /// The time of day in Japan; null where only the day is known.
    #[serde(default)]
    time: Option<TimeOfDay>,
    /// What it is for.
    kind: Kind,
    /// The institution, if it is on the list.
    #[serde(default)]
    institution_code: Option<InstitutionCode>,
    /// The institution's name, if it is not.
    #[serde(default)]
    institution_name: Option<Line<120>>,
    /// 診療科
    #[serde(default)]
    department: Note<Line<80>>,
    /// The person's own memo. Never shown to a clinic.
    #[serde(default)]
    memo: Note<Text<4000>>,
    /// When the account is reminded.
    #[serde(default)]
    reminders: Reminders,
}

/// An appointment as it is shown.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Appointment")]
pub struct Shown {
    /// Its id: that of the visit which it is (get-visit).
    appointment_id: VisitId,
    /// The day.
    on: Day,
    /// The time of day in Japan; null where only the day is known.
    time: Option<TimeOfDay>,
    /// What it is for; `other` too where it was written as a planned visit, which does not say.
    kind: Kind,
    /// Planned; done once a check-in took it over, or the person said so.
    status: VisitStatus,
    /// 10 digits, where the institution is known by its code.
    #[schemars(with = "Option<InstitutionCode>")]
    institution_code: Option<String>,
    institution_name: Option<Text<120>>,
    department: Option<Text<80>>,
    memo: Option<Text<4000>>,
    /// When its account is reminded.
    reminders: Reminders,
    /// Whom the reminders reach.
    reminds: Reminds,
    /// The version that `ETag` shows and `If-Match` names.
    #[schemars(with = "Version")]
    version: u64,
}

impl TakenBack for Shown {
    const READ_ONLY: &'static [&'static str] = &["/appointment_id", "/status", "/version"];
    const PASSING: &'static [&'static str] = &["/reminds"];
    const FOLLOWS: &'static [(&'static str, &'static str)] = &[("/institution_name", "/institution_code")];
}

/// An appointment that was written.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "AppointmentReference")]
pub struct Reference {
    appointment_id: VisitId,
}

/// The answer to a write, from the id and the version that are remembered for its repetition.
pub(crate) fn written(ids: &[String]) -> Result<Answer<Reference>, Problem> {
    let unreadable = || Problem::internal("unreadable idempotency record");
    let [id, version] = ids else { return Err(unreadable()) };
    let appointment_id = id.parse().map_err(|_| unreadable())?;
    Ok(Answer::of(Reference { appointment_id }).version(version.parse().map_err(|_| unreadable())?))
}

/// As it is shown to this account.
pub(crate) fn shown(stored: Versioned<VisitItem>, related: &Related<'_>) -> Shown {
    let visit = stored.item;
    let Appointment { time, kind, reminders } = visit.planned();
    Shown {
        reminds: related.reminds(&visit),
        appointment_id: visit.visit_id,
        on: visit.visited_on,
        time,
        kind,
        status: visit.status,
        institution_code: visit.institution_code,
        institution_name: visit.institution_name,
        department: visit.department,
        memo: visit.memo,
        reminders,
        version: stored.version,
    }
}

impl Draft {
    /// Names the institution for its name.
    pub(crate) fn plan(&self, plan: &mut ReadPlan) {
        place::plan(self.institution_code.as_ref(), plan);
    }

    /// Whether it lies today or later.
    pub(crate) fn is_from(&self, today: Day) -> bool {
        self.on >= today
    }

    /// Whether the account is to be reminded.
    pub(crate) fn reminds(&self) -> bool {
        self.reminders.any()
    }

    /// The visit with what the person wrote over what was there; `account` is reminded of it, if anybody is, as it wished then. One that is moved to a
    /// day ahead is planned again.
    pub(crate) fn onto(
        self,
        (before, is_new): (VisitItem, bool),
        fetched: &Fetched,
        (account, since): (String, Instant),
        now: Instant,
    ) -> Result<VisitItem, Problem> {
        let today = jst_day(now);
        let last = today.checked_add_days(Days::new(MOST_DAYS_AHEAD)).unwrap_or(today);
        let stays = !is_new && self.on == before.visited_on;
        if !stays && !(today..=last).contains(&self.on) {
            return Err(Problem::field(Code::InvalidValue, "/on", Wrong::DaysBetween { from: today, to: last }));
        }
        if self.reminders.two_hours_before && self.time.is_none() {
            return Err(Problem::field(Code::InvalidValue, "/reminders/two_hours_before", Wrong::TimeNeeded));
        }
        let typed = self.institution_name.clone().map(Text::from);
        let (code, name) = place::of((self.institution_code.as_ref(), typed), &before, fetched)?;
        let appointment = Appointment { time: self.time, kind: self.kind, reminders: self.reminders };
        let reminds = self.reminders.any();
        let kept = AppointmentItem {
            appointment,
            reminds: reminds.then_some(account),
            reminds_since: reminds.then_some(since),
        };
        Ok(VisitItem {
            visited_on: self.on,
            status: if is_new || self.on > today { VisitStatus::Planned } else { before.status },
            institution_code: code,
            institution_name: name,
            department: self.department.0.map(Text::from),
            memo: self.memo.0,
            appointment: Some(kept),
            ..before
        })
    }
}
