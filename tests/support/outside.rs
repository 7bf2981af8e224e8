//! The HTTP side of everything that a function reaches: the real clients send their requests here.

use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpClient, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::body::SdkBody;

use crate::store::Store;

/// A door beside the table's: given method, URL, headers and body, says status, content type and body; `None` hangs up.
pub type Door = Arc<dyn Fn(&Asked) -> Option<(u16, &'static str, Vec<u8>)> + Send + Sync>;

/// A request that went outside.
#[derive(Debug, Clone)]
pub struct Asked {
    pub method: String,
    pub url: String,
    pub target: String,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

/// Where all requests of a city arrive.
#[derive(Clone)]
pub struct Outside {
    pub store: Store,
    door: Arc<Mutex<Option<Door>>>,
    post: Arc<Mutex<Option<Door>>>,
    /// Whether the user pool does not answer.
    pool_is_down: Arc<AtomicBool>,
    asked: Arc<Mutex<Vec<Asked>>>,
}

/// What ends all sign-ins of an account at the user pool.
const SIGN_OUT: &str = "AWSCognitoIdentityProviderService.AdminUserGlobalSignOut";

impl Outside {
    pub fn new(store: Store) -> Self {
        Self { store, door: Arc::default(), post: Arc::default(), pool_is_down: Arc::default(), asked: Arc::default() }
    }

    /// Opens a door for everything that is not the table.
    pub fn open(&self, door: Door) {
        *self.door.lock().unwrap() = Some(door);
    }

    /// Opens a door for queues and push services only, whatever else is open.
    pub fn open_post(&self, door: Door) {
        *self.post.lock().unwrap() = Some(door);
    }

    /// Whether the user pool answers.
    pub fn user_pool(&self, answers: bool) {
        self.pool_is_down.store(!answers, Ordering::Relaxed);
    }

    /// The accounts, by their names in the user pool, whose sign-ins were all ended there.
    pub fn signed_out(&self) -> Vec<String> {
        let ended = |asked: &Asked| {
            let body: serde_json::Value = serde_json::from_slice(&asked.body).unwrap();
            body["Username"].as_str().unwrap().to_owned()
        };
        self.asked().iter().filter(|asked| asked.target == SIGN_OUT).map(ended).collect()
    }

    /// What went through the door.
    pub fn asked(&self) -> Vec<Asked> {
        self.asked.lock().unwrap().clone()
    }

    pub fn connector(&self) -> SharedHttpConnector {
        SharedHttpConnector::new(self.clone())
    }

    pub fn client(&self) -> SharedHttpClient {
        SharedHttpClient::new(self.clone())
    }
}

impl fmt::Debug for Outside {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Outside")
    }
}

impl HttpClient for Outside {
    fn http_connector(&self, _: &HttpConnectorSettings, _: &RuntimeComponents) -> SharedHttpConnector {
        SharedHttpConnector::new(self.clone())
    }
}

impl HttpConnector for Outside {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let this = self.clone();
        HttpConnectorFuture::new(async move {
            let header = |name: &str| request.headers().get(name).unwrap_or_default().to_owned();
            let target = header("x-amz-target");
            let body = request.body().bytes().unwrap_or_default().to_vec();
            let answer = if let Some(operation) = target.strip_prefix("DynamoDB_20120810.") {
                if operation == "Query" && this.store.holds_queries() {
                    std::future::pending::<()>().await;
                }
                let answer = this.store.answer(operation, &body).await;
                answer.map(|(status, value)| (status, "application/x-amz-json-1.0", value.to_string().into_bytes()))
            } else {
                let asked = Asked {
                    method: request.method().to_owned(),
                    url: request.uri().to_owned(),
                    target,
                    headers: request.headers().iter().map(|(k, v)| (k.to_owned(), v.to_owned())).collect(),
                    body,
                };
                this.asked.lock().unwrap().push(asked.clone());
                let is_down = this.pool_is_down.load(Ordering::Relaxed);
                let post = asked.target.starts_with("AmazonSQS.") || asked.url.contains("://sns.");
                let door = if post { &this.post } else { &this.door }.lock().unwrap().clone();
                if asked.target == SIGN_OUT {
                    (!is_down).then(|| (200, "application/x-amz-json-1.1", b"{}".to_vec()))
                } else {
                    door.and_then(|door| door(&asked))
                }
            };
            let Some((status, content_type, body)) = answer else {
                return Err(ConnectorError::io("no answer".into()));
            };
            let response = http::Response::builder()
                .status(status)
                .header("content-type", content_type)
                .body(SdkBody::from(body))
                .unwrap();
            Ok(HttpResponse::try_from(response).unwrap())
        })
    }
}
