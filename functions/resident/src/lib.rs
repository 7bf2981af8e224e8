//! Residents: the notebook's person, the proof of who they are, and what they consented to.

mod card;
mod consent;
pub mod create_resident;
pub mod finish_identity_proof;
pub mod get_consents;
pub mod get_me;
pub mod get_resident;
mod identity;
pub mod list_consent_texts;
mod outcome;
mod redeem;
pub mod start_identity_proof;
pub mod update_consents;
pub mod update_resident;

use platform::job::JobEntry;
use platform::operation::Operation;

/// Its operations.
pub const OPERATIONS: &[Operation] = &[
    Operation::of::<list_consent_texts::ListConsentTexts>(),
    Operation::of::<create_resident::CreateResident>(),
    Operation::of::<get_me::GetMe>(),
    Operation::of::<get_resident::GetResident>(),
    Operation::of::<update_resident::UpdateResident>(),
    Operation::of::<start_identity_proof::StartIdentityProof>(),
    Operation::of::<finish_identity_proof::FinishIdentityProof>(),
    Operation::of::<get_consents::GetConsents>(),
    Operation::of::<update_consents::UpdateConsents>(),
];

/// Its jobs.
pub const JOBS: &[JobEntry] = &[];
