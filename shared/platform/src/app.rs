//! What a running function has: the table, the clock, the settings of its city, and the doors to the outside.

use std::sync::Arc;

use aws_smithy_runtime_api::client::http::{SharedHttpClient, SharedHttpConnector};
use aws_types::SdkConfig;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::auth::caller::KnownClients;
use crate::aws::Environment;
use crate::clock::{Clock, Entropy, SystemClock, SystemEntropy};
use crate::edge::{self, EdgeKeys};
use crate::kept::Kept;
use crate::problem::Problem;
use crate::table::Table;
use crate::unset::Unset;

/// What the stack's parameters say.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// The clients whose tokens count.
    pub clients: KnownClients,
    /// The municipality: 全国地方公共団体コード with check digit.
    pub municipality_code: String,
    /// Prefixes of an address in the municipality, separated by `|`.
    pub municipality_prefixes: String,
    /// The identity provider's issuer and endpoints, our client id there and where it returns to.
    pub identity: IdentitySettings,
    /// The queues, the topic and the push services that alarms go through.
    pub alarms: AlarmSettings,
    /// How browsers are sent messages.
    pub web_push: WebPushSettings,
    /// How e-mail is sent.
    pub mail: MailSettings,
    /// What requests that came through CloudFront carry; none where the API is asked by anybody.
    pub edge: EdgeKeys,
}

/// How e-mail is sent.
#[derive(Debug, Clone, Default)]
pub struct MailSettings {
    /// The user pool, where addresses are looked up.
    pub user_pool: String,
    /// The sender.
    pub from: String,
    /// The configuration set that is named with every message.
    pub configuration_set: String,
}

/// Most messages a second: the one variable that is a number.
const PUBLISH_RATE: &str = "ALARM_PUBLISH_RATE";

/// The push services of browsers: origins, separated by `|`.
const WEB_PUSH_SERVICES: &str = "WEB_PUSH_SERVICES";

/// The variable that says whether the identity provider names itself in every callback: `true` or `false`.
const NAMES_ISSUER: &str = "IDENTITY_NAMES_ISSUER";

/// What alarms go through.
#[derive(Debug, Clone, Default)]
pub struct AlarmSettings {
    /// Address of the queue that the collectors read.
    pub collect_queue: String,
    /// Address of the queue that holds alarms until they are due.
    pub notify_queue: String,
    /// Address of the queue of doses that somebody wants to know about.
    pub follow_up_queue: String,
    /// The topic that fans out.
    pub topic: String,
    /// The platform applications of the push services, by platform: `ios=arn:…|android=arn:…`.
    pub push_applications: String,
    /// Most messages a second that one notifier publishes: the account's quota, divided by the notifiers at once.
    pub publish_rate: u32,
}

/// How browsers are sent messages.
#[derive(Debug, Clone, Default)]
pub struct WebPushSettings {
    /// The push services that are asked, and no others.
    pub services: web_push::Services,
    /// The KMS key that signs for them.
    pub key: String,
    /// Where their operators reach ours: the address of the pages.
    pub contact: String,
}

/// Where and as whom the card identity is asked for.
#[derive(Debug, Clone, Default)]
pub struct IdentitySettings {
    /// Issuer.
    pub issuer: String,
    /// Authorization endpoint.
    pub authorization_endpoint: String,
    /// Token endpoint.
    pub token_endpoint: String,
    /// Userinfo endpoint.
    pub userinfo_endpoint: String,
    /// JWKS endpoint.
    pub jwks_uri: String,
    /// Our client id.
    pub client_id: String,
    /// Where the person returns to.
    pub redirect_uri: String,
    /// Whether the provider promises to name itself in every callback (RFC 9207).
    pub names_issuer: bool,
    /// The KMS key that signs our assertions.
    pub assertion_key: String,
}

