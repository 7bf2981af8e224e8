//! The result: whom the provider proved, and what their card says.

use std::fmt;

use chrono::{DateTime, Utc};

use crate::attributes::FourAttributes;
use crate::encoding::{base64url, sha256};

/// A proven person. `Debug` shows the issuer and the instant only.
#[derive(Clone, PartialEq, Eq)]
pub struct Proof {
    /// The provider that proved the person.
    pub issuer: String,
    /// The provider's name for the person at this service (PPID), 1–255 printable ASCII characters.
    pub subject: String,
    /// The four basic attributes of the card.
    pub attributes: FourAttributes,
    /// When the person signed in at the provider.
    pub authenticated_at: DateTime<Utc>,
}

impl Proof {
    /// The key under which an account is tied to this card: see [`account_key`].
    pub fn account_key(&self) -> String {
        account_key(&self.issuer, &self.subject)
    }
}

impl fmt::Debug for Proof {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Proof(issuer {}, authenticated at {})", self.issuer, self.authenticated_at)
    }
}

/// One key for each pair of issuer and subject, 43 characters of base64url: SHA-256 over both with the issuer's length, so that no
/// two pairs run together. Nothing else (no e-mail, no name) ever ties two accounts.
pub fn account_key(issuer: &str, subject: &str) -> String {
    let length = u64::try_from(issuer.len()).unwrap_or(u64::MAX).to_be_bytes();
    base64url(&sha256(&[&length, issuer.as_bytes(), subject.as_bytes()].concat()))
}
