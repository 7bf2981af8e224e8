//! What a clinic is shown of a notebook: read in one wave, bounded, without what was not opened.
//!
//! What was opened stands in the grant, and the grant is read in the same wave; so every section is read and the ones
//! that were not opened are dropped here, before anything is made of them.

pub(crate) mod medicines;
pub(crate) mod sections;
pub(crate) mod summary;
pub(crate) mod timeline;

use chrono::{Months, TimeDelta};
use notebook::id::{MedicationId, VisitId};
use notebook::time::{Day, Instant, jst_day};
use platform::prelude::*;
use platform::table::items::{DailyItem, MedicationItem, VisitItem};
use platform::table::read::Page;
use platform::table::schema::ResidentKeys;

use crate::note::Stored;

/// How far back visits are read.
const VISIT_YEARS: u32 = 10;
/// How far back daily values are read.
const DAILY_DAYS: i64 = 366;
/// How far a phone's clock may be ahead of ours.
const AHEAD: TimeDelta = TimeDelta::hours(1);
/// Most entries of a section that are shown.
const MOST_SHOWN: usize = 200;
/// Most entries of a section that are read: twice as many, so that a full page does not tell how many were concealed.
const MOST_READ: i32 = 400;

/// The sections' places in the plan.
const VISITS: usize = 0;
const NOTES: usize = 1;
const MEDICATIONS: usize = 2;
const DAILY: usize = 3;

/// Adds one Query a section, newest first.
pub(crate) fn plan(keys: ResidentKeys, now: Instant, plan: &mut ReadPlan) {
    let today = jst_day(now);
    let since = today.checked_sub_months(Months::new(12 * VISIT_YEARS)).unwrap_or(Day::MIN);
    let range = |from: String, to: String| {
        RangeQuery::between(keys.partition(), &from, &to).by_time().newest_first().limit(MOST_READ)
    };
    let daily_from = now - TimeDelta::days(DAILY_DAYS);
    plan.query(range(by_time::visit(since, ""), by_time::visit(today, '\u{10FFFF}')))
        .query(RangeQuery::prefix(keys.partition(), "NOTE#").newest_first().limit(MOST_READ))
        .query(medicines::query(keys))
        .query(range(by_time::daily(daily_from, ""), by_time::daily(now + AHEAD, '\u{10FFFF}')));
}

/// One part of what the wave brought back.
pub(crate) struct Part<T> {
    pub(crate) items: Vec<T>,
    /// The table holds more.
    pub(crate) more: bool,
}

impl<T> Part<T> {
    fn of(page: &Page, item: impl Fn(&platform::table::Item) -> Result<Option<T>, Problem>) -> Result<Self, Problem> {
        let items = page.items.iter().filter_map(|each| item(each).transpose()).collect::<Result<_, _>>()?;
        Ok(Self { items, more: page.last_key.is_some() })
    }

    /// The same with each item as something else.
    fn of_each<U>(&self, each: impl Fn(&T) -> Result<U, Problem>) -> Result<Part<U>, Problem> {
        Ok(Part { items: self.items.iter().map(each).collect::<Result<_, _>>()?, more: self.more })
    }
}

/// What the wave brought back, as types. Concealed entries are gone already.
pub(crate) struct Material {
    pub(crate) visits: Part<VisitItem>,
    pub(crate) notes: Part<Stored>,
    pub(crate) medications: Part<MedicationItem>,
    pub(crate) daily: Part<DailyItem>,
}

impl Material {
    pub(crate) fn read(subject: &Authorised<Patient>) -> Result<Self, Problem> {
        let page = |n| subject.fetched().page(n);
        Ok(Self {
            visits: Part::of(page(VISITS)?, |item| from_item(item).map(Some))?,
            notes: Part::of(page(NOTES)?, |item| from_item(item).map(Some))?,
            medications: medicines::visible(page(MEDICATIONS)?)?,
            daily: Part::of(page(DAILY)?, |item| from_item(item).map(Some))?,
        })
    }

    /// When the person last checked in at this institution before today. The institution knows that anyhow.
    pub(crate) fn last_visit(&self, institution: &str, today: VisitId, now: Instant) -> Option<Instant> {
        let theirs = self.visits.items.iter().filter(|visit| {
            visit.visit_id != today
                && visit.visited_on < jst_day(now)
                && visit.institution_code.as_deref() == Some(institution)
        });
        theirs.filter_map(|visit| visit.checked_in_at).max()
    }
}

/// When a medication came into the notebook, by its id; what has no id of ours is old.
pub(crate) fn made_at(id: &str) -> Instant {
    id.parse().map(MedicationId::made_at).unwrap_or_default()
}
