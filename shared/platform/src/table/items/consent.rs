//! A consent, as decisions and the person's own list read it.

use notebook::access::consent::{Consent, ConsentPurpose, Rule};
use notebook::time::Instant;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A consent as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ConsentItem {
    /// For what.
    #[serde(rename = "for")]
    pub purpose: ConsentPurpose,
    /// The version of the text that was agreed to.
    pub text_version: String,
    /// When, and when it was withdrawn.
    #[serde(flatten)]
    pub consent: Consent,
}

impl ConsentItem {
    /// The attributes on which decisions rest.
    pub const DECISIVE: &'static [&'static str] = &["withdrawn_at", "resumed_at"];

    /// The present text of a purpose, agreed to now.
    pub fn given(rule: &Rule, before: Option<&Self>, now: Instant) -> Self {
        Self {
            purpose: rule.purpose,
            text_version: rule.version.to_owned(),
            consent: Consent::given(before.map(|before| &before.consent), now),
        }
    }

    /// The same, withdrawn now.
    #[must_use]
    pub fn withdrawn(mut self, now: Instant) -> Self {
        self.consent.withdrawn_at = Some(now);
        self
    }

    /// Whether it counts.
    pub fn stands(&self) -> bool {
        self.consent.withdrawn_at.is_none()
    }
}
