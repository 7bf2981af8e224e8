//! The medicine notebook of some days, read whole: what leaves it as a file, a code or on paper. More than one context
//! writes such a thing, and all read the same.

use std::borrow::Cow;

use chrono::{Datelike, Months};
use notebook::access::{Level, Section};
use notebook::id::MedicationId;
use notebook::medication::dispensing::Dispensing;
use notebook::medication::gather;
use notebook::medication::note::{NotebookNote, Otc};
use notebook::resident::Resident as Person;
use notebook::text::Text;
use notebook::time::{Day, Instant, jst_day};
use notebook::wrong::Wrong;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, de};

use crate::app::App;
use crate::auth::{Authorised, Resident};
use crate::endpoint::Proposed;
use crate::problem::{Code, Problem};
use crate::table::read::{Page, RangeQuery};
use crate::table::schema::{ResidentKeys, by_time};
use crate::table::{Item, ReadPlan, from_item};

/// Pages of one list that are read: a page is a megabyte, and a year of most people's a tenth of one.
const MOST_PAGES: usize = 4;

/// Which days, and whether what is concealed too.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Wanted {
    /// First day of dispensing; a year before `to` where it is not named.
    #[serde(default)]
    from: Option<Day>,
    /// Last day of dispensing; no end where it is not named.
    #[serde(default)]
    to: Option<Day>,
    /// Whether entries that the person keeps from every clinic are in it too. They are not unless it is asked for: what
    /// leaves the notebook is mostly meant to be shown at a counter.
    #[serde(default)]
    include_concealed: Flag,
}

/// `true` or `false`. A query parameter, so it arrives as text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Flag(bool);

impl<'de> Deserialize<'de> for Flag {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match &*Cow::<'de, str>::deserialize(deserializer)? {
            "true" => Ok(Self(true)),
            "false" => Ok(Self(false)),
            _ => Err(de::Error::custom(Wrong::TrueOrFalse)),
        }
    }
}

impl JsonSchema for Flag {
    fn schema_name() -> Cow<'static, str> {
        "Flag".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "boolean", "default": false })
    }
}

/// An entry of the notebook, as far as it leaves it.
#[derive(Deserialize)]
struct Stored {
    dispensing: Dispensing,
    concealed: bool,
    #[serde(default)]
    otc: Option<Otc>,
    #[serde(default)]
    remark: Option<Text<800>>,
    #[serde(default)]
    linked_to: Option<MedicationId>,
}

/// What of a scan belongs to no dispensing.
#[derive(Deserialize)]
struct Scan {
    notes: Vec<NotebookNote>,
    new_notes: bool,
    /// From 1 on, a scan's OTC medicines are entries of their own, which can be concealed and deleted.
    #[serde(default)]
    version: u64,
}

/// A dispensing with what the person says of it.
pub struct Entry {
    /// What was handed out.
    pub dispensing: Dispensing,
    /// The person's own remark.
    pub remark: Option<Text<800>>,
    /// Kept from every clinic; there only where it was asked for.
    pub concealed: bool,
}

/// A notebook that was read.
pub struct Material {
    /// The person.
    pub person: Person,
    /// Whether the caller may read the profile. Where not, nothing of it is in `notes`, and who the person is must not
    /// be told either, beyond the name that the family uses.
    pub with_profile: bool,
    /// Dispensings, oldest first.
    pub entries: Vec<Entry>,
    /// What belongs to no dispensing, each once: the profile's first, then the newest scan's.
    pub notes: Vec<NotebookNote>,
    /// Those of the medicines among `notes` that are kept from every clinic; there only where it was asked for.
    pub concealed_otc: Vec<Otc>,
    /// Entries of these days that are left out because they are concealed.
    pub concealed_left_out: usize,
}

/// A file, as the API answers it.
#[derive(Serialize, JsonSchema)]
pub struct File {
    /// A name to save it under.
    pub file_name: String,
    /// Its media type.
    pub content_type: &'static str,
    /// Its bytes.
    pub bytes_base64: String,
}

impl Wanted {
    /// The first day and, where one was named, the last.
    pub fn days(&self, today: Day) -> Result<(Day, Option<Day>), Problem> {
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
        Ok((from, self.to))
    }

    /// The two lists: entries oldest first, scans newest first.
    fn queries(&self, keys: ResidentKeys, now: Instant) -> Result<[RangeQuery; 2], Problem> {
        let (from, to) = self.days(jst_day(now))?;
        let to = to.map_or_else(|| "MED#~".to_owned(), |to| by_time::medication(to, '~'));
        let entries = RangeQuery::between(keys.partition(), &format!("MED#{from}"), &to).by_time();
        Ok([entries, RangeQuery::prefix(keys.partition(), "SCAN#").newest_first()])
    }

