//! The medicine notebook (お薬手帳): what a pharmacy's QR code says is kept whole, and looked at for what may harm.

mod advice;
mod entry;
pub mod list_medications;
mod profile_notes;
mod register;
mod scan;
pub mod scan_dispensing;

use platform::endpoint::Operation;
use platform::job::JobEntry;

/// Its operations.
pub const OPERATIONS: &[Operation] =
    &[Operation::of::<scan_dispensing::ScanDispensing>(), Operation::of::<list_medications::ListMedications>()];

/// Its jobs.
pub const JOBS: &[JobEntry] = &[];
