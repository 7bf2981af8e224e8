//! The medicine notebook (お薬手帳): what a pharmacy's QR code says, how it is kept, what to warn of and when to remind.

pub mod alert;
pub mod amount;
pub mod bounds;
pub mod canonical;
pub mod compose;
pub mod dispensing;
pub mod export;
pub mod extract;
pub mod gather;
pub mod jahis;
pub mod limits;
pub mod name;
pub mod note;
pub mod quantity;
pub mod suggestion;
pub mod supply;
pub mod usage;

mod schema;
