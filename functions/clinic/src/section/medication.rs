//! お薬: dispensings and medicines, with what to look at about them.

use std::borrow::Cow;

use notebook::access::Section;
use notebook::id::MedicationId;
use notebook::resident::Resident as Person;
use notebook::time::Instant;
use platform::table::schema::ResidentKeys;
use records::items::MedicationItem;
use records::medicines::Alerts;
use records::opened::Listed;
use records::prelude::*;
use schemars::{Schema, SchemaGenerator};
use serde_json::Value;

use super::{Left, ListedSection, Part, Whole, query};
use crate::view::cut::{self, OpenedMedicine};
use crate::view::lines::{Lines, spaced};
use crate::view::medicines::{self, compared, named, visible};
use crate::view::timeline::{Event, Kind, Reference, shortened, title};

/// Most characters of a pharmacy's name in the summary.
const MOST_PLACE: usize = 40;
/// Most characters of a dispensing in the summary: its medicines are held within their own bound, and nothing behind them is cut.
const MOST_DISPENSING: usize = 500;

/// The section.
pub(crate) struct Medicines;

/// An entry as it is shown, cut as JSON.
#[derive(Serialize)]
#[serde(transparent)]
pub(crate) struct Medicine(Value);

impl JsonSchema for Medicine {
    fn schema_name() -> Cow<'static, str> {
        OpenedMedicine::schema_name()
    }

    fn schema_id() -> Cow<'static, str> {
        OpenedMedicine::schema_id()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        OpenedMedicine::json_schema(generator)
    }
}

impl Medicine {
    fn text(&self, pointer: &str) -> Option<&str> {
        self.0.pointer(pointer).and_then(Value::as_str)
    }

    /// The names of its medicines.
    fn names(&self) -> impl Iterator<Item = &str> {
        let groups = self.0.get("groups").and_then(Value::as_array).into_iter().flatten();
        let drugs = groups.filter_map(|group| group.get("drugs")?.as_array()).flatten();
        drugs.filter_map(|drug| drug.get("name")?.as_str())
    }
}

/// The key of an entry; not found where the text is no id.
fn key(keys: ResidentKeys, entry: &str) -> Result<Key, Problem> {
    entry.parse::<MedicationId>().map(|id| keys.medication(id)).map_err(|_| Problem::not_found())
}

/// What to look at among entries.
fn alerts_among(call: &Call, subject: &Authorised<Patient>, among: &[&MedicationItem]) -> Result<Alerts, Problem> {
    let person: Person = from_item(subject.need(&subject.keys().profile())?)?;
    let alerts = medicines::alerts(subject, &person.profile, among)?;
    if alerts.name_the_profile() {
        call.also(Section::Profile);
    }
    Ok(alerts)
}

/// What alerts rest on beside the entries.
fn plan_profile(keys: ResidentKeys, plan: &mut ReadPlan) {
    plan.get(keys.profile()).get(keys.known_alerts());
}

impl ListedSection for Medicines {
    const LIST: Listed = Listed::Medication;
    const HAS_UNCONFIRMED: bool = true;
    type Reads = PageOf<MedicationItem>;
    type Item = MedicationItem;
    type Shown = Medicine;

    fn plan(keys: ResidentKeys, now: Instant, cursor: Option<&str>, plan: &mut ReadPlan) -> Self::Reads {
        plan_profile(keys, plan);
        plan.query(query(keys, Self::LIST, now, cursor))
    }

    async fn read(
        app: &App,
        subject: &Authorised<Patient>,
        page: &Self::Reads,
    ) -> Result<Part<MedicationItem>, Problem> {
        visible(app, subject.keys(), subject.fetched().page(*page)?).await
    }

    fn brief(item: MedicationItem) -> Result<Medicine, Problem> {
        medicines::whole(&item).and_then(cut::dispensing).map(Medicine)
    }

    fn alerts(
        call: &Call,
        subject: &Authorised<Patient>,
        part: &Part<MedicationItem>,
        is_first_page: bool,
    ) -> Result<Option<Alerts>, Problem> {
        let (among, is_all) = compared(part);
        Ok(Some(alerts_among(call, subject, &among)?.of_all(is_all && is_first_page)))
    }

    fn plan_entry(
        keys: ResidentKeys,
        entry: &str,
        _: Option<&str>,
        plan: &mut ReadPlan,
    ) -> Result<Self::Reads, Problem> {
        plan_profile(keys, plan);
        plan.get(key(keys, entry)?);
        Ok(PageOf::default())
    }

    async fn entry(
        app: &App,
        call: &Call,
        subject: &Authorised<Patient>,
        entry: &str,
        _: &Self::Reads,
    ) -> Result<Whole<Medicine>, Problem> {
        let item: MedicationItem = from_item(subject.need(&key(subject.keys(), entry)?)?)?;
        let items = named(app, subject.keys(), vec![item]).await?;
        let alerts = alerts_among(call, subject, &items.iter().collect::<Vec<_>>())?.of_all(false);
        let item = items.first().ok_or_else(Problem::not_found)?;
        Ok(Whole { shown: Medicine(medicines::whole(item)?), next_cursor: None, alerts: Some(alerts) })
    }

    fn events(shown: &Medicine) -> Vec<Event> {
        let event = || {
            Some(Event {
                on: shown.text("/dispensed_on")?.parse().ok()?,
                at: None,
                kind: Kind::Dispensing,
                id: shown.text("/id")?.to_owned(),
                institution: shown
                    .text("/pharmacy/name")
                    .or_else(|| shown.text("/prescriber/institution"))
                    .map(str::to_owned),
                title: title(shown.names()),
            })
        };
        event().into_iter().collect()
    }

    fn arrived(shown: &Medicine) -> Vec<(Instant, Reference)> {
        let id = shown.text("/id").unwrap_or_default();
        // What has no id of ours is old.
        let made_at = id.parse().map(MedicationId::made_at).unwrap_or_default();
        vec![(made_at, Reference::new(Kind::Dispensing, &id))]
    }

    fn summary(list: &[Medicine], left: Left, lines: &mut Lines) {
        let dispensing = |shown: &Medicine| {
            let place = shortened(shown.text("/pharmacy/name").unwrap_or_default(), MOST_PLACE);
            let left_out = match cut::left_out(&shown.0) {
                0 => String::new(),
                count => format!("（ほか{count}剤）"),
            };
            let day = shown.text("/dispensed_on").unwrap_or_default();
            spaced([day, &place, &medicines::line(&shown.0), &left_out])
        };
        // That there is nothing is not said of what is left out.
        let or_more = if left.more { "以上" } else { "" };
        let left_out = (left.unconfirmed > 0).then_some(left.unconfirmed);
        let left_out =
            left_out.map(|count| format!("本人のものか確認されていない記録 {count} 件{or_more}は表示していません"));
        let list = left_out.into_iter().chain(list.iter().map(dispensing));
        lines.bounded("お薬", list, MOST_DISPENSING, 0, left.more);
    }
}
