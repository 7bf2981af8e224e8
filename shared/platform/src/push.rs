//! Push services and the topic (SNS): people's devices are endpoints of a platform application; the topic fans out to whatever
//! else the city has.

use aws_sdk_sns::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_sns::types::MessageAttributeValue;
use notebook::wrong::Wrong;

use crate::effects::{OutsideEffect, Services};
use crate::problem::{Code, Problem};
use crate::table::read::futures_join;

/// What became of one message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Published {
    /// The service took it.
    Accepted,
    /// The device cannot be reached any more: its endpoint is disabled or deleted. The topic: it is gone.
    Unreachable,
    /// The service takes nothing, whatever device it is for: the platform's application is disabled or not set, a right is
    /// missing, or the message is not what it takes. Says nothing of the device; an operator has to mend it.
    Refused,
    /// The service turned it away for now: too many at once.
    Throttled,
    /// The service did not answer, or not so that it says anything.
    Unknown,
}

/// The push services and the topic.
pub struct Push {
    client: aws_sdk_sns::Client,
    topic: String,
    applications: Vec<(String, String)>,
}

/// A message with its attributes.
#[derive(Debug, Clone)]
pub struct Message<'a> {
    /// The text, or the JSON of a text for each push service.
    pub body: &'a str,
    /// Whether it is the latter.
    pub structured: bool,
    /// Name and value of what subscribers filter by and push services collapse by.
    pub attributes: &'a [(&'a str, &'a str)],
}

impl Push {
    /// Those of the city's settings.
    pub fn of(services: Services<'_>) -> Self {
        let settings = &services.app().settings.alarms;
        let applications = settings.push_applications.split('|');
        let applications = applications.filter_map(|pair| pair.split_once('='));
        Self {
            client: aws_sdk_sns::Client::new(&services.aws_config()),
            topic: settings.topic.clone(),
            applications: applications.map(|(name, arn)| (name.to_owned(), arn.to_owned())).collect(),
        }
    }

    fn application(&self, platform: &str) -> Option<&str> {
        self.applications.iter().find(|(name, _)| name == platform).map(|(_, arn)| arn.as_str())
    }

    /// The address of an endpoint `<platform>/<last part>`.
    fn address(&self, endpoint: &str) -> Option<String> {
        let (platform, last) = endpoint.split_once('/')?;
        let application = self.application(platform)?;
        Some(format!("{}/{last}", application.replacen(":app/", ":endpoint/", 1)))
    }

    async fn register(&self, platform: &str, token: &str, actor: &str) -> Result<Option<String>, Problem> {
        let Some(application) = self.application(platform) else { return Ok(None) };
        for _ in 0..2 {
            let made = self
                .client
                .create_platform_endpoint()
                .platform_application_arn(application)
                .token(token)
                .custom_user_data(actor)
                .send()
                .await;
            let refusal = match made {
                Ok(made) => {
                    let arn = made.endpoint_arn.ok_or_else(|| Problem::internal("an endpoint without address"))?;
                    let last = arn.rsplit('/').next().unwrap_or_default();
                    return Ok(Some(format!("{platform}/{last}")));
                }
                Err(refusal) => refusal,
            };
            // "Endpoint <address> already exists with the same Token, but different attributes."
            let text = refusal.message().unwrap_or_default();
            match text.split_whitespace().find(|word| word.starts_with("arn:") && word.contains(":endpoint/")) {
                Some(other) if is_refused(&refusal) => self.delete(other).await?,
                _ if is_refused(&refusal) => {
                    return Err(Problem::field(Code::InvalidValue, "/token", Wrong::PushToken));
                }
                _ => return Err(unavailable(&refusal)),
            }
        }
        Err(Problem::of(Code::Unavailable).logged("endpoint taken").retry_after(1))
    }

    /// Has an endpoint tried again that the service had switched off.
    async fn switch_on(&self, endpoint: &str, token: &str) -> Result<(), Problem> {
        let Some(address) = self.address(endpoint) else { return Ok(()) };
        let set = self.client.set_endpoint_attributes().endpoint_arn(address);
        let set = set.attributes("Enabled", "true").attributes("Token", token).send().await;
        set.map(|_| ()).map_err(|error| unavailable(&error))
    }

    async fn remove(&self, endpoint: &str) -> Result<(), Problem> {
        match self.address(endpoint) {
            Some(address) => self.delete(&address).await,
            None => Ok(()),
        }
    }

    async fn delete(&self, address: &str) -> Result<(), Problem> {
        let deleted = self.client.delete_endpoint().endpoint_arn(address).send().await;
        deleted.map(|_| ()).map_err(|error| unavailable(&error))
    }

    /// Sends to one device. A platform whose application is not in the settings takes nothing.
    pub async fn to_device(&self, endpoint: &str, message: &Message<'_>) -> Published {
        match self.address(endpoint) {
            Some(address) => outcome(self.publish(message).target_arn(address).send().await),
            None => Published::Refused,
        }
    }

    /// Sends to the topic.
    pub async fn to_topic(&self, message: &Message<'_>) -> Published {
        outcome(self.publish(message).topic_arn(&self.topic).send().await)
    }

