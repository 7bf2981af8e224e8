//! The queues (SQS) and the push service (SNS) of a city, as the real clients see them through the door: messages are
//! kept with their delays, endpoints come and go, and both can fail or slow down.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard};

use serde_json::{Value, json};

use crate::city::City;
use crate::outside::Asked;

/// A message of a queue.
#[derive(Debug, Clone, PartialEq)]
pub struct Queued {
    /// The last part of the queue's address: `notify`.
    pub queue: String,
    pub delay_seconds: i64,
    pub body: Value,
}

/// A message of the topic or to a device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    /// The topic's or the endpoint's address.
    pub to: String,
    pub message: String,
    /// The other parameters: `MessageStructure`, `MessageAttributes.entry.1.Name`.
    pub parameters: BTreeMap<String, String>,
}

/// A device as the push service knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Endpoint {
    pub arn: String,
    pub application: String,
    pub token: String,
    pub enabled: bool,
    pub user_data: String,
}

/// What the next request meets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weather {
    /// It is done, and the answer is lost.
    LostAnswer,
    /// Nothing happens, and there is no answer.
    NoAnswer,
    /// Refused for now: too many.
    Throttled,
    /// Refused: the service is out of order.
    Broken,
    /// A batch only: the first of its messages is refused, the others are done.
    FirstOfBatchRefused,
    /// A device only: its endpoint is switched off.
    EndpointDisabled,
}

#[derive(Default)]
struct Office {
    queued: Vec<Queued>,
    published: Vec<Published>,
    endpoints: Vec<Endpoint>,
    ahead: VecDeque<Weather>,
    always: Option<Weather>,
    disabled: Vec<String>,
    applications_off: Vec<String>,
    made: usize,
    requests: u32,
}

/// Queues and push service of one city.
#[derive(Clone, Default)]
pub struct Post(Arc<Mutex<Office>>);

type Answer = (u16, &'static str, Vec<u8>);

impl Post {
    /// Opens the door of a city, beside the one of the identity provider.
    pub fn at(city: &City) -> Self {
        let post = Self::default();
        let this = post.clone();
        city.outside.open_post(Arc::new(move |asked| this.answer(asked)));
        post
    }

    fn office(&self) -> MutexGuard<'_, Office> {
        self.0.lock().unwrap()
    }

    /// Every message of a queue, in the order in which they were sent.
    pub fn queued(&self, queue: &str) -> Vec<Queued> {
        self.office().queued.iter().filter(|message| message.queue == queue).cloned().collect()
    }

    /// Takes every message out of a queue.
    pub fn take(&self, queue: &str) -> Vec<Queued> {
        let taken = self.queued(queue);
        self.office().queued.retain(|message| message.queue != queue);
        taken
    }

    /// What was published to the topic and to devices, in order.
    pub fn published(&self) -> Vec<Published> {
        self.office().published.clone()
    }

    pub fn endpoints(&self) -> Vec<Endpoint> {
        self.office().endpoints.clone()
    }

    /// How many requests arrived, retries of the clients included.
    pub fn requests(&self) -> u32 {
        self.office().requests
    }

    /// What the next requests meet, one each.
    pub fn expect(&self, weather: &[Weather]) {
        self.office().ahead.extend(weather);
    }

    /// What every request meets from now on that meets nothing of [`Self::expect`].
    pub fn always(&self, weather: Option<Weather>) {
        self.office().always = weather;
    }

    /// From now on this endpoint cannot be reached, as when an app was removed from a phone.
    pub fn disable(&self, arn: &str) {
        let mut office = self.office();
        office.disabled.push(arn.to_owned());
        for endpoint in office.endpoints.iter_mut().filter(|endpoint| endpoint.arn == arn) {
            endpoint.enabled = false;
        }
    }

    /// From now on this endpoint is not there any more, and publishing to it is refused as SNS does.
    pub fn remove(&self, arn: &str) {
        self.office().endpoints.retain(|endpoint| endpoint.arn != arn);
    }

    /// Switches a push service's application (`APNS`) off, as when its certificate has ended, or on again.
    pub fn application(&self, service: &str, on: bool) {
        let mut office = self.office();
        office.applications_off.retain(|off| off != service);
        if !on {
            office.applications_off.push(service.to_owned());
        }
    }

    /// Everything that ever left, as one text: for canaries.
    pub fn everything(&self) -> String {
        let office = self.office();
        format!("{:?}\n{:?}", office.queued.iter().map(|m| m.body.to_string()).collect::<Vec<_>>(), office.published)
    }

    /// Answers a request to SQS or SNS; `None` hangs up. For a door of its own beside other services.
    pub fn answer(&self, asked: &Asked) -> Option<Answer> {
        let mut office = self.office();
        office.requests += 1;
        let weather = office.ahead.pop_front().or(office.always);
        let json = asked.target.strip_prefix("AmazonSQS.");
        match weather {
            Some(Weather::NoAnswer) => return None,
            Some(Weather::Throttled) if json.is_some() => return Some(json_error(400, "RequestThrottled")),
            Some(Weather::Throttled) => return Some(xml_error(429, "Throttled")),
            Some(Weather::Broken) if json.is_some() => return Some(json_error(500, "InternalFailure")),
            Some(Weather::Broken) => return Some(xml_error(500, "InternalError")),
            Some(Weather::EndpointDisabled) => return Some(xml_error(400, "EndpointDisabled")),
            _ => {}
        }
        let refuse_first = weather == Some(Weather::FirstOfBatchRefused);
        let answer = match json {
            Some(action) => office.queue(action, &asked.body, refuse_first),
            None => office.push(&form(&asked.body), refuse_first),
        };
        if weather == Some(Weather::LostAnswer) { None } else { Some(answer) }
    }
}

