//! What a push service is told beside the encrypted text: how long to keep it, how urgent it is, and which message it replaces (RFC 8030).

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::hmac;

use crate::subscription::Subscription;

/// Letters of a topic; a service takes at most 32.
const TOPIC: usize = 32;

/// Whether a phone that saves its battery is woken up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Urgency {
    /// At once.
    High,
    /// When the phone is awake.
    Normal,
}

impl Urgency {
    /// As it stands in the header.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::High => "high",
            Self::Normal => "normal",
        }
    }
}

/// One message.
#[derive(Debug, Clone)]
pub struct Message {
    /// What the pages' worker reads.
    pub text: Vec<u8>,
    /// For so long the service keeps it for a browser that is away, in seconds.
    pub ttl_seconds: i64,
    /// How urgent it is.
    pub urgency: Urgency,
    /// What it is about, in our own words: of those that wait, a later one takes the place of an earlier one.
    pub about: &'static str,
}

impl Message {
    /// The header that says which message of this browser this one replaces. The service cannot tell from it what it is about: it is made
    /// with the secret that only the browser and we have.
    pub fn topic(&self, to: &Subscription) -> String {
        let key = hmac::Key::new(hmac::HMAC_SHA256, to.auth.as_bytes());
        let mut topic = URL_SAFE_NO_PAD.encode(hmac::sign(&key, self.about.as_bytes()));
        topic.truncate(TOPIC);
        topic
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_topic_is_the_same_for_what_replaces_it_and_tells_the_service_nothing() {
        let to = |auth: &str| Subscription {
            endpoint: String::new(),
            p256dh: String::new(),
            auth: auth.to_owned(),
            key: String::new(),
        };
        let of = |about| Message { text: Vec::new(), ttl_seconds: 0, urgency: Urgency::High, about };
        let topic = of("dose_due").topic(&to("one"));
        assert_eq!(topic, of("dose_due").topic(&to("one")));
        assert_eq!(topic.len(), TOPIC);
        assert_ne!(topic, of("refill").topic(&to("one")));
        assert_ne!(topic, of("dose_due").topic(&to("another")), "two browsers cannot be compared");
    }
}
