//! What stands in paths. Each placeholder has one type, which reads it and describes it in the contract.

use std::borrow::Cow;
use std::str::FromStr;

use chrono::Datelike;
use notebook::access::Section;
use notebook::alarm::TimeOfDay;
use notebook::id::{
    AlarmId, DeviceId, GuidanceId, IntakeId, InvitationId, MedicationId, NoteId, RecordId, ResidentId, VisitId,
};
use notebook::institution::InstitutionCode;
use notebook::time::Day;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

/// A type that placeholders are read as.
pub trait InPath: FromStr + JsonSchema {
    /// The placeholders that are of this type.
    const NAMES: &'static [&'static str];
}

/// A text that can stand for something, and does not say what it is.
#[derive(Debug)]
pub struct NotOneOfOurs;

macro_rules! placeholders {
    ($($type:ty: $($name:literal),+;)+) => {
        $(impl InPath for $type {
            const NAMES: &'static [&'static str] = &[$($name),+];
        })+

        /// The schema of a placeholder, for the OpenAPI document: of the type that reads it. A name that is not here has none.
        pub fn schema(name: &str, generator: &mut SchemaGenerator) -> Option<Schema> {
            $(if <$type as InPath>::NAMES.contains(&name) {
                return Some(generator.subschema_for::<$type>());
            })+
            None
        }
    };
}

placeholders! {
    ResidentId: "resident_id";
    VisitId: "visit_id", "appointment_id";
    RecordId: "record_id";
    MedicationId: "medication_id", "sheet_id";
    NoteId: "note_id";
    GuidanceId: "guidance_id";
    AlarmId: "alarm_id";
    IntakeId: "intake_id";
    DeviceId: "device_id";
    InvitationId: "invitation_id";
    InstitutionDigits: "code", "institution_code";
    SectionName: "section";
    ActorId: "actor_id", "other_id";
    AlertId: "alert_id";
    DayOfPath: "date";
    TimeOfDay: "time";
}

/// A type of a path that is a text of a certain form.
macro_rules! text {
    ($(#[doc = $doc:literal])+ $name:ident, $schema:tt, $fits:expr) => {
        $(#[doc = $doc])+
        pub struct $name(pub String);

        impl FromStr for $name {
            type Err = NotOneOfOurs;

            fn from_str(text: &str) -> Result<Self, NotOneOfOurs> {
                let fits: fn(&str) -> bool = $fits;
                if fits(text) { Ok(Self(text.to_owned())) } else { Err(NotOneOfOurs) }
            }
        }

        impl JsonSchema for $name {
            fn schema_name() -> Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!($schema)
            }
        }
    };
}

text!(
    /// An account's id, as it stands in access logs.
    ActorId,
    { "type": "string", "pattern": "^[A-Za-z0-9_-]{20,64}$" },
    |text| (20..=64).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
);

text!(
    /// What an alert about medicines is known by: as the answer of a list gave it.
    AlertId,
    { "type": "string", "pattern": "^[A-Za-z0-9_-]{43}$" },
    |text| text.len() == 43
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
);

/// An institution's code as it stands in keys: ten ASCII digits, whether or not they are one that was ever given.
pub struct InstitutionDigits(pub String);

impl FromStr for InstitutionDigits {
    type Err = NotOneOfOurs;

    fn from_str(text: &str) -> Result<Self, NotOneOfOurs> {
        InstitutionCode::parse(text).map(|code| Self(code.to_string())).map_err(|_| NotOneOfOurs)
    }
}

/// A type of a path that the contract describes as another.
macro_rules! described_as {
    ($($name:ty: $other:ty;)+) => {
        $(impl JsonSchema for $name {
            fn inline_schema() -> bool {
                true
            }

            fn schema_name() -> Cow<'static, str> {
                <$other>::schema_name()
            }

            fn json_schema(generator: &mut SchemaGenerator) -> Schema {
                generator.subschema_for::<$other>()
            }
        })+
    };
}

described_as! {
    InstitutionDigits: InstitutionCode;
    SectionName: Section;
}

/// A section of the notebook, by its name.
pub struct SectionName(pub Section);

impl FromStr for SectionName {
    type Err = NotOneOfOurs;

    fn from_str(text: &str) -> Result<Self, NotOneOfOurs> {
        Section::ALL.into_iter().find(|section| section.as_str() == text).map(Self).ok_or(NotOneOfOurs)
    }
}

/// A day in its one spelling, of a year that somebody alive can mean.
pub struct DayOfPath(pub Day);

impl FromStr for DayOfPath {
    type Err = NotOneOfOurs;

    fn from_str(text: &str) -> Result<Self, NotOneOfOurs> {
        let day: Day = text.parse().map_err(|_| NotOneOfOurs)?;
        if day.to_string() == text && (2000..2200).contains(&day.year()) { Ok(Self(day)) } else { Err(NotOneOfOurs) }
    }
}

impl JsonSchema for DayOfPath {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "DayOfPath".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "format": "date", "description": "A day in Japan, of 2000 to 2199." })
    }
}