    fn publish(&self, message: &Message<'_>) -> aws_sdk_sns::operation::publish::builders::PublishFluentBuilder {
        let mut publish = self.client.publish().message(message.body);
        if message.structured {
            publish = publish.message_structure("json");
        }
        for (name, value) in message.attributes {
            let value = MessageAttributeValue::builder().data_type("String").string_value(*value).build();
            if let Ok(value) = value {
                publish = publish.message_attributes(*name, value);
            }
        }
        publish
    }
}

/// Makes the endpoint of a device, or finds the one that there is: `<platform>/<last part>`. None where the city has no push
/// service for the platform. Once more changes nothing.
///
/// A device that another account registered before is taken from it: whoever holds the phone now does not see the other's
/// alarms.
pub struct RegisterDevice {
    /// Its push service.
    pub platform: &'static str,
    /// What the push service knows it by.
    pub token: String,
    /// The account.
    pub actor: String,
    /// Whether it was unreachable under this token: the service may have switched its endpoint off, and gives it back so.
    pub was_unreachable: bool,
}

impl OutsideEffect for RegisterDevice {
    type Done = Option<String>;

    async fn happen(self, services: Services<'_>) -> Result<Option<String>, Problem> {
        let push = Push::of(services);
        let endpoint = push.register(self.platform, &self.token, &self.actor).await?;
        if let Some(endpoint) = endpoint.as_deref().filter(|_| self.was_unreachable) {
            push.switch_on(endpoint, &self.token).await?;
        }
        Ok(endpoint)
    }
}

/// Removes the endpoints of devices, all at once; one that is gone already is as good.
pub struct RemoveEndpoints(pub Vec<String>);

impl OutsideEffect for RemoveEndpoints {
    type Done = ();

    async fn happen(self, services: Services<'_>) -> Result<(), Problem> {
        let push = Push::of(services);
        let removed = futures_join(self.0.iter().map(|endpoint| push.remove(endpoint)).collect()).await;
        removed.into_iter().collect()
    }
}

fn code<E: ProvideErrorMetadata, R>(error: &SdkError<E, R>) -> Option<&str> {
    error.as_service_error().and_then(ProvideErrorMetadata::code)
}

fn is_refused<E: ProvideErrorMetadata, R>(error: &SdkError<E, R>) -> bool {
    matches!(code(error), Some("InvalidParameter" | "InvalidParameterException"))
}

fn unavailable<E: ProvideErrorMetadata, R>(_: &SdkError<E, R>) -> Problem {
    Problem::of(Code::Unavailable).logged("push service").retry_after(1)
}

fn outcome<T, E: ProvideErrorMetadata, R>(sent: Result<T, SdkError<E, R>>) -> Published {
    let Err(error) = sent else { return Published::Accepted };
    let told = error.as_service_error();
    refusal(code(&error), told.and_then(ProvideErrorMetadata::message).unwrap_or_default())
}

/// What a refusal means. Sources: the errors of `Publish` in SNS's API reference, and "Common Amazon SNS mobile push API errors".
fn refusal(code: Option<&str>, message: &str) -> Published {
    match code {
        // Disabled: SNS does so when the push service says that the token is no longer valid.
        Some("EndpointDisabled" | "NotFound" | "NotFoundException") => Published::Unreachable,
        // A deleted endpoint is not "NotFound": "Invalid parameter: TargetArn Reason: No endpoint found for the target arn specified".
        Some("InvalidParameter" | "InvalidParameterException") if message.contains("No endpoint found") => {
            Published::Unreachable
        }
        // The credentials of the application have ended or been revoked: true of every device of the platform, and of none alone. So
        // is a right that our role lacks, and a message that no device could be sent.
        Some(
            "PlatformApplicationDisabled"
            | "PlatformApplicationDisabledException"
            | "InvalidParameter"
            | "InvalidParameterException"
            | "InvalidParameterValue"
            | "ParameterValueInvalid"
            | "AuthorizationError"
            | "AccessDenied"
            | "AccessDeniedException",
        ) => Published::Refused,
        Some(
            "Throttled"
            | "Throttling"
            | "ThrottlingException"
            | "ThrottledException"
            | "TooManyRequestsException"
            | "KMSThrottling"
            | "KMSThrottlingException",
        ) => Published::Throttled,
        _ => Published::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_says_whether_it_is_the_device_the_service_or_the_moment() {
        let deleted = "Invalid parameter: TargetArn Reason: No endpoint found for the target arn specified";
        for (code, message, meaning) in [
            ("EndpointDisabled", "Endpoint is disabled", Published::Unreachable),
            ("InvalidParameter", deleted, Published::Unreachable),
            ("InvalidParameterException", deleted, Published::Unreachable),
            ("InvalidParameter", "Invalid parameter: Message too long", Published::Refused),
            ("PlatformApplicationDisabled", "Platform application is disabled", Published::Refused),
            ("AuthorizationError", "not authorized to perform: SNS:Publish", Published::Refused),
            ("Throttled", "Rate exceeded", Published::Throttled),
            ("InternalError", "", Published::Unknown),
        ] {
            assert_eq!(refusal(Some(code), message), meaning, "{code} {message}");
        }
        assert_eq!(refusal(None, ""), Published::Unknown);
    }
}
