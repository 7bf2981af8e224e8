//! Family: who may see whose notebook, how far, and how that begins and ends.

pub mod accept_invitation;
pub mod create_child;
pub mod create_invitation;
pub mod end_relation;
mod joining;
pub mod list_family;
mod open_invitations;
mod relative;
pub mod update_relation;
pub mod withdraw_invitation;

use platform::job::JobEntry;
use platform::operation::Operation;

/// Its operations.
pub const OPERATIONS: &[Operation] = &[
    Operation::of::<create_child::CreateChild>(),
    Operation::of::<create_invitation::CreateInvitation>(),
    Operation::of::<withdraw_invitation::WithdrawInvitation>(),
    Operation::of::<accept_invitation::AcceptInvitation>(),
    Operation::of::<list_family::ListFamily>(),
    Operation::of::<update_relation::UpdateRelation>(),
    Operation::of::<end_relation::EndRelation>(),
];

/// Its jobs.
pub const JOBS: &[JobEntry] = &[];
