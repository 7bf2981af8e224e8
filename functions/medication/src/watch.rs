//! What to look at among entries that were read, for the person and their family.

use notebook::access::{Level, Section};
use notebook::id::MedicationId;
use notebook::resident::Resident as Person;
use notebook::time::jst_day;
use records::items::MedicationItem;
use records::medicines::{Alerts, KnownAlerts};
use records::prelude::*;

/// The alerts among entries, the newest first, about those that are asked for. The plan named the profile and what is known.
/// For who may not see the profile they say that there is something, and not what.
pub(crate) fn alerts(
    call: &Call,
    subject: &Authorised<Resident>,
    items: &[&MedicationItem],
    is_asked: impl Fn(MedicationId) -> bool,
) -> Result<Alerts, Problem> {
    let keys = subject.keys();
    let person: Person = from_item(subject.need(&keys.profile())?)?;
    let known: KnownAlerts = subject.fetched().get(&keys.known_alerts())?.unwrap_or_default();
    let alerts = Alerts::about(is_asked, Some(&person.profile), items, &known, jst_day(call.now()));
    if subject.require(Section::Profile, Level::See).is_err() {
        return Ok(alerts.without_the_profile());
    }
    if alerts.name_the_profile() {
        call.also(Section::Profile);
    }
    Ok(alerts)
}
