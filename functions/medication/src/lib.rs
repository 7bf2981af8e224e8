//! The medicine notebook (お薬手帳): what a pharmacy's QR code says is kept whole, and looked at for what may harm.

mod advice;
mod entry;
pub mod export_medications;
pub mod export_notebook;
pub mod list_medications;
mod register;
mod scan;
pub mod scan_dispensing;
mod table;

use platform::endpoint::Operation;
use platform::job::JobEntry;

/// Its operations.
pub const OPERATIONS: &[Operation] = &[
    Operation::of::<scan_dispensing::ScanDispensing>(),
    Operation::of::<list_medications::ListMedications>(),
    Operation::of::<export_notebook::ExportNotebook>(),
    Operation::of::<export_medications::ExportMedications>(),
];

/// Its jobs.
pub const JOBS: &[JobEntry] = &[];