impl Settings {
    /// From the function's environment, which the template fills from the stack's parameters: only what the function needs
    /// is there, and what it needs is.
    ///
    /// # Errors
    ///
    /// The name of the variable that is missing, empty, no number, neither `true` nor `false`, no list of digests, or no list of
    /// origins.
    pub fn from_variables(
        variable: impl Fn(&str) -> Option<String>,
        needs: impl IntoIterator<Item = &'static str>,
    ) -> Result<Self, Unset> {
        let text = |name: &str| variable(name).unwrap_or_default();
        let (mut rate, mut names_issuer) = (0, false);
        for name in needs {
            if text(name).is_empty() {
                return Err(Unset(name));
            }
            if name == PUBLISH_RATE {
                rate = text(name).parse().ok().filter(|rate| *rate > 0).ok_or(Unset(name))?;
            }
            if name == NAMES_ISSUER {
                names_issuer = text(name).parse().map_err(|_| Unset(name))?;
            }
        }
        Ok(Self {
            clients: KnownClients { residents: text("RESIDENTS_CLIENT_ID"), staff: text("STAFF_CLIENT_ID") },
            municipality_code: text("MUNICIPALITY_CODE"),
            municipality_prefixes: text("MUNICIPALITY_PREFIXES"),
            identity: IdentitySettings {
                issuer: text("IDENTITY_ISSUER"),
                authorization_endpoint: text("IDENTITY_AUTHORIZATION_ENDPOINT"),
                token_endpoint: text("IDENTITY_TOKEN_ENDPOINT"),
                userinfo_endpoint: text("IDENTITY_USERINFO_ENDPOINT"),
                jwks_uri: text("IDENTITY_JWKS_URI"),
                client_id: text("IDENTITY_CLIENT_ID"),
                redirect_uri: text("IDENTITY_REDIRECT_URI"),
                names_issuer,
                assertion_key: text("ASSERTION_KEY_ARN"),
            },
            alarms: AlarmSettings {
                collect_queue: text("ALARM_COLLECT_QUEUE_URL"),
                notify_queue: text("ALARM_NOTIFY_QUEUE_URL"),
                follow_up_queue: text("ALARM_FOLLOW_UP_QUEUE_URL"),
                topic: text("ALARM_TOPIC_ARN"),
                push_applications: text("PUSH_APPLICATIONS"),
                publish_rate: rate,
            },
            web_push: WebPushSettings {
                services: web_push::Services::parse(&text(WEB_PUSH_SERVICES)).map_err(|_| Unset(WEB_PUSH_SERVICES))?,
                key: text("WEB_PUSH_KEY_ARN"),
                contact: text("WEB_PUSH_CONTACT"),
            },
            mail: MailSettings {
                user_pool: text("USER_POOL_ID"),
                from: text("MAIL_FROM"),
                configuration_set: text("MAIL_CONFIGURATION_SET"),
            },
            edge: EdgeKeys::parse(&text(edge::VARIABLE))?,
        })
    }
}

/// A running function.
pub struct App {
    /// The table.
    pub table: Table,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// Unpredictable bytes.
    pub entropy: Arc<dyn Entropy>,
    /// The city's settings.
    pub settings: Settings,
    /// How to build further clients, where an operation needs one.
    pub aws: Environment,
    /// The connections that the AWS clients share.
    pub http: SharedHttpClient,
    /// The connections to the identity provider and to browsers' push services, whose certificates are not Amazon's; `None` builds
    /// them with the system's roots on first use.
    pub web_http: Option<SharedHttpConnector>,
    /// What the process keeps from one event to the next.
    pub kept: Kept,
}

