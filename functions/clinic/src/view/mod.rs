//! What a clinic is shown of a notebook: read in one wave, bounded, without what was not opened.
//!
//! What was opened stands in the grant, and the grant is read in the same wave; so every section is read and the ones
//! that were not opened are dropped here, before anything is made of them.
//!
//! Every list is shown newest first and goes on where it ends; a long entry is cut, and not the list ([`cut`]).

pub(crate) mod attention;
pub(crate) mod cursor;
pub(crate) mod cut;
pub(crate) mod medicines;
pub(crate) mod notes;
pub(crate) mod opened_medicines;
pub(crate) mod sections;
pub(crate) mod summary;
pub(crate) mod timeline;

use notebook::id::{MedicationId, VisitId};
use notebook::time::{Instant, jst_day};
use platform::paging;
use platform::table::Item;
use platform::table::Page;
use platform::table::schema::{ResidentKeys, attribute};
use records::items::{DailyItem, MedicationItem, NoteItem, VisitItem};
use records::opened::{Listed, bounds};
use records::prelude::*;

use self::notes::Notes;

/// Most entries of a section that are shown.
pub(crate) const MOST_SHOWN: usize = 200;
/// Most entries of a section that are read: twice as many, so that a full page does not tell how many were concealed.
const MOST_READ: i32 = 400;

/// Where the lists of the notebook are found.
#[derive(Default)]
pub struct OpenedLists {
    visits: PageOf<VisitItem>,
    notes: PageOf<NoteItem>,
    medications: PageOf<MedicationItem>,
    daily: PageOf<DailyItem>,
}

/// Adds one Query a section, newest first.
pub(crate) fn plan(keys: ResidentKeys, now: Instant, plan: &mut ReadPlan) -> OpenedLists {
    OpenedLists {
        visits: plan.query(section(keys, Listed::Visits, now, None)),
        notes: plan.query(notes::of_all(keys, None)),
        medications: plan.query(section(keys, Listed::Medication, now, None)),
        daily: plan.query(section(keys, Listed::Daily, now, None)),
    }
}

/// The Query of a list, newest first, from where a cursor leads.
pub(crate) fn section(keys: ResidentKeys, list: Listed, now: Instant, cursor: Option<&str>) -> RangeQuery {
    let (from, to) = bounds(list, now);
    let to = paging::last_of(cursor, &from, to);
    RangeQuery::between(keys.partition(), &from, &to).by_time().newest_first().limit(MOST_READ)
}

/// An entry with its place in the time index.
pub(crate) struct Placed<T> {
    pub(crate) place: String,
    pub(crate) value: T,
}

/// One part of what the wave brought back.
pub(crate) struct Part<T> {
    pub(crate) items: Vec<Placed<T>>,
    /// Where the table holds more: behind everything that was read, be it shown or not.
    pub(crate) more: Option<String>,
    /// The places of entries that nobody said yet whose they are, as far as was read. None of them is among the items.
    pub(crate) unconfirmed: Vec<String>,
}

impl<T> Part<T> {
    pub(crate) fn of(page: &Page, item: impl Fn(&Item) -> Result<Option<T>, Problem>) -> Result<Self, Problem> {
        let (mut items, mut last) = (Vec::with_capacity(page.items.len()), None);
        for each in &page.items {
            let place = each.get(attribute::BY_TIME).and_then(|place| place.as_s().ok());
            let place = place.ok_or_else(|| Problem::internal("an item without a place in the time index"))?;
            items.extend(item(each)?.map(|value| Placed { place: place.clone(), value }));
            last = Some(place);
        }
        let more = last.filter(|_| page.last_key.is_some()).map(|last| paging::before(last));
        Ok(Self { items, more, unconfirmed: Vec::new() })
    }

    /// The same entries as something else.
    pub(crate) fn map<U>(self, mut change: impl FnMut(T) -> Result<U, Problem>) -> Result<Part<U>, Problem> {
        let mut placed = |one: Placed<T>| Ok(Placed { place: one.place, value: change(one.value)? });
        let items = self.items.into_iter().map(&mut placed).collect::<Result<_, Problem>>()?;
        Ok(Part { items, more: self.more, unconfirmed: self.unconfirmed })
    }

    /// The entries.
    pub(crate) fn values(&self) -> impl Iterator<Item = &T> {
        self.items.iter().map(|one| &one.value)
    }
}

/// What the wave brought back, as types. Concealed entries are gone already.
pub(crate) struct Material {
    pub(crate) visits: Part<VisitItem>,
    pub(crate) notes: Notes,
    pub(crate) medications: Part<MedicationItem>,
    pub(crate) daily: Part<DailyItem>,
}

impl Material {
    pub(crate) async fn read(app: &App, subject: &Authorised<Patient>, lists: &OpenedLists) -> Result<Self, Problem> {
        let fetched = subject.fetched();
        Ok(Self {
            visits: Part::of(fetched.page(lists.visits)?, |item| from_item(item).map(Some))?,
            notes: Notes::read(fetched.page(lists.notes)?)?,
            medications: medicines::visible(app, subject.keys(), fetched.page(lists.medications)?).await?,
            daily: Part::of(fetched.page(lists.daily)?, |item| from_item(item).map(Some))?,
        })
    }

    /// When the person last checked in at this institution before today. The institution knows that anyhow.
    pub(crate) fn last_visit(&self, institution: &str, today: VisitId, now: Instant) -> Option<Instant> {
        let theirs = self.visits.values().filter(|visit| {
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
