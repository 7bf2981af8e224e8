//! The medicines of an opened section: a page of them or one entry whole, with what to look at about them.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use notebook::access::Section;
use notebook::id::MedicationId;
use notebook::resident::Resident as Person;
use notebook::time::Instant;
use platform::medicines::Alerts;
use platform::prelude::*;
use platform::table::items::MedicationItem;
use platform::table::schema::ResidentKeys;
use serde_json::Value;

use super::medicines::{brief, compared, id_of, named, query, visible, whole};
use super::sections::{self, MOST_BYTES};
use super::{Part, Placed, cursor, section};

/// What is shown: entries, where they go on, what to look at about them, and how many of the page are left out because
/// nobody said yet whose they are.
pub(crate) type Opened = (Vec<Value>, Option<String>, Alerts, Option<usize>);

/// The newest entries, among which alerts are worked out, and the page or the entry that was asked for.
pub(crate) fn plan(
    keys: ResidentKeys,
    now: Instant,
    (entry, cursor): (Option<&str>, Option<&str>),
    reads: &mut ReadPlan,
) -> Result<(), Problem> {
    reads.get(keys.profile()).get(keys.known_alerts()).query(query(keys));
    match (entry, cursor) {
        (Some(entry), _) => {
            reads.get(key(keys, entry)?);
        }
        (None, Some(_)) => {
            reads.query(section(keys, Section::Medication, now, cursor));
        }
        (None, None) => {}
    }
    Ok(())
}

/// The page that a cursor leads to, or the first.
pub(crate) async fn page(
    app: &App,
    call: &Call,
    subject: &Authorised<Patient>,
    cursor: Option<&str>,
) -> Result<Opened, Problem> {
    let keys = subject.keys();
    let newest = visible(app, keys, subject.fetched().page(0)?).await?;
    let further = match cursor {
        Some(_) => Some(visible(app, keys, subject.fetched().page(1)?).await?),
        None => None,
    };
    let part = further.as_ref().unwrap_or(&newest);
    let briefs = part.items.iter().map(|one| Ok(Placed { place: one.place.clone(), value: brief(&one.value)? }));
    let briefs = Part { items: briefs.collect::<Result<Vec<_>, Problem>>()?, more: part.more.clone(), unconfirmed: part.unconfirmed };
    let (shown, _, next) = sections::within(briefs, MOST_BYTES)?;
    let entries: Vec<&MedicationItem> = part.values().take(shown.len()).collect();
    let alerts = alerts(call, subject, &newest, &entries)?;
    Ok((shown, next.map(|place| cursor::seal(Section::Medication, &place, subject.grant())), alerts, Some(part.unconfirmed)))
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
    let newest = visible(app, keys, subject.fetched().page(0)?).await?;
    let alerts = alerts(call, subject, &newest, &items.iter().collect::<Vec<_>>())?;
    Ok((items.iter().map(whole).collect::<Result<_, _>>()?, None, alerts, None))
}

/// What to look at about entries, among them and the newest.
fn alerts(
    call: &Call,
    subject: &Authorised<Patient>,
    newest: &Part<MedicationItem>,
    entries: &[&MedicationItem],
) -> Result<Alerts, Problem> {
    let person: Person = from_item(subject.need(&subject.keys().profile())?)?;
    let asked: BTreeSet<MedicationId> = entries.iter().map(|item| id_of(item)).collect();
    let (newest, is_all) = compared(newest);
    let others = newest.into_iter().filter(|item| !asked.contains(&id_of(item)));
    let mut among: Vec<&MedicationItem> = others.chain(entries.iter().copied()).collect();
    among.sort_by_key(|item| Reverse((item.dispensing.dispensed_on, id_of(item))));
    let alerts = super::medicines::alerts(subject, &person.profile, &among, |id| asked.contains(&id))?.of_all(is_all);
    if alerts.name_the_profile() {
        call.also(Section::Profile);
    }
    Ok(alerts)
}

/// The key of an entry; not found where the text is no id, and so nothing of ours.
fn key(keys: ResidentKeys, entry: &str) -> Result<Key, Problem> {
    entry.parse::<MedicationId>().map(|id| keys.medication(id)).map_err(|_| Problem::not_found())
}
