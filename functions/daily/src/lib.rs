//! Daily values (日々の記録): kept, corrected, removed and drawn as lines over time, by the person and by family as far
//! as their relation reaches.

pub mod create_daily_record;
pub mod delete_daily_record;
mod entry;
pub mod get_daily_record;
pub mod get_daily_trends;
pub mod get_goals;
mod goals;
pub mod list_daily_records;
mod months;
mod period;
pub mod put_goals;
mod span;
pub mod update_daily_record;

use platform::job::JobEntry;
use platform::operation::Operation;

/// Its operations.
pub const OPERATIONS: &[Operation] = &[
    Operation::of::<create_daily_record::CreateDailyRecord>(),
    Operation::of::<list_daily_records::ListDailyRecords>(),
    Operation::of::<get_daily_record::GetDailyRecord>(),
    Operation::of::<update_daily_record::UpdateDailyRecord>(),
    Operation::of::<delete_daily_record::DeleteDailyRecord>(),
    Operation::of::<get_daily_trends::GetDailyTrends>(),
    Operation::of::<get_goals::GetGoals>(),
    Operation::of::<put_goals::PutGoals>(),
];

/// Its jobs.
pub const JOBS: &[JobEntry] = &[];
