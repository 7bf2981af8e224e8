//! The doses of the day, with the names of their medicines.

use std::collections::BTreeMap;

use notebook::alarm::{Minute, PerDose, Status, TimeOfDay};
use notebook::id::{AlarmId, MedicationId};
use notebook::medication::amount;
use notebook::medication::dispensing::{Dispensing, Drug, Group};
use notebook::text::Text;
use notebook::time::{Day, Instant, jst_day};
use platform::problem::Language;
use platform::table::Page;
use platform::table::schema::ResidentKeys;
use records::doses::{self, Days, History, HistoryPages};
use records::prelude::*;

/// So many of the newest entries of the medicine notebook are read with the day: those of a usual year. Whatever else an alarm
/// names is read afterwards.
const MOST_MEDICINES: i32 = 40;

/// A planned dose.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "TodaysDose")]
pub(crate) struct Dose {
    /// The alarm.
    alarm_id: AlarmId,
    /// What it is called.
    label: Text<60>,
    /// Its day in Japan, as put-intake names it.
    date: Day,
    /// Its time of day in Japan, as put-intake names it.
    time: TimeOfDay,
    /// What it is now.
    status: Status,
    /// How much is to be taken then, where the alarm names that.
    amount: Option<PerDose>,
    /// The version that `If-Match` of `put-intake` names; none where there was no answer, which `0` names.
    #[schemars(with = "Option<Version>")]
    version: Option<u64>,
    /// What it is for, as the medicine notebook says it: of an entry with several medicines all of them.
    medications: Vec<Medicine>,
}

/// A medicine of a dose.
#[derive(Clone, Serialize, JsonSchema)]
#[schemars(rename = "TodaysMedicine")]
struct Medicine {
    /// Its name.
    name: String,
    /// Amount and usage as the sheet says them (`1日3錠 毎食後`), with what the amount counts; null where it says neither.
    amount_text: Option<String>,
}

/// An entry of the medicine notebook, as far as a dose shows it.
#[derive(Deserialize)]
pub(crate) struct Entry {
    dispensing: Dispensing,
}

/// Today, and where the night is not over, yesterday.
pub(crate) fn days(now: Instant) -> Days {
    Days { from: Minute::of(now).dose_day(), to: jst_day(now) }
}

/// The newest entries of the medicine notebook.
pub(crate) fn medicines(keys: ResidentKeys) -> RangeQuery {
    RangeQuery::prefix(keys.partition(), by_time::MEDICATIONS).by_time().newest_first().limit(MOST_MEDICINES)
}

/// The person's alarms, and what was said of their doses.
pub(crate) async fn history(
    app: &App,
    subject: &Authorised<Resident>,
    pages: &HistoryPages,
    now: Instant,
) -> Result<History, Problem> {
    History::read(app, subject, days(now), pages).await
}

/// The doses, earliest first.
pub(crate) async fn read(
    app: &App,
    subject: &Authorised<Resident>,
    (history, medicines): (&History, &Page),
    language: Language,
    now: Instant,
) -> Result<Vec<Dose>, Problem> {
    let today = jst_day(now);
    let open = |status: Status| matches!(status, Status::Due | Status::Snoozed);
    let mut doses = history.doses(now);
    doses.retain(|dose| dose.minute.day() == today || open(dose.status));
    doses.reverse();
    let named = doses.iter().flat_map(|dose| dose.medication_ids);
    let medicines = entries(app, subject.keys(), medicines, named, language).await?;
    Ok(doses.iter().map(|dose| shown(dose, &medicines)).collect())
}

/// What the entries of the notebook hold, by id: those of the page, and the others that are named.
async fn entries(
    app: &App,
    keys: ResidentKeys,
    page: &Page,
    named: impl Iterator<Item = &MedicationId>,
    language: Language,
) -> Result<BTreeMap<MedicationId, Vec<Medicine>>, Problem> {
    let mut found = BTreeMap::new();
    let take = |found: &mut BTreeMap<_, _>, item| {
        let Entry { dispensing } = from_item(item)?;
        found.insert(MedicationId(dispensing.id), of(&dispensing, language));
        Ok::<_, Problem>(())
    };
    for item in &page.items {
        take(&mut found, item)?;
    }
    let older: Vec<Key> = named.filter(|id| !found.contains_key(*id)).map(|id| keys.medication(*id)).collect();
    if !older.is_empty() {
        let mut plan = ReadPlan::default();
        for key in &older {
            plan.get(key.clone());
        }
        let fetched = app.table.read(plan).await?;
        for item in fetched.found(older)? {
            take(&mut found, item)?;
        }
    }
    Ok(found)
}

fn of(dispensing: &Dispensing, language: Language) -> Vec<Medicine> {
    let language = match language {
        Language::Japanese => amount::Language::Japanese,
        Language::English => amount::Language::English,
    };
    let drugs = dispensing.groups.iter().flat_map(|group| group.drugs.iter().map(move |drug| (group, drug)));
    let medicine = |(group, drug): (&Group, &Drug)| {
        let taking = group.taking(drug, language).collect::<Vec<_>>().join(" ");
        Medicine { name: drug.name.clone(), amount_text: Some(taking).filter(|text| !text.is_empty()) }
    };
    drugs.map(medicine).collect()
}

fn shown(dose: &doses::Dose<'_>, medicines: &BTreeMap<MedicationId, Vec<Medicine>>) -> Dose {
    let of = |id| medicines.get(id).into_iter().flatten().cloned();
    Dose {
        alarm_id: dose.alarm.alarm_id,
        label: dose.label.clone(),
        date: dose.minute.day(),
        time: dose.minute.time(),
        status: dose.status,
        amount: dose.amount,
        version: dose.answer.map(|item| item.version),
        medications: dose.medication_ids.iter().flat_map(of).collect(),
    }
}
