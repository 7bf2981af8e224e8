//! Whether an emergency card counts: for whoever holds it, and for whoever asks in the notebook.

use notebook::access::Act;
use notebook::access::consent::{Consent, Rule, governing};
use notebook::time::Instant;

use super::basis::Basis;
use super::decided::Allowed;
use super::denied::Denied;
use super::lacking::lacking;
use crate::problem::Problem;
use crate::spec::Spec;
use crate::table::Fetched;
use crate::table::items::{ConsentItem, EmergencyCardItem, EmergencyCardReference, RelationItem};
use crate::table::schema::ResidentKeys;

/// The person's present card, where the secret is its own and all that carries it still holds. Whatever is missing reads as a secret
/// that was never one; who asks has no account in whose log a refusal could stand.
pub(super) fn emergency_card(
    spec: &Spec,
    reference: &EmergencyCardReference,
    secret_hash: &str,
    now: Instant,
    basis: &mut Basis<'_>,
) -> Result<Allowed, Denied> {
    let keys = ResidentKeys::new(reference.resident_id);
    let nothing = || Denied::of(Problem::not_found());
    let card: Option<EmergencyCardItem> = basis.find(&keys.emergency_card(), EmergencyCardItem::DECISIVE)?;
    let maker: Option<RelationItem> = basis.find(&keys.relation(&reference.made_by), RelationItem::DECISIVE)?;
    let is_it = |card: &EmergencyCardItem| card.secret_hash == secret_hash && card.made_by == reference.made_by;
    let card = card.filter(is_it).ok_or_else(nothing)?;
    if !maker.is_some_and(|maker| EmergencyCardItem::may_be_made_by(&maker, now)) {
        return Err(nothing());
    }
    let since = |rule: &Rule, consent: Option<&Consent>| rule.carries_since(card.made_at, consent);
    match lacking(spec, keys, basis, since)? {
        None => Ok(Allowed::EmergencyCard { id: reference.resident_id, card }),
        Some(_) => Err(nothing()),
    }
}

/// Whether a person's emergency card opens anything now: whoever made it may still make one, and no consent that carries it was withdrawn
/// since. For operations that read these consents with their authorisation.
///
/// # Errors
///
/// `internal` where they were not read.
pub fn card_counts(
    keys: ResidentKeys,
    card: &EmergencyCardItem,
    maker: Option<&RelationItem>,
    fetched: &Fetched,
    now: Instant,
) -> Result<bool, Problem> {
    for rule in governing(Act::Card) {
        let item: Option<ConsentItem> = fetched.get(&keys.consent(rule.purpose.as_str()))?;
        if !rule.carries_since(card.made_at, item.as_ref().map(|item| &item.consent)) {
            return Ok(false);
        }
    }
    Ok(maker.is_some_and(|maker| EmergencyCardItem::may_be_made_by(maker, now)))
}
