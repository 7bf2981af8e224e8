//! The medicines that somebody takes now, as far as the notebook knows: what was handed out not long ago, without what is kept back.

use chrono::{Days, NaiveDate};
use notebook::medication::amount::Language as Words;
use notebook::medication::dispensing::{Drug, Group, Source};
use notebook::medication::limits;
use notebook::medication::supply;
use notebook::time::{Day, jst_day};
use platform::problem::Language;
use platform::table::Page;
use platform::table::schema::ResidentKeys;
use records::items::MedicationItem;
use records::medicines::{KeptBack, LinkedEntry};
use records::prelude::*;

use crate::cut::beginning;

/// Days back from today of which what was handed out counts: half a year, longer than any supply that is handed out at once. What was bought
/// counts until somebody says that it ended.
const DAYS_HANDED_OUT: u64 = 183;

/// Days after the end of a supply for which a medicine still counts: what was left over, and what is at work.
const DAYS_AFTER: u64 = 30;

/// Entries that are read at once, the newest first.
const A_PAGE: i32 = 200;

/// How often they are, one after the other, until as many count as are shown. What lies behind was not looked through, and the answer says
/// that there may be more: nobody hides a medicine behind entries that ended.
const MOST_PAGES: usize = 5;

/// Medicines that are shown.
const MOST_SHOWN: usize = 60;

/// Longest directions in characters: the beginning of longer ones is shown, and says so.
const MOST_DIRECTIONS: usize = 300;

/// What is taken now.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "EmergencyMedicines")]
pub(crate) struct Medicines {
    /// The medicines, of which the newest was handed out first; each once.
    #[schemars(length(max = MOST_SHOWN))]
    items: Vec<Medicine>,
    /// Whether there are more than are shown, or may be: where the notebook has very many entries, not all are looked through.
    is_cut: bool,
}

/// One medicine.
#[derive(Serialize, JsonSchema, PartialEq, Eq)]
#[schemars(rename = "EmergencyMedicine")]
struct Medicine {
    /// Its name.
    #[schemars(length(max = limits::NAME))]
    name: String,
    /// How much, when and for how long, in the language of the answer; null where nothing is written. One that
    /// ends in `…` is longer in the notebook.
    #[schemars(length(max = MOST_DIRECTIONS + 1))]
    directions: Option<String>,
    /// When it was handed out last, or bought.
    dispensed_on: Day,
    /// Where the entry comes from.
    source: Source,
}

/// The entries of which some are taken now.
pub(crate) fn query(keys: ResidentKeys) -> RangeQuery {
    RangeQuery::prefix(keys.partition(), by_time::MEDICATIONS).by_time().newest_first().limit(A_PAGE)
}

fn back(day: Day, days: u64) -> Day {
    day.checked_sub_days(Days::new(days)).unwrap_or(day)
}

/// Whether a medicine of a group still counts.
fn is_taken(item: &MedicationItem, group: &Group, today: NaiveDate) -> bool {
    // Nothing says how long a bought medicine lasts but who takes it.
    if let Some(otc) = &item.otc {
        return otc.ended_on.is_none_or(|ended| ended >= today);
    }
    if item.dispensing.dispensed_on < back(today, DAYS_HANDED_OUT) {
        return false;
    }
    let period = supply::period(&item.dispensing, group);
    // Of a rhythm that is not understood nobody knows how long it lasts: rather one medicine too many, with its day.
    period.at_longest.max(period.last) >= back(today, DAYS_AFTER)
}

impl Medicines {
    /// Those of the notebook, of which the first page of entries was read, for somebody whose language it is.
    pub(crate) async fn of(app: &App, call: &Call, keys: ResidentKeys, first: &Page) -> Result<Self, Problem> {
        let mut shown = Self { items: Vec::new(), is_cut: false };
        shown.add_page(app, call, keys, first).await?;
        let mut last_key = first.last_key.clone();
        for _ in 1..MOST_PAGES {
            if last_key.is_none() || shown.items.len() >= MOST_SHOWN {
                break;
            }
            let page = app.table.query(query(keys).start_after(last_key)).await?;
            shown.add_page(app, call, keys, &page).await?;
            last_key = page.last_key;
        }
        shown.is_cut |= last_key.is_some();
        Ok(shown)
    }

    /// Those of one page more.
    async fn add_page(&mut self, app: &App, call: &Call, keys: ResidentKeys, page: &Page) -> Result<(), Problem> {
        let entries = page.read::<MedicationItem>()?;
        // What an entry is linked with stands beside it as a rule, and is read only where it does not.
        let kept_back = KeptBack::among(app, keys, entries.iter().map(LinkedEntry::from)).await?;
        let today = jst_day(call.now());
        let words = match call.language {
            Language::Japanese => Words::Japanese,
            Language::English => Words::English,
        };
        for item in entries.iter().filter(|item| kept_back.shows(item)) {
            let taken = item.dispensing.groups.iter().filter(|group| is_taken(item, group, today));
            for (group, drug) in taken.flat_map(|group| group.drugs.iter().map(move |drug| (group, drug))) {
                self.add(Medicine::new(item, group, drug, words));
            }
        }
        Ok(())
    }

    /// One more, unless a newer entry says the same.
    fn add(&mut self, medicine: Medicine) {
        let is_same = |other: &Medicine| (&other.name, &other.directions) == (&medicine.name, &medicine.directions);
        if self.items.iter().any(is_same) {
            return;
        }
        if self.items.len() < MOST_SHOWN {
            self.items.push(medicine);
        } else {
            self.is_cut = true;
        }
    }
}

impl Medicine {
    fn new(item: &MedicationItem, group: &Group, drug: &Drug, words: Words) -> Self {
        let directions = group.directions(drug, words).collect::<Vec<_>>().join(" ");
        Self {
            name: drug.name.clone(),
            directions: Some(directions).filter(|text| !text.is_empty()).map(|text| beginning(&text, MOST_DIRECTIONS)),
            dispensed_on: item.dispensing.dispensed_on,
            source: item.dispensing.source,
        }
    }
}
