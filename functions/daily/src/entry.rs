//! A record as it is kept and as it is shown.

use chrono::TimeDelta;
use notebook::access::RelationKind;
use notebook::daily::DailyRecord;
use notebook::daily::record::Refusal;
use notebook::daily::values::{BloodPressure, Height, Mood, Steps, TakenAt, Temperature, Weight};
use notebook::id::RecordId;
use notebook::text::Text;
use notebook::time::Instant;
use platform::table::Fetched;
use platform::table::schema::attribute;
use records::items::DailyItem;
use records::prelude::*;

use crate::months;

/// A daily record.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "DailyEntry")]
pub struct Entry {
    /// Its id.
    record_id: RecordId,
    /// When the values were taken, with Japan's offset.
    taken_at: TakenAt,
    /// 体重, kg, to the gram
    #[serde(skip_serializing_if = "Option::is_none")]
    weight_kg: Option<Weight>,
    /// 身長
    #[serde(skip_serializing_if = "Option::is_none")]
    height_cm: Option<Height>,
    /// 体温, °C, to the hundredth
    #[serde(skip_serializing_if = "Option::is_none")]
    temperature_c: Option<Temperature>,
    /// 血圧
    #[serde(skip_serializing_if = "Option::is_none")]
    blood_pressure: Option<BloodPressure>,
    /// 歩数 of the day so far: of several entries of a day the last one is the day's
    #[serde(skip_serializing_if = "Option::is_none")]
    steps: Option<Steps>,
    /// 気分: 1 (bad) to 5 (good)
    #[serde(skip_serializing_if = "Option::is_none")]
    mood: Option<Mood>,
    /// メモ. A clinic to which the section `daily` is opened reads it with the values.
    #[serde(skip_serializing_if = "Option::is_none")]
    memo: Option<Text<1000>>,
    /// Who wrote these values: the person, a guardian or family.
    recorded_by: RelationKind,
    /// When these values were written.
    recorded_at: Instant,
    /// The version that `ETag` shows and `If-Match` names.
    #[schemars(with = "Version")]
    version: u64,
}

impl TakenBack for Entry {
    const READ_ONLY: &'static [&'static str] = &["/record_id", "/recorded_by", "/recorded_at", "/version"];
}

impl From<DailyItem> for Entry {
    fn from(item: DailyItem) -> Self {
        let DailyRecord { taken_at, weight_kg, height_cm, temperature_c, blood_pressure, steps, mood, memo } =
            item.record;
        Self {
            record_id: item.record_id,
            taken_at,
            weight_kg,
            height_cm,
            temperature_c,
            blood_pressure,
            steps,
            mood,
            memo,
            recorded_by: item.recorded_by,
            recorded_at: item.recorded_at,
            version: item.version,
        }
    }
}

/// 422 unless the record can be kept.
pub(crate) fn check(record: &DailyRecord, now: Instant) -> Result<(), Problem> {
    record.check(now).map_err(|refusal| {
        let (pointer, wrong) = match refusal {
            Refusal::Empty => ("", Wrong::NoValue),
            Refusal::Future => ("/taken_at", Wrong::MinutesAhead { most: 10 }),
        };
        Problem::field(Code::InvalidValue, pointer, wrong)
    })
}

/// Puts a new record, written now by the caller.
pub(crate) fn put(
    effect: &mut Transaction,
    call: &Call,
    subject: &Authorised<Resident>,
    record_id: RecordId,
    record: DailyRecord,
) -> Result<(), Problem> {
    let recorded_by = subject.relation().kind;
    let item = DailyItem { record_id, record, recorded_by, recorded_at: call.now(), version: 1 };
    let meta = Meta { version: Some(item.version), ..meta(&item) };
    effect.put(&subject.keys().daily(record_id), &item, &meta, Only::IfNew)?;
    months::outdate(effect, subject.keys(), call.now(), [item.record.day()])
}

/// Writes other values over a record, by the caller and now; nothing where they are what it says. Gives the version that it
/// has then.
pub(crate) fn edit(
    effect: &mut Transaction,
    call: &Call,
    subject: &Authorised<Resident>,
    before: &DailyItem,
    record: DailyRecord,
) -> Result<u64, Problem> {
    let mut item = before.clone();
    if record != before.record {
        item = DailyItem { record, recorded_by: subject.relation().kind, recorded_at: call.now(), ..item };
    }
    let version = effect.edit(&subject.keys().daily(item.record_id), (before, before.version), &item, meta(&item))?;
    if version != before.version {
        months::outdate(effect, subject.keys(), call.now(), [before.record.day(), item.record.day()])?;
    }
    Ok(version)
}

fn meta(item: &DailyItem) -> Meta {
    let by_time = by_time::daily(item.record.taken_at.instant(), item.record_id);
    Meta { by_time: Some(by_time), ..Meta::default() }
}

/// That a record was removed: its id stays taken for as long as a client may send it again.
#[derive(Serialize, Deserialize)]
pub(crate) struct Removal {
    removed_at: Instant,
}

impl Removal {
    /// For so long it is known: a phone that was without a network for a season has it still.
    const KEPT: TimeDelta = TimeDelta::days(90);

    /// Notes it, with the removal.
    pub(crate) fn note(effect: &mut Transaction, key: &Key, now: Instant) -> Result<(), Problem> {
        let meta = Meta { expires_at: Some((now + Self::KEPT).timestamp()), ..Meta::default() };
        effect.put(key, &Self { removed_at: now }, &meta, Only::Always)
    }

    /// 409 where it is known; whatever the call writes requires that it is not.
    pub(crate) fn refuse(call: &Call, fetched: &Fetched, key: &Key) -> Result<(), Problem> {
        if fetched.item(key)?.is_some() {
            return Err(Problem::of(Code::RemovedSince));
        }
        call.rest_on(fetched, key, &[attribute::SK])
    }
}

/// The id of a record.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "DailyReference")]
pub struct Reference {
    /// Its id.
    pub(crate) record_id: RecordId,
}

/// The answer of a write: the id with the version that was written, the same on every repetition.
pub(crate) fn written(ids: &[String]) -> Result<Answer<Reference>, Problem> {
    let missing = || Problem::internal("no id remembered");
    let [id, version] = ids else { return Err(missing()) };
    let record_id = id.parse().map_err(|_| missing())?;
    Ok(Answer::of(Reference { record_id }).version(version.parse().map_err(|_| missing())?))
}
