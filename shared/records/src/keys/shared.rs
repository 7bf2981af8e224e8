//! Keys that hold nobody's health data.

pub use platform::table::schema::shared::{emergency_card, institution, institution_chain, staff, visit_reference};

use notebook::id::{NoteId, ResidentId, VisitId};
use notebook::time::{Day, Instant};
use platform::table::Key;
use platform::table::schema::shared::{day_of_institution, item_of_day};
use platform::table::schema::{Family, Partition, Sort};

use super::by_time;

const CITY: Family = Family::of("CITY");

/// The partition of the directory and of what the city signs with.
pub fn city() -> Partition {
    CITY.partition("")
}

/// What the sort keys of the directory's entries begin with.
pub const DIRECTORY: &str = "INSTITUTION#";

/// An institution in the directory. Who writes it is not this software.
pub fn directory_entry(code: &str) -> Key {
    CITY.key("", format_args!("{DIRECTORY}{code}"))
}

/// The partition of a day's arrivals at an institution.
pub fn arrivals(code: &str, day: Day) -> Partition {
    day_of_institution(code, day)
}

/// What the sort keys of all arrivals begin with.
pub const ARRIVALS: Sort = Sort::of("ARRIVAL#");

/// One arrival.
pub fn arrival(code: &str, day: Day, at: Instant, visit: VisitId) -> Key {
    item_of_day(code, day, ARRIVALS, format_args!("{}#{visit}", by_time::sortable(at)))
}

const OWN_NOTES: Family = Family::of("OWNNOTES#");

/// The partition that leads to the notes that an institution wrote, by the day of the visit.
pub fn own_notes(code: &str) -> Partition {
    OWN_NOTES.partition(code)
}

/// The way to one of them.
pub fn own_note(code: &str, day: Day, note: NoteId) -> Key {
    OWN_NOTES.key(code, format_args!("{day}#{note}"))
}

const GUIDED: Family = Family::of("GUIDED#");

/// The partition of those whom an office follows up, by the day on which they speak again.
pub fn guided(code: &str) -> Partition {
    GUIDED.partition(code)
}

/// The line of one of them. Without a day it stands after all that have one.
pub fn guided_line(code: &str, next_on: Option<Day>, resident: ResidentId) -> Key {
    let day = next_on.map_or_else(|| "NONE".to_owned(), |day| day.to_string());
    GUIDED.key(code, format_args!("{day}#{resident}"))
}

/// The public key that verifies posters signed under this key id.
pub fn poster_key(kid: &str) -> Key {
    CITY.key("", format_args!("POSTERKEY#{kid}"))
}

/// The notebook that a card is linked to, by the hash of issuer and subject.
pub fn card(subject_hash: &str) -> Key {
    const CARDS: Family = Family::of("CARD#");
    CARDS.key(subject_hash, "LINK")
}
