//! Proves who holds a card, through the Digital Authentication App (デジタル認証アプリ).
//!
//! The relying party of OpenID Connect's code flow with PKCE and `private_key_jwt`. [`start`] makes the address the person is
//! sent to and the [`Pending`] record the caller keeps; [`RelyingParty::finish`] turns what comes back into a [`Proof`]: the
//! App's subject and the four basic attributes of the card (氏名, 住所, 生年月日, 性別).
//!
//! It has no clock, no randomness, no network and no key of its own: the time and 32 random bytes are arguments, the network is
//! [`Fetch`] and the signing key is [`Sign`]. Nothing personal and no secret is in an error or in a `Debug` text.

pub mod assertion;
pub mod attributes;
pub mod authorization;
pub mod callback;
pub mod error;
mod id_token;
pub mod jwks;
pub mod port;
pub mod proof;
pub mod provider;
pub mod secret;
pub mod userinfo;

mod claims;
mod encoding;
mod json;
mod jws;

pub use attributes::{FourAttributes, Sex};
pub use authorization::{Pending, Started, start, state_hash};
pub use callback::{Callback, RelyingParty};
pub use error::{Error, Kind};
pub use jwks::KeyCache;
pub use port::{Fetch, FetchError, Limits, Reply, Request, Sign, SignError};
pub use proof::Proof;
pub use provider::{Provider, Settings};
pub use secret::Secret;
