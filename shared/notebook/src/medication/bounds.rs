//! Checks what someone entered by hand against [`limits`]; what is read from a QR code is cut to them instead.

use super::dispensing::{Dispensing, Drug, Group, Pharmacy, Prescriber};
use super::{limits, name};
use crate::text::is_ignorable;
use crate::wrong::Wrong;

/// Which bound of what somebody entered does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bound {
    /// Nothing is said.
    Empty,
    /// More characters than it takes.
    TooLong,
    /// More parts than it takes.
    TooMany,
    /// A number above its bound.
    TooLarge,
    /// No medicine is called so.
    NotAName,
}

impl Bound {
    /// Every bound.
    pub const ALL: [Self; 5] = [Self::Empty, Self::TooLong, Self::TooMany, Self::TooLarge, Self::NotAName];

    /// The name on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::TooLong => "too_long",
            Self::TooMany => "too_many",
            Self::TooLarge => "too_large",
            Self::NotAName => "not_a_name",
        }
    }
}

/// One value outside its bounds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutOfBounds {
    /// Where it is, as a JSON pointer.
    pub pointer: String,
    /// Which bound: a code for the problem's `errors`.
    pub code: Bound,
    /// The bound.
    pub wrong: Wrong,
}

/// Problems that are listed at most.
const MAX_PROBLEMS: usize = 50;

impl Dispensing {
    /// Every value outside its bounds, at most 50; empty when all is well.
    pub fn out_of_bounds(&self) -> Vec<OutOfBounds> {
        let mut bounds = Bounds { path: String::new(), found: Vec::new() };
        bounds.within("pharmacy", |bounds| bounds.pharmacy(&self.pharmacy));
        bounds.within("prescriber", |bounds| bounds.prescriber(&self.prescriber));
        bounds.list("groups", &self.groups, limits::GROUPS, Bounds::group);
        bounds.texts("cautions", &self.cautions);
        bounds.texts("remarks", &self.remarks);
        bounds.texts("leftovers", &self.leftovers);
        bounds.list("provided", &self.provided, limits::NOTES, |bounds, provided| {
            bounds.text("text", &provided.text, limits::TEXT);
        });
        bounds.found
    }
}

struct Bounds {
    path: String,
    found: Vec<OutOfBounds>,
}

impl Bounds {
    fn within(&mut self, name: &str, check: impl FnOnce(&mut Self)) {
        let length = self.path.len();
        self.path.push('/');
        self.path.push_str(name);
        check(self);
        self.path.truncate(length);
    }

    fn add(&mut self, name: &str, code: Bound, wrong: Wrong) {
        if self.found.len() < MAX_PROBLEMS {
            self.found.push(OutOfBounds { pointer: format!("{}/{name}", self.path), code, wrong });
        }
    }

    fn text(&mut self, name: &str, text: &str, max: usize) {
        if text.chars().all(is_ignorable) {
            self.add(name, Bound::Empty, Wrong::Empty);
        } else if text.chars().nth(max).is_some() {
            self.add(name, Bound::TooLong, Wrong::TooLong { most: max });
        }
    }

    fn optional(&mut self, name: &str, text: Option<&String>, max: usize) {
        if let Some(text) = text {
            self.text(name, text, max);
        }
    }

    fn list<T>(&mut self, name: &str, list: &[T], max: usize, check: impl Fn(&mut Self, &T)) {
        if list.len() > max {
            self.add(name, Bound::TooMany, Wrong::TooMany { most: max });
        }
        self.within(name, |bounds| {
            for (place, item) in list.iter().take(max).enumerate() {
                bounds.within(&place.to_string(), |bounds| check(bounds, item));
            }
        });
    }

    fn texts(&mut self, name: &str, texts: &[String]) {
        if texts.len() > limits::NOTES {
            self.add(name, Bound::TooMany, Wrong::TooMany { most: limits::NOTES });
        }
        self.within(name, |bounds| {
            for (place, text) in texts.iter().take(limits::NOTES).enumerate() {
                bounds.text(&place.to_string(), text, limits::TEXT);
            }
        });
    }

    fn number(&mut self, name: &str, value: u16) {
        if value > limits::COUNT {
            self.add(name, Bound::TooLarge, Wrong::Between { from: 0, to: limits::COUNT.into() });
        }
    }

    fn pharmacy(&mut self, pharmacy: &Pharmacy) {
        self.optional("code", pharmacy.code.as_ref(), limits::CODE);
        self.optional("name", pharmacy.name.as_ref(), limits::NAME);
        self.optional("phone", pharmacy.phone.as_ref(), limits::CODE);
        self.optional("staff", pharmacy.staff.as_ref(), limits::NAME);
    }

    fn prescriber(&mut self, prescriber: &Prescriber) {
        self.optional("institution_code", prescriber.institution_code.as_ref(), limits::CODE);
        self.optional("institution", prescriber.institution.as_ref(), limits::NAME);
        self.optional("doctor", prescriber.doctor.as_ref(), limits::NAME);
        self.optional("department", prescriber.department.as_ref(), limits::NAME);
    }

    fn group(&mut self, group: &Group) {
        self.number("rp", group.rp);
        self.number("supply_count", group.supply_count.unwrap_or_default());
        self.optional("usage_text", group.usage_text.as_ref(), limits::NAME);
        self.optional("usage_code", group.usage_code.as_ref(), limits::CODE);
        self.optional("supply_unit", group.supply_unit.as_ref(), limits::UNIT);
        self.texts("notes", &group.notes);
        self.list("drugs", &group.drugs, limits::DRUGS, Self::drug);
        if let Some(prescriber) = &group.prescriber {
            self.within("prescriber", |bounds| bounds.prescriber(prescriber));
        }
    }

    fn drug(&mut self, drug: &Drug) {
        self.text("name", &drug.name, limits::NAME);
        if name::is_number(&drug.name) {
            self.add("name", Bound::NotAName, Wrong::MedicineName);
        }
        self.optional("unit", drug.unit.as_ref(), limits::UNIT);
        self.optional("generic_name", drug.generic_name.as_ref(), limits::NAME);
        self.optional("generic_name_code", drug.generic_name_code.as_ref(), limits::CODE);
        self.texts("notes", &drug.notes);
        if let Some(code) = &drug.code {
            self.within("code", |bounds| bounds.text("value", &code.value, limits::CODE));
        }
    }
}
