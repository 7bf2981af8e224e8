//! The medicine notebook (お薬手帳): what a pharmacy's QR code says, how it is kept, what to warn of and when to remind.

pub mod alert;
pub mod amount;
pub mod became;
pub mod bounds;
pub mod canonical;
mod coded;
pub mod compose;
pub mod dispensing;
pub mod export;
pub mod extract;
pub mod gather;
pub mod identity;
pub mod jahis;
mod knowledge;
pub mod limits;
pub mod link;
pub mod meal_times;
pub mod name;
pub mod named;
pub mod note;
pub mod otc;
pub mod owner;
pub mod profile_note;
pub mod quantity;
pub mod suggestion;
pub mod supply;
pub mod usage;
pub mod written;

mod schema;
