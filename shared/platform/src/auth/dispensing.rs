//! What leads an institution to what it dispensed to a person itself.

use chrono::Days;
use notebook::access::consent::{RULES, Rule};
use notebook::access::{Act, Grant, GrantState, Section};
use notebook::id::ResidentId;
use notebook::time::{Day, Instant, jst_day};

use super::basis::Basis;
use super::decisive;
use super::denied::Denied;
use super::own_entries::OWN_ENTRY_DAYS;
use crate::table::items::ConsentItem;
use crate::table::schema::ResidentKeys;
use crate::table::{Fetched, ReadPlan};

/// What was found of check-ins that opened the medicines.
#[derive(Debug)]
pub(super) struct Led {
    /// The check-in it rests on.
    pub(super) grant: Grant,
    /// Whether the medicines are open now.
    pub(super) is_open: bool,
}

/// The days whose check-ins lead there today, the latest first.
fn days(now: Instant) -> impl Iterator<Item = Day> {
    let today = jst_day(now);
    (0..=OWN_ENTRY_DAYS.unsigned_abs()).map(move |back| today - Days::new(back))
}

/// The consents that decide: writing one's own needs some, seeing what else is open needs all.
fn rules() -> impl Iterator<Item = &'static Rule> {
    RULES.iter().filter(|rule| [Act::Note, Act::Look].iter().any(|act| rule.governs.contains(act)))
}

/// Names what [`led`] looks at. A grant is kept for a fortnight after its day.
pub(super) fn plan(keys: ResidentKeys, institution: &str, now: Instant, plan: &mut ReadPlan) {
    for day in days(now) {
        plan.get(keys.grant(institution, day));
    }
    for rule in rules() {
        plan.get(keys.consent(rule.purpose.as_str()));
    }
}

/// The latest check-in there that opened the medicines, not longer ago than an institution may go on with what it wrote itself,
/// whether or not it was ended since; where all of them were cancelled, the latest of those, so that what was registered
/// by mistake can be taken back.
pub(super) fn led(
    institution: &str,
    id: ResidentId,
    now: Instant,
    fetched: &Fetched,
    basis: &mut Basis<'_>,
) -> Result<Led, Denied> {
    let keys = ResidentKeys::new(id);
    let (mut standing, mut cancelled) = (None, None);
    for day in days(now) {
        let found: Option<Grant> = fetched.get(&keys.grant(institution, day)).map_err(Denied::of)?;
        let Some(grant) = found.filter(|grant| grant.from <= now && grant.sections.contains(&Section::Medication))
        else {
            continue;
        };
        let place = if grant.cancelled_at.is_none() { &mut standing } else { &mut cancelled };
        if place.is_none() {
            *place = Some(day);
        }
    }
    // Only the one that decides is a ground: that there is no later one allows nothing.
    let day = standing.or(cancelled).ok_or_else(Denied::not_there)?;
    let grant: Option<Grant> = basis.find(&keys.grant(institution, day), decisive::GRANT)?;
    let grant = grant.ok_or_else(Denied::not_there)?;
    let mut is_open = grant.state(now) == GrantState::Open;
    for rule in rules() {
        let item: Option<ConsentItem> = basis.find(&keys.consent(rule.purpose.as_str()), ConsentItem::DECISIVE)?;
        let consent = item.as_ref().map(|item| &item.consent);
        if rule.governs.contains(&Act::Note) && !rule.allows(consent) {
            return Err(Denied::not_there());
        }
        is_open &= rule.carries(&grant, consent);
    }
    Ok(Led { grant, is_open })
}
