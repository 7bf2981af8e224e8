//! Which provider is asked and as which client: the settings, checked once.
//!
//! The limits of each value are those of the App's authorization API reference (デジタル認証アプリ APIリファレンス, authserver-gov).

use serde::{Deserialize, Serialize};

use crate::error::Error;

/// The scopes that are asked for: the subject and the four basic attributes, nothing more (no e-mail).
pub const SCOPE: &str = "openid name address birthdate gender";

/// The settings as an operator writes them; the endpoints of the App follow from the issuer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// The issuer exactly as it stands in the ID token, for example `https://auth-and-sign.go.jp/api/realms/main`.
    pub issuer: String,
    /// Where the person's browser is sent.
    pub authorization_endpoint: String,
    /// Where the code is exchanged.
    pub token_endpoint: String,
    /// Where the attributes are read.
    pub userinfo_endpoint: String,
    /// Where the provider publishes its keys.
    pub jwks_uri: String,
    /// The client's name with the provider, 1–255 ASCII letters and digits, for example `RP00000001`.
    pub client_id: String,
    /// Where the App sends the person back to, ≤ 255 characters.
    pub redirect_uri: String,
    /// The demanded assurance, for example `aal3 crl`; without it the provider's own rule counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub acr_values: Option<String>,
    /// Whether the provider promises that it names itself in every callback (`authorization_response_iss_parameter_supported` of
    /// its metadata, RFC 9207): one that does not is then another's, or was cut.
    #[serde(default)]
    pub names_issuer: bool,
}

impl Settings {
    /// The settings of a provider whose endpoints lie under its issuer as the App's do (`/protocol/openid-connect/…`).
    pub fn under(issuer: &str, client_id: &str, redirect_uri: &str) -> Self {
        let endpoint = |name: &str| format!("{issuer}/protocol/openid-connect/{name}");
        Self {
            issuer: issuer.to_owned(),
            authorization_endpoint: endpoint("auth"),
            token_endpoint: endpoint("token"),
            userinfo_endpoint: endpoint("userinfo"),
            jwks_uri: endpoint("certs"),
            client_id: client_id.to_owned(),
            redirect_uri: redirect_uri.to_owned(),
            acr_values: None,
            names_issuer: false,
        }
    }
}

/// A provider whose settings were checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Provider(Settings);

impl Provider {
    /// Checks the settings.
    ///
    /// # Errors
    /// [`Error::SettingsInvalid`] when an address is not absolute `https` (`http` is accepted for the machine's own loopback
    /// address only, as in RFC 8252), carries a user, a fragment or a character that no address has, or a value is too long.
    pub fn new(settings: Settings) -> Result<Self, Error> {
        let addresses = [
            &settings.authorization_endpoint,
            &settings.token_endpoint,
            &settings.userinfo_endpoint,
            &settings.jwks_uri,
            &settings.redirect_uri,
        ];
        let client = &settings.client_id;
        let acr = settings.acr_values.as_deref().unwrap_or("aal3");
        let valid = addresses.into_iter().all(|url| is_address(url))
            && is_address(&settings.issuer)
            && !settings.issuer.contains('?')
            && settings.redirect_uri.len() <= 255
            && (1..=255).contains(&client.len())
            && client.bytes().all(|b| b.is_ascii_alphanumeric())
            && (1..=255).contains(&acr.len())
            && acr.bytes().all(|b| b == b' ' || b.is_ascii_graphic());
        if valid { Ok(Self(settings)) } else { Err(Error::SettingsInvalid) }
    }

    /// The checked settings.
    pub fn settings(&self) -> &Settings {
        &self.0
    }

    /// The issuer, exactly as it stands in the ID token.
    pub fn issuer(&self) -> &str {
        &self.0.issuer
    }

    /// The client's name with the provider.
    pub fn client_id(&self) -> &str {
        &self.0.client_id
    }
}

/// An absolute address without user, fragment or characters that need encoding.
fn is_address(url: &str) -> bool {
    let (rest, plain) = match (url.strip_prefix("https://"), url.strip_prefix("http://")) {
        (Some(rest), _) => (rest, false),
        (None, Some(rest)) => (rest, true),
        (None, None) => return false,
    };
    let authority = rest.split(['/', '?']).next().unwrap_or_default();
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port)) => (host, port.parse::<u16>().is_ok()),
        None => (authority, true),
    };
    let host_ok = !host.is_empty() && host.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'.' || b == b'-');
    let loopback = matches!(host, "127.0.0.1" | "localhost");
    let characters = url.bytes().all(|b| b.is_ascii_graphic() && !b"#@\\\"<>^`{|}".contains(&b));
    url.len() <= 2048 && characters && host_ok && port && (!plain || loopback)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)] // tests
    use super::*;

    const ISSUER: &str = "https://auth-and-sign.go.jp/api/realms/main";

    fn settings() -> Settings {
        Settings::under(ISSUER, "RP00000001", "https://notebook.example/identity/callback")
    }

    #[test]
    fn the_endpoints_follow_from_the_issuer() {
        let provider = Provider::new(settings()).unwrap();
        assert_eq!(provider.settings().token_endpoint, format!("{ISSUER}/protocol/openid-connect/token"));
        assert_eq!(provider.settings().jwks_uri, format!("{ISSUER}/protocol/openid-connect/certs"));
    }

    #[test]
    fn plain_http_is_for_the_loopback_address_only() {
        for (issuer, accepted) in [
            ("http://127.0.0.1:8180/api/realms/main", true),
            ("http://localhost:8180/api/realms/main", true),
            ("http://127.0.0.1.example/api", false),
            ("http://auth-and-sign.go.jp/api/realms/main", false),
            ("ftp://auth-and-sign.go.jp", false),
            ("https://", false),
            ("https://user@auth-and-sign.go.jp/api", false),
            ("https://auth-and-sign.go.jp/api#x", false),
            ("https://auth-and-sign.go.jp/a b", false),
            ("https://auth-and-sign.go.jp:99999/a", false),
            ("https://auth-and-sign.go.jp/a?b=c", false),
        ] {
            let read = Provider::new(Settings::under(issuer, "RP1", "https://notebook.example/callback"));
            assert_eq!(read.is_ok(), accepted, "{issuer}");
        }
    }

    #[test]
    fn a_client_name_is_ascii_letters_and_digits() {
        for (client_id, accepted) in
            [("RP00000001", true), ("", false), ("RP-1", false), ("ＲＰ１", false), ("RP 1", false)]
        {
            let read = Provider::new(Settings { client_id: client_id.to_owned(), ..settings() });
            assert_eq!(read.is_ok(), accepted, "{client_id:?}");
        }
        assert!(Provider::new(Settings { client_id: "a".repeat(255), ..settings() }).is_ok());
        assert!(Provider::new(Settings { client_id: "a".repeat(256), ..settings() }).is_err());
    }

    #[test]
    fn a_return_address_has_at_most_255_characters() {
        let long = |n: usize| format!("https://n.example/{}", "a".repeat(n - 18));
        assert!(Provider::new(Settings { redirect_uri: long(255), ..settings() }).is_ok());
        assert!(Provider::new(Settings { redirect_uri: long(256), ..settings() }).is_err());
    }
}
