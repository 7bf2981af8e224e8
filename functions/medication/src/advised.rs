//! What the writing of one entry answers: the entry, what to look at before it is taken, alarms that it suggests.

use notebook::medication::alert::Alert;
use notebook::medication::limits;
use notebook::medication::meal_times::MealTimes;
use notebook::resident::Resident as Person;
use records::items::MedicationItem;
use records::prelude::*;

use crate::advice::{self, Suggested};
use crate::entry::Entry;
use crate::links::{Around, Link};
use crate::meals;

/// An entry that was written.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "AdvisedEntry")]
pub struct Output {
    entry: Entry,
    /// What to look at. `index` counts the profile's allergies, then its adverse reactions, then what is
    /// `pending` of both.
    #[schemars(length(max = limits::ALERTS))]
    alerts: Vec<Alert>,
    #[serde(flatten)]
    suggested: Suggested,
    /// Entries that seem to tell of the same dispensing and are shown once from now on; see `…/link`.
    links: Vec<Link>,
}

/// What is known of the person: the profile's texts and the times of their day.
pub(crate) struct Known {
    person: Person,
    times: MealTimes,
}

impl Known {
    /// What [`Self::read`] needs.
    pub(crate) fn plan(keys: platform::table::schema::ResidentKeys, plan: &mut ReadPlan) {
        plan.get(keys.profile()).get(keys.meal_times());
    }

    pub(crate) fn read(subject: &Authorised<Resident>) -> Result<Self, Problem> {
        let keys = subject.keys();
        let person = from_item(subject.need(&keys.profile())?)?;
        Ok(Self { person, times: meals::times(subject.fetched(), keys)? })
    }

    /// The answer with what is to be looked at among what is around the entry.
    pub(crate) fn advise(
        &self,
        call: &Call,
        subject: &Authorised<Resident>,
        item: MedicationItem,
        around: &Around,
        links: Vec<Link>,
    ) -> Output {
        if !item.owner.is_resident() {
            return Output::plain(item);
        }
        let alerts = advice::alerts(&self.person, &[&item], &around.compared(&[&item]));
        Output {
            alerts: advice::shown(alerts, subject),
            suggested: advice::suggestions([&item], &self.times, call),
            links,
            entry: item.into(),
        }
    }
}

impl Output {
    /// The answer where nothing changed that could harm.
    pub(crate) fn plain(item: MedicationItem) -> Self {
        Self { entry: item.into(), alerts: Vec::new(), suggested: Suggested::default(), links: Vec::new() }
    }
}
