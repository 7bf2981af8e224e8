//! The medicines of an opened section: a page of them or one entry whole, with what to look at about them.

use notebook::access::Section;
use notebook::id::MedicationId;
use notebook::resident::Resident as Person;
use notebook::time::Instant;
use platform::table::schema::ResidentKeys;
use records::items::MedicationItem;
use records::medicines::Alerts;
use records::opened::Listed;
use records::prelude::*;
use serde_json::Value;

use super::medicines::{brief, compared, named, visible, whole};
use super::sections::{self, MOST_BYTES, Within};
use super::{cursor, section};

/// What is shown: entries, where they go on, what to look at about them, and how many of the page are left out because
/// nobody said yet whose they are.
pub(crate) type Opened = (Vec<Value>, Option<String>, Alerts, Option<usize>);

/// The page or the entry that was asked for, and what its alerts rest on.
pub(crate) fn plan(
    keys: ResidentKeys,
    now: Instant,
    (entry, cursor): (Option<&str>, Option<&str>),
    reads: &mut ReadPlan,
) -> Result<PageOf<MedicationItem>, Problem> {
    reads.get(keys.profile()).get(keys.known_alerts());
    let Some(entry) = entry else { return Ok(reads.query(section(keys, Listed::Medication, now, cursor))) };
    reads.get(key(keys, entry)?);
    Ok(PageOf::default())
}

/// The page that a cursor leads to, or the first.
pub(crate) async fn page(
    app: &App,
    call: &Call,
    subject: &Authorised<Patient>,
    list: PageOf<MedicationItem>,
    cursor: Option<&str>,
) -> Result<Opened, Problem> {
    let part = visible(app, subject.keys(), subject.fetched().page(list)?).await?;
    let (among, is_all) = compared(&part);
    let alerts = alerts(call, subject, &among)?.of_all(is_all && cursor.is_none());
    let Within { shown, next, unconfirmed, .. } = sections::within(part.map(|item| brief(&item))?, MOST_BYTES)?;
    Ok((shown, next.map(|place| cursor::seal(Section::Medication, &place, subject.grant())), alerts, Some(unconfirmed)))
}

/// One entry whole. What the list does not show is not there.
pub(crate) async fn entry(
    app: &App,
    call: &Call,
    subject: &Authorised<Patient>,
    entry: &str,
) -> Result<Opened, Problem> {
    let keys = subject.keys();
    let items = named(app, keys, vec![from_item(subject.need(&key(keys, entry)?)?)?]).await?;
    let alerts = alerts(call, subject, &items.iter().collect::<Vec<_>>())?.of_all(false);
    Ok((items.iter().map(whole).collect::<Result<_, _>>()?, None, alerts, None))
}

/// What to look at among entries.
fn alerts(call: &Call, subject: &Authorised<Patient>, among: &[&MedicationItem]) -> Result<Alerts, Problem> {
    let person: Person = from_item(subject.need(&subject.keys().profile())?)?;
    let alerts = super::medicines::alerts(subject, &person.profile, among)?;
    if alerts.name_the_profile() {
        call.also(Section::Profile);
    }
    Ok(alerts)
}

/// The key of an entry; not found where the text is no id, and so nothing of ours.
fn key(keys: ResidentKeys, entry: &str) -> Result<Key, Problem> {
    entry.parse::<MedicationId>().map(|id| keys.medication(id)).map_err(|_| Problem::not_found())
}
