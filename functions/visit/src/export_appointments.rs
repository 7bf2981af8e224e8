//! GET /v1/residents/{resident_id}/appointments.ics

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use notebook::access::{Level, Section};
use notebook::calendar::{self, Event, When};
use notebook::text::Text;
use notebook::time::{Instant, jst_day};
use platform::problem::Language;
use platform::table::schema::ResidentKeys;
use records::appointments;
use records::items::VisitItem;
use records::prelude::*;

/// Gives the appointments to come, from today on, as a file for the calendar of a phone or computer (iCalendar, RFC 5545): what for and
/// where, in the language of `Accept-Language`, and no memo. Taken in again later, the same appointment replaces what was there. The
/// file has no alarms of its own: the notebook's are set with the appointment. 422 `no_appointments` where none lies ahead.
#[derive(JsonSchema)]
pub struct ExportAppointments;

/// A file for a calendar.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "CalendarFile")]
pub struct Output {
    /// A name to save it under.
    file_name: String,
    /// Its media type.
    content_type: &'static str,
    /// Its bytes.
    bytes_base64: String,
    /// Whether appointments of today may be missing: so many visits of today were written down that not all were looked through.
    is_cut: bool,
}

/// Visits from today on that are read at once: more than can be planned, and as a rule those of today beside them.
const FIRST: i32 = 200;

/// The visits from today on, the latest day first: of very many, it is those of today that are left out.
fn ahead(keys: ResidentKeys, now: Instant) -> RangeQuery {
    let (from, to) = (by_time::visit(jst_day(now), ""), format!("{}~", by_time::VISITS));
    RangeQuery::between(keys.partition(), &from, &to).by_time().newest_first().only(FIELDS)
}

impl Endpoint for ExportAppointments {
    const SPEC: Spec = Spec::get("export-appointments", "/v1/residents/{resident_id}/appointments.ics")
        .who(Who::Resident(Section::Visits, Level::See))
        .hourly_limit(60)
        .problems_of_its_own(&[Code::NoAppointments]);
    type Subject = Resident;
    type Input = Nothing;
    type Reads = PageOf<Versioned<VisitItem>>;
    type Output = Output;

    fn plan(call: &Call, _: &Nothing, keys: &Proposed, plan: &mut ReadPlan) -> Result<Self::Reads, Problem> {
        Ok(plan.query(ahead(keys.resident()?, call.now()).limit(FIRST)))
    }

    async fn handle(
        app: &App,
        call: &Call,
        subject: Authorised<Resident, Self::Reads>,
        _: Nothing,
    ) -> Result<Answer<Output>, Problem> {
        let (subject, reads) = subject.reads();
        let first = subject.fetched().page(reads)?;
        let (planned, is_all) = appointments::planned(app, first, ahead(subject.keys(), call.now())).await?;
        let mut visits: Vec<VisitItem> = planned.into_iter().map(|stored| stored.item).collect();
        if visits.is_empty() {
            return Err(Problem::of(Code::NoAppointments));
        }
        visits.sort_by_key(|visit| (visit.visited_on, visit.planned().time));
        let summaries: Vec<String> = visits.iter().map(|visit| summary(visit, call.language)).collect();
        let events: Vec<Event<'_>> =
            visits.iter().zip(&summaries).map(|(visit, summary)| event(visit, summary)).collect();
        Ok(Answer::of(Output {
            file_name: format!("appointments-{}.ics", jst_day(call.now())),
            content_type: "text/calendar; charset=utf-8",
            bytes_base64: STANDARD.encode(calendar::write(&events, call.now())),
            is_cut: !is_all,
        }))
    }
}

/// What is read of a visit: what makes an event, and nothing that was written of it.
const FIELDS: [&str; 8] =
    ["visit_id", "visited_on", "status", "institution_name", "department", "checked_in_at", "appointment", "version"];

/// What for: its kind, and the department where one is known.
fn summary(visit: &VisitItem, language: Language) -> String {
    let words = visit.planned().kind.words();
    let kind = match language {
        Language::Japanese => words.0,
        Language::English => words.1,
    };
    let parts = [Some(kind), visit.department.as_ref().map(Text::as_str)];
    let parts = parts.into_iter().chain([visit.institution_name.as_ref().map(Text::as_str)]).flatten();
    parts.collect::<Vec<_>>().join(" ")
}

fn event<'a>(visit: &'a VisitItem, summary: &'a str) -> Event<'a> {
    Event {
        uid: visit.visit_id.to_string(),
        when: visit.planned().begins(visit.visited_on).map_or(When::Day(visit.visited_on), When::Begins),
        summary,
        location: visit.institution_name.as_ref().map_or("", Text::as_str),
    }
}
