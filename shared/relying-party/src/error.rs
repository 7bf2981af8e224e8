//! Why a proof of identity did not come about: one closed list, with nothing personal in it.

use std::fmt;

use crate::port::FetchError;

macro_rules! errors {
    ($($(#[doc = $doc:literal])+ $variant:ident = $code:literal, $kind:ident;)+) => {
        /// Why a proof of identity did not come about.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Error {
            $($(#[doc = $doc])+ $variant,)+
        }

        impl Error {
            /// Every error there is.
            pub const ALL: &[Self] = &[$(Self::$variant,)+];

            /// The stable name of the case, for logs and tests.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code,)+ }
            }

            /// What the caller can do about it.
            pub const fn kind(self) -> Kind {
                match self { $(Self::$variant => Kind::$kind,)+ }
            }
        }
    };
}

/// What can be done about an [`Error`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// The person stopped: offer to start again.
    Cancelled,
    /// The attempt is over without anyone's fault: start again.
    StartAgain,
    /// The provider does not answer as it should just now: try later.
    Unavailable,
    /// The answer does not belong to this attempt or is not genuine: start again, and let the operators see it.
    Refused,
    /// The provider's answer lacks what the city needs: the counter can help.
    Incomplete,
    /// Our own settings or key are wrong: only the operators can help.
    Misconfigured,
}

errors! {
    /// A setting of the provider is missing or not well-formed.
    SettingsInvalid = "settings_invalid", Misconfigured;

    /// The record of the attempt was made for another provider.
    ProviderSwapped = "provider_swapped", Refused;
    /// The callback carries no state.
    StateMissing = "state_missing", Refused;
    /// The callback's state is not the attempt's.
    StateMismatch = "state_mismatch", Refused;
    /// The attempt was started by another person than the one who finishes it.
    PersonMismatch = "person_mismatch", Refused;
    /// More than ten minutes passed since the start.
    AttemptExpired = "attempt_expired", StartAgain;
    /// The callback names another issuer (RFC 9207).
    CallbackIssuerMismatch = "callback_issuer_mismatch", Refused;
    /// The callback names no issuer, and the provider promises that it does (RFC 9207).
    CallbackIssuerMissing = "callback_issuer_missing", Refused;
    /// The person cancelled in the App.
    Cancelled = "cancelled", Cancelled;
    /// The App reported another error.
    ProviderRefused = "provider_refused", StartAgain;
    /// The callback carries neither a code nor an error.
    CodeMissing = "code_missing", Refused;
    /// The code is longer than any or has characters that none has.
    CodeMalformed = "code_malformed", Refused;

    /// The client's key could not sign.
    SigningFailed = "signing_failed", Unavailable;
    /// The signer returned something that is no P-256 signature in DER.
    SignatureEncoding = "signature_encoding", Misconfigured;
    /// The provider did not answer in time.
    ProviderTimeout = "provider_timeout", Unavailable;
    /// The provider could not be reached or reports a fault of its own.
    ProviderUnavailable = "provider_unavailable", Unavailable;
    /// The provider's answer is longer than any it should give.
    ReplyTooLarge = "reply_too_large", Unavailable;
    /// The provider does not know the code, or it was used before, or the PKCE verifier does not fit.
    CodeRejected = "code_rejected", StartAgain;
    /// The provider does not accept the client's assertion.
    ClientRejected = "client_rejected", Misconfigured;
    /// The token endpoint refused for another reason.
    TokenRefused = "token_refused", Unavailable;
    /// The token endpoint's answer is not the JSON it should be.
    TokenReplyMalformed = "token_reply_malformed", Unavailable;
    /// The access token is missing or not a bearer token.
    AccessTokenMissing = "access_token_missing", Unavailable;
    /// The answer has no ID token.
    IdTokenMissing = "id_token_missing", Refused;

    /// A signed token is longer than 16 KiB.
    TokenTooLarge = "token_too_large", Refused;
    /// A signed token is not three parts of base64url with JSON objects, or repeats a name.
    TokenMalformed = "token_malformed", Refused;
    /// The header's algorithm is not ES256.
    AlgorithmRefused = "algorithm_refused", Refused;
    /// The header's type is another than JWT.
    TypeRefused = "type_refused", Refused;
    /// The header names no key.
    KeyIdMissing = "key_id_missing", Refused;
    /// The header brings or points to a key of its own.
    KeyInHeader = "key_in_header", Refused;
    /// The header asks for an extension.
    ExtensionRefused = "extension_refused", Refused;
    /// The provider publishes no such key.
    UnknownKey = "unknown_key", Refused;
    /// The provider's keys cannot be had, and none younger than a day are held.
    KeysUnavailable = "keys_unavailable", Unavailable;
    /// What the provider publishes as keys is too large, garbled or without a usable key.
    KeysInvalid = "keys_invalid", Unavailable;
    /// The signature does not fit the key.
    SignatureInvalid = "signature_invalid", Refused;
    /// A required claim is missing or of the wrong type.
    ClaimMalformed = "claim_malformed", Refused;
    /// The token is from another issuer.
    IssuerMismatch = "issuer_mismatch", Refused;
    /// The token is for another client.
    AudienceMismatch = "audience_mismatch", Refused;
    /// The token was issued to another client (`azp`), or has several audiences and no `azp`.
    AuthorizedPartyMismatch = "authorized_party_mismatch", Refused;
    /// The token is expired.
    TokenExpired = "token_expired", Refused;
    /// The token is from the future.
    IssuedInFuture = "issued_in_future", Refused;
    /// The token is older than the attempt.
    IssuedBeforeAttempt = "issued_before_attempt", Refused;
    /// The token does not count yet.
    NotYetValid = "not_yet_valid", Refused;
    /// The token's nonce is missing or another attempt's.
    NonceMismatch = "nonce_mismatch", Refused;
    /// The subject is missing, empty, longer than 255 characters or not printable ASCII.
    SubjectInvalid = "subject_invalid", Refused;
    /// The access token is not the one the ID token speaks of.
    AccessTokenMismatch = "access_token_mismatch", Refused;

    /// The userinfo endpoint does not accept the access token.
    UserinfoRefused = "userinfo_refused", Unavailable;
    /// The userinfo answer is neither a JSON object nor a signed token.
    UserinfoMalformed = "userinfo_malformed", Unavailable;
    /// The userinfo answer is about another person than the ID token.
    UserinfoSubjectMismatch = "userinfo_subject_mismatch", Refused;
    /// The card's name is missing.
    NameMissing = "name_missing", Incomplete;
    /// The card's name is too long or has characters that no name has.
    NameInvalid = "name_invalid", Incomplete;
    /// The card's address is missing.
    AddressMissing = "address_missing", Incomplete;
    /// The card's address is too long or has characters that no address has.
    AddressInvalid = "address_invalid", Incomplete;
    /// The date of birth is missing.
    BirthDateMissing = "birth_date_missing", Incomplete;
    /// The date of birth is no day between 1850 and today.
    BirthDateInvalid = "birth_date_invalid", Incomplete;
    /// The sex is missing.
    SexMissing = "sex_missing", Incomplete;
    /// The sex is in none of the known spellings.
    SexInvalid = "sex_invalid", Incomplete;
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl std::error::Error for Error {}
/// What a failed request means to the caller.
impl From<FetchError> for Error {
    fn from(error: FetchError) -> Self {
        match error {
            FetchError::Timeout => Self::ProviderTimeout,
            FetchError::TooLarge => Self::ReplyTooLarge,
            FetchError::Unreachable => Self::ProviderUnavailable,
        }
    }
}
