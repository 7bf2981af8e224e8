//! Who is calling, and what they may do. Default deny: an operation without a policy row cannot be written down.

mod basis;
pub mod caller;
pub(crate) mod denied;
mod invited;
mod lines;
mod own_entries;
pub mod policy;
pub mod subject;

pub use caller::{Caller, ClientKind};
pub use invited::Invited;
pub use subject::{Account, Arrived, Authorised, Guided, Patient, PatientVisit, Resident, Staff, Subject};
