//! Before Cognito issues a token: residents through the residents' client, staff through theirs and only with a
//! verified authenticator app.
//!
//! A member of staff who has not enrolled one yet needs a token to do so (`AssociateSoftwareToken` takes one). That token
//! carries no second-factor claim, and every operation for staff refuses it with `totp_required`.

use platform::app::App;
use platform::auth::caller::{SECOND_FACTOR_CLAIM, SECOND_FACTOR_TOTP};
use platform::job::{Job, Trigger};
use platform::serve::Error;
use platform::spec::Touch;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

/// The Cognito pre-token-generation trigger (version 2).
pub struct IssueToken;

/// The group of Cognito that all staff are in; where they work and as what stands in the table.
const STAFF_GROUP: &str = "staff";
/// As Cognito calls a verified authenticator app.
const TOTP: &str = "SOFTWARE_TOKEN_MFA";

/// The trigger's event: the parts that matter here, and the rest to hand back.
#[derive(Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Event {
    user_pool_id: String,
    user_name: String,
    caller_context: CallerContext,
    request: Request,
    #[serde(default)]
    response: Value,
    #[serde(flatten)]
    rest: Map<String, Value>,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
struct CallerContext {
    client_id: String,
    #[serde(flatten)]
    rest: Map<String, Value>,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
struct Request {
    #[serde(default)]
    group_configuration: Groups,
    #[serde(flatten)]
    rest: Map<String, Value>,
}

#[derive(Default, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
struct Groups {
    #[serde(default)]
    groups_to_override: Option<Vec<String>>,
    #[serde(flatten)]
    rest: Map<String, Value>,
}

/// What the account is and through which client it comes.
#[derive(Debug, PartialEq, Eq)]
enum Ruling {
    /// A resident: nothing to add.
    Resident,
    /// Staff: the second factor decides.
    Staff,
    /// The wrong client.
    Refused,
}

/// The clients know each other's names only through the pool: the pool is younger than this function, so the client's
/// own name is asked of it.
fn ruling(is_staff: bool, through_staff_client: bool) -> Ruling {
    match (is_staff, through_staff_client) {
        (false, false) => Ruling::Resident,
        (true, true) => Ruling::Staff,
        _ => Ruling::Refused,
    }
}

impl Job for IssueToken {
    const NAME: &'static str = "issue-token";
    const TOUCHES: &'static [Touch] = &[Touch::UserRead];
    const TRIGGER: Trigger = Trigger::UserPool;
    type Event = Event;
    type Output = Event;

    async fn run(app: &App, mut event: Event) -> Result<Event, Error> {
        let pool = crate::pool::Pool::new(app, &event.user_pool_id);
        let groups = event.request.group_configuration.groups_to_override.as_deref().unwrap_or_default();
        let is_staff = groups.iter().any(|group| group == STAFF_GROUP);
        let through_staff_client = pool.client_name(&event.caller_context.client_id).await? == STAFF_GROUP;
        match ruling(is_staff, through_staff_client) {
            Ruling::Refused => return Err(Error::from("use the sign-in page made for this account")),
            Ruling::Resident => {}
            Ruling::Staff => {
                if pool.second_factors(&event.user_name).await?.iter().any(|factor| factor == TOTP) {
                    event.response = claims(SECOND_FACTOR_TOTP);
                }
            }
        }
        Ok(event)
    }
}

/// The trigger's answer that adds the claim to the access token.
fn claims(factor: &str) -> Value {
    json!({
        "claimsAndScopeOverrideDetails": {
            "accessTokenGeneration": { "claimsToAddOrOverride": { SECOND_FACTOR_CLAIM: factor } },
        },
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)] // tests
    use super::*;

    #[test]
    fn residents_and_staff_each_have_their_own_door() {
        assert_eq!(ruling(false, false), Ruling::Resident);
        assert_eq!(ruling(true, true), Ruling::Staff);
        assert_eq!(ruling(true, false), Ruling::Refused);
        assert_eq!(ruling(false, true), Ruling::Refused);
    }

    #[test]
    fn the_event_goes_back_as_it_came_with_the_claim_in_the_access_token() {
        let sent = json!({
            "version": "2", "triggerSource": "TokenGeneration_Authentication", "region": "ap-northeast-1",
            "userPoolId": "p", "userName": "u", "callerContext": { "awsSdkVersion": "x", "clientId": "c" },
            "request": {
                "userAttributes": { "sub": "u" }, "scopes": ["aws.cognito.signin.user.admin"],
                "groupConfiguration": { "groupsToOverride": ["staff"], "iamRolesToOverride": [] },
            },
            "response": { "claimsAndScopeOverrideDetails": null },
        });
        let mut event: Event = serde_json::from_value(sent.clone()).unwrap();
        assert_eq!(serde_json::to_value(&event).unwrap(), sent);
        event.response = claims(SECOND_FACTOR_TOTP);
        let answer = serde_json::to_value(&event).unwrap();
        let token = &answer["response"]["claimsAndScopeOverrideDetails"]["accessTokenGeneration"];
        assert_eq!(token["claimsToAddOrOverride"]["second_factor"], "totp");
    }
}
