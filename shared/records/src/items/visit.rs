//! Visits, check-ins and what institutions wrote about them.

use chrono::TimeDelta;
use notebook::access::{RelationKind, Role};
use notebook::alarm::Minute;
use notebook::appointment::Appointment;
use notebook::chart_number::ChartNumber;
use notebook::id::{GrantId, NoteId, ResidentId, VisitId};
use notebook::resident::Identity;
use notebook::text::Text;
use notebook::time::{Day, Instant, jst_day};
use platform::problem::Problem;
use platform::table::transaction::Change;
use platform::table::{Key, Transaction};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Whether a visit lies ahead.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum VisitStatus {
    /// 予定
    Planned,
    /// 済み
    Done,
}

/// A visit (受診), by hand or by check-in. Its key holds its id.
#[derive(Clone, Serialize, Deserialize)]
pub struct VisitItem {
    /// The visit.
    pub visit_id: VisitId,
    /// The day.
    pub visited_on: Day,
    /// Planned or done.
    pub status: VisitStatus,
    /// 10 digits, where the institution is known by its code.
    #[serde(default)]
    pub institution_code: Option<String>,
    /// Its name at the time.
    #[serde(default)]
    pub institution_name: Option<Text<120>>,
    /// 診療科
    #[serde(default)]
    pub department: Option<Text<80>>,
    /// Why the person went.
    #[serde(default)]
    pub reason: Option<Text<1000>>,
    /// What the person was told.
    #[serde(default)]
    pub diagnosis_told: Option<Text<1000>>,
    /// The person's own memo. Never shown to a clinic.
    #[serde(default)]
    pub memo: Option<Text<4000>>,
    /// When the person checked in; none for a visit entered by hand.
    #[serde(default)]
    pub checked_in_at: Option<Instant>,
    /// The last entry of the access log before the check-in: what the institution saw of it comes after. None before the log began.
    #[serde(default)]
    pub logged_before: Option<u64>,
    /// What the reception calls.
    #[serde(default)]
    pub reception_code: Option<String>,
    /// When the person ended the check-in.
    #[serde(default)]
    pub ended_at: Option<Instant>,
    /// When the institution cancelled the check-in as a mistake.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cancelled_at: Option<Instant>,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cancellation_reason: Option<CancellationReason>,
    /// The last day of a stay, as far as a renewal of the check-in reached; none where it was not renewed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_day: Option<Day>,
    /// Its time and kind, and who is reminded of it, where it was written as an appointment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub appointment: Option<AppointmentItem>,
}

/// What a visit keeps of being an appointment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AppointmentItem {
    /// Time, kind and reminders.
    #[serde(flatten)]
    pub appointment: Appointment,
    /// The account that is reminded; none where nobody is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reminds: Option<String>,
    /// Since when that account is; none in what was written before this was kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reminds_since: Option<Instant>,
}

impl AppointmentItem {
    /// The account that is reminded of the appointment that a visit is, and since when: where that was not kept, since the visit was written.
    pub fn reminded(&self, visit: VisitId) -> Option<(&str, Instant)> {
        self.reminds.as_deref().map(|account| (account, self.reminds_since.unwrap_or_else(|| visit.made_at())))
    }
}

impl VisitItem {
    /// The last day of what began with the check-in: its own, or as far as a renewal reached. None of a visit by hand.
    pub fn last_day(&self) -> Option<Day> {
        let first = jst_day(self.checked_in_at?);
        Some(self.last_day.map_or(first, |last| last.max(first)))
    }

    /// Whether it is one of the person's appointments: planned, or adopted by a check-in or done since.
    pub fn is_appointment(&self) -> bool {
        self.is_planned() || self.appointment.is_some()
    }

    /// Whether it is still to be: a check-in there takes it over.
    pub fn is_planned(&self) -> bool {
        self.status == VisitStatus::Planned && self.checked_in_at.is_none()
    }

    /// Its time, kind and reminders: none of them of a visit that was planned without.
    pub fn planned(&self) -> Appointment {
        self.appointment.as_ref().map(|kept| kept.appointment).unwrap_or_default()
    }

    /// The minutes at which its account is to be reminded, ascending: none of what is not planned any more.
    pub fn reminded_at(&self) -> Vec<Minute> {
        let kept = self.appointment.as_ref().filter(|kept| self.is_planned() && kept.reminds.is_some());
        kept.map(|kept| kept.appointment.reminded_at(self.visited_on)).unwrap_or_default()
    }
}

/// The visit of a day at an institution; one visit has several where it was renewed.
#[derive(Clone, Serialize, Deserialize)]
pub struct CheckInItem {
    /// The visit.
    pub visit_id: VisitId,
    /// When the person first checked in that day; part of the arrival's key.
    pub checked_in_at: Instant,
    /// What the reception calls.
    pub reception_code: String,
    /// The grant under which the line was set to opened.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opened_grant: Option<GrantId>,
}

impl CheckInItem {
    /// Notes under which grant somebody at the institution opened the notebook.
    pub fn note_opening(effect: &mut Transaction, check_in: &Key, grant: GrantId) -> Result<(), Problem> {
        effect.set(check_in, "opened_grant", grant.to_string())
    }
}

/// Where a patient is in the day of an institution.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ArrivalStatus {
    /// 受付済み
    Waiting,
    /// Someone there opened the notebook.
    Opened,
    /// The person ended it.
    Ended,
    /// The reception cancelled it.
    Cancelled,
}

