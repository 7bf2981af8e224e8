//! The canned DynamoDB: knows one BatchGetItem, and refuses every other question, so that all peers do the same work.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use serde_json::{Value, json};

use crate::http::{Request, Response, Server};
use bench_harness::canned;

/// A running one.
pub(crate) struct Dynamodb {
    server: Server,
    answered: Arc<AtomicU64>,
}

impl Dynamodb {
    pub(crate) fn start() -> io::Result<Self> {
        let good = json!({ "Responses": { canned::TABLE: canned::items() }, "UnprocessedKeys": {} }).to_string();
        let good: Arc<[u8]> = good.into_bytes().into();
        let bad: Arc<[u8]> =
            json!({ "__type": "com.amazon.coral.validate#ValidationException" }).to_string().into_bytes().into();
        let (wanted, answered) = (canned::keys(), Arc::new(AtomicU64::new(0)));
        let count = Arc::clone(&answered);
        let server = Server::start(move |request| {
            let is_good = keys(request).is_some_and(|keys| keys == wanted);
            count.fetch_add(u64::from(is_good), Ordering::Relaxed);
            let (status, body) = if is_good { ("200 OK", &good) } else { ("400 Bad Request", &bad) };
            Response {
                status,
                headers: vec![
                    ("content-type", "application/x-amz-json-1.0".to_owned()),
                    ("x-amzn-requestid", "BENCH".to_owned()),
                    // As the service does: the SDKs that check it pay for it.
                    ("x-amz-crc32", crc32(body).to_string()),
                ],
                body: Arc::clone(body),
            }
        })?;
        Ok(Self { server, answered })
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.server.address)
    }

    /// How many reads were as they should be.
    pub(crate) fn answered(&self) -> u64 {
        self.answered.load(Ordering::Relaxed)
    }
}

/// The keys of a strongly consistent BatchGetItem of our table, sorted.
fn keys(request: &Request) -> Option<Vec<(String, String)>> {
    request.header("x-amz-target").filter(|target| target.ends_with(".BatchGetItem"))?;
    request.header("authorization").filter(|value| value.starts_with("AWS4-HMAC-SHA256"))?;
    let body: Value = serde_json::from_slice(&request.body).ok()?;
    let wanted = body.get("RequestItems")?.get(canned::TABLE)?;
    wanted.get("ConsistentRead")?.as_bool().filter(|strong| *strong)?;
    let text = |key: &Value, name: &str| key.get(name)?.get("S")?.as_str().map(str::to_owned);
    let keys = wanted.get("Keys")?.as_array()?.iter().map(|key| Some((text(key, "pk")?, text(key, "sk")?)));
    let mut keys: Vec<_> = keys.collect::<Option<_>>()?;
    keys.sort();
    Some(keys)
}

/// CRC-32 (IEEE 802.3), bit by bit: it runs a few kilobytes at a time.
fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| (crc >> 1) ^ (0xEDB8_8320 & (crc & 1).wrapping_neg()))
    })
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_checksum_is_that_of_ieee_802_3() {
        assert_eq!(super::crc32(b"123456789"), 0xCBF4_3926);
    }
}
