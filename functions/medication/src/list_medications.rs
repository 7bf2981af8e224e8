//! GET /v1/residents/{resident_id}/medications

use chrono::{Datelike, Months, TimeDelta};
use notebook::access::{Level, Section};
use notebook::resident::{PatientNotes, Resident as Person};
use notebook::time::{Day, jst_day};
use platform::paging::{Asked, Limit};
use records::items::MedicationItem;
use records::medicines::Alerts;
use records::prelude::*;

use crate::dispensed::{DispensedItem, Retraction};
use crate::entry::Entry;
use crate::watch;

/// Lists dispensings and OTC medicines, newest first: those of the last year at once, or of the days asked for. Entries
/// that tell of the same dispensing are shown once, as the one that tells most; a page may so hold fewer than `limit`.
#[derive(JsonSchema)]
pub struct ListMedications;

/// A page of medicines, with what is to be known beside them.
#[derive(Serialize, JsonSchema)]
pub struct Output {
    /// The page.
    #[serde(flatten)]
    pub list: List<Entry>,
    /// Allergies, adverse reactions and history of the profile; null for who may not see the profile.
    pub patient_notes: Option<PatientNotes>,
    /// How many of `items` nobody said yet whose they are (`owner`: `unconfirmed`). They stand in the list, so that somebody says
    /// it, and are left out of `alerts` and `known_alerts`, of the alarms that are suggested, of what clinics see and of exports.
    unconfirmed_left_out: usize,
    /// What institutions registered and took back in the last 90 days, the newest 20; on the first page only. What it said is shown
    /// to nobody.
    #[schemars(length(max = MOST_TAKEN_BACK))]
    retracted: Vec<Retraction>,
    /// What to look at among the entries of this page, until somebody says that it is known.
    #[serde(flatten)]
    alerts: Alerts,
}

/// For how long it is shown that something was taken back.
const TAKEN_BACK_FOR: TimeDelta = TimeDelta::days(90);
/// Most of that.
const MOST_TAKEN_BACK: i32 = 20;

/// Where the two lists are found.
#[derive(Debug, Default, Clone, Copy)]
pub struct Reads {
    entries: PageOf<MedicationItem>,
    taken_back: Option<PageOf<DispensedItem>>,
}

/// Which days, and where to go on.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// First day of dispensing; a year before `to` where it is not named.
    #[serde(default)]
    from: Option<Day>,
    /// Last day of dispensing; no end where it is not named, so that a sheet with a later day is not lost from sight.
    #[serde(default)]
    to: Option<Day>,
    /// Most items of a page.
    #[serde(default)]
    limit: Limit<200, 400>,
    /// `next_cursor` of the page before.
    #[serde(default)]
    #[schemars(with = "Option<Cursor>")]
    cursor: Option<String>,
}

impl Input {
    fn page<'a>(&'a self, list: &'a str) -> Asked<'a, 200, 400> {
        Asked { list, cursor: self.cursor.as_deref(), limit: self.limit }
    }

    /// The list that a cursor belongs to: as it was asked for, so that one without days goes on over midnight.
    fn list(&self) -> String {
        let day = |day: Option<Day>| day.map_or_else(|| "-".to_owned(), |day| day.to_string());
        format!("medications#{}#{}", day(self.from), day(self.to))
    }

    /// The keys of the time index between which the list lies.
    fn bounds(&self, today: Day) -> Result<(String, String), Problem> {
        for (pointer, day) in [("/from", self.from), ("/to", self.to)] {
            if day.is_some_and(|day| !(1..=9999).contains(&day.year())) {
                return Err(Problem::field(Code::InvalidValue, pointer, Wrong::years(1, 9999)));
            }
        }
        let last = self.to.unwrap_or(today);
        let from = self.from.or_else(|| last.checked_sub_months(Months::new(12)).filter(|day| day.year() > 0));
        let from = from.unwrap_or(last);
        if self.to.is_some_and(|to| from > to) {
            return Err(Problem::field(Code::InvalidValue, "/from", Wrong::AfterDay { name: "to".to_owned() }));
        }
        Ok(by_time::medications(from, self.to))
    }
}

impl Endpoint for ListMedications {
    const SPEC: Spec = Spec::get("list-medications", "/v1/residents/{resident_id}/medications")
        .who(Who::Resident(Section::Medication, Level::See))
        .problems_of_its_own(&[Code::InvalidCursor]);
    type Subject = Resident;
    type Input = Input;
    type Reads = Reads;
    type Output = Output;

    fn plan(_: &Call, input: &Input, keys: &Proposed, plan: &mut ReadPlan) -> Result<Self::Reads, Problem> {
        let (from, to) = input.bounds(jst_day(keys.now))?;
        let resident = keys.resident()?;
        plan.get(resident.profile()).get(resident.known_alerts());
        let entries = plan.query(input.page(&input.list()).query(resident.partition(), &from, to).by_time());
        let since = by_time::taken_back(keys.now - TAKEN_BACK_FOR, "");
        let taken_back = RangeQuery::between(resident.partition(), &since, &format!("{}~", by_time::TAKEN_BACK));
        let first = input.cursor.is_none();
        let taken_back = first.then(|| plan.query(taken_back.by_time().newest_first().limit(MOST_TAKEN_BACK)));
        Ok(Reads { entries, taken_back })
    }

    async fn handle(
        _: &App,
        call: &Call,
        subject: Authorised<Resident, Self::Reads>,
        input: Input,
    ) -> Result<Answer<Output>, Problem> {
        let (subject, reads) = subject.reads();
        let List { items, next_cursor } = input.page(&input.list()).read(&subject, reads.entries)?;
        let alerts = watch::alerts(call, &subject, &items.iter().collect::<Vec<_>>(), |_| true)?;
        let alerts = alerts.of_all(next_cursor.is_none() && input.cursor.is_none());
        // What is linked to another is shown with it, once.
        let shown: Vec<_> = items.into_iter().filter(|item| item.linked_to.is_none()).collect();
        let unconfirmed_left_out = shown.iter().filter(|item| !item.owner.is_resident()).count();
        let list = List { items: shown.into_iter().map(Entry::from).collect(), next_cursor };
        let patient_notes = if subject.require(Section::Profile, Level::See).is_ok() {
            call.also(Section::Profile);
            let person: Person = from_item(subject.need(&subject.keys().profile())?)?;
            Some(person.profile.into())
        } else {
            None
        };
        let taken_back = reads.taken_back.map(|page| subject.fetched().all(page)).transpose()?.unwrap_or_default();
        let retracted = taken_back.into_iter().filter_map(Retraction::of).collect();
        Ok(Answer::of(Output { list, patient_notes, unconfirmed_left_out, retracted, alerts }))
    }
}
