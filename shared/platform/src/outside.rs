//! The doors to servers that are not Amazon's, the identity provider's and those of browsers' makers: asking with limits, and
//! signing with a KMS key.

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use aws_sdk_kms::primitives::Blob;
use aws_sdk_kms::types::{MessageType, SigningAlgorithmSpec};
use aws_smithy_async::rt::sleep::TokioSleep;
use aws_smithy_http_client::Connector;
use aws_smithy_http_client::tls::Provider;
use aws_smithy_http_client::tls::rustls_provider::CryptoMode;
use aws_smithy_runtime_api::client::http::{HttpConnector, HttpConnectorSettings, SharedHttpConnector};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_types::body::SdkBody;
use http_body_util::{BodyExt, LengthLimitError, Limited};
use relying_party::{Fetch, FetchError, Limits, Reply, Request, Sign, SignError};

use crate::effects::Services;

mod public;

use public::PublicNames;

/// Until a connection to a push service stands.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(2);

/// Fetches over HTTPS with the system's roots: the provider's certificate is not Amazon's.
pub struct Web(SharedHttpConnector);

impl Web {
    /// The connections of the app, or new ones.
    pub fn of(services: Services<'_>) -> Self {
        Self(services.app().web_http.clone().unwrap_or_else(|| {
            let builder = Connector::builder().tls_provider(Provider::Rustls(CryptoMode::Ring));
            SharedHttpConnector::new(builder.build())
        }))
    }

    async fn exchange(&self, request: http::Request<SdkBody>) -> Result<HttpResponse, FetchError> {
        let request = HttpRequest::try_from(request).map_err(|_| FetchError::Unreachable)?;
        self.0.call(request).await.map_err(|_| FetchError::Unreachable)
    }

    async fn ask(&self, request: Request<'_>, most: usize) -> Result<Reply, FetchError> {
        let builder = match request {
            Request::Get { url, bearer, accept } => {
                let builder = http::Request::get(url).header("accept", accept);
                let builder = match bearer {
                    Some(token) => builder.header("authorization", format!("Bearer {token}")),
                    None => builder,
                };
                builder.body(SdkBody::empty())
            }
            Request::PostForm { url, body } => http::Request::post(url)
                .header("content-type", "application/x-www-form-urlencoded")
                .header("accept", "application/json")
                .body(SdkBody::from(body)),
        };
        let request = builder.map_err(|_| FetchError::Unreachable)?;
        let response = self.exchange(request).await?;
        let status = response.status().as_u16();
        let content_type = response.headers().get("content-type").map(str::to_owned);
        let body = Limited::new(response.into_body(), most).collect().await.map_err(|error| {
            if error.is::<LengthLimitError>() { FetchError::TooLarge } else { FetchError::Unreachable }
        })?;
        Ok(Reply { status, content_type, body: body.to_bytes().to_vec() })
    }
}

impl Fetch for Web {
    async fn fetch(&self, request: Request<'_>, limits: Limits) -> Result<Reply, FetchError> {
        let limit: Duration = limits.timeout;
        tokio::time::timeout(limit, self.ask(request, limits.max_bytes)).await.unwrap_or(Err(FetchError::Timeout))
    }
}

/// Posts to browsers' push services, whose addresses are somebody's input: a name that leads to this machine or into a network beside it
/// leads nowhere, and no redirect is followed. Its connections are made with the first message, and kept for the next.
pub struct PublicWeb {
    given: Option<SharedHttpConnector>,
    made: Arc<OnceLock<SharedHttpConnector>>,
}

impl PublicWeb {
    /// That of the app.
    pub fn of(services: Services<'_>) -> Self {
        let app = services.app();
        Self { given: app.web_http.clone(), made: app.kept.get_or(OnceLock::new) }
    }

    fn connections(&self) -> SharedHttpConnector {
        let make = || {
            let settings = HttpConnectorSettings::builder().connect_timeout(CONNECT_TIMEOUT).build();
            let builder = Connector::builder().connector_settings(settings).sleep_impl(TokioSleep::new());
            let builder = builder.tls_provider(Provider::Rustls(CryptoMode::Ring));
            SharedHttpConnector::new(builder.build_with_resolver(PublicNames))
        };
        self.made.get_or_init(|| self.given.clone().unwrap_or_else(make)).clone()
    }

    /// Posts a body and gives the status of the answer. Of what else the answer says, no more than `limits` is read, and none of it is
    /// used.
    ///
    /// # Errors
    ///
    /// Why there is no answer.
    pub async fn post(
        &self,
        url: &str,
        headers: &[(&'static str, &str)],
        body: Vec<u8>,
        limits: Limits,
    ) -> Result<u16, FetchError> {
        let mut request = http::Request::post(url);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(SdkBody::from(body)).map_err(|_| FetchError::Unreachable)?;
        let web = Web(self.connections());
        let exchange = async {
            let response = web.exchange(request).await?;
            let status = response.status().as_u16();
            // What was read to its end leaves the connection to the next message.
            let _ = Limited::new(response.into_body(), limits.max_bytes).collect().await;
            Ok(status)
        };
        tokio::time::timeout(limits.timeout, exchange).await.unwrap_or(Err(FetchError::Timeout))
    }
}

/// Signs with an asymmetric KMS key (ECDSA P-256 over SHA-256); the key never leaves KMS.
pub struct KmsKey {
    client: aws_sdk_kms::Client,
    arn: String,
    kid: String,
}

impl KmsKey {
    /// The key that authenticates us to the identity provider. Its id there is the key's id in KMS.
    pub fn assertion(services: Services<'_>) -> Self {
        Self::of(services, &services.app().settings.identity.assertion_key)
    }

    /// The key that browsers register for, so that their push services take messages that it signs, and no others.
    pub fn for_browsers(services: Services<'_>) -> Self {
        Self::of(services, &services.app().settings.web_push.key)
    }

    fn of(services: Services<'_>, arn: &str) -> Self {
        let arn = arn.to_owned();
        let kid = arn.rsplit('/').next().unwrap_or_default().to_owned();
        Self { client: aws_sdk_kms::Client::new(&services.aws_config()), arn, kid }
    }
}

/// What stands before the point in the public key that KMS gives (RFC 5480): an uncompressed point of P-256.
const SPKI: [u8; 26] = [
    0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06, 0x08, 0x2a, 0x86, 0x48, 0xce,
    0x3d, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00,
];

impl KmsKey {
    /// The public key: an uncompressed point of P-256.
    ///
    /// # Errors
    ///
    /// Where the key cannot be used, or is of another kind.
    pub async fn public_key(&self) -> Result<Vec<u8>, SignError> {
        let answer = self.client.get_public_key().key_id(&self.arn).send().await.map_err(|_| SignError)?;
        let written = answer.public_key.map(Blob::into_inner).unwrap_or_default();
        written.strip_prefix(&SPKI).filter(|point| point.len() == 65).map(<[u8]>::to_vec).ok_or(SignError)
    }
}

impl Sign for KmsKey {
    fn kid(&self) -> &str {
        &self.kid
    }

    async fn sign(&self, message: &[u8]) -> Result<Vec<u8>, SignError> {
        let answer = self
            .client
            .sign()
            .key_id(&self.arn)
            .message(Blob::new(message))
            .message_type(MessageType::Raw)
            .signing_algorithm(SigningAlgorithmSpec::EcdsaSha256)
            .send()
            .await
            .map_err(|_| SignError)?;
        answer.signature.map(Blob::into_inner).ok_or(SignError)
    }
}
