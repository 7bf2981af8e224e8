//! The medicine notebook (お薬手帳): what a pharmacy's QR code says is kept whole, what a person types stands beside it,
//! and both are looked at for what may harm.

pub mod add_dispensing;
pub mod add_medication;
mod advice;
mod advised;
pub mod delete_medication;
pub mod delete_sheet;
mod dispensed;
mod entry;
pub mod export_medications;
pub mod export_notebook;
pub mod get_meal_times;
pub mod get_medication;
mod handed_out;
mod known;
pub mod link_medication;
mod links;
pub mod list_alarm_suggestions;
pub mod list_medications;
pub mod list_sheets;
mod meals;
pub mod open_own_dispensings;
pub mod preview_dispensing;
mod profile_notes;
pub mod put_meal_times;
pub mod put_medication_alert;
pub mod put_sheet_owner;
mod register;
mod registration;
mod removal;
pub mod retract_dispensing;
mod scan;
pub mod scan_dispensing;
mod sheets;
mod spellings;
mod stored;
mod table;
mod taking_away;
mod told_staff;
pub mod transfer_sheet;
mod typed;
pub mod update_medication;
mod watch;

use platform::job::JobEntry;
use platform::operation::Operation;

/// Its operations.
pub const OPERATIONS: &[Operation] = &[
    Operation::of::<scan_dispensing::ScanDispensing>(),
    Operation::of::<list_sheets::ListSheets>(),
    Operation::of::<put_sheet_owner::PutSheetOwner>(),
    Operation::of::<transfer_sheet::TransferSheet>(),
    Operation::of::<delete_sheet::DeleteSheet>(),
    Operation::of::<list_medications::ListMedications>(),
    Operation::of::<add_medication::AddMedication>(),
    Operation::of::<get_medication::GetMedication>(),
    Operation::of::<update_medication::UpdateMedication>(),
    Operation::of::<delete_medication::DeleteMedication>(),
    Operation::of::<link_medication::LinkMedication>(),
    Operation::of::<put_medication_alert::PutMedicationAlert>(),
    Operation::of::<get_meal_times::GetMealTimes>(),
    Operation::of::<put_meal_times::PutMealTimes>(),
    Operation::of::<list_alarm_suggestions::ListAlarmSuggestions>(),
    Operation::of::<add_dispensing::AddDispensing>(),
    Operation::of::<preview_dispensing::PreviewDispensing>(),
    Operation::of::<open_own_dispensings::OpenOwnDispensings>(),
    Operation::of::<retract_dispensing::RetractDispensing>(),
    Operation::of::<export_notebook::ExportNotebook>(),
    Operation::of::<export_medications::ExportMedications>(),
];

/// Its jobs.
pub const JOBS: &[JobEntry] = &[];
