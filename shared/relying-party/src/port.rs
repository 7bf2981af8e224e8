//! What the relying party needs from outside: the network and the client's signing key.

use std::fmt;
use std::future::Future;
use std::time::Duration;

/// One HTTP request to the provider.
pub enum Request<'a> {
    /// `GET`, with `Authorization: Bearer` when a token is given.
    Get {
        /// The absolute address.
        url: &'a str,
        /// The access token, if the address needs one.
        bearer: Option<&'a str>,
        /// The value of the `Accept` header.
        accept: &'static str,
    },
    /// `POST` with `Content-Type: application/x-www-form-urlencoded`.
    PostForm {
        /// The absolute address.
        url: &'a str,
        /// The body, already encoded.
        body: &'a str,
    },
}

impl Request<'_> {
    /// The address that is asked.
    pub fn url(&self) -> &str {
        match self {
            Self::Get { url, .. } | Self::PostForm { url, .. } => url,
        }
    }
}

impl fmt::Debug for Request<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let method = match self {
            Self::Get { .. } => "GET",
            Self::PostForm { .. } => "POST",
        };
        write!(f, "{method} {}", self.url())
    }
}

/// What one request may cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// The longest body that is read; a longer one is [`FetchError::TooLarge`] without reading on.
    pub max_bytes: usize,
    /// The time from connecting to the last byte of the body.
    pub timeout: Duration,
}

/// What the provider answered.
#[derive(Clone)]
pub struct Reply {
    /// The HTTP status.
    pub status: u16,
    /// The `Content-Type` header as sent.
    pub content_type: Option<String>,
    /// The whole body.
    pub body: Vec<u8>,
}

impl Reply {
    /// The media type without its parameters, in lower case.
    pub(crate) fn media_type(&self) -> Option<String> {
        let media_type = self.content_type.as_deref()?.split(';').next()?;
        Some(media_type.trim().to_ascii_lowercase())
    }
}

impl fmt::Debug for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Reply({}, {} bytes)", self.status, self.body.len())
    }
}

/// Why there is no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FetchError {
    /// [`Limits::timeout`] passed.
    Timeout,
    /// The body is longer than [`Limits::max_bytes`].
    TooLarge,
    /// No connection, a broken one, or a certificate that is not trusted.
    Unreachable,
}

/// The network. An implementation checks certificates, keeps to the limits and never follows a redirect.
pub trait Fetch: Send + Sync {
    /// Sends one request and reads its answer.
    fn fetch(&self, request: Request<'_>, limits: Limits) -> impl Future<Output = Result<Reply, FetchError>> + Send;
}

/// The key could not be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SignError;

/// The client's private key (EC P-256), which never leaves its keeper.
pub trait Sign: Send + Sync {
    /// The key id under which the public key is registered with the provider.
    fn kid(&self) -> &str;

    /// Signs with ES256 (`ECDSA_SHA_256` over the message itself) and returns the signature in DER, as AWS KMS does.
    fn sign(&self, message: &[u8]) -> impl Future<Output = Result<Vec<u8>, SignError>> + Send;
}