impl App {
    /// From the environment of a Lambda function that needs these variables.
    ///
    /// # Errors
    ///
    /// The name of one that is missing. The function does not start then, and its log says why.
    pub fn from_environment(needs: impl IntoIterator<Item = &'static str>) -> Result<Self, Unset> {
        let variable = |name: &str| std::env::var(name).ok();
        let aws = Environment::from_variables(variable)?;
        let http = aws.http_client();
        let client = aws_sdk_dynamodb::Client::new(&aws.config(http.clone()));
        let settings = Settings::from_variables(variable, needs)?;
        Ok(Self {
            table: Table { client, name: variable("TABLE_NAME").unwrap_or_default() },
            clock: Arc::new(SystemClock),
            entropy: Arc::new(SystemEntropy::default()),
            settings,
            aws,
            http,
            web_http: None,
            kept: Kept::default(),
        })
    }

    /// What a client of another AWS service is built from; [`crate::effects::Services`] gives it.
    pub(crate) fn aws_config(&self) -> SdkConfig {
        self.aws.config(self.http.clone())
    }

    /// Unpredictable bytes.
    pub fn random<const N: usize>(&self) -> Result<[u8; N], Problem> {
        let mut bytes = [0; N];
        self.entropy.fill(&mut bytes)?;
        Ok(bytes)
    }

    /// 32 unpredictable bytes, base64url.
    pub fn random_text(&self) -> Result<String, Problem> {
        Ok(URL_SAFE_NO_PAD.encode(self.random::<32>()?))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)] // tests
    use super::*;

    #[test]
    fn what_is_missing_is_named_and_nothing_starts_without_it() {
        let missing = |name| Settings::from_variables(|_| None, [name]).unwrap_err();
        assert_eq!(missing("TABLE_NAME"), Unset("TABLE_NAME"));
        let empty = Settings::from_variables(|_| Some(String::new()), ["STAFF_CLIENT_ID"]).unwrap_err();
        assert_eq!(empty.to_string(), "the environment variable STAFF_CLIENT_ID is missing, empty or malformed");
        assert!(Settings::from_variables(|_| None, []).is_ok());
    }

    #[test]
    fn whether_the_provider_names_itself_is_said_in_one_of_two_words() {
        let read = |text: &str| {
            Settings::from_variables(|name| (name == NAMES_ISSUER).then(|| text.to_owned()), [NAMES_ISSUER])
        };
        assert_eq!(["true", "false"].map(|text| read(text).unwrap().identity.names_issuer), [true, false]);
        for wrong in ["", "yes", "TRUE", "1"] {
            assert_eq!(read(wrong).unwrap_err(), Unset(NAMES_ISSUER), "{wrong}");
        }
    }

    #[test]
    fn a_function_starts_without_an_edge_and_not_with_half_of_one() {
        let read =
            |text: &'static str| Settings::from_variables(|name| (name == edge::VARIABLE).then(|| text.to_owned()), []);
        assert_eq!(read("").unwrap().edge, EdgeKeys::default());
        assert_eq!(read("cut off").unwrap_err(), Unset(edge::VARIABLE));
    }

    #[test]
    fn a_function_that_asks_push_services_starts_with_a_list_of_them_alone() {
        let read = |text: &'static str| {
            Settings::from_variables(|name| (name == WEB_PUSH_SERVICES).then(|| text.to_owned()), [WEB_PUSH_SERVICES])
        };
        let services = read("https://push.example|https://*.push.example").unwrap().web_push.services;
        assert_eq!(services.origin("https://a.push.example/1"), Some("https://a.push.example"));
        for wrong in ["", "*", "http://push.example", "https://*"] {
            assert_eq!(read(wrong).unwrap_err(), Unset(WEB_PUSH_SERVICES), "{wrong}");
        }
    }

    #[test]
    fn a_rate_that_is_no_number_is_not_taken_for_another() {
        let rate = |text: &str| {
            Settings::from_variables(|name| (name == PUBLISH_RATE).then(|| text.to_owned()), [PUBLISH_RATE])
        };
        assert_eq!(rate("30").unwrap().alarms.publish_rate, 30);
        for wrong in ["", "0", "-1", "30/s", "many"] {
            assert_eq!(rate(wrong).unwrap_err(), Unset(PUBLISH_RATE), "{wrong}");
        }
    }
}
