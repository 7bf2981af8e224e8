//! The medicine notebook of some days, read whole: what leaves it as a file, a code or on paper. More than one context
//! writes such a thing, and all read the same.

mod alerts;
mod compare;
mod file;
mod flag;
mod kept_back;
mod known;
pub mod linked;
pub mod lock;
mod parts;

pub use alerts::{Alerts, StandingAlert};
pub use compare::alerts;
pub use file::File;
pub use kept_back::{KeptBack, LinkedEntry};
pub use known::{KnownAlerts, KnownBy, Mark, MarkedAlert};

use std::collections::BTreeSet;

use chrono::{Datelike, Months};
use notebook::access::{Level, Section};
use notebook::id::MedicationId;
use notebook::medication::alert::Alert;
use notebook::medication::dispensing::Dispensing;
use notebook::medication::gather;
use notebook::medication::note::{Author, NotebookNote, Otc};
use notebook::medication::owner::Owner;
use notebook::medication::profile_note;
use notebook::resident::Resident as Person;
use notebook::text::Text;
use notebook::time::{Day, Instant, jst_day};
use notebook::wrong::Wrong;
use platform::app::App;
use platform::auth::{Authorised, Resident};
use platform::endpoint::Proposed;
use platform::problem::{Code, Problem};
use platform::table::Page;
use platform::table::range::RangeQuery;
use platform::table::schema::ResidentKeys;
use platform::table::{Item, Key, PageOf, ReadPlan, from_item};
use schemars::JsonSchema;
use serde::Deserialize;

use self::flag::Flag;
use crate::keys::{MedicationKeys, ProfileKeys, by_time};

/// Pages of one list that are read: a page is a megabyte, and a year of most people's a tenth of one. Sheets are read whatever
/// the days are, because what is undated belongs to all of them.
const MOST_PAGES: usize = 16;

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
    /// Whether the person's own remarks on single entries are in it too. They are not unless it is asked for, by the person
    /// or by family who may manage the medicines; for others the answer is 404.
    #[serde(default)]
    include_remarks: Flag,
    /// Which part, from 1, of what is too much for one; the refusal of all says how many `parts` there are. Together they are
    /// all of it, as long as nothing changes in between.
    #[serde(default)]
    part: Option<parts::Part>,
}

/// An entry of the notebook, as far as it leaves it.
#[derive(Deserialize)]
struct Stored {
    dispensing: Dispensing,
    #[serde(default)]
    owner: Owner,
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
    #[serde(default)]
    medication_ids: Vec<MedicationId>,
    notes: Vec<NotebookNote>,
    #[serde(default)]
    owner: Option<Owner>,
    #[serde(default)]
    alerts: Vec<Alert>,
    /// From 1 on, a scan's OTC medicines are entries of their own, which can be concealed and deleted.
    #[serde(default)]
    version: u64,
}

impl Stored {
    fn id(&self) -> MedicationId {
        MedicationId(self.dispensing.id)
    }
}

impl Scan {
    fn is_own(&self) -> bool {
        Owner::of_sheet(self.owner, &self.alerts).is_resident()
    }

    /// Whether it says anything that leaves the notebook beside its medicines.
    fn tells_more(&self) -> bool {
        self.notes.iter().any(|note| !matches!(note, NotebookNote::Otc(_)) && !profile_note::is_of_profile(note))
    }
}

/// A dispensing with what the person says of it.
pub struct Entry {
    /// What was handed out.
    pub dispensing: Dispensing,
    /// The person's own remark; there only where it was asked for.
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
    /// The person's own remarks on the medicines among `notes`; there only where it was asked for.
    pub otc_remarks: Vec<(Otc, Text<800>)>,
    /// Entries of these days that are left out because they are concealed.
    pub concealed_left_out: usize,
    /// Entries of these days that are left out because nobody said yet whose sheet brought them.
    pub unconfirmed_left_out: usize,
}