/// Who checked in today. Holds what the reception must see and nothing of the notebook.
#[derive(Clone, Serialize, Deserialize)]
pub struct ArrivalItem {
    /// The visit.
    pub visit_id: VisitId,
    /// The person.
    pub resident_id: ResidentId,
    /// When the person checked in.
    pub checked_in_at: Instant,
    /// `self`, `guardian` or `family`.
    pub checked_in_by: RelationKind,
    /// What the reception calls.
    pub reception_code: String,
    /// Who the person is, as on the day.
    pub identity: Identity,
    /// The institution's own number for the person, as it was known at the check-in or typed since.
    #[serde(default)]
    pub chart_number: Option<ChartNumber>,
    /// Waiting, opened, ended, cancelled.
    pub status: ArrivalStatus,
}

/// An institution's own number for the person (診察券番号). It is that institution's alone.
#[derive(Clone, Serialize, Deserialize)]
pub struct ChartNumberItem {
    /// The number.
    pub chart_number: ChartNumber,
}

impl ChartNumberItem {
    /// The attributes on which a line of a list rests.
    pub const DECISIVE: &'static [&'static str] = &["chart_number"];
}

impl ArrivalItem {
    /// Sets where the patient is.
    pub fn set_status(effect: &mut Transaction, line: &Key, status: ArrivalStatus) -> Result<(), Problem> {
        effect.set(line, STATUS, status.as_str())
    }

    /// Sets the institution's own number for the person, or takes it away.
    pub fn set_chart_number(effect: &mut Transaction, line: &Key, number: Option<&ChartNumber>) -> Result<(), Problem> {
        let mut change = Change::default();
        change.set("chart_number", &number)?;
        effect.change(line, &change)
    }

    /// That somebody there opened the notebook: who waits is opened then, and who was opened stays so.
    pub fn mark_opened(effect: &mut Transaction, line: &Key) -> Result<(), Problem> {
        effect.advance(line, STATUS, ArrivalStatus::Waiting.as_str(), ArrivalStatus::Opened.as_str())
    }
}

impl ArrivalStatus {
    /// As it is kept and shown.
    fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Opened => "opened",
            Self::Ended => "ended",
            Self::Cancelled => "cancelled",
        }
    }
}

/// The attribute of a line that says where the patient is.
const STATUS: &str = "status";

/// Why an institution cancelled a check-in: each time, that it was a mistake.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CancellationReason {
    /// Another person's notebook was used: 別の人
    WrongPerson,
    /// The person checked in twice, by themselves and by family, or once on paper: 二重
    EnteredTwice,
    /// The person comes on another day: 日ちがい
    OtherDay,
    /// The person wanted to go elsewhere: 行き先ちがい
    OtherPlace,
}

/// Why an institution took back its note.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RetractionReason {
    /// It was meant for somebody else.
    WrongPatient,
    /// What it said was wrong.
    WrongContent,
}

/// A clinic's note to the patient. Its key holds the visit and its id.
#[derive(Clone, Serialize, Deserialize)]
pub struct NoteItem {
    /// The note.
    pub note_id: NoteId,
    /// The visit.
    pub visit_id: VisitId,
    /// Whose it is: 10 digits.
    pub institution_code: String,
    /// Pseudonym of the account that wrote it.
    pub author: String,
    /// The author's role at the time.
    pub author_role: Role,
    /// The text; taken away by a retraction.
    #[serde(default)]
    pub text: Option<Text<4000>>,
    /// When it was written.
    pub written_at: Instant,
    /// When it was last amended.
    #[serde(default)]
    pub amended_at: Option<Instant>,
    /// The role of who last amended it; none in what was amended before this was kept.
    #[serde(default)]
    pub amended_by_role: Option<Role>,
    /// When it was retracted.
    #[serde(default)]
    pub retracted_at: Option<Instant>,
    /// Why it was retracted.
    #[serde(default)]
    pub retraction_reason: Option<RetractionReason>,
}

/// The way from an institution to a note that it wrote: ids and times, and nothing of the notebook.
#[derive(Clone, Serialize, Deserialize)]
pub struct OwnNoteItem {
    /// The note.
    pub note_id: NoteId,
    /// The visit.
    pub visit_id: VisitId,
    /// The person.
    pub resident_id: ResidentId,
    /// Pseudonym of the account that wrote it.
    pub author: String,
    /// When it was written.
    pub written_at: Instant,
    /// When the person checked in: with the visit and the day, where the line of the day is.
    pub checked_in_at: Instant,
    /// The day of the stay on which it was written, or its last one; none in what was written before stays were kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub day: Option<Day>,
}

impl OwnNoteItem {
    /// The day of the visit that it belongs to.
    pub fn day(&self) -> Day {
        self.day.unwrap_or_else(|| jst_day(self.checked_in_at))
    }
}

/// How long a note may be on its way after the time that it is written with: as long as a function may run, and what the index needs.
/// Until then it is not listed as unread and no mark passes it; else one that came late would stand behind the mark of somebody who never saw it.
pub const NOTES_SETTLE: TimeDelta = TimeDelta::seconds(15);

/// Up to when an account has read what institutions wrote.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct ReadNotesItem {
    /// What was written or amended later is new to it.
    pub read_to: Instant,
    /// The version.
    pub version: u64,
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)] // tests
    use super::ArrivalStatus::{self, Cancelled, Ended, Opened, Waiting};

    #[test]
    fn a_status_is_set_in_the_word_by_which_it_is_read() {
        for status in [Waiting, Opened, Ended, Cancelled] {
            assert_eq!(serde_json::from_value::<ArrivalStatus>(status.as_str().into()).unwrap(), status);
        }
    }
}
