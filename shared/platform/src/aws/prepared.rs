//! Reads the trusted certificates once. The SDK's own HTTP client reads them when a client is built, throws the result
//! away, and reads them again at the first request, because only then it knows its timeouts. Ours are known: what is
//! built with the client, while Lambda still gives the whole processor, is what the first request uses.

use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::connector_metadata::ConnectorMetadata;
use aws_smithy_runtime_api::client::http::{HttpClient, HttpConnectorSettings, SharedHttpClient, SharedHttpConnector};
use aws_smithy_runtime_api::client::runtime_components::{RuntimeComponents, RuntimeComponentsBuilder};
use aws_smithy_types::config_bag::ConfigBag;

/// The SDK's HTTP client, prepared with our timeouts.
#[derive(Debug)]
pub(super) struct Prepared(SharedHttpClient);

impl Prepared {
    pub(super) fn shared(client: SharedHttpClient) -> SharedHttpClient {
        SharedHttpClient::new(Self(client))
    }
}

impl HttpClient for Prepared {
    fn http_connector(&self, settings: &HttpConnectorSettings, components: &RuntimeComponents) -> SharedHttpConnector {
        self.0.http_connector(settings, components)
    }

    fn validate_base_client_config(
        &self,
        components: &RuntimeComponentsBuilder,
        _: &ConfigBag,
    ) -> Result<(), BoxError> {
        // Without what a connector needs it is built by the first request, as if this were not here.
        if let Ok(components) = components.clone().build()
            && components.sleep_impl().is_some()
        {
            let settings = HttpConnectorSettings::builder().connect_timeout(super::CONNECT_TIMEOUT).build();
            drop(self.0.http_connector(&settings, &components));
        }
        Ok(())
    }

    fn connector_metadata(&self) -> Option<ConnectorMetadata> {
        self.0.connector_metadata()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)] // tests
    use std::sync::{Arc, Mutex};
    use std::time::Duration;

    use aws_smithy_runtime_api::client::http::{HttpConnector, HttpConnectorFuture};
    use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
    use aws_smithy_runtime_api::client::result::ConnectorError;

    use super::*;
    use crate::aws::Environment;

    type Settings = (Option<Duration>, Option<Duration>);

    /// Notes with which settings a connector is asked for; none of them connects.
    #[derive(Debug, Clone, Default)]
    struct Noting(Arc<Mutex<Vec<Settings>>>);

    impl HttpClient for Noting {
        fn http_connector(&self, settings: &HttpConnectorSettings, _: &RuntimeComponents) -> SharedHttpConnector {
            self.0.lock().unwrap().push((settings.connect_timeout(), settings.read_timeout()));
            SharedHttpConnector::new(self.clone())
        }
    }

    impl HttpConnector for Noting {
        fn call(&self, _: HttpRequest) -> HttpConnectorFuture {
            HttpConnectorFuture::ready(Err(ConnectorError::user("a test".into())))
        }
    }

    #[tokio::test]
    async fn what_the_first_request_asks_for_was_built_with_the_client() {
        let noting = Noting::default();
        let http = Prepared::shared(SharedHttpClient::new(noting.clone()));
        let environment =
            Environment::from_variables(|name| (name != "AWS_ENDPOINT_URL").then(|| "test".to_owned())).unwrap();
        let client = aws_sdk_dynamodb::Client::new(&environment.config(http));
        let prepared = noting.0.lock().unwrap().clone();
        assert_eq!(prepared.len(), 1);
        assert!(client.describe_endpoints().send().await.is_err());
        let asked = noting.0.lock().unwrap().clone();
        assert!(asked.len() > 1 && asked.iter().all(|settings| Some(settings) == prepared.first()), "{asked:?}");
    }
}
