//! The end of all sign-ins of an account, at the user pool.

use aws_sdk_cognitoidentityprovider as cognito;
use aws_sdk_cognitoidentityprovider::operation::admin_user_global_sign_out::AdminUserGlobalSignOutError;
use records::prelude::*;

/// From now on none of the refresh tokens of the account of this name makes a token. Once more changes nothing; an account that
/// is not there any more has none.
pub(crate) struct SignOut(pub(crate) String);

impl OutsideEffect for SignOut {
    type Done = ();

    async fn happen(self, services: Services<'_>) -> Result<(), Problem> {
        let client = cognito::Client::new(&services.aws_config());
        let pool = &services.app().settings.mail.user_pool;
        match client.admin_user_global_sign_out().user_pool_id(pool).username(self.0).send().await {
            Ok(_) => Ok(()),
            Err(error)
                if error.as_service_error().is_some_and(AdminUserGlobalSignOutError::is_user_not_found_exception) =>
            {
                Ok(())
            }
            Err(_) => Err(Problem::of(Code::Unavailable).logged("user pool").retry_after(1)),
        }
    }
}
