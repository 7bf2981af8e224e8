//! The emergency card (緊急カード): a code that opens allergies, medicines and contacts without an account, for who helps somebody that
//! cannot be asked.

pub mod create_emergency_card;
mod cut;
pub mod delete_emergency_card;
pub mod get_emergency_card;
mod medicines;
pub mod open_emergency_card;
mod shown;

use platform::job::JobEntry;
use platform::operation::Operation;

/// Its operations.
pub const OPERATIONS: &[Operation] = &[
    Operation::of::<create_emergency_card::CreateEmergencyCard>(),
    Operation::of::<get_emergency_card::GetEmergencyCard>(),
    Operation::of::<delete_emergency_card::DeleteEmergencyCard>(),
    Operation::of::<open_emergency_card::OpenEmergencyCard>(),
];

/// Its jobs.
pub const JOBS: &[JobEntry] = &[];
