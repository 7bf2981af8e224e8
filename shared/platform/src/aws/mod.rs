//! Clients of the AWS services, built without `aws-config`: Lambda hands static credentials and the region over in the
//! environment. The services' certificates are checked against Amazon's own roots (Amazon Root CA 1-4 and Starfield
//! Services G2), because reading the system's whole store is most of a cold start. `TRUST_STORE=native` goes back to
//! the system's store, for a proxy or an emulator with a certificate of its own.

mod prepared;

use std::time::Duration;

use aws_credential_types::Credentials;
use aws_smithy_http_client::Builder;
use aws_smithy_http_client::tls::rustls_provider::CryptoMode;
use aws_smithy_http_client::tls::{Provider, TlsContext, TrustStore};
use aws_smithy_runtime_api::client::http::SharedHttpClient;
use aws_smithy_types::retry::RetryConfig;
use aws_smithy_types::timeout::TimeoutConfig;

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
    pub fn from_variables(variable: impl Fn(&str) -> Option<String>) -> Self {
        let text = |name: &str| variable(name).unwrap_or_default();
        let session = variable("AWS_SESSION_TOKEN").filter(|token| !token.is_empty());
        Self {
            region: variable("AWS_REGION").unwrap_or_else(|| "ap-northeast-1".to_owned()),
            endpoint: variable("AWS_ENDPOINT_URL").filter(|url| !url.is_empty()),
            credentials: Credentials::new(
                text("AWS_ACCESS_KEY_ID"),
                text("AWS_SECRET_ACCESS_KEY"),
                session,
                None,
                "environment",
            ),
            native_roots: variable("TRUST_STORE").as_deref() == Some("native"),
        }
    }

    /// The function's own credentials.
    pub fn credentials(&self) -> Credentials {
        self.credentials.clone()
    }

    /// The HTTP client that all AWS clients share: one pool of connections.
    pub fn http_client(&self) -> SharedHttpClient {
        https_client(if self.native_roots {
            TrustStore::default()
        } else {
            TrustStore::empty().with_pem_certificate(AMAZON_ROOTS)
        })
    }

    /// A DynamoDB client.
    pub fn dynamodb(&self, http: SharedHttpClient) -> aws_sdk_dynamodb::Client {
        let mut config = aws_sdk_dynamodb::Config::builder()
            .behavior_version(aws_sdk_dynamodb::config::BehaviorVersion::latest())
            .region(aws_sdk_dynamodb::config::Region::new(self.region.clone()))
            .credentials_provider(self.credentials.clone())
            .retry_config(retries())
            .timeout_config(timeouts())
            .http_client(http);
        config.set_endpoint_url(self.endpoint.clone());
        aws_sdk_dynamodb::Client::from_conf(config.build())
    }

    /// A KMS client.
    pub fn kms(&self, http: SharedHttpClient) -> aws_sdk_kms::Client {
        let mut config = aws_sdk_kms::Config::builder()
            .behavior_version(aws_sdk_kms::config::BehaviorVersion::latest())
            .region(aws_sdk_kms::config::Region::new(self.region.clone()))
            .credentials_provider(self.credentials.clone())
            .retry_config(retries())
            .timeout_config(timeouts())
            .http_client(http);
        config.set_endpoint_url(self.endpoint.clone());
        aws_sdk_kms::Client::from_conf(config.build())
    }

    /// An SQS client.
    pub fn sqs(&self, http: SharedHttpClient) -> aws_sdk_sqs::Client {
        let mut config = aws_sdk_sqs::Config::builder()
            .behavior_version(aws_sdk_sqs::config::BehaviorVersion::latest())
            .region(aws_sdk_sqs::config::Region::new(self.region.clone()))
            .credentials_provider(self.credentials.clone())
            .retry_config(retries())
            .timeout_config(timeouts())
            .http_client(http);
        config.set_endpoint_url(self.endpoint.clone());
        aws_sdk_sqs::Client::from_conf(config.build())
    }

    /// An SNS client.
    pub fn sns(&self, http: SharedHttpClient) -> aws_sdk_sns::Client {
        let mut config = aws_sdk_sns::Config::builder()
            .behavior_version(aws_sdk_sns::config::BehaviorVersion::latest())
            .region(aws_sdk_sns::config::Region::new(self.region.clone()))
            .credentials_provider(self.credentials.clone())
            .retry_config(retries())
            .timeout_config(timeouts())
            .http_client(http);
        config.set_endpoint_url(self.endpoint.clone());
        aws_sdk_sns::Client::from_conf(config.build())
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
