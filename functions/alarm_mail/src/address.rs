//! Where an account's e-mail goes: only the user pool knows, and only a proved address counts.

use aws_sdk_cognitoidentityprovider as cognito;
use aws_sdk_cognitoidentityprovider::operation::admin_get_user::AdminGetUserError;
use platform::effects::Services;

/// The proved e-mail address of an account; none where it has none, or is closed.
pub(crate) async fn of(services: Services<'_>, user_name: &str) -> Result<Option<String>, &'static str> {
    let client = cognito::Client::new(&services.aws_config());
    let pool = &services.app().settings.mail.user_pool;
    let asked = client.admin_get_user().user_pool_id(pool).username(user_name).send().await;
    let user = match asked {
        Ok(user) => user,
        Err(error) if error.as_service_error().is_some_and(AdminGetUserError::is_user_not_found_exception) => {
            return Ok(None);
        }
        Err(_) => return Err("the user pool did not answer"),
    };
    let attribute = |name: &str| user.user_attributes().iter().find(|known| known.name() == name)?.value();
    let proved = attribute("email_verified") == Some("true") && user.enabled();
    Ok(attribute("email").filter(|_| proved).map(str::to_owned))
}
