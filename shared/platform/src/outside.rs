//! The doors to the identity provider: fetching with limits, and signing with a KMS key.

use std::time::Duration;

use aws_sdk_kms::primitives::Blob;
use aws_sdk_kms::types::{MessageType, SigningAlgorithmSpec};
use aws_smithy_http_client::Connector;
use aws_smithy_http_client::tls::Provider;
use aws_smithy_http_client::tls::rustls_provider::CryptoMode;
use aws_smithy_runtime_api::client::http::{HttpConnector, SharedHttpConnector};
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_types::body::SdkBody;
use http_body_util::{BodyExt, LengthLimitError, Limited};
use relying_party::{Fetch, FetchError, Limits, Reply, Request, Sign, SignError};

use crate::effects::Services;

/// Fetches over HTTPS with the system's roots: the provider's certificate is not Amazon's.
pub struct Web(SharedHttpConnector);

impl Web {
    /// The connections of the app, or new ones.
    pub fn of(services: Services<'_>) -> Self {
        Self(services.app().identity_http.clone().unwrap_or_else(|| {
            let builder = Connector::builder().tls_provider(Provider::Rustls(CryptoMode::Ring));
            SharedHttpConnector::new(builder.build())
        }))
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
        let request = HttpRequest::try_from(request).map_err(|_| FetchError::Unreachable)?;
        let response = self.0.call(request).await.map_err(|_| FetchError::Unreachable)?;
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

/// Signs with an asymmetric KMS key (ECDSA P-256 over SHA-256); the key never leaves KMS.
pub struct KmsKey {
    client: aws_sdk_kms::Client,
    arn: String,
    kid: String,
}

impl KmsKey {
    /// The key that authenticates us to the identity provider. Its id there is the key's id in KMS.
    pub fn assertion(services: Services<'_>) -> Self {
        let arn = services.app().settings.identity.assertion_key.clone();
        let kid = arn.rsplit('/').next().unwrap_or_default().to_owned();
        Self { client: aws_sdk_kms::Client::new(&services.aws_config()), arn, kid }
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
