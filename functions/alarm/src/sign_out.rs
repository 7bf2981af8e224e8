//! The end of all sign-ins of an account, at the user pool.

use aws_sdk_cognitoidentityprovider as cognito;
use aws_sdk_cognitoidentityprovider::operation::admin_user_global_sign_out::AdminUserGlobalSignOutError;
use records::prelude::*;

/// From now on none of the account's refresh tokens makes a token. Once more changes nothing; an account that is not there any more
/// has none.
pub(crate) async fn everywhere(app: &App, user_name: &str) -> Result<(), Problem> {
    let client = cognito::Client::new(&app.aws_config());
    let pool = &app.settings.mail.user_pool;
    match client.admin_user_global_sign_out().user_pool_id(pool).username(user_name).send().await {
        Ok(_) => Ok(()),
        Err(error)
            if error.as_service_error().is_some_and(AdminUserGlobalSignOutError::is_user_not_found_exception) =>
        {
            Ok(())
        }
        Err(_) => Err(Problem::of(Code::Unavailable).logged("user pool").retry_after(1)),
    }
}
