//! Where a visit was or is to be: an institution of the list, or one whose name was typed.

use notebook::institution::InstitutionCode;
use notebook::text::Text;
use platform::table::Fetched;
use records::items::{InstitutionItem, VisitItem};
use records::prelude::*;

/// Names the institution for its name.
pub(crate) fn plan(code: Option<&InstitutionCode>, plan: &mut ReadPlan) {
    if let Some(code) = code {
        plan.get(shared::institution(code.as_str()));
    }
}

/// Code and name of the institution: of the list, or typed. `before` is the visit as it was.
pub(crate) fn of(
    (code, name): (Option<&InstitutionCode>, Option<Text<120>>),
    before: &VisitItem,
    fetched: &Fetched,
) -> Result<(Option<String>, Option<Text<120>>), Problem> {
    let refuse = |wrong| Err(Problem::field(Code::InvalidValue, "/institution_code", wrong));
    // With the code that it stands beside, the name that was shown says nothing new.
    let shown = name.is_some() && name == before.institution_name;
    let said_again = shown && before.institution_code.as_deref() == code.map(InstitutionCode::as_str);
    match (code, name) {
        (None, Some(name)) => Ok((None, Some(name))),
        (Some(code), name) if name.is_none() || said_again => {
            let listed: Option<InstitutionItem> = fetched.get(&shared::institution(code.as_str()))?;
            let same = before.institution_code.as_deref() == Some(code.as_str());
            // An institution that has left the list since keeps the name that it had.
            match listed.map(|item| item.name).or_else(|| before.institution_name.clone().filter(|_| same)) {
                Some(name) => Ok((Some(code.to_string()), Some(name))),
                None => refuse(Wrong::InstitutionNotListed),
            }
        }
        _ => refuse(Wrong::CodeOrName),
    }
}