impl Office {
    fn queue(&mut self, action: &str, body: &[u8], refuse_first: bool) -> Answer {
        let request: Value = serde_json::from_slice(body).unwrap();
        let queue = request["QueueUrl"].as_str().unwrap().rsplit('/').next().unwrap().to_owned();
        let message = |entry: &Value| Queued {
            queue: queue.clone(),
            delay_seconds: entry["DelaySeconds"].as_i64().unwrap_or_default(),
            body: serde_json::from_str(entry["MessageBody"].as_str().unwrap()).unwrap(),
        };
        let within = |queued: &Queued| assert!((0..=900).contains(&queued.delay_seconds), "{queued:?}");
        let answer = match action {
            "SendMessage" => {
                let queued = message(&request);
                within(&queued);
                self.queued.push(queued);
                json!({ "MessageId": "m" })
            }
            "SendMessageBatch" => {
                let entries = request["Entries"].as_array().unwrap();
                assert!((1..=10).contains(&entries.len()), "a batch of {}", entries.len());
                let bytes: usize = entries.iter().map(|entry| entry["MessageBody"].as_str().unwrap().len()).sum();
                assert!(bytes <= 262_144, "a batch of {bytes} bytes");
                let (mut successful, mut failed) = (Vec::new(), Vec::new());
                for (place, entry) in entries.iter().enumerate() {
                    if place == 0 && refuse_first {
                        failed.push(json!({ "Id": entry["Id"], "SenderFault": false, "Code": "InternalError" }));
                        continue;
                    }
                    let queued = message(entry);
                    within(&queued);
                    self.queued.push(queued);
                    successful.push(json!({ "Id": entry["Id"], "MessageId": "m", "MD5OfMessageBody": "" }));
                }
                json!({ "Successful": successful, "Failed": failed })
            }
            other => panic!("the queues do not know {other}"),
        };
        (200, "application/x-amz-json-1.0", answer.to_string().into_bytes())
    }

    fn push(&mut self, request: &BTreeMap<String, String>, refuse_first: bool) -> Answer {
        let text = |name: &str| request.get(name).cloned().unwrap_or_default();
        let action = text("Action");
        match action.as_str() {
            "Publish" => {
                let to = if text("TargetArn").is_empty() { text("TopicArn") } else { text("TargetArn") };
                if self.applications_off.iter().any(|off| to.contains(&format!("/{off}/"))) {
                    return xml_error(400, "PlatformApplicationDisabled");
                }
                if self.disabled.contains(&to) {
                    return xml_error(400, "EndpointDisabled");
                }
                // As SNS words it: not "NotFound", which is what asking for a deleted endpoint's attributes answers.
                if to.contains(":endpoint/") && self.endpoints.iter().all(|endpoint| endpoint.arn != to) {
                    let reason = "Invalid parameter: TargetArn Reason: No endpoint found for the target arn specified";
                    return xml_refusal(400, "InvalidParameter", reason);
                }
                self.publish(to, text("Message"), request.clone());
                xml(&action, "<MessageId>m</MessageId>")
            }
            "PublishBatch" => {
                let (mut done, mut failed) = (Vec::new(), Vec::new());
                let prefix = |n: usize| format!("PublishBatchRequestEntries.member.{n}.");
                let mut n = 1;
                while let Some(id) = request.get(&format!("{}Id", prefix(n))) {
                    if n == 1 && refuse_first {
                        failed.push(format!(
                            "<member><Id>{id}</Id><Code>InternalError</Code><SenderFault>false</SenderFault></member>"
                        ));
                    } else {
                        let own = request
                            .iter()
                            .filter_map(|(k, v)| Some((k.strip_prefix(&prefix(n))?.to_owned(), v.clone())));
                        let own: BTreeMap<_, _> = own.collect();
                        self.publish(text("TopicArn"), own.get("Message").cloned().unwrap_or_default(), own);
                        done.push(format!("<member><Id>{id}</Id><MessageId>m</MessageId></member>"));
                    }
                    n += 1;
                }
                assert!((2..=11).contains(&n), "a batch of {}", n - 1);
                let (done, failed) = (done.concat(), failed.concat());
                xml(&action, &format!("<Successful>{done}</Successful><Failed>{failed}</Failed>"))
            }
            "CreatePlatformEndpoint" => {
                self.create_endpoint(&text("PlatformApplicationArn"), &text("Token"), &text("CustomUserData"))
            }
            "DeleteEndpoint" => {
                self.endpoints.retain(|endpoint| endpoint.arn != text("EndpointArn"));
                xml(&action, "")
            }
            "GetEndpointAttributes" => {
                let arn = text("EndpointArn");
                let Some(endpoint) = self.endpoints.iter().find(|endpoint| endpoint.arn == arn) else {
                    return xml_error(404, "NotFound");
                };
                let entry = |key: &str, value: &str| format!("<entry><key>{key}</key><value>{value}</value></entry>");
                let entries = entry("Enabled", &endpoint.enabled.to_string())
                    + &entry("Token", &endpoint.token)
                    + &entry("CustomUserData", &endpoint.user_data);
                xml(&action, &format!("<Attributes>{entries}</Attributes>"))
            }
            "SetEndpointAttributes" => {
                let arn = text("EndpointArn");
                let Some(endpoint) = self.endpoints.iter_mut().find(|endpoint| endpoint.arn == arn) else {
                    return xml_error(404, "NotFound");
                };
                for n in 1..=5 {
                    let value = text(&format!("Attributes.entry.{n}.value"));
                    match text(&format!("Attributes.entry.{n}.key")).as_str() {
                        "Token" => endpoint.token = value,
                        "Enabled" => endpoint.enabled = value == "true",
                        "CustomUserData" => endpoint.user_data = value,
                        _ => {}
                    }
                }
                if endpoint.enabled {
                    self.disabled.retain(|disabled| *disabled != arn);
                }
                xml(&action, "")
            }
            other => panic!("the push service does not know {other}"),
        }
    }

