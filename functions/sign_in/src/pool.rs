//! What the token trigger asks of the user pool.

use aws_sdk_cognitoidentityprovider as cognito;
use platform::effects::Services;
use platform::serve::Error;

/// As Cognito calls an authenticator app.
const TOTP: &str = "SOFTWARE_TOKEN_MFA";

/// The pool that triggered us.
pub(crate) struct Pool<'a> {
    client: cognito::Client,
    id: &'a str,
}

impl<'a> Pool<'a> {
    pub(crate) fn new(services: Services<'_>, id: &'a str) -> Self {
        Self { client: cognito::Client::new(&services.aws_config()), id }
    }

    /// Whether every sign-in of a user is asked for a code of an authenticator app.
    pub(crate) async fn demands_totp(&self, user_name: &str) -> Result<bool, Error> {
        let user = self.client.admin_get_user().user_pool_id(self.id).username(user_name).send().await?;
        let is_enabled = user.user_mfa_setting_list().iter().any(|factor| factor == TOTP);
        Ok(is_enabled && user.preferred_mfa_setting() == Some(TOTP))
    }

    /// Takes a user out of a group.
    pub(crate) async fn leave(&self, user_name: &str, group: &str) -> Result<(), Error> {
        let leave = self.client.admin_remove_user_from_group().user_pool_id(self.id).username(user_name);
        leave.group_name(group).send().await?;
        Ok(())
    }
}
