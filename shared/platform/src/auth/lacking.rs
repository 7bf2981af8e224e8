//! The consents that an operation needs.

use notebook::access::consent::{Consent, Rule, governing};

use super::basis::Basis;
use super::denied::Denied;
use crate::spec::Spec;
use crate::table::items::ConsentItem;
use crate::table::schema::ResidentKeys;

/// The consents that govern the operation.
pub(super) fn consents(spec: &Spec) -> impl Iterator<Item = &'static Rule> {
    spec.act().into_iter().flat_map(governing)
}

/// The first consent that the operation needs and that does not hold.
pub(super) fn lacking(
    spec: &Spec,
    keys: ResidentKeys,
    basis: &mut Basis<'_>,
    holds: impl Fn(&Rule, Option<&Consent>) -> bool,
) -> Result<Option<&'static Rule>, Denied> {
    for rule in consents(spec) {
        let item: Option<ConsentItem> = basis.find(&keys.consent(rule.purpose.as_str()), ConsentItem::DECISIVE)?;
        if !holds(rule, item.as_ref().map(|item| &item.consent)) {
            return Ok(Some(rule));
        }
    }
    Ok(None)
}
