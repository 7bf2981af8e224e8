//! A browser's registration at its push service, as the browser gives it to the page (`PushSubscription.toJSON()`).

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::service::Services;

/// Bytes of a point of P-256, uncompressed.
pub(crate) const POINT: usize = 65;

/// Bytes of the secret that browser and application share.
pub(crate) const AUTH: usize = 16;

/// Where messages for a browser go, and for whom they are encrypted. As good as an address: no log and no answer shows it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subscription {
    /// The address at the push service; whoever knows it and has our key can send.
    pub endpoint: String,
    /// The browser's public key, base64url.
    pub p256dh: String,
    /// The secret that browser and application share, base64url.
    pub auth: String,
    /// Our public key for which it was made, base64url: the push service takes messages that are signed with this one alone.
    pub key: String,
}

/// Why a text is no registration that can be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotOne {
    /// It is not what a browser gives.
    Malformed,
    /// It names a server that is no push service that is known.
    UnknownService,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Written {
    endpoint: String,
    keys: Keys,
    application_server_key: String,
    /// No browser ends a registration by it; it is there because `toJSON` writes it.
    #[serde(rename = "expirationTime", default)]
    _expiration_time: Option<serde_json::Number>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Keys {
    p256dh: String,
    auth: String,
}

impl Subscription {
    /// Reads what the page sent: the registration's JSON, with the key that it was made for as `applicationServerKey`.
    ///
    /// # Errors
    ///
    /// Why it is none.
    pub fn read(text: &str, services: &Services) -> Result<Self, NotOne> {
        let Written { endpoint, keys: Keys { p256dh, auth }, application_server_key: key, .. } =
            written(text).ok_or(NotOne::Malformed)?;
        let are_keys = point(&p256dh).is_some() && secret(&auth).is_some() && point(&key).is_some();
        if !are_keys {
            return Err(NotOne::Malformed);
        }
        services.origin(&endpoint).ok_or(NotOne::UnknownService)?;
        Ok(Self { endpoint, p256dh, auth, key })
    }

    /// The public key of the browser that a registration is of; none where the text is no registration. A browser is known by it,
    /// however its address is spelled: without it nobody reads what is sent there.
    pub fn key_of(text: &str) -> Option<String> {
        written(text).map(|written| written.keys.p256dh)
    }

    /// The browser's public key.
    pub(crate) fn point(&self) -> Option<[u8; POINT]> {
        point(&self.p256dh)
    }

    /// The secret.
    pub(crate) fn secret(&self) -> Option<[u8; AUTH]> {
        secret(&self.auth)
    }
}

/// A registration has one form: `serde` would also take a list of the values for an object of them.
fn written(text: &str) -> Option<Written> {
    let value: Value = serde_json::from_str(text).ok()?;
    let is_one = value.is_object() && value.get("keys").is_some_and(Value::is_object);
    if is_one { serde_json::from_value(value).ok() } else { None }
}

fn bytes<const N: usize>(text: &str) -> Option<[u8; N]> {
    URL_SAFE_NO_PAD.decode(text).ok()?.try_into().ok()
}

/// An uncompressed point. Whether it is on the curve is seen when something is encrypted for it.
fn point(text: &str) -> Option<[u8; POINT]> {
    bytes(text).filter(|point: &[u8; POINT]| point.first() == Some(&4))
}

fn secret(text: &str) -> Option<[u8; AUTH]> {
    bytes(text)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)] // tests
    use serde_json::json;

    use super::*;

    fn written() -> Value {
        json!({
            "endpoint": "https://push.example/send/1",
            "expirationTime": null,
            "keys": { "p256dh": URL_SAFE_NO_PAD.encode([4; POINT]), "auth": URL_SAFE_NO_PAD.encode([7; AUTH]) },
            "applicationServerKey": URL_SAFE_NO_PAD.encode([4; POINT]),
        })
    }

    fn read(value: &Value) -> Result<Subscription, NotOne> {
        Subscription::read(&value.to_string(), &Services::parse("https://push.example").unwrap())
    }

    #[test]
    fn what_a_browser_gives_is_read() {
        let found = read(&written()).ok().unwrap();
        assert_eq!(found.endpoint, "https://push.example/send/1");
        assert_eq!((found.point(), found.secret()), (Some([4; POINT]), Some([7; AUTH])));
    }

    #[test]
    fn what_no_browser_gives_is_refused() {
        let short = URL_SAFE_NO_PAD.encode([4; POINT - 1]);
        let compressed = URL_SAFE_NO_PAD.encode([2; POINT]);
        let padded = format!("{}=", URL_SAFE_NO_PAD.encode([4; POINT]));
        for (pointer, value) in [
            ("/keys/p256dh", json!(short)),
            ("/keys/p256dh", json!(compressed)),
            ("/keys/p256dh", json!(padded)),
            ("/keys/auth", json!("")),
            ("/keys/auth", json!(URL_SAFE_NO_PAD.encode([7; AUTH + 1]))),
            ("/applicationServerKey", json!(null)),
            ("/applicationServerKey", json!("x")),
            ("/expirationTime", json!("soon")),
            ("/endpoint", json!(1)),
        ] {
            let mut wrong = written();
            *wrong.pointer_mut(pointer).unwrap() = value;
            assert_eq!(read(&wrong).err(), Some(NotOne::Malformed), "{pointer}");
        }
        let mut more = written();
        more["keys"]["private"] = json!("x");
        assert_eq!(read(&more).err(), Some(NotOne::Malformed));
        for text in ["", "null", "[]", "token", "{}"] {
            assert_eq!(Subscription::read(text, &Services::default()).err(), Some(NotOne::Malformed));
        }
    }

    #[test]
    fn a_browser_is_known_by_its_key_and_a_list_of_the_same_values_is_no_registration() {
        let whole = written();
        let key = whole["keys"]["p256dh"].clone();
        assert_eq!(Subscription::key_of(&whole.to_string()), key.as_str().map(str::to_owned));
        let mut listed = whole.clone();
        listed["keys"] = json!([key, whole["keys"]["auth"]]);
        let all = json!([whole["endpoint"], whole["keys"], whole["applicationServerKey"], null]);
        for list in [listed, all] {
            assert_eq!(
                (read(&list).err(), Subscription::key_of(&list.to_string())),
                (Some(NotOne::Malformed), None),
                "{list}"
            );
        }
    }

    #[test]
    fn a_server_that_is_no_push_service_is_named_as_that() {
        let mut elsewhere = written();
        elsewhere["endpoint"] = json!("https://evil.example/send/1");
        assert_eq!(read(&elsewhere).err(), Some(NotOne::UnknownService));
    }
}
