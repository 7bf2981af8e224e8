//! For how long an institution may go on with what it wrote itself on a visit, reading nothing.

use chrono::Days;
use notebook::time::{Day, Instant, jst_day, jst_midnight};
use serde::Deserialize;

use super::basis::Basis;
use super::denied::Denied;
use crate::problem::{Code, Problem};
use crate::table::Key;

/// For how many days after a visit an institution may add, amend or retract its own entries.
pub const OWN_ENTRY_DAYS: i64 = 7;

/// The first day whose visits it may write about today.
pub fn own_entries_since(today: Day) -> Day {
    today - Days::new(OWN_ENTRY_DAYS.unsigned_abs())
}

/// When that is over for the visits of a day.
pub fn own_entries_until(day: Day) -> Instant {
    jst_midnight(day + Days::new(OWN_ENTRY_DAYS.unsigned_abs() + 1))
}

/// The part of a visit that the decision needs.
#[derive(Deserialize)]
struct VisitGround {
    institution_code: Option<String>,
    checked_in_at: Option<Instant>,
    /// As far as a renewal reached: the days after a stay are counted from its end.
    #[serde(default)]
    last_day: Option<Day>,
}

/// The attributes of a visit on which it rests.
const DECISIVE: &[&str] = &["institution_code", "checked_in_at", "last_day"];

/// The part of a guidance that the decision needs.
#[derive(Deserialize)]
struct WrittenGround {
    written_at: Instant,
}

/// The days of a visit at an institution.
pub(super) struct Span {
    first: Day,
    last: Day,
}

impl Span {
    /// Those of a visit that began with a check-in there; any other is not there.
    pub(super) fn of(institution: &str, visit: &Key, basis: &mut Basis<'_>) -> Result<Self, Denied> {
        let found: Option<VisitGround> = basis.find(visit, DECISIVE)?;
        let theirs = found.filter(|visit| visit.institution_code.as_deref() == Some(institution));
        let first = |visit: &VisitGround| visit.checked_in_at.map(jst_day);
        let days = theirs.and_then(|visit| first(&visit).map(|first| (first, visit.last_day)));
        let (first, last) = days.ok_or_else(Denied::not_there)?;
        Ok(Self { first, last: last.map_or(first, |last| last.max(first)) })
    }

    /// The day of a guidance, which is the office's own by its key.
    pub(super) fn of_guidance(guidance: &Key, basis: &mut Basis<'_>) -> Result<Self, Denied> {
        let found: Option<WrittenGround> = basis.find(guidance, &["written_at"])?;
        let day = jst_day(found.ok_or_else(Denied::not_there)?.written_at);
        Ok(Self { first: day, last: day })
    }

    /// Refused where it is longer ago than the institution may write about it.
    pub(super) fn holds(&self, now: Instant) -> Result<(), Denied> {
        let today = jst_day(now);
        let may = self.first <= today && (today - self.last).num_days() <= OWN_ENTRY_DAYS;
        if may { Ok(()) } else { Err(Denied::look(Problem::of(Code::NotePeriodOver))) }
    }
}
