//! Keys that hold nobody's health data.

pub use platform::table::schema::shared::{institution, institution_chain, staff, visit_reference};

use notebook::id::VisitId;
use notebook::time::{Day, Instant};
use platform::table::Key;

use super::by_time;

/// The partition of the directory.
pub const CITY: &str = "CITY";

/// The partition of a day's arrivals at an institution.
pub fn arrivals(code: &str, day: Day) -> String {
    format!("INST#{code}#{day}")
}

/// One arrival.
pub fn arrival(code: &str, day: Day, at: Instant, visit: VisitId) -> Key {
    Key::shared(arrivals(code, day), format!("ARRIVAL#{}#{visit}", by_time::sortable(at)))
}

/// The public key that verifies posters signed under this key id.
pub fn poster_key(kid: &str) -> Key {
    Key::shared(CITY, format!("POSTERKEY#{kid}"))
}

/// The notebook that a card is linked to, by the hash of issuer and subject.
pub fn card(subject_hash: &str) -> Key {
    Key::shared(format!("CARD#{subject_hash}"), "LINK")
}
