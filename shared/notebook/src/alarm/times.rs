//! The times of day of an alarm, with the amount that is taken at each.

use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::value::MapAccessDeserializer;
use serde::de::{Error as _, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::json;

use super::{PerDose, TimeOfDay};
use crate::wrong::Wrong;

/// A time of day with what is taken then.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct DoseTime {
    /// The time.
    pub time: TimeOfDay,
    /// How much is taken then, in whatever the person counts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount: Option<PerDose>,
}

impl From<TimeOfDay> for DoseTime {
    fn from(time: TimeOfDay) -> Self {
        Self { time, amount: None }
    }
}

/// `{ "time": "08:00", "amount": 2 }`, or, as it was written earlier, `"08:00"`.
impl<'de> Deserialize<'de> for DoseTime {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Reader)
    }
}

struct Reader;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Object {
    time: TimeOfDay,
    #[serde(default)]
    amount: Option<PerDose>,
}

impl<'de> Visitor<'de> for Reader {
    type Value = DoseTime;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&Wrong::TimeObject, f)
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<DoseTime, E> {
        text.parse().map(|time: TimeOfDay| time.into()).map_err(|_| E::custom(Wrong::TimeOfDay))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<DoseTime, A::Error> {
        let Object { time, amount } = Object::deserialize(MapAccessDeserializer::new(map))?;
        Ok(DoseTime { time, amount })
    }
}

/// At most eight times of day, each once, ascending whatever their order was on the wire. None only where nothing rings.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[serde(transparent)]
pub struct Times(Vec<DoseTime>);

impl Times {
    /// Most times of one alarm.
    pub const MOST: usize = 8;

    /// None where a time is there twice, or there are too many.
    pub fn new<T: Into<DoseTime>>(times: Vec<T>) -> Option<Self> {
        let mut times: Vec<DoseTime> = times.into_iter().map(Into::into).collect();
        times.sort_unstable_by_key(|dose| dose.time);
        let time = |dose: Option<&DoseTime>| dose.map(|dose| dose.time);
        let once = times.windows(2).all(|pair| time(pair.first()) != time(pair.last()));
        (times.len() <= Self::MOST && once).then_some(Self(times))
    }

    /// Ascending.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = TimeOfDay> + '_ {
        self.0.iter().map(|dose| dose.time)
    }

    /// What is named for each time, in their order.
    pub fn amounts(&self) -> impl Iterator<Item = Option<PerDose>> + '_ {
        self.0.iter().map(|dose| dose.amount)
    }

    /// What is named for this time.
    pub fn amount(&self, time: TimeOfDay) -> Option<PerDose> {
        self.0.iter().find(|dose| dose.time == time)?.amount
    }

    /// How many.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether this is one of them.
    pub fn has(&self, time: TimeOfDay) -> bool {
        self.iter().any(|known| known == time)
    }
}

impl<'de> Deserialize<'de> for Times {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::new(Vec::<DoseTime>::deserialize(deserializer)?).ok_or_else(|| D::Error::custom(Wrong::Times))
    }
}

impl JsonSchema for Times {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Times".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let time = generator.subschema_for::<DoseTime>().to_value();
        let earlier = json!({
            "type": "string", "description": "The earlier form, without an amount: read, never written",
            "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$",
        });
        let items = if generator.contract().is_serialize() { time } else { json!({ "anyOf": [time, earlier] }) };
        json_schema!({ "type": "array", "maxItems": Self::MOST, "uniqueItems": true, "items": items })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)] // tests
    use super::*;

    #[test]
    fn times_are_at_most_eight_each_once_and_ascending_in_either_form() {
        let read = |text: &str| serde_json::from_str::<Times>(text);
        let two = read(r#"["20:00",{"time":"08:00","amount":"1/3"}]"#).unwrap();
        let written = r#"[{"time":"08:00","amount":"1/3"},{"time":"20:00"}]"#;
        assert_eq!(serde_json::to_string(&two).unwrap(), written);
        assert_eq!(read(written).unwrap(), two);
        let nine: Vec<String> = (0..9).map(|n| format!("\"0{n}:00\"")).collect();
        for wrong in [
            r#"["08:00","08:00"]"#,
            r#"["08:00",{"time":"08:00","amount":2}]"#,
            r#"[{"time":"08:00","amount":0}]"#,
            r#"[{"time":"08:00","much":1}]"#,
            r#"[{"amount":1}]"#,
            r#"[["08:00"]]"#,
            "[480]",
            &format!("[{}]", nine.join(",")),
        ] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
        assert!(read(&format!("[{}]", nine[..8].join(","))).is_ok() && read("[]").unwrap().is_empty());
    }
}
