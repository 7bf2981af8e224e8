//! The medicines that somebody takes now, as far as the notebook knows: what was handed out not long ago, without what is kept back.

use chrono::{Days, NaiveDate};
use notebook::medication::amount::Language as Words;
use notebook::medication::dispensing::{Drug, Group, Source};
use notebook::medication::limits;
use notebook::medication::supply;
use notebook::time::{Day, Instant, jst_day};
use platform::problem::Language;
use platform::table::Page;
use platform::table::schema::ResidentKeys;
use records::items::MedicationItem;
use records::medicines::{KeptBack, LinkedEntry};
use records::prelude::*;

/// Days back from today of which entries are read: half a year, longer than any supply that is handed out at once.
const DAYS_READ: u64 = 183;

/// Days after the end of a supply for which a medicine still counts: what was left over, and what is at work.
const DAYS_AFTER: u64 = 30;

/// Entries that are read.
const MOST_READ: i32 = 200;

/// Medicines that are shown.
const MOST_SHOWN: usize = 60;

/// Longest directions in characters: half of them would be others.
const MOST_DIRECTIONS: usize = 300;

/// What is taken now.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "EmergencyMedicines")]
pub(crate) struct Medicines {
    /// The medicines, of which the newest was handed out first; each once.
    #[schemars(length(max = MOST_SHOWN))]
    items: Vec<Medicine>,
    /// Whether there are more than are shown.
    is_cut: bool,
}

/// One medicine.
#[derive(Serialize, JsonSchema, PartialEq, Eq)]
#[schemars(rename = "EmergencyMedicine")]
struct Medicine {
    /// Its name.
    #[schemars(length(max = limits::NAME))]
    name: String,
    /// How much, when and for how long, in the language of the answer; null where nothing is written, or more than fits.
    #[schemars(length(max = MOST_DIRECTIONS))]
    directions: Option<String>,
    /// When it was handed out last, or bought.
    dispensed_on: Day,
    /// Where the entry comes from.
    source: Source,
}

/// The entries of which some are taken now.
pub(crate) fn query(keys: ResidentKeys, now: Instant) -> RangeQuery {
    let (from, to) = by_time::medications(back(jst_day(now), DAYS_READ), None);
    RangeQuery::between(keys.partition(), &from, &to).by_time().newest_first().limit(MOST_READ)
}

fn back(day: Day, days: u64) -> Day {
    day.checked_sub_days(Days::new(days)).unwrap_or(day)
}

/// Whether a medicine of a group still counts.
fn is_taken(item: &MedicationItem, group: &Group, today: NaiveDate) -> bool {
    if let Some(ended) = item.otc.as_ref().and_then(|otc| otc.ended_on) {
        return ended >= today;
    }
    let period = supply::period(&item.dispensing, group);
    // Of a rhythm that is not understood nobody knows how long it lasts: rather one medicine too many, with its day.
    period.at_longest.max(period.last) >= back(today, DAYS_AFTER)
}

impl Medicines {
    /// Those of a page, for somebody whose language it is.
    pub(crate) async fn of(app: &App, call: &Call, keys: ResidentKeys, page: &Page) -> Result<Self, Problem> {
        let entries = page.items.iter().map(from_item::<MedicationItem>).collect::<Result<Vec<_>, _>>()?;
        // What an entry is linked with stands beside it as a rule, and is read only where it does not.
        let kept_back = KeptBack::among(app, keys, entries.iter().map(LinkedEntry::from)).await?;
        let today = jst_day(call.now());
        let words = match call.language {
            Language::Japanese => Words::Japanese,
            Language::English => Words::English,
        };
        let mut shown: Self = Self { items: Vec::new(), is_cut: page.last_key.is_some() };
        for item in entries.iter().filter(|item| kept_back.shows(item)) {
            let taken = item.dispensing.groups.iter().filter(|group| is_taken(item, group, today));
            for (group, drug) in taken.flat_map(|group| group.drugs.iter().map(move |drug| (group, drug))) {
                shown.add(Medicine::new(item, group, drug, words));
            }
        }
        Ok(shown)
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
        let fits = !directions.is_empty() && directions.chars().count() <= MOST_DIRECTIONS;
        Self {
            name: drug.name.clone(),
            directions: fits.then_some(directions),
            dispensed_on: item.dispensing.dispensed_on,
            source: item.dispensing.source,
        }
    }
}
