//! Consents (同意): for what, in which version of the text, and what each governs.
//!
//! [`RULES`] is the one place where this is said; `docs/security.md` shows the same table. A consent that governs an act and was
//! withdrawn forbids it from the next request on. A consent to an earlier version of a text still counts: the text is shown anew.

pub mod text;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::grant::Grant;
use crate::time::Instant;

/// For what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ConsentPurpose {
    /// Keeping the notebook. Without it, what is there can be read, taken along and deleted, and nothing else.
    UseOfNotebook,
    /// Showing opened sections to an institution on the day of a check-in.
    SharingWithInstitutions,
    /// Opening the notebook in an emergency, when the person cannot be asked.
    EmergencyAccess,
    /// Messages of the city's health centre to people for whom a checkup or vaccination is due.
    Outreach,
    /// Pulling national records from Mynaportal.
    Mynaportal,
    /// Statistics of the city, without names and never below ten persons.
    Statistics,
}

/// What is done with a notebook, as far as a consent may govern it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Act {
    /// The person, family or a guardian reads. No consent is needed to read one's own.
    Read,
    /// Ending and taking away: an open check-in, an agreement, a consent. Always possible.
    Leave,
    /// The person, family or a guardian takes away what stands in the notebook. Always possible.
    Remove,
    /// The person, family or a guardian writes.
    Keep,
    /// Opening sections to an institution: check-ins, renewals, passes, links.
    Open,
    /// An institution reads what was opened to it.
    Look,
    /// An institution writes its own entries after a visit, reading nothing.
    Note,
    /// Reminding of medicines, and telling family of a missed dose.
    Remind,
    /// An institution opens the notebook in an emergency.
    Emergency,
    /// Whoever holds the person's emergency card reads what it shows.
    Card,
    /// The city's health centre writes to the person.
    Outreach,
    /// Records are pulled from Mynaportal.
    Pull,
    /// The person is counted in the city's statistics.
    Count,
}

/// What it means that a consent was never asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unasked {
    /// The act may happen: it is the person's own, and doing it says what they want.
    Allowed,
    /// It may not: it would happen without the person.
    Refused,
}

/// One purpose: the text that is to be agreed to, and what the consent governs.
#[derive(Debug)]
pub struct Rule {
    /// For what.
    pub purpose: ConsentPurpose,
    /// The current version of its text: year and month from which it counts.
    pub version: &'static str,
    /// The text of that version.
    pub text: text::Text,
    /// The acts that need it. An act that several purposes govern needs all of them.
    pub governs: &'static [Act],
    /// Where it was never asked for.
    pub unasked: Unasked,
}

/// Every purpose. A new text is a new version here.
pub const RULES: &[Rule] = &[
    Rule {
        purpose: ConsentPurpose::UseOfNotebook,
        text: text::USE_OF_NOTEBOOK,
        version: "2026-04",
        governs: &[
            Act::Keep,
            Act::Open,
            Act::Look,
            Act::Note,
            Act::Remind,
            Act::Emergency,
            Act::Card,
            Act::Outreach,
            Act::Pull,
            Act::Count,
        ],
        unasked: Unasked::Allowed,
    },
    Rule {
        purpose: ConsentPurpose::SharingWithInstitutions,
        text: text::SHARING_WITH_INSTITUTIONS,
        version: "2026-11",
        governs: &[Act::Open, Act::Look],
        unasked: Unasked::Allowed,
    },
    Rule {
        purpose: ConsentPurpose::EmergencyAccess,
        text: text::EMERGENCY_ACCESS,
        version: "2026-11",
        governs: &[Act::Emergency],
        unasked: Unasked::Refused,
    },
    Rule {
        purpose: ConsentPurpose::Outreach,
        text: text::OUTREACH,
        version: "2026-11",
        governs: &[Act::Outreach],
        unasked: Unasked::Refused,
    },
    Rule {
        purpose: ConsentPurpose::Mynaportal,
        text: text::MYNAPORTAL,
        version: "2026-04",
        governs: &[Act::Pull],
        unasked: Unasked::Refused,
    },
    Rule {
        purpose: ConsentPurpose::Statistics,
        text: text::STATISTICS,
        version: "2026-04",
        governs: &[Act::Count],
        unasked: Unasked::Refused,
    },
];

/// The purposes whose consent an act needs.
pub fn governing(act: Act) -> impl Iterator<Item = &'static Rule> {
    RULES.iter().filter(move |rule| rule.governs.contains(&act))
}

