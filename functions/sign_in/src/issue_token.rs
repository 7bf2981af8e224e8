//! Before Cognito issues a token: residents through the residents' client, staff through theirs, and the claim of a second factor
//! for those whose enrolment is complete.
//!
//! The trigger is told the account, its groups, the client and why a token is asked for, and not how the person signed in. So the
//! claim rests on a mark, the group [`SECOND_FACTOR_GROUP`], which nobody can give to themselves: whoever completes an enrolment
//! demands the authenticator app of every further sign-in, ends all earlier ones, and sets the mark last
//! (`infra/operate/enrolment.py`). From then on there is no sign-in left that did without. Where the app was taken away again, or
//! the city has reset the password, the next token finds mark and account disagreeing and takes the mark away, so that what
//! signed in meanwhile is never refreshed into the claim.
//!
//! A member of staff who has not enrolled yet needs a token to do so (`AssociateSoftwareToken` takes one). That token carries no
//! claim, and every operation for staff refuses it with `totp_required`.

use platform::app::App;
use platform::auth::caller::{KnownClients, SECOND_FACTOR_CLAIM, SECOND_FACTOR_TOTP};
use platform::job::{Job, System, Trigger};
use platform::log;
use platform::serve::Error;
use platform::spec::Touch;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

/// The Cognito pre-token-generation trigger (version 2).
pub struct IssueToken;

/// The group of Cognito that all staff are in; where they work and as what stands in the table.
const STAFF_GROUP: &str = "staff";
/// The group of accounts whose enrolment is complete.
const SECOND_FACTOR_GROUP: &str = "second-factor";
/// Why a token is asked for, where all challenges of the account have been answered, or were at the sign-in that is refreshed.
const WITH_ALL_CHALLENGES: [&str; 2] = ["TokenGeneration_Authentication", "TokenGeneration_RefreshTokens"];

/// The trigger's event: the parts that matter here, and the rest to hand back.
#[derive(Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Event {
    user_pool_id: String,
    user_name: String,
    trigger_source: String,
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

fn ruling(is_staff: bool, client: &str, known: &KnownClients) -> Ruling {
    // A stack that was deployed without its clients knows none, and admits nobody.
    let through = |own: &str| !own.is_empty() && client == own;
    match is_staff {
        false if through(&known.residents) => Ruling::Resident,
        true if through(&known.staff) => Ruling::Staff,
        _ => Ruling::Refused,
    }
}

/// What the mark of a complete enrolment leads to.
#[derive(Debug, PartialEq, Eq)]
enum Mark {
    /// The claim.
    Counts,
    /// Nothing; and it is taken away.
    Contradicted,
}

fn mark(trigger_source: &str, demands_totp: bool) -> Mark {
    if demands_totp && WITH_ALL_CHALLENGES.contains(&trigger_source) { Mark::Counts } else { Mark::Contradicted }
}

impl Job for IssueToken {
    const NAME: &'static str = "issue-token";
    const TOUCHES: &'static [Touch] = &[Touch::UserMark];
    const TRIGGER: Trigger = Trigger::UserPool;
    type Event = Event;
    type Output = Event;

    async fn run(app: &App, system: System, mut event: Event) -> Result<Event, Error> {
        let groups = event.request.group_configuration.groups_to_override.as_deref().unwrap_or_default();
        let is_in = |name: &str| groups.iter().any(|group| group == name);
        match ruling(is_in(STAFF_GROUP), &event.caller_context.client_id, &app.settings.clients) {
            Ruling::Refused => {
                // An error is the only way to refuse. It is counted apart, so that a wrong page wakes up nobody.
                log::metrics(&[("WrongClient", 1)], app.clock.now().timestamp_millis());
                return Err(Error::from("use the sign-in page made for this account"));
            }
            Ruling::Staff if is_in(SECOND_FACTOR_GROUP) => {
                let pool = crate::pool::Pool::new(system.services(app), &event.user_pool_id);
                match mark(&event.trigger_source, pool.demands_totp(&event.user_name).await?) {
                    Mark::Counts => event.response = claims(SECOND_FACTOR_TOTP),
                    Mark::Contradicted => pool.leave(&event.user_name, SECOND_FACTOR_GROUP).await?,
                }
            }
            Ruling::Resident | Ruling::Staff => {}
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
        let known = KnownClients { residents: "r".to_owned(), staff: "s".to_owned() };
        assert_eq!(ruling(false, "r", &known), Ruling::Resident);
        assert_eq!(ruling(true, "s", &known), Ruling::Staff);
        for (is_staff, client) in
            [(true, "r"), (false, "s"), (true, "other"), (false, "other"), (false, ""), (true, "")]
        {
            assert_eq!(ruling(is_staff, client, &known), Ruling::Refused, "{is_staff} {client}");
        }
    }

    #[test]
    fn a_trigger_that_was_not_told_its_clients_admits_nobody() {
        for (is_staff, client) in [(false, ""), (true, ""), (true, "s")] {
            assert_eq!(ruling(is_staff, client, &KnownClients::default()), Ruling::Refused);
        }
    }

    #[test]
    fn the_mark_counts_only_where_the_app_is_demanded_and_no_challenge_was_skipped() {
        for source in WITH_ALL_CHALLENGES {
            assert_eq!(mark(source, true), Mark::Counts);
            assert_eq!(mark(source, false), Mark::Contradicted);
        }
        for source in ["TokenGeneration_NewPasswordChallenge", "TokenGeneration_AuthenticateDevice", ""] {
            assert_eq!(mark(source, true), Mark::Contradicted, "{source}");
        }
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
