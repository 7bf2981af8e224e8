//! Daily values (日々の記録): what a person measures at home, the lines that they draw over time, and what is worth
//! talking about.

pub mod goal;
pub mod measure;
pub mod notice;
pub mod occasion;
pub mod record;
pub mod summary;
pub mod trend;
pub mod values;

pub use goal::Goals;
pub use measure::{Amount, Measure};
pub use occasion::Occasion;
pub use record::DailyRecord;
pub use trend::{Bucket, Point};
