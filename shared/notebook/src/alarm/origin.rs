//! What an alarm was made from. It says of two alarms whether they remind of the same doses, whatever became of their times.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::id::MedicationId;

/// Which of the alarms of one usage it is, where the times of the usage fall on more than one day of the calendar for this
/// person: what is taken at half past midnight, before going to bed, belongs to the day before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "SuggestedFallsOn")]
pub enum FallsOn {
    /// That of the times before the midnight before the person gets up.
    DayBefore,
    /// That of the times of the day itself.
    SameDay,
    /// That of the times after midnight.
    DayAfter,
}

/// The suggestion that an alarm was made from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// The dispensing.
    pub dispensing_id: MedicationId,
    /// The places of its groups, from 0; none of them where it is for the whole dispensing.
    #[serde(default)]
    pub groups: Vec<u16>,
    /// Which of the alarms of these groups; none where one has all their times.
    #[serde(default)]
    pub falls_on: Option<FallsOn>,
}

impl Origin {
    /// Whether alarms of the two remind of a dose twice.
    pub fn overlaps(&self, other: &Self) -> bool {
        let either_is_whole = self.groups.is_empty() || other.groups.is_empty();
        let groups = either_is_whole || self.groups.iter().any(|place| other.groups.contains(place));
        let apart = self.falls_on.zip(other.falls_on).is_some_and(|(one, other)| one != other);
        self.dispensing_id == other.dispensing_id && groups && !apart
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)] // tests
    use super::*;

    fn of(dispensing: u8, groups: &[u16], falls_on: Option<FallsOn>) -> Origin {
        let dispensing_id = MedicationId(uuid::Uuid::from_bytes([dispensing; 16]));
        Origin { dispensing_id, groups: groups.to_vec(), falls_on }
    }

    #[test]
    fn two_of_one_dispensing_overlap_where_they_share_a_group_or_one_is_for_the_whole() {
        for (one, other, overlap) in [
            (of(1, &[0, 1], None), of(1, &[1, 2], None), true),
            (of(1, &[0], None), of(1, &[1], None), false),
            (of(1, &[0], None), of(2, &[0], None), false),
            (of(1, &[], None), of(1, &[5], None), true),
            (of(1, &[0], Some(FallsOn::SameDay)), of(1, &[0], Some(FallsOn::DayAfter)), false),
            (of(1, &[0], Some(FallsOn::DayAfter)), of(1, &[0], Some(FallsOn::DayAfter)), true),
            // The times fell on one day when the other was made, or nobody said which it is.
            (of(1, &[0], None), of(1, &[0], Some(FallsOn::DayAfter)), true),
        ] {
            assert_eq!((one.overlaps(&other), other.overlaps(&one)), (overlap, overlap), "{one:?} {other:?}");
        }
    }
}
