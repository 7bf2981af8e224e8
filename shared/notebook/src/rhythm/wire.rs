//! Reading a rhythm. By hand, because a derived reader takes lists for objects and passes over fields of kinds that have
//! none.

use std::fmt;

use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::{Rhythm, Weekdays};
use crate::decimal::Decimal;
use crate::wrong::Wrong;

/// A number of days or times; the narrower bounds are those of the kind.
type Count = Decimal<0, 1, 366>;

const KINDS: &[&str] =
    &["daily", "every_n_days", "weekdays", "days_on_off", "n_per_week", "monthly", "as_needed", "unknown"];
const FIELDS: &[&str] = &["kind", "n", "days", "on", "off", "max_per_day"];

/// What was written, whatever the kind.
#[derive(Default)]
struct Fields {
    kind: Option<String>,
    n: Option<Count>,
    days: Option<Weekdays>,
    on: Option<Count>,
    off: Option<Count>,
    max_per_day: Option<Count>,
}

impl<'de> Deserialize<'de> for Rhythm {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Reader)
    }
}

struct Reader;

impl<'de> Visitor<'de> for Reader {
    type Value = Rhythm;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&Wrong::Object, f)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Rhythm, A::Error> {
        let mut fields = Fields::default();
        let mut seen = [false; FIELDS.len()];
        while let Some(name) = map.next_key::<String>()? {
            let place = FIELDS.iter().position(|known| *known == name);
            let place = place.ok_or_else(|| A::Error::unknown_field(&name, FIELDS))?;
            if let Some(seen) = seen.get_mut(place)
                && std::mem::replace(seen, true)
            {
                return Err(A::Error::custom(Wrong::Repeated));
            }
            match name.as_str() {
                "kind" => fields.kind = map.next_value()?,
                "n" => fields.n = map.next_value()?,
                "days" => fields.days = map.next_value()?,
                "on" => fields.on = map.next_value()?,
                "off" => fields.off = map.next_value()?,
                _ => fields.max_per_day = map.next_value()?,
            }
        }
        fields.rhythm()
    }
}

impl Fields {
    /// The rhythm of the kind, once nothing is missing, nothing left over and each number within its bounds.
    fn rhythm<E: Error>(mut self) -> Result<Rhythm, E> {
        let kind = self.kind.take().ok_or_else(|| E::missing_field("kind"))?;
        let need = |value: Option<Count>, name| value.map(count).ok_or_else(|| E::missing_field(name));
        let rhythm = match kind.as_str() {
            "daily" => Rhythm::Daily,
            "every_n_days" => Rhythm::EveryNDays { n: need(self.n.take(), "n")? },
            "weekdays" => Rhythm::Weekdays { days: self.days.take().ok_or_else(|| E::missing_field("days"))? },
            "days_on_off" => Rhythm::DaysOnOff { on: need(self.on.take(), "on")?, off: need(self.off.take(), "off")? },
            "n_per_week" => Rhythm::NPerWeek { n: need(self.n.take(), "n")? },
            "monthly" => Rhythm::Monthly,
            "as_needed" => Rhythm::AsNeeded { max_per_day: self.max_per_day.take().map(count) },
            "unknown" => Rhythm::Unknown,
            other => return Err(E::unknown_variant(other, KINDS)),
        };
        if let Some(name) = self.left_over() {
            return Err(E::unknown_field(name, &["kind"]));
        }
        rhythm.out_of_bounds().map_or(Ok(rhythm), |wrong| Err(E::custom(wrong)))
    }

    fn left_over(&self) -> Option<&'static str> {
        let fields = [
            ("n", self.n.is_some()),
            ("days", self.days.is_some()),
            ("on", self.on.is_some()),
            ("off", self.off.is_some()),
            ("max_per_day", self.max_per_day.is_some()),
        ];
        fields.into_iter().find(|(_, there)| *there).map(|(name, _)| name)
    }
}

fn count(value: Count) -> u16 {
    // From 1 to 366 by its type.
    u16::try_from(value.units()).unwrap_or(u16::MAX)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)] // tests
    use serde_json::{Value, json};

    use super::*;
    use crate::time::Day;

    fn every_kind() -> Vec<Value> {
        vec![
            json!({ "kind": "daily" }),
            json!({ "kind": "every_n_days", "n": 2 }),
            json!({ "kind": "weekdays", "days": ["mon", "thu"] }),
            json!({ "kind": "days_on_off", "on": 14, "off": 7 }),
            json!({ "kind": "n_per_week", "n": 3 }),
            json!({ "kind": "monthly" }),
            json!({ "kind": "as_needed" }),
            json!({ "kind": "as_needed", "max_per_day": 3 }),
            json!({ "kind": "unknown" }),
        ]
    }

    #[test]
    fn every_kind_is_written_as_it_is_read() {
        for wire in every_kind() {
            let rhythm: Rhythm = serde_json::from_value(wire.clone()).unwrap();
            assert_eq!(serde_json::to_value(rhythm).unwrap(), wire);
        }
    }

    #[test]
    fn a_field_that_the_kind_does_not_have_is_refused_in_every_kind() {
        for wire in every_kind() {
            for (name, value) in [("n", json!(2)), ("on", json!(1)), ("days", json!(["mon"])), ("colour", json!("red"))]
            {
                let mut more = wire.clone();
                if more.get(name).is_none() {
                    more.as_object_mut().unwrap().insert(name.into(), value);
                    assert!(serde_json::from_value::<Rhythm>(more.clone()).is_err(), "{more}");
                }
            }
        }
    }

    #[test]
    fn lists_missing_fields_and_numbers_out_of_bounds_are_refused() {
        for wrong in [
            json!(["daily"]),
            json!("daily"),
            json!({}),
            json!({ "kind": "hourly" }),
            json!({ "kind": "every_n_days" }),
            json!({ "kind": "every_n_days", "n": 1 }),
            json!({ "kind": "every_n_days", "n": 367 }),
            json!({ "kind": "every_n_days", "n": 2.5 }),
            json!({ "kind": "every_n_days", "n": "2" }),
            json!({ "kind": "weekdays", "days": [] }),
            json!({ "kind": "days_on_off", "on": 14 }),
            json!({ "kind": "days_on_off", "on": 0, "off": 7 }),
            json!({ "kind": "n_per_week", "n": 7 }),
            json!({ "kind": "as_needed", "max_per_day": 25 }),
        ] {
            assert!(serde_json::from_value::<Rhythm>(wrong.clone()).is_err(), "{wrong}");
        }
        assert!(serde_json::from_str::<Rhythm>(r#"{"kind":"n_per_week","n":3,"n":4}"#).is_err());
        assert!(serde_json::from_value::<Rhythm>(json!({ "kind": "as_needed", "max_per_day": null })).is_ok());
    }

    #[test]
    fn a_struct_around_it_keeps_its_own_fields_and_still_refuses_unknown_ones() {
        #[derive(serde::Serialize, serde::Deserialize)]
        struct Anchored {
            #[serde(flatten)]
            rhythm: Rhythm,
            anchor_day: Option<Day>,
        }
        let wire = json!({ "kind": "every_n_days", "n": 2, "anchor_day": "2026-11-22" });
        let anchored: Anchored = serde_json::from_value(wire.clone()).unwrap();
        assert_eq!(serde_json::to_value(&anchored).unwrap(), wire);
        assert!(serde_json::from_value::<Anchored>(json!({ "kind": "daily", "colour": "red" })).is_err());
    }
}
