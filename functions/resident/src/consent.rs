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
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct ConsentItem {
    pub(crate) purpose: Purpose,
    pub(crate) text_version: String,
    pub(crate) given_at: Instant,
    #[serde(default)]
    pub(crate) withdrawn_at: Option<Instant>,
}

impl ConsentItem {
    pub(crate) fn given(consent: &Consent, now: Instant) -> Self {
        Self { purpose: consent.purpose, text_version: consent.version.clone(), given_at: now, withdrawn_at: None }
    }
}

/// 422 unless each consent names the current text, no purpose twice.
pub(crate) fn check(consents: &[Consent]) -> Result<(), Problem> {
    for (place, consent) in consents.iter().enumerate() {
        let current = CURRENT.iter().find(|(purpose, _)| *purpose == consent.purpose).map(|(_, version)| *version);
        if current != Some(consent.version.as_str()) {
            let pointer = format!("/consents/{place}/version");
            return Err(Problem::field(Code::ConsentOutdated, pointer, "is not the current version")
                .with("current_version", current.unwrap_or_default()));
        }
        let earlier = consents.iter().take(place);
        if earlier.clone().any(|other| other.purpose == consent.purpose) {
            return Err(Problem::field(Code::InvalidValue, format!("/consents/{place}/purpose"), "is named twice"));
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
        Err(Problem::field(Code::InvalidValue, "/consents", "must include use_of_notebook"))
    }
}
