//! Identifiers: UUIDv7, one type a concept, so that a visit's id cannot stand where a resident's is asked.

use std::fmt;
use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::time::Instant;

/// A UUIDv7 made of an instant (its first 48 bits, milliseconds) and ten random bytes.
pub fn uuid_v7(at: Instant, random: [u8; 10]) -> Uuid {
    let millis = u64::try_from(at.timestamp_millis()).unwrap_or(0);
    uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid()
}

/// The instant in a UUIDv7; 1970 for what lies outside the calendar.
fn made_at(id: Uuid) -> Instant {
    let millis = i64::try_from(id.as_u128() >> 80).unwrap_or(0);
    chrono::DateTime::from_timestamp_millis(millis).unwrap_or_default()
}

macro_rules! id {
    ($(#[doc = $doc:literal])+ $name:ident) => {
        $(#[doc = $doc])+
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl $name {
            /// A new id from the time and ten random bytes.
            pub fn new(at: Instant, random: [u8; 10]) -> Self {
                Self(uuid_v7(at, random))
            }

            /// When it was made, to the millisecond: the first 48 bits.
            pub fn made_at(self) -> Instant {
                made_at(self.0)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.hyphenated().fmt(f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self, f)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;

            /// Only the hyphenated lower-case form: one id has one spelling.
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                let id = Uuid::try_parse(text)?;
                if id.hyphenated().to_string() == text { Ok(Self(id)) } else { Uuid::try_parse("").map(Self) }
            }
        }
    };
}

id!(
    /// A person with a notebook.
    ResidentId
);
id!(
    /// One visit to an institution (受診), with or without a check-in.
    VisitId
);
id!(
    /// One set of daily values (日々の記録).
    RecordId
);
id!(
    /// One dispensing or medicine taken by oneself (調剤・OTC).
    MedicationId
);
id!(
    /// A clinic's note to the patient on a visit.
    NoteId
);
id!(
    /// One guidance by a public-health nurse (保健指導).
    GuidanceId
);
id!(
    /// A goal of a guidance.
    GoalId
);
id!(
    /// One attempt to prove who one is with the My Number Card.
    ProofId
);
id!(
    /// What a person opened to one institution on one day.
    GrantId
);
id!(
    /// A medication alarm (服薬アラーム).
    AlarmId
);
id!(
    /// A dose that was logged by hand: as needed, or in addition.
    IntakeId
);
id!(
    /// An invitation to become family of a person, as the person's notebook lists it: not its code.
    InvitationId
);
id!(
    /// A phone or browser that alarms are sent to. The device makes it itself, once, when it is registered.
    DeviceId
);

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)] // tests
    use super::*;

    #[test]
    fn an_id_sorts_by_its_time_and_has_one_spelling() {
        let early = VisitId::new("2026-11-22T00:00:00Z".parse().unwrap(), [255; 10]);
        let late = VisitId::new("2026-11-22T00:00:00.001Z".parse().unwrap(), [0; 10]);
        assert!(early < late && early.to_string() < late.to_string());
        assert_eq!(early.0.get_version_num(), 7);
        assert_eq!(early.to_string().parse::<VisitId>().unwrap(), early);
        assert!(early.to_string().to_uppercase().parse::<VisitId>().is_err());
        assert!("..".parse::<VisitId>().is_err());
    }
}
