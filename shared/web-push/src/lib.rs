//! Messages to browsers, without anything between us and the push service of the browser's maker (RFC 8030).
//!
//! A browser that registers names the address at which its maker takes messages for it. That address is somebody's input, so only
//! those of known services are asked ([`Services`]). The service is shown who asks ([`vapid`], RFC 8292) and reads nothing of the message,
//! which is encrypted for the browser ([`encryption`], RFC 8291).
//!
//! It has no clock, no network and no key of its own: the time and what is random are arguments, the key is
//! [`relying_party::Sign`], and what is sent is the caller's to send.

pub mod encryption;
pub mod message;
pub mod service;
pub mod subscription;
pub mod vapid;

pub use message::{Message, Urgency};
pub use service::{Malformed, Services};
pub use subscription::{NotOne, Subscription};
