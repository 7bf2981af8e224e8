//! Who is calling, and what they may do. Default deny: an operation without a policy row cannot be written down.

mod basis;
pub mod caller;
mod decided;
mod decisive;
pub(crate) mod denied;
mod dispensing;
mod emergency_card;
mod invited;
mod lacking;
mod lines;
mod own_entries;
pub mod policy;
pub mod subject;

pub use caller::{Caller, ClientKind};
pub use emergency_card::card_counts;
pub use invited::Invited;
pub use subject::{
    Account, Arrived, Authorised, CardHolder, Dispensed, Guided, Patient, PatientVisit, Resident, Staff, Subject,
};
