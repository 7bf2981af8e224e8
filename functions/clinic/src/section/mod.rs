//! The sections of the notebook that are lists, as institutions are shown them. The file of a section says how it is read, how an
//! entry is shown in a list and whole, and what of it stands in the timeline, among what is new, and in the summary; what these
//! have in common, and the parts of medicines and notes, are in [`crate::view`]. [`registered`] names the sections.

pub(crate) mod daily;
pub(crate) mod guidance;
pub(crate) mod medication;
mod part;
pub(crate) mod registered;
pub(crate) mod visits;
mod within;

use notebook::time::Instant;
use platform::paging;
use platform::table::schema::ResidentKeys;
use records::medicines::Alerts;
use records::opened::{Listed, bounds};
use records::prelude::*;

use crate::view::lines::Lines;
use crate::view::timeline::{Event, Reference};

pub(crate) use part::{Part, Placed};
pub(crate) use registered::{Entry, Lists, Material, Sections};
pub(crate) use within::{MOST_BYTES, More, Within, within};

/// Most entries of a section that are shown.
pub(crate) const MOST_SHOWN: usize = 200;
/// Most entries of a section that are read: twice as many, so that a full page does not tell how many were concealed.
pub(crate) const MOST_READ: i32 = 400;

/// A section whose entries the notebook keeps.
pub(crate) trait ListedSection: 'static {
    /// Its list.
    const LIST: Listed;
    /// Whether entries may be nobody's yet, and so left out of it: how many is said then.
    const HAS_UNCONFIRMED: bool = false;
    /// Where what is read of it is found.
    type Reads: Default + Send + Sync;
    /// An entry as it was read.
    type Item: Send;
    /// An entry as it is shown.
    type Shown: Serialize + Send;

    /// Names a page of it, newest first, from where a cursor leads.
    fn plan(keys: ResidentKeys, now: Instant, cursor: Option<&str>, plan: &mut ReadPlan) -> Self::Reads;

    /// That page, without what an institution may not see.
    fn read(
        app: &App,
        subject: &Authorised<Patient>,
        reads: &Self::Reads,
    ) -> impl Future<Output = Result<Part<Self::Item>, Problem>> + Send;

    /// An entry as a list shows it; a long one is cut, and says so.
    fn brief(item: Self::Item) -> Result<Self::Shown, Problem>;

    /// What to look at about a page; nothing but medicines has that.
    fn alerts(
        _call: &Call,
        _subject: &Authorised<Patient>,
        _part: &Part<Self::Item>,
        _is_first_page: bool,
    ) -> Result<Option<Alerts>, Problem> {
        Ok(None)
    }

    /// Names one entry; 404 where the text is no id, and so nothing of ours. A cursor goes on in what belongs to it.
    fn plan_entry(
        keys: ResidentKeys,
        entry: &str,
        cursor: Option<&str>,
        plan: &mut ReadPlan,
    ) -> Result<Self::Reads, Problem>;

    /// The entry whole. What the list does not show is not there.
    fn entry(
        app: &App,
        call: &Call,
        subject: &Authorised<Patient>,
        entry: &str,
        reads: &Self::Reads,
    ) -> impl Future<Output = Result<Whole<Self::Shown>, Problem>> + Send;

    /// Its lines in the timeline.
    fn events(_shown: &Self::Shown) -> Vec<Event> {
        Vec::new()
    }

    /// The entry and what belongs to it, such as the notes on a visit, each with the instant at which it was added.
    fn arrived(shown: &Self::Shown) -> Vec<(Instant, Reference)>;

    /// What the summary for the chart says of the list.
    fn summary(list: &[Self::Shown], left: Left, lines: &mut Lines);
}

/// One entry whole.
pub(crate) struct Whole<T> {
    pub(crate) shown: T,
    /// Where what belongs to it goes on, sealed.
    pub(crate) next_cursor: Option<String>,
    /// What to look at about it.
    pub(crate) alerts: Option<Alerts>,
}

/// What a list that is shown does not hold.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Left {
    /// Whether the notebook holds more.
    pub(crate) more: bool,
    /// Entries that are left out because nobody said yet whose they are.
    pub(crate) unconfirmed: usize,
}

/// The Query of a list, newest first, from where a cursor leads.
pub(crate) fn query(keys: ResidentKeys, list: Listed, now: Instant, cursor: Option<&str>) -> RangeQuery {
    let (from, to) = bounds(list, now);
    let to = paging::last_of(cursor, &from, to);
    RangeQuery::between(keys.partition(), &from, &to).by_time().newest_first().limit(MOST_READ)
}
