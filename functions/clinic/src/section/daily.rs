//! 日々の記録: daily values of the last year.

use notebook::access::RelationKind;
use notebook::daily::{DailyRecord, Occasion};
use notebook::id::RecordId;
use notebook::time::{Instant, in_japan};
use platform::table::schema::ResidentKeys;
use records::items::DailyItem;
use records::opened::Listed;
use records::prelude::*;

use super::{Left, ListedSection, Part, Whole, query};
use crate::view::lines::Lines;
use crate::view::timeline::{Kind, Reference};

/// The section.
pub(crate) struct DailyValues;

/// A set of daily values.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "OpenedDailyRecord")]
pub(crate) struct Daily {
    record_id: RecordId,
    #[serde(flatten)]
    record: DailyRecord,
    /// Who wrote them: the person, a guardian or family.
    recorded_by: RelationKind,
}

impl From<DailyItem> for Daily {
    fn from(item: DailyItem) -> Self {
        Self { record_id: item.record_id, record: item.record, recorded_by: item.recorded_by }
    }
}

/// The key of an entry; not found where the text is no id.
fn key(keys: ResidentKeys, entry: &str) -> Result<Key, Problem> {
    entry.parse::<RecordId>().map(|id| keys.daily(id)).map_err(|_| Problem::not_found())
}

impl ListedSection for DailyValues {
    const LIST: Listed = Listed::Daily;
    type Reads = PageOf<DailyItem>;
    type Item = DailyItem;
    type Shown = Daily;

    fn plan(keys: ResidentKeys, now: Instant, cursor: Option<&str>, plan: &mut ReadPlan) -> Self::Reads {
        plan.query(query(keys, Self::LIST, now, cursor))
    }

    async fn read(_: &App, subject: &Authorised<Patient>, page: &Self::Reads) -> Result<Part<DailyItem>, Problem> {
        Part::of(subject.fetched().page(*page)?, from_item)
    }

    fn brief(item: DailyItem) -> Result<Daily, Problem> {
        Ok(item.into())
    }

    fn plan_entry(
        keys: ResidentKeys,
        entry: &str,
        _: Option<&str>,
        plan: &mut ReadPlan,
    ) -> Result<Self::Reads, Problem> {
        plan.get(key(keys, entry)?);
        Ok(PageOf::default())
    }

    async fn entry(
        _: &App,
        _: &Call,
        subject: &Authorised<Patient>,
        entry: &str,
        _: &Self::Reads,
    ) -> Result<Whole<Daily>, Problem> {
        let item: DailyItem = from_item(subject.need(&key(subject.keys(), entry)?)?)?;
        Ok(Whole { shown: item.into(), next_cursor: None, alerts: None })
    }

    fn arrived(shown: &Daily) -> Vec<(Instant, Reference)> {
        vec![(shown.record_id.made_at(), Reference::new(Kind::Daily, &shown.record_id))]
    }

    /// Days with values. A day with a memo alone is an entry that is not shown here.
    fn summary(list: &[Daily], left: Left, lines: &mut Lines) {
        let values: Vec<_> = list.iter().filter_map(measured).collect();
        let more = left.more || (values.is_empty() && !list.is_empty());
        lines.list("測定値", values.into_iter(), more);
    }
}

/// A day's values without the memo; nothing where there is only a memo.
fn measured(daily: &Daily) -> Option<String> {
    // By the names of the API, so that each value reads as it does there.
    let record = serde_json::to_value(&daily.record).ok()?;
    let number = |pointer: &str| record.pointer(pointer).filter(|value| value.is_number());
    let measures = [
        ("体重", "/weight_kg", "kg"),
        ("身長", "/height_cm", "cm"),
        ("体温", "/temperature_c", "℃"),
        ("収縮期", "/blood_pressure/systolic_mmhg", "mmHg"),
        ("拡張期", "/blood_pressure/diastolic_mmhg", "mmHg"),
        ("脈拍", "/blood_pressure/pulse_bpm", "/分"),
        ("歩数", "/steps", "歩"),
    ];
    let values = measures.iter().filter_map(|(name, pointer, unit)| Some(format!("{name} {}{unit}", number(pointer)?)));
    let values = values.collect::<Vec<_>>().join("、");
    let taken_at = daily.record.taken_at.instant();
    let time = in_japan(taken_at).format("%Y-%m-%d %H:%M");
    // Home blood pressure is judged by morning and evening; what is neither has its time.
    let occasion = daily.record.blood_pressure.as_ref().and_then(|_| Occasion::at(taken_at));
    let occasion = occasion.map_or("", |(occasion, _)| match occasion {
        Occasion::Morning => "（朝）",
        Occasion::Evening => "（晩）",
    });
    (!values.is_empty()).then(|| format!("{time}{occasion} {values}"))
}