    /// Reads profile, entries and scans in the wave of the authorisation.
    pub fn plan(&self, keys: &Proposed, plan: &mut ReadPlan) -> Result<(), Problem> {
        let resident = keys.resident()?;
        plan.get(resident.profile());
        for query in self.queries(resident, keys.now)? {
            plan.query(query);
        }
        Ok(())
    }

    /// What the plan read, and further pages where there are any: all of it, or a problem.
    pub async fn read(&self, app: &App, subject: &Authorised<Resident>) -> Result<Material, Problem> {
        let today = jst_day(subject.now());
        let (from, to) = self.days(today)?;
        let (entries, scans) = self.pages(app, subject).await?;
        let person: Person = from_item(subject.need(&subject.keys().profile())?)?;
        let with_profile = subject.require(Section::Profile, Level::See).is_ok();

        let stored = entries.iter().map(from_item::<Stored>).collect::<Result<Vec<_>, _>>()?;
        // Two entries that tell of one dispensing are shown as the one that tells more, on its day and concealed as it is: also
        // where that day is not among those asked for, as in the list.
        let is_told = |stored: &Stored| stored.linked_to.is_none();
        let (shown, concealed): (Vec<_>, Vec<_>) =
            stored.into_iter().filter(is_told).partition(|stored| self.include_concealed.0 || !stored.concealed);

        let mut notes = if with_profile { gather::of_profile(&person.profile) } else { Vec::new() };
        let (mut entries, mut concealed_otc) = (Vec::with_capacity(shown.len()), Vec::new());
        for stored in shown {
            match stored.otc {
                Some(otc) => {
                    concealed_otc.extend(stored.concealed.then(|| otc.clone()));
                    notes.push(NotebookNote::Otc(otc));
                }
                None => entries.push(Entry {
                    dispensing: stored.dispensing,
                    remark: stored.remark,
                    concealed: stored.concealed,
                }),
            }
        }
        for scan in &scans {
            let scan: Scan = from_item(scan)?;
            if scan.new_notes {
                let is_entry = |note: &NotebookNote| scan.version > 0 && matches!(note, NotebookNote::Otc(_));
                notes.extend(scan.notes.into_iter().filter(|note| !is_entry(note)));
            }
        }
        let hidden = |note: &NotebookNote| !self.include_concealed.0 && is_among(note, &concealed);
        let of_these_days = |note: &NotebookNote| gather::concerns(note, from, to.unwrap_or(Day::MAX)) && !hidden(note);
        let notes = gather::joined(notes.into_iter().filter(of_these_days));
        Ok(Material { person, with_profile, entries, notes, concealed_otc, concealed_left_out: concealed.len() })
    }

    async fn pages(&self, app: &App, subject: &Authorised<Resident>) -> Result<(Vec<Item>, Vec<Item>), Problem> {
        let queries = self.queries(subject.keys(), subject.now())?;
        let (mut lists, mut open) = ([Vec::new(), Vec::new()], Vec::new());
        for (place, list) in lists.iter_mut().enumerate() {
            let page = subject.fetched().page(place)?;
            list.extend(page.items.iter().cloned());
            open.push(page.last_key.clone());
        }
        for _ in 1..MOST_PAGES {
            let mut plan = ReadPlan::default();
            let mut places = Vec::new();
            for (place, (query, last)) in queries.iter().zip(&open).enumerate() {
                if last.is_some() {
                    plan.query(query.clone().start_after(last.clone()));
                    places.push(place);
                }
            }
            if places.is_empty() {
                break;
            }
            let fetched = app.table.read(plan).await?;
            for (n, place) in places.into_iter().enumerate() {
                let Page { items, last_key } = fetched.page(n)?;
                if let (Some(list), Some(open)) = (lists.get_mut(place), open.get_mut(place)) {
                    list.extend(items.iter().cloned());
                    open.clone_from(last_key);
                }
            }
        }
        if open.iter().any(Option::is_some) {
            return Err(Problem::of(Code::ExportTooLarge));
        }
        let [entries, scans] = lists;
        Ok((entries, scans))
    }
}

/// Whether an OTC medicine of a scan is one that was concealed since as an entry.
fn is_among(note: &NotebookNote, concealed: &[Stored]) -> bool {
    let NotebookNote::Otc(otc) = note else { return false };
    concealed.iter().filter_map(|stored| stored.otc.as_ref()).any(|hidden| hidden.name == otc.name)
}

impl Material {
    /// Whether there is a dispensing or a medicine bought without prescription.
    pub fn has_medicines(&self) -> bool {
        !self.entries.is_empty() || self.notes.iter().any(|note| matches!(note, NotebookNote::Otc(_)))
    }
}
