//! What the token trigger asks the user pool.

use std::collections::HashMap;
use std::sync::{LazyLock, Mutex, PoisonError};

use aws_sdk_cognitoidentityprovider as cognito;
use platform::app::App;
use platform::serve::Error;

/// Names of clients by id. They never change, so one process asks once.
static CLIENT_NAMES: LazyLock<Mutex<HashMap<String, String>>> = LazyLock::new(Mutex::default);

/// The pool that triggered us.
pub(crate) struct Pool<'a> {
    client: cognito::Client,
    id: &'a str,
}

impl<'a> Pool<'a> {
    pub(crate) fn new(app: &App, id: &'a str) -> Self {
        let config = cognito::Config::builder()
            .behavior_version(cognito::config::BehaviorVersion::latest())
            .region(cognito::config::Region::new(app.aws.region.clone()))
            .credentials_provider(app.aws.credentials())
            .http_client(app.http.clone());
        let config = match &app.aws.endpoint {
            Some(endpoint) => config.endpoint_url(endpoint),
            None => config,
        };
        Self { client: cognito::Client::from_conf(config.build()), id }
    }

    /// The name of a client of the pool.
    pub(crate) async fn client_name(&self, client_id: &str) -> Result<String, Error> {
        let known = CLIENT_NAMES.lock().unwrap_or_else(PoisonError::into_inner).get(client_id).cloned();
        if let Some(name) = known {
            return Ok(name);
        }
        let answer = self.client.describe_user_pool_client().user_pool_id(self.id).client_id(client_id).send().await?;
        let name = answer.user_pool_client.and_then(|client| client.client_name).unwrap_or_default();
        let mut names = CLIENT_NAMES.lock().unwrap_or_else(PoisonError::into_inner);
        names.insert(client_id.to_owned(), name.clone());
        Ok(name)
    }

    /// The second factors that a user has verified.
    pub(crate) async fn second_factors(&self, user_name: &str) -> Result<Vec<String>, Error> {
        let answer = self.client.admin_get_user().user_pool_id(self.id).username(user_name).send().await?;
        Ok(answer.user_mfa_setting_list.unwrap_or_default())
    }
}
