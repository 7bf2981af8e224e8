//! A visit as the person writes and reads it.

use chrono::Days;
use notebook::alarm::TimeOfDay;
use notebook::id::VisitId;
use notebook::institution::InstitutionCode;
use notebook::line::Line;
use notebook::text::Text;
use notebook::time::{Day, Instant, jst_day};
use platform::table::Fetched;
use records::items::{CancellationReason, VisitItem, VisitStatus};
use records::note::Note;
use records::prelude::*;

use crate::place;

/// A visit is planned at most so many days ahead: two years.
pub(crate) const MOST_DAYS_AHEAD: u64 = 731;

/// A visit as the person writes it.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "VisitDraft")]
pub struct Entry {
    /// The day, past or planned.
    visited_on: Day,
    /// The institution, if it is on the list.
    #[serde(default)]
    institution_code: Option<InstitutionCode>,
    /// The institution's name, if it is not.
    #[serde(default)]
    institution_name: Option<Line<120>>,
    /// 診療科
    #[serde(default)]
    department: Note<Line<80>>,
    /// Why the person goes or went.
    #[serde(default)]
    reason: Note<Line<1000>>,
    /// What the person was told.
    #[serde(default)]
    diagnosis_told: Note<Text<1000>>,
    /// The person's own memo. Never shown to a clinic.
    #[serde(default)]
    memo: Note<Text<4000>>,
    /// Planned or done.
    status: VisitStatus,
}

/// A visit as it is shown.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "ShownVisit")]
pub struct Shown {
    visit_id: VisitId,
    visited_on: Day,
    /// Its time of day in Japan, where it was written as an appointment that has one; update-appointment changes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    time: Option<TimeOfDay>,
    status: VisitStatus,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<InstitutionCode>")]
    institution_code: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    institution_name: Option<Text<120>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    department: Option<Text<80>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<Text<1000>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    diagnosis_told: Option<Text<1000>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    memo: Option<Text<4000>>,
    /// When the person checked in; absent for a visit written by hand.
    #[serde(skip_serializing_if = "Option::is_none")]
    checked_in_at: Option<Instant>,
    /// What the reception calls.
    #[serde(skip_serializing_if = "Option::is_none")]
    reception_code: Option<String>,
    /// When the person ended the check-in.
    #[serde(skip_serializing_if = "Option::is_none")]
    ended_at: Option<Instant>,
    /// When the institution cancelled the check-in as a mistake.
    #[serde(skip_serializing_if = "Option::is_none")]
    cancelled_at: Option<Instant>,
    /// Why.
    #[serde(skip_serializing_if = "Option::is_none")]
    cancellation_reason: Option<CancellationReason>,
}

/// A visit that was written.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "VisitReference")]
pub struct Reference {
    visit_id: VisitId,
}

/// The answer to a write, from the id and the version that are remembered for its repetition.
pub(crate) fn written(ids: &[String]) -> Result<Answer<Reference>, Problem> {
    let unreadable = || Problem::internal("unreadable idempotency record");
    let [id, version] = ids else { return Err(unreadable()) };
    let visit_id = id.parse().map_err(|_| unreadable())?;
    Ok(Answer::of(Reference { visit_id }).version(version.parse().map_err(|_| unreadable())?))
}

impl From<VisitItem> for Shown {
    fn from(item: VisitItem) -> Self {
        Self {
            time: item.planned().time,
            visit_id: item.visit_id,
            visited_on: item.visited_on,
            status: item.status,
            institution_code: item.institution_code,
            institution_name: item.institution_name,
            department: item.department,
            reason: item.reason,
            diagnosis_told: item.diagnosis_told,
            memo: item.memo,
            checked_in_at: item.checked_in_at,
            reception_code: item.reception_code,
            ended_at: item.ended_at,
            cancelled_at: item.cancelled_at,
            cancellation_reason: item.cancellation_reason,
        }
    }
}

impl Entry {
    /// Names the institution for its name.
    pub(crate) fn plan(&self, plan: &mut ReadPlan) {
        place::plan(self.institution_code.as_ref(), plan);
    }

    /// The visit with what the person wrote over what was there.
    pub(crate) fn onto(self, before: VisitItem, fetched: &Fetched, now: Instant) -> Result<VisitItem, Problem> {
        let (code, name) = if before.checked_in_at.is_some() {
            self.keeps_check_in(&before)?;
            (before.institution_code.clone(), before.institution_name.clone())
        } else {
            self.check_day(jst_day(now))?;
            place::of((self.institution_code.as_ref(), self.name()), &before, fetched)?
        };
        Ok(VisitItem {
            visited_on: self.visited_on,
            status: self.status,
            institution_code: code,
            institution_name: name,
            department: self.department.0.map(Text::from),
            reason: self.reason.0.map(Text::from),
            diagnosis_told: self.diagnosis_told.0,
            memo: self.memo.0,
            ..before
        })
    }

    /// Whether it is still to be, today or later.
    pub(crate) fn is_planned_from(&self, today: Day) -> bool {
        self.status == VisitStatus::Planned && self.visited_on >= today
    }

    /// The institution's name as it was typed.
    fn name(&self) -> Option<Text<120>> {
        self.institution_name.clone().map(Text::from)
    }

    /// 422 where the entry would move a check-in to another day, place or state.
    fn keeps_check_in(&self, before: &VisitItem) -> Result<(), Problem> {
        let code = self.institution_code.as_ref().map(InstitutionCode::as_str);
        let changed = if self.visited_on != before.visited_on {
            "/visited_on"
        } else if code != before.institution_code.as_deref() {
            "/institution_code"
        } else if self.name().is_some() && self.name() != before.institution_name {
            "/institution_name"
        } else if self.status != before.status {
            "/status"
        } else {
            return Ok(());
        };
        Err(Problem::field(Code::InvalidValue, changed, Wrong::FromCheckIn))
    }

    fn check_day(&self, today: Day) -> Result<(), Problem> {
        let refuse = |wrong| Err(Problem::field(Code::InvalidValue, "/visited_on", wrong));
        let first = Day::from_ymd_opt(1900, 1, 1).unwrap_or_default();
        let last = today.checked_add_days(Days::new(MOST_DAYS_AHEAD)).unwrap_or(today);
        match self.status {
            VisitStatus::Done if self.visited_on > today => refuse(Wrong::DoneAhead),
            _ if self.visited_on < first => refuse(Wrong::DaysBetween { from: first, to: last }),
            _ if self.visited_on > last => refuse(Wrong::VisitTooFarAhead),
            _ => Ok(()),
        }
    }
}
