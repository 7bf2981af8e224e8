//! The domain of the digital health notebook.
//!
//! Pure: no AWS, no HTTP, no clock, no async. One module a concept; what time it is and what is random is passed in.

pub mod access;
pub mod alarm;
pub mod appointment;
pub mod calendar;
pub mod chart_number;
pub mod daily;
pub mod decimal;
pub mod guidance;
pub mod id;
pub mod institution;
pub mod line;
pub mod medication;
pub mod municipality;
pub mod notification;
pub mod reading;
pub mod residency;
pub mod resident;
pub mod rhythm;
pub mod text;
pub mod time;
pub mod wrong;
