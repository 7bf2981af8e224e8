//! Daily values.

use notebook::access::RelationKind;
use notebook::daily::{DailyRecord, Goals};
use notebook::id::RecordId;
use notebook::time::Instant;
use serde::{Deserialize, Serialize};

/// A set of daily values. Its key holds its id.
#[derive(Clone, Serialize, Deserialize)]
pub struct DailyItem {
    /// The record.
    pub record_id: RecordId,
    /// The values.
    #[serde(flatten)]
    pub record: DailyRecord,
    /// Who wrote these values.
    pub recorded_by: RelationKind,
    /// When they were written.
    pub recorded_at: Instant,
    /// The version for `ETag`.
    pub version: u64,
}

/// What the person wants to do: one item, however many goals.
#[derive(Clone, Serialize, Deserialize)]
pub struct GoalsItem {
    /// The goals.
    pub goals: Goals,
    /// The version for `ETag`.
    pub version: u64,
}