    fn publish(&mut self, to: String, message: String, parameters: BTreeMap<String, String>) {
        self.published.push(Published { to, message, parameters });
    }

    /// As SNS does it: the same token with the same attributes gives the same endpoint, with others a refusal that names it.
    fn create_endpoint(&mut self, application: &str, token: &str, user_data: &str) -> Answer {
        let known = self.endpoints.iter().find(|e| e.application == application && e.token == token);
        let arn = match known {
            Some(endpoint) if endpoint.user_data != user_data => {
                let reason = format!(
                    "Invalid parameter: Token Reason: Endpoint {} already exists with the same Token, but different attributes.",
                    endpoint.arn
                );
                return xml_refusal(400, "InvalidParameter", &reason);
            }
            Some(endpoint) => endpoint.arn.clone(),
            None => {
                // Like SNS, never the same address again.
                self.made += 1;
                let arn = format!("{}/endpoint-{:04}", application.replacen(":app/", ":endpoint/", 1), self.made);
                self.endpoints.push(Endpoint {
                    arn: arn.clone(),
                    application: application.to_owned(),
                    token: token.to_owned(),
                    enabled: true,
                    user_data: user_data.to_owned(),
                });
                arn
            }
        };
        xml("CreatePlatformEndpoint", &format!("<EndpointArn>{arn}</EndpointArn>"))
    }
}

fn json_error(status: u16, code: &str) -> Answer {
    let body = json!({ "__type": format!("com.amazonaws.sqs#{code}"), "message": code });
    (status, "application/x-amz-json-1.0", body.to_string().into_bytes())
}

fn xml(action: &str, result: &str) -> Answer {
    let body = format!(
        "<{action}Response xmlns=\"http://sns.amazonaws.com/doc/2010-03-31/\"><{action}Result>{result}</{action}Result>\
         <ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></{action}Response>"
    );
    (200, "text/xml", body.into_bytes())
}

fn xml_error(status: u16, code: &str) -> Answer {
    xml_refusal(status, code, code)
}

fn xml_refusal(status: u16, code: &str, message: &str) -> Answer {
    let body = format!(
        "<ErrorResponse xmlns=\"http://sns.amazonaws.com/doc/2010-03-31/\"><Error><Type>Sender</Type><Code>{code}</Code>\
         <Message>{message}</Message></Error><RequestId>r</RequestId></ErrorResponse>"
    );
    (status, "text/xml", body.into_bytes())
}

/// The pairs of a form, decoded.
fn form(body: &[u8]) -> BTreeMap<String, String> {
    let text = std::str::from_utf8(body).unwrap();
    let decoded = |text: &str| crate::city::percent_decoded(&text.replace('+', " "));
    let pairs = text.split('&').filter_map(|pair| pair.split_once('='));
    pairs.map(|(name, value)| (decoded(name), decoded(value))).collect()
}
