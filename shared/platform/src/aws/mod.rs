//! Clients of the AWS services, built without `aws-config`: Lambda hands static credentials and the region over in the
//! environment. The services' certificates are checked against Amazon's own roots (Amazon Root CA 1-4 and Starfield
//! Services G2), because reading the system's whole store is most of a cold start. `TRUST_STORE=native` goes back to
//! the system's store, for a proxy or an emulator with a certificate of its own.

mod prepared;

use std::time::Duration;

use aws_credential_types::Credentials;
use aws_credential_types::provider::SharedCredentialsProvider;
use aws_smithy_http_client::Builder;
use aws_smithy_http_client::tls::rustls_provider::CryptoMode;
use aws_smithy_http_client::tls::{Provider, TlsContext, TrustStore};
use aws_smithy_runtime_api::client::behavior_version::BehaviorVersion;
use aws_smithy_runtime_api::client::http::SharedHttpClient;
use aws_smithy_types::retry::RetryConfig;
use aws_smithy_types::timeout::TimeoutConfig;
use aws_types::SdkConfig;
use aws_types::region::Region;

use crate::unset::Unset;
use prepared::Prepared;

const AMAZON_ROOTS: &str = include_str!("amazon_roots.pem");

/// What the environment says of the AWS account, read once.
#[derive(Clone)]
pub struct Environment {
    /// Region, `ap-northeast-1` in production.
    pub region: String,
    /// Another address for every service, on one machine.
    pub endpoint: Option<String>,
    credentials: Credentials,
    native_roots: bool,
}

impl Environment {
    /// From the variables that Lambda sets for every function.
    ///
    /// # Errors
    ///
    /// The name of the one that is missing or empty.
    pub fn from_variables(variable: impl Fn(&str) -> Option<String>) -> Result<Self, Unset> {
        let set = |name| variable(name).filter(|value| !value.is_empty());
        let needed = |name| set(name).ok_or(Unset(name));
        Ok(Self {
            region: needed("AWS_REGION")?,
            endpoint: set("AWS_ENDPOINT_URL"),
            credentials: Credentials::new(
                needed("AWS_ACCESS_KEY_ID")?,
                needed("AWS_SECRET_ACCESS_KEY")?,
                set("AWS_SESSION_TOKEN"),
                None,
                "environment",
            ),
            native_roots: variable("TRUST_STORE").as_deref() == Some("native"),
        })
    }

    /// The HTTP client that all AWS clients share: one pool of connections.
    pub fn http_client(&self) -> SharedHttpClient {
        https_client(if self.native_roots {
            TrustStore::default()
        } else {
            TrustStore::empty().with_pem_certificate(AMAZON_ROOTS)
        })
    }

    /// What every client of AWS is built from (`Client::new(&config)`): region, credentials, attempts, time-outs and the
    /// one HTTP client. There is no other way to a client, so that none waits without an end.
    pub fn config(&self, http: SharedHttpClient) -> SdkConfig {
        let mut config = SdkConfig::builder()
            .behavior_version(BehaviorVersion::latest())
            .region(Region::new(self.region.clone()))
            .credentials_provider(SharedCredentialsProvider::new(self.credentials.clone()))
            .retry_config(retries())
            .timeout_config(timeouts())
            .http_client(http);
        config.set_endpoint_url(self.endpoint.clone());
        config.build()
    }
}

/// Until a connection stands.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(1);

/// Three attempts with jitter, and an answer before the gateway gives up at 30 seconds.
fn retries() -> RetryConfig {
    RetryConfig::standard().with_max_attempts(3).with_initial_backoff(Duration::from_millis(20))
}

fn timeouts() -> TimeoutConfig {
    TimeoutConfig::builder()
        .connect_timeout(CONNECT_TIMEOUT)
        .operation_attempt_timeout(Duration::from_secs(3))
        .operation_timeout(Duration::from_secs(8))
        .build()
}

/// An HTTPS (and, for an emulator, HTTP) client that trusts these roots.
pub fn https_client(trust: TrustStore) -> SharedHttpClient {
    let builder = Builder::new().tls_provider(Provider::Rustls(CryptoMode::Ring));
    Prepared::shared(match TlsContext::builder().with_trust_store(trust).build() {
        Ok(context) => builder.tls_context(context).build_https(),
        // Only a malformed certificate can fail here, and ours are compiled in and tested.
        Err(_) => builder.build_https(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pinned_roots_are_the_five_that_amazon_publishes() {
        assert_eq!(AMAZON_ROOTS.matches("-----BEGIN CERTIFICATE-----").count(), 5);
        let trust = TrustStore::empty().with_pem_certificate(AMAZON_ROOTS);
        assert!(TlsContext::builder().with_trust_store(trust).build().is_ok());
    }
}
