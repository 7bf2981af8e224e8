//! Consents (同意): to what, in which version of the text, when, and when withdrawn.

use notebook::time::Instant;
use platform::prelude::*;

/// Most consents in one request.
pub(crate) const MOST_CONSENTS: usize = 10;

/// For what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Purpose {
    /// Keeping the notebook. Without it there is none.
    UseOfNotebook,
    /// Showing opened sections to an institution on the day of a check-in.
    SharingWithInstitutions,
    /// Pulling national records from Mynaportal.
    Mynaportal,
    /// Statistics of the city, without names and never below ten persons.
    Statistics,
}

impl Purpose {
    /// The name on the wire and in the key.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::UseOfNotebook => "use_of_notebook",
            Self::SharingWithInstitutions => "sharing_with_institutions",
            Self::Mynaportal => "mynaportal",
            Self::Statistics => "statistics",
        }
    }
}

/// The current version of each text, with the day from which it counts. Data, so that a new text is a new line.
pub(crate) const CURRENT: &[(Purpose, &str)] = &[
    (Purpose::UseOfNotebook, "2026-04"),
    (Purpose::SharingWithInstitutions, "2026-04"),
    (Purpose::Mynaportal, "2026-04"),
    (Purpose::Statistics, "2026-04"),
];

/// A consent as it is given.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Consent {
    /// For what.
    pub(crate) purpose: Purpose,
    /// The version of the text that was shown.
    #[schemars(length(min = 1, max = 20))]
    pub(crate) version: String,
}

/// A consent as it is kept.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub(crate) struct ConsentItem {
    #[serde(rename = "for")]
    purpose: Purpose,
    /// The version of the text that was agreed to.
    text_version: String,
    /// When.
    given_at: Instant,
    /// When it was withdrawn.
    #[serde(default)]
    pub(crate) withdrawn_at: Option<Instant>,
}

/// Every purpose, with what was agreed to.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Consents {
    pub(crate) items: Vec<Shown>,
}

/// One purpose.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Shown {
    /// For what.
    pub(crate) purpose: Purpose,
    /// The version of the text that is to be agreed to now.
    current_version: &'static str,
    /// What was agreed to; absent if never asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) consent: Option<ConsentItem>,
}

/// Reads every purpose.
pub(crate) fn plan_all(keys: schema::ResidentKeys, plan: &mut ReadPlan) {
    for (purpose, _) in CURRENT {
        plan.get(keys.consent(purpose.as_str()));
    }
}

/// What [`plan_all`] brought back.
pub(crate) fn list(subject: &Authorised<Resident>) -> Result<Consents, Problem> {
    let show = |(purpose, current_version): &(Purpose, &'static str)| {
        let consent = subject.fetched().get(&subject.keys().consent(purpose.as_str()))?;
        Ok(Shown { purpose: *purpose, current_version, consent })
    };
    Ok(Consents { items: CURRENT.iter().map(show).collect::<Result<_, Problem>>()? })
}

impl ConsentItem {
    pub(crate) fn given(consent: &Consent, now: Instant) -> Self {
        Self { purpose: consent.purpose, text_version: consent.version.clone(), given_at: now, withdrawn_at: None }
    }

    /// Whether it already says what is asked for.
    pub(crate) fn stands_for(&self, consent: &Consent) -> bool {
        self.withdrawn_at.is_none() && self.text_version == consent.version
    }

    pub(crate) fn withdrawn(mut self, now: Instant) -> Self {
        self.withdrawn_at = Some(now);
        self
    }
}

/// 422 unless each consent names the current text, no purpose twice.
pub(crate) fn check(consents: &[Consent]) -> Result<(), Problem> {
    for (place, consent) in consents.iter().enumerate() {
        let current = CURRENT.iter().find(|(purpose, _)| *purpose == consent.purpose).map(|(_, version)| *version);
        if current != Some(consent.version.as_str()) {
            let pointer = format!("/consents/{place}/version");
            return Err(Problem::field(Code::ConsentOutdated, pointer, Wrong::OldVersion)
                .with("current_version", current.unwrap_or_default()));
        }
        let earlier = consents.iter().take(place);
        if earlier.clone().any(|other| other.purpose == consent.purpose) {
            return Err(Problem::field(Code::InvalidValue, format!("/consents/{place}/purpose"), Wrong::Twice));
        }
    }
    Ok(())
}

/// As [`check`], and using the notebook is among them.
pub(crate) fn check_initial(consents: &[Consent]) -> Result<(), Problem> {
    check(consents)?;
    if consents.iter().any(|consent| consent.purpose == Purpose::UseOfNotebook) {
        Ok(())
    } else {
        Err(Problem::field(Code::InvalidValue, "/consents", Wrong::UseOfNotebook))
    }
}