impl ConsentPurpose {
    /// The name on the wire and in keys.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::UseOfNotebook => "use_of_notebook",
            Self::SharingWithInstitutions => "sharing_with_institutions",
            Self::EmergencyAccess => "emergency_access",
            Self::Outreach => "outreach",
            Self::Mynaportal => "mynaportal",
            Self::Statistics => "statistics",
        }
    }
}

/// When a consent was given and withdrawn, in whatever version of its text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Consent {
    /// When the present text was agreed to.
    pub given_at: Instant,
    /// When it was withdrawn.
    #[serde(default)]
    pub withdrawn_at: Option<Instant>,
    /// When it was given again after it had been withdrawn: what was opened before stays closed.
    #[serde(default)]
    pub resumed_at: Option<Instant>,
}

impl Consent {
    /// A consent that is given now, over what there was before.
    #[must_use]
    pub fn given(before: Option<&Self>, now: Instant) -> Self {
        let resumed_at = before.and_then(|before| before.withdrawn_at.map_or(before.resumed_at, |_| Some(now)));
        Self { given_at: now, withdrawn_at: None, resumed_at }
    }
}

impl Rule {
    /// Whether what the purpose governs may happen.
    pub fn allows(&self, consent: Option<&Consent>) -> bool {
        consent.map_or(self.unasked == Unasked::Allowed, |consent| consent.withdrawn_at.is_none())
    }

    /// Whether a grant counts: the consent allows it and was not withdrawn since the check-in, given again or not.
    pub fn carries(&self, grant: &Grant, consent: Option<&Consent>) -> bool {
        self.carries_since(grant.from, consent)
    }

    /// Whether what was opened at an instant counts: the consent allows it and was not withdrawn since, given again or not.
    pub fn carries_since(&self, opened_at: Instant, consent: Option<&Consent>) -> bool {
        let resumed = consent.and_then(|consent| consent.resumed_at);
        self.allows(consent) && resumed.is_none_or(|resumed| opened_at >= resumed)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)] // tests
    use super::*;
    use crate::access::{Purpose, Sections};
    use crate::id::{GrantId, VisitId};

    fn at(text: &str) -> Instant {
        text.parse().unwrap()
    }

    #[test]
    fn r62_all_but_reading_ones_own_leaving_and_removing_needs_the_consent_to_use() {
        for act in [Act::Read, Act::Leave, Act::Remove] {
            assert_eq!(governing(act).count(), 0, "{act:?}");
        }
        let governed: Vec<Act> = RULES.iter().flat_map(|rule| rule.governs).copied().collect();
        for act in governed {
            assert!(governing(act).any(|rule| rule.purpose == ConsentPurpose::UseOfNotebook), "{act:?}");
        }
        assert_eq!(governing(Act::Look).count(), 2);
        assert!(RULES.iter().all(|rule| RULES.iter().filter(|other| other.purpose == rule.purpose).count() == 1));
    }

    #[test]
    fn r62_a_consent_that_is_given_again_does_not_bring_back_what_was_opened_before() {
        let (morning, noon, later) =
            (at("2026-11-22T00:00:00Z"), at("2026-11-22T03:00:00Z"), at("2026-11-22T04:00:00Z"));
        let (grant_id, visit_id) = (GrantId::new(morning, [1; 10]), VisitId::new(morning, [2; 10]));
        let opened = |from| Grant::at_check_in(grant_id, visit_id, Sections::new(), Purpose::Consultation, from);
        let sharing = RULES.iter().find(|rule| rule.purpose == ConsentPurpose::SharingWithInstitutions).unwrap();
        assert!(sharing.carries(&opened(morning), None));
        let first = Consent::given(None, morning);
        assert!(sharing.carries(&opened(morning), Some(&first)));
        // A new text that is agreed to without a withdrawal between ends nothing.
        assert!(sharing.carries(&opened(morning), Some(&Consent::given(Some(&first), noon))));
        let withdrawn = Consent { withdrawn_at: Some(noon), ..first };
        assert!(!sharing.carries(&opened(morning), Some(&withdrawn)));
        let again = Consent::given(Some(&withdrawn), later);
        assert!(!sharing.carries(&opened(morning), Some(&again)) && sharing.carries(&opened(later), Some(&again)));
        let twice = Consent::given(Some(&again), at("2026-11-22T05:00:00Z"));
        assert_eq!(twice.resumed_at, Some(later));
    }

    #[test]
    fn what_would_happen_without_the_person_needs_to_be_asked_for() {
        for rule in RULES {
            let theirs = rule.governs.contains(&Act::Keep) || rule.governs.contains(&Act::Open);
            assert_eq!(rule.allows(None), theirs, "{:?}", rule.purpose);
        }
    }
}
