//! The consents that an act needs, for operations whose own act needs fewer: what takes away is never refused for want of one, what
//! gives more is.

use notebook::access::Act;
use notebook::access::consent::{Rule, governing};
use platform::table::Fetched;
use platform::table::schema::ResidentKeys;

use crate::items::ConsentItem;
use crate::prelude::*;

/// Names what [`lacking`] looks at.
pub fn plan(keys: ResidentKeys, act: Act, plan: &mut ReadPlan) {
    for rule in governing(act) {
        plan.get(keys.consent(rule.purpose.as_str()));
    }
}

/// The first that is not given, or was taken back. All that were looked at are grounds of the call.
pub fn lacking(call: &Call, fetched: &Fetched, keys: ResidentKeys, act: Act) -> Result<Option<&'static Rule>, Problem> {
    for rule in governing(act) {
        let key = keys.consent(rule.purpose.as_str());
        call.rest_on(fetched, &key, ConsentItem::DECISIVE)?;
        let consent: Option<ConsentItem> = fetched.get(&key)?;
        if !rule.allows(consent.as_ref().map(|item| &item.consent)) {
            return Ok(Some(rule));
        }
    }
    Ok(None)
}