/// Where what [`Wanted::plan`] named is found: entries and scans.
#[derive(Debug, Default, Clone, Copy)]
pub struct Pages([PageOf; 2]);

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
        let (from, to) = by_time::medications(from, to);
        let entries = RangeQuery::between(keys.partition(), &from, &to).by_time();
        Ok([entries, RangeQuery::kind(keys, ResidentKeys::SCANS).newest_first()])
    }

    /// Reads profile, entries and scans in the wave of the authorisation.
    pub fn plan(&self, keys: &Proposed, plan: &mut ReadPlan) -> Result<Pages, Problem> {
        let resident = keys.resident()?;
        plan.get(resident.profile());
        Ok(Pages(self.queries(resident, keys.now)?.map(|query| plan.query(query))))
    }

    /// What the plan read, and further pages where there are any: all of it, or a problem.
    pub async fn read(&self, app: &App, subject: &Authorised<Resident>, pages: Pages) -> Result<Material, Problem> {
        let today = jst_day(subject.now());
        let (from, to) = self.days(today)?;
        if self.include_remarks.0 {
            subject.require(Section::Medication, Level::Manage)?;
        }
        let (entries, scans) = self.pages(app, subject, pages).await?;
        let person: Person = from_item(subject.need(&subject.keys().profile())?)?;
        let with_profile = subject.require(Section::Profile, Level::See).is_ok();

        let stored = entries.iter().map(from_item::<Stored>).collect::<Result<Vec<_>, _>>()?;
        let sheets = scans.iter().map(from_item::<Scan>).collect::<Result<Vec<_>, _>>()?;
        // What a sheet of another person said counts for nothing until somebody says whose it is.
        let sheets: Vec<Scan> = sheets.into_iter().filter(Scan::is_own).collect();
        let linked = entries.iter().map(from_item::<LinkedEntry>).collect::<Result<Vec<_>, _>>()?;
        let kept_back = KeptBack::among(app, subject.keys(), linked.into_iter()).await?;
        let hidden = self.hidden(app, subject, &sheets, &stored, &kept_back).await?;
        // Two entries that tell of one dispensing are shown as the one that tells more, on its day and concealed as it is: also
        // where that day is not among those asked for, as in the list.
        let unconfirmed_left_out = stored.iter().filter(|stored| !stored.owner.is_resident()).count();
        let is_told = |stored: &Stored| stored.linked_to.is_none() && stored.owner.is_resident();
        let is_shown = |stored: &Stored| self.include_concealed.0 || !kept_back.has(stored.id());
        let (shown, concealed): (Vec<_>, Vec<_>) = stored.into_iter().filter(is_told).partition(is_shown);

        let of_sheets = || sheets.iter().flat_map(|sheet| &sheet.notes);
        let mut notes = Vec::new();
        if with_profile {
            notes = gather::of_profile(&person.profile);
            profile_note::name_authors(&mut notes, &of_sheets().cloned().collect::<Vec<_>>());
        }
        let (mut entries, mut concealed_otc, mut otc_remarks) =
            (Vec::with_capacity(shown.len()), Vec::new(), Vec::new());
        for stored in shown {
            let is_concealed = kept_back.has(stored.id());
            let remark = stored.remark.filter(|_| self.include_remarks.0);
            match stored.otc {
                Some(otc) => {
                    concealed_otc.extend(is_concealed.then(|| otc.clone()));
                    otc_remarks.extend(remark.map(|remark| (otc.clone(), remark)));
                    notes.push(NotebookNote::Otc(otc));
                }
                None => entries.push(Entry { dispensing: stored.dispensing, remark, concealed: is_concealed }),
            }
        }
        for (sheet, hidden) in sheets.iter().zip(hidden) {
            let leaves = |note: &&NotebookNote| match note {
                // The profile is the one truth of these, whoever reads it.
                NotebookNote::Patient { .. } => with_profile && !hidden && !profile_note::is_of_profile(note),
                NotebookNote::Otc(_) => sheet.version == 0,
                NotebookNote::Memo { .. } | NotebookNote::FamilyPharmacist { .. } => !hidden,
            };
            notes.extend(sheet.notes.iter().filter(leaves).cloned());
        }
        let hidden = |note: &NotebookNote| !self.include_concealed.0 && is_among(note, &concealed);
        let of_these_days = |note: &NotebookNote| gather::concerns(note, from, to.unwrap_or(Day::MAX)) && !hidden(note);
        let notes = gather::joined(notes.into_iter().filter(of_these_days));
        let concealed_left_out = concealed.len();
        Ok(Material {
            person,
            with_profile,
            entries,
            notes,
            concealed_otc,
            otc_remarks,
            concealed_left_out,
            unconfirmed_left_out,
        })
    }

    /// Of each sheet, whether what it says beside its medicines stays: one of them is kept from clinics, and a memo may tell
    /// of it. Where those medicines are of other days than those asked for, they are read.
    async fn hidden(
        &self,
        app: &App,
        subject: &Authorised<Resident>,
        sheets: &[Scan],
        stored: &[Stored],
        kept_back: &KeptBack,
    ) -> Result<Vec<bool>, Problem> {
        if self.include_concealed.0 {
            return Ok(vec![false; sheets.len()]);
        }
        let read: BTreeSet<MedicationId> = stored.iter().map(Stored::id).collect();
        let telling = sheets.iter().filter(|sheet| sheet.tells_more());
        let others: BTreeSet<Key> = telling
            .flat_map(|sheet| &sheet.medication_ids)
            .filter(|id| !read.contains(id))
            .map(|id| subject.keys().medication(*id))
            .collect();
        let mut others_kept = KeptBack::default();
        if !others.is_empty() {
            let mut plan = ReadPlan::default();
            for key in &others {
                plan.get(key.clone());
            }
            let fetched = app.table.read(plan).await?;
            let items =
                fetched.found(others)?.into_iter().map(from_item::<LinkedEntry>).collect::<Result<Vec<_>, _>>()?;
            others_kept = KeptBack::among(app, subject.keys(), items.into_iter()).await?;
        }
        let is_kept = |id: &MedicationId| kept_back.has(*id) || others_kept.has(*id);
        Ok(sheets.iter().map(|sheet| sheet.medication_ids.iter().any(is_kept)).collect())
    }

    async fn pages(
        &self,
        app: &App,
        subject: &Authorised<Resident>,
        Pages(first): Pages,
    ) -> Result<(Vec<Item>, Vec<Item>), Problem> {
        let queries = self.queries(subject.keys(), subject.now())?;
        let (mut lists, mut open) = ([Vec::new(), Vec::new()], Vec::new());
        for (list, page) in lists.iter_mut().zip(first) {
            let page = subject.fetched().page(page)?;
            list.extend(page.items.iter().map(needed));
            open.push(page.last_key.clone());
        }
        for _ in 1..MOST_PAGES {
            let mut plan = ReadPlan::default();
            let mut places = Vec::new();
            for (place, (query, last)) in queries.iter().zip(&open).enumerate() {
                if last.is_some() {
                    places.push((place, plan.query::<Item>(query.clone().start_after(last.clone()))));
                }
            }
            if places.is_empty() {
                break;
            }
            let fetched = app.table.read(plan).await?;
            for (place, page) in places {
                let Page { items, last_key } = fetched.page(page)?;
                if let (Some(list), Some(open)) = (lists.get_mut(place), open.get_mut(place)) {
                    list.extend(items.iter().map(needed));
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

/// An item without the bytes that were scanned, which are most of a sheet: many pages are held at once.
fn needed(item: &Item) -> Item {
    item.iter().filter(|(name, _)| *name != "parts").map(|(name, value)| (name.clone(), value.clone())).collect()
}

/// Whether an OTC medicine of a scan is one that was concealed since as an entry.
fn is_among(note: &NotebookNote, concealed: &[Stored]) -> bool {
    let NotebookNote::Otc(otc) = note else { return false };
    concealed.iter().filter_map(|stored| stored.otc.as_ref()).any(|hidden| hidden.name == otc.name)
}

impl Material {
    /// The person's own remark on a medicine bought without prescription.
    pub fn remark_on(&self, otc: &Otc) -> Option<&str> {
        self.otc_remarks.iter().find(|(known, _)| known == otc).map(|(_, remark)| remark.as_str())
    }

    /// The remarks as memos of the notebook, which a format has that knows no remarks on single entries.
    pub fn remarks_as_memos(&self) -> Vec<NotebookNote> {
        let memo = |text: &str, written_on| NotebookNote::Memo {
            text: text.to_owned(),
            written_on: Some(written_on),
            author: Author::Patient,
        };
        let entries = self.entries.iter();
        let of_entries =
            entries.filter_map(|entry| Some(memo(entry.remark.as_ref()?.as_str(), entry.dispensing.dispensed_on)));
        let of_otc = self.otc_remarks.iter().map(|(otc, remark)| NotebookNote::Memo {
            text: remark.as_str().to_owned(),
            written_on: otc.started_on.or(otc.ended_on),
            author: Author::Patient,
        });
        of_entries.chain(of_otc).collect()
    }

    /// That there is nothing to hand over, and how much is left out of it.
    pub fn nothing(&self) -> Problem {
        Problem::of(Code::NothingToExport)
            .with("concealed_left_out", self.concealed_left_out)
            .with("unconfirmed_left_out", self.unconfirmed_left_out)
    }

    /// Whether there is a dispensing or a medicine bought without prescription.
    pub fn has_medicines(&self) -> bool {
        !self.entries.is_empty() || self.notes.iter().any(|note| matches!(note, NotebookNote::Otc(_)))
    }
}
