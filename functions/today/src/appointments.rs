//! The next appointment: what comes first of the visits that are planned from today on.

use notebook::alarm::TimeOfDay;
use notebook::appointment::Kind;
use notebook::id::VisitId;
use notebook::institution::InstitutionCode;
use notebook::text::Text;
use notebook::time::{Day, Instant, jst_day};
use platform::table::Page;
use platform::table::schema::ResidentKeys;
use records::items::VisitItem;
use records::prelude::*;
use schemars::{Schema, SchemaGenerator, json_schema};

/// Visits that are read with the day; more of them only where all of these are of days before the appointment's own.
const FIRST: i32 = 50;

/// Visits of a page that is read after them, and most such pages: of a day on which more were written down, what lies behind is not looked
/// through. Days after it have planned visits alone, so that the next one is found all the same.
const A_PAGE: i32 = 250;
const MORE_PAGES: usize = 4;

/// What is read of a visit: nothing that was written of it.
const FIELDS: [&str; 8] = [
    "visit_id",
    "visited_on",
    "status",
    "institution_code",
    "institution_name",
    "department",
    "checked_in_at",
    "appointment",
];

/// The next appointment.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "NextAppointment")]
pub(crate) struct NextAppointment {
    /// Its id: that of the visit which it is.
    appointment_id: VisitId,
    /// The day.
    on: Day,
    /// The time of day in Japan; null where only the day is known.
    time: Option<TimeOfDay>,
    /// What it is for.
    kind: Kind,
    /// 10 digits, where the institution is known by its code.
    #[schemars(with = "Option<InstitutionCode>")]
    institution_code: Option<String>,
    institution_name: Option<Text<120>>,
    department: Option<Text<80>>,
}

/// What is left out where the caller does not see visits, and null where there is none. Elsewhere a field that may be left out is
/// never null; here both are said, in one of two forms.
pub(crate) fn schema(generator: &mut SchemaGenerator) -> Schema {
    let one = generator.subschema_for::<NextAppointment>();
    json_schema!({ "oneOf": [one, { "type": "null" }] })
}

/// The visits from a day on, the earliest day first.
pub(crate) fn ahead(keys: ResidentKeys, day: Day) -> RangeQuery {
    let (from, to) = (by_time::visit(day, ""), format!("{}~", by_time::VISITS));
    RangeQuery::between(keys.partition(), &from, &to).by_time().only(FIELDS).limit(FIRST)
}

/// The first of those that are planned still and not long begun: of its day that without a time, then the earliest. What lies behind the
/// first page is read only where its day may go on there.
pub(crate) async fn next(
    app: &App,
    subject: &Authorised<Resident>,
    first: &Page,
    now: Instant,
) -> Result<Option<NextAppointment>, Problem> {
    let mut found: Option<VisitItem> = None;
    let take = |page: &Page, found: &mut Option<VisitItem>| -> Result<bool, Problem> {
        for visit in page.read::<VisitItem>()? {
            if found.as_ref().is_some_and(|found| found.visited_on < visit.visited_on) {
                return Ok(false);
            }
            let is_next = visit.is_planned() && visit.planned().is_next(visit.visited_on, now);
            if is_next && found.as_ref().is_none_or(|found| visit.planned().time < found.planned().time) {
                *found = Some(visit);
            }
        }
        Ok(true)
    };
    let mut goes_on = take(first, &mut found)?;
    let mut last_key = first.last_key.clone();
    let today = jst_day(now);
    for _ in 0..MORE_PAGES {
        if !goes_on || last_key.is_none() {
            break;
        }
        let page = app.table.query(ahead(subject.keys(), today).limit(A_PAGE).start_after(last_key)).await?;
        goes_on = take(&page, &mut found)?;
        last_key = page.last_key;
    }
    if let Some(tomorrow) = today.succ_opt().filter(|_| found.is_none() && last_key.is_some()) {
        take(&app.table.query(ahead(subject.keys(), tomorrow)).await?, &mut found)?;
    }
    Ok(found.map(|visit| {
        let planned = visit.planned();
        NextAppointment {
            appointment_id: visit.visit_id,
            on: visit.visited_on,
            time: planned.time,
            kind: planned.kind,
            institution_code: visit.institution_code,
            institution_name: visit.institution_name,
            department: visit.department,
        }
    }))
}
