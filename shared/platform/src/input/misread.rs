//! Why a value could not be read: where in the request, and what is wrong there.

use std::fmt;

use notebook::wrong::Wrong;
use serde::de::{Error, Expected, Unexpected};
use serde::{Deserialize, Serialize};

use crate::problem::{Code, Problem};

/// One thing that is wrong, at one place.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Misread {
    /// The steps to it, the last one first.
    steps: Vec<String>,
    wrong: Wrong,
    /// Nothing more is known than that it is not allowed.
    vague: bool,
}

impl Misread {
    /// Something wrong with the value at hand.
    pub(crate) fn here(wrong: Wrong) -> Self {
        Self { steps: Vec::new(), wrong, vague: false }
    }

    /// Not allowed, and nothing more is known yet.
    fn vague() -> Self {
        Self { vague: true, ..Self::here(Wrong::NotAllowed) }
    }

    /// Not what a visitor expects.
    pub(crate) fn unlike(expected: &dyn Expected) -> Self {
        Self::vague().expecting(wanted(expected))
    }

    /// The same, seen from what holds the value under this name.
    #[must_use]
    pub(crate) fn under(mut self, name: &str) -> Self {
        self.steps.push(known_name(name));
        self
    }

    /// The same, seen from the list that holds the value at this place.
    #[must_use]
    pub(crate) fn at(mut self, place: usize) -> Self {
        self.steps.push(place.to_string());
        self
    }

    /// The same of a PUT, which has every field that GET gave.
    #[must_use]
    pub(crate) fn of_a_replacement(mut self) -> Self {
        if self.wrong == Wrong::Missing {
            self.wrong = Wrong::LeftOut;
        }
        self
    }

    /// The same of query parameters.
    #[must_use]
    pub(crate) fn of_parameters(mut self) -> Self {
        if self.wrong == Wrong::NotAField {
            self.wrong = Wrong::NotAParameter;
        }
        self
    }

    /// What was expected instead, where nothing better is known.
    #[must_use]
    pub(crate) fn expecting(mut self, wanted: Option<Wrong>) -> Self {
        if let (true, Some(wanted)) = (self.vague, wanted) {
            self.wrong = wanted;
            self.vague = false;
        }
        self
    }
}

impl From<Misread> for Problem {
    fn from(misread: Misread) -> Self {
        let pointer = misread.steps.iter().rev().fold(String::new(), |pointer, step| format!("{pointer}/{step}"));
        let code = match misread.wrong {
            Wrong::NotAField | Wrong::NotAParameter => Code::UnknownField,
            Wrong::LeftOut => Code::MissingField,
            _ => Code::InvalidValue,
        };
        Self::field(code, pointer, misread.wrong)
    }
}

/// A name as it may stand in a pointer, if it could be one of ours; a typed text in the place of a name is not repeated.
pub(crate) fn known_name(name: &str) -> String {
    let ours = name.len() <= 40 && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
    if ours { name.to_owned() } else { "?".to_owned() }
}

/// What a visitor expects, as far as its own words say it.
pub(crate) fn wanted(expected: &dyn Expected) -> Option<Wrong> {
    let words = expected.to_string();
    let whole = |from: i64, to: i64| Some(Wrong::Between { from, to });
    match words.as_str() {
        "f32" | "f64" => Some(Wrong::Number),
        "u8" => whole(0, u8::MAX.into()),
        "u16" => whole(0, u16::MAX.into()),
        "u32" => whole(0, u32::MAX.into()),
        "i8" => whole(i8::MIN.into(), i8::MAX.into()),
        "i16" => whole(i16::MIN.into(), i16::MAX.into()),
        "i32" => whole(i32::MIN.into(), i32::MAX.into()),
        "u64" | "i64" | "usize" | "isize" => Some(Wrong::WholeNumber),
        "a boolean" => Some(Wrong::TrueOrFalse),
        "a string" | "a borrowed string" => Some(Wrong::Text),
        "a sequence" => Some(Wrong::List),
        "a map" => Some(Wrong::Object),
        "a formatted date string" => Some(Wrong::Day),
        "an RFC 3339 formatted date and time string" => Some(Wrong::Instant),
        words if words.contains("UUID") => Some(Wrong::Uuid),
        words if words.starts_with("struct ") || words.contains("tagged enum ") => Some(Wrong::Object),
        words => words.parse().ok(),
    }
}

impl fmt::Display for Misread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&serde_json::to_string(self).map_err(|_| fmt::Error)?)
    }
}

impl std::error::Error for Misread {}

/// What types and visitors refuse with. Their words are never repeated: they may contain the value.
impl Error for Misread {
    fn custom<T: fmt::Display>(message: T) -> Self {
        let words = message.to_string();
        if let Ok(misread) = serde_json::from_str(&words) {
            return misread;
        }
        words.parse().map_or_else(|_| Self::vague(), Self::here)
    }

    fn invalid_type(_: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::unlike(expected)
    }

    fn invalid_value(_: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::unlike(expected)
    }

    fn invalid_length(_: usize, expected: &dyn Expected) -> Self {
        Self::unlike(expected)
    }

    fn unknown_variant(_: &str, expected: &'static [&'static str]) -> Self {
        Self::here(Wrong::OneOf { names: expected.join(", ") })
    }

    fn unknown_field(field: &str, _: &'static [&'static str]) -> Self {
        Self::here(Wrong::NotAField).under(field)
    }

    fn missing_field(field: &'static str) -> Self {
        Self::here(Wrong::Missing).under(field)
    }

    fn duplicate_field(field: &'static str) -> Self {
        Self::here(Wrong::Repeated).under(field)
    }
}
