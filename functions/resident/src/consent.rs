//! Consents (同意) as they are asked for, shown and kept (R-62). What each governs: `notebook::access::consent`.

use notebook::access::ConsentPurpose;
use notebook::access::consent::{RULES, Rule};
use records::items::ConsentItem;
use records::prelude::*;

/// Most consents in one request.
pub(crate) const MOST_CONSENTS: usize = 10;

/// A consent as it is given.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Consent {
    /// For what.
    pub(crate) purpose: ConsentPurpose,
    /// The version of the text that was shown.
    #[schemars(length(min = 1, max = 20), regex(pattern = r"^[0-9]{4}-[0-9]{2}$"))]
    pub(crate) version: String,
}

/// Every purpose, with what was agreed to.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Consents {
    /// What the person agrees to now: to be changed and sent back.
    consents: Vec<Consent>,
    /// Every purpose, with what is asked for and what was agreed to.
    items: Vec<Shown>,
}

impl TakenBack for Consents {
    const READ_ONLY: &'static [&'static str] = &["/items"];
}

/// One purpose.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "ConsentOfPurpose")]
struct Shown {
    /// For what.
    purpose: ConsentPurpose,
    /// The version of the text that is to be agreed to now.
    current_version: &'static str,
    /// Whether to ask: never asked before, or what counts is an earlier version of the text. An earlier version still counts.
    ask: bool,
    /// What was agreed to; absent if never asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    consent: Option<ConsentItem>,
}

/// Reads every purpose.
pub(crate) fn plan_all(keys: platform::table::schema::ResidentKeys, plan: &mut ReadPlan) {
    for rule in RULES {
        plan.get(keys.consent(rule.purpose.as_str()));
    }
}

/// A purpose with what was agreed to, where anything ever was.
pub(crate) type Held = (&'static Rule, Option<Versioned<ConsentItem>>);

/// What [`plan_all`] brought back, by purpose.
pub(crate) fn held(subject: &Authorised<Resident>) -> Result<Vec<Held>, Problem> {
    let find = |rule: &'static Rule| Ok((rule, subject.fetched().get(&subject.keys().consent(rule.purpose.as_str()))?));
    RULES.iter().map(find).collect()
}

/// The version of all of them together: it goes up with each that changes, and none of theirs ever goes down.
pub(crate) fn version_of(held: &[Held]) -> u64 {
    held.iter().filter_map(|(_, stored)| stored.as_ref()).map(|stored| stored.version).sum()
}

/// As it is shown.
pub(crate) fn list(held: Vec<(&'static Rule, Option<ConsentItem>)>) -> Consents {
    let stands = |(rule, item): &(&'static Rule, Option<ConsentItem>)| {
        let item = item.as_ref().filter(|item| item.stands())?;
        Some(Consent { purpose: rule.purpose, version: item.text_version.clone() })
    };
    let consents = held.iter().filter_map(stands).collect();
    let show = |(rule, consent): (&'static Rule, Option<ConsentItem>)| Shown {
        purpose: rule.purpose,
        current_version: rule.version,
        ask: is_due(rule, consent.as_ref()),
        consent,
    };
    Consents { consents, items: held.into_iter().map(show).collect() }
}

/// Whether to ask: never asked before, or what counts is an earlier version of the text.
pub(crate) fn is_due(rule: &Rule, consent: Option<&ConsentItem>) -> bool {
    consent.is_none_or(|item| item.stands() && item.text_version != rule.version)
}

/// What [`held`] gives, as it is shown, with its version.
pub(crate) fn answer(held: Vec<Held>) -> Answer<Consents> {
    let version = version_of(&held);
    let items = held.into_iter().map(|(rule, stored)| (rule, stored.map(|stored| stored.item)));
    Answer::of(list(items.collect())).version(version)
}

/// 422 unless each consent names the current text, or the one that was agreed to and counts; no purpose twice.
pub(crate) fn check(consents: &[Consent], held: &[Held]) -> Result<(), Problem> {
    if consents.len() > MOST_CONSENTS {
        return Err(Problem::field(Code::InvalidValue, "/consents", Wrong::TooMany { most: MOST_CONSENTS }));
    }
    for (place, consent) in consents.iter().enumerate() {
        let current = RULES.iter().find(|rule| rule.purpose == consent.purpose).map(|rule| rule.version);
        let kept = held.iter().any(|(rule, stored)| {
            rule.purpose == consent.purpose && stored.as_ref().is_some_and(|stored| keeps(&stored.item, consent))
        });
        if current != Some(consent.version.as_str()) && !kept {
            let pointer = format!("/consents/{place}/version");
            return Err(Problem::field(Code::ConsentOutdated, pointer, Wrong::OldVersion)
                .with("current_version", current.unwrap_or_default()));
        }
        if consents.iter().take(place).any(|other| other.purpose == consent.purpose) {
            return Err(Problem::field(Code::InvalidValue, format!("/consents/{place}/purpose"), Wrong::Twice));
        }
    }
    Ok(())
}

/// Whether a consent that is kept already says what is asked for.
pub(crate) fn keeps(item: &ConsentItem, consent: &Consent) -> bool {
    item.stands() && item.text_version == consent.version
}

/// As [`check`] where there is nothing yet, and using the notebook is among them.
pub(crate) fn check_initial(consents: &[Consent]) -> Result<(), Problem> {
    check(consents, &[])?;
    if consents.iter().any(|consent| consent.purpose == ConsentPurpose::UseOfNotebook) {
        Ok(())
    } else {
        Err(Problem::field(Code::InvalidValue, "/consents", Wrong::UseOfNotebook))
    }
}
