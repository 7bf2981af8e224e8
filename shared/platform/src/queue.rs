//! Queues (SQS): messages go out in as few requests as the service allows, and none is left behind silently.

use aws_sdk_sqs::error::ProvideErrorMetadata;
use aws_sdk_sqs::types::{BatchResultErrorEntry, SendMessageBatchRequestEntry};
use serde::Serialize;

use crate::effects::{OutsideEffect, Services};
use crate::problem::{Code, Problem, Reason, ServiceCode};

/// Messages of one request.
const BATCH: usize = 10;

/// Bytes of one request: what SQS takes, less room for its envelope.
const BATCH_BYTES: usize = 240_000;

/// How often what the service did not take is sent again.
const ATTEMPTS: usize = 3;

/// One message with its delay.
#[derive(Debug, Clone)]
pub struct Letter {
    body: String,
    delay_seconds: i32,
}

impl Letter {
    /// A message that becomes visible after so many seconds, 0 to 900.
    pub fn new<T: Serialize>(message: &T, delay_seconds: i64) -> Result<Self, Problem> {
        let body = serde_json::to_string(message).map_err(|_| Problem::internal("unwritable message"))?;
        Ok(Self { body, delay_seconds: i32::try_from(delay_seconds.clamp(0, 900)).unwrap_or_default() })
    }
}

/// Messages for one queue, as what follows a commit.
pub struct Letters {
    queue: String,
    letters: Vec<Letter>,
}

impl Letters {
    /// Those for the queue at this address, in order.
    pub fn to(queue: &str, letters: Vec<Letter>) -> Self {
        Self { queue: queue.to_owned(), letters }
    }
}

impl OutsideEffect for Letters {
    type Done = ();

    async fn happen(self, services: Services<'_>) -> Result<(), Problem> {
        Queue::at(services, &self.queue).send(&self.letters).await
    }
}

/// One queue.
pub struct Queue {
    client: aws_sdk_sqs::Client,
    url: String,
}

impl Queue {
    /// The queue at this address.
    pub fn at(services: Services<'_>, url: &str) -> Self {
        Self { client: aws_sdk_sqs::Client::new(&services.aws_config()), url: url.to_owned() }
    }

    /// Sends all of them, in order. After an error some of them may have been sent: whoever calls again sends them twice.
    pub async fn send(&self, letters: &[Letter]) -> Result<(), Problem> {
        let mut rest = letters;
        while !rest.is_empty() {
            let mut bytes = 0;
            let fits = rest.iter().take(BATCH).take_while(|letter| {
                bytes += letter.body.len();
                bytes <= BATCH_BYTES
            });
            let (batch, after) = rest.split_at(fits.count().max(1));
            self.send_batch(batch).await?;
            rest = after;
        }
        Ok(())
    }

    async fn send_batch(&self, letters: &[Letter]) -> Result<(), Problem> {
        let mut waiting: Vec<(usize, &Letter)> = letters.iter().enumerate().collect();
        for _ in 0..ATTEMPTS {
            let entry = |(place, letter): &(usize, &Letter)| {
                SendMessageBatchRequestEntry::builder()
                    .id(place.to_string())
                    .message_body(&letter.body)
                    .delay_seconds(letter.delay_seconds)
                    .build()
                    .map_err(|_| Problem::internal("incomplete message"))
            };
            let entries = waiting.iter().map(entry).collect::<Result<Vec<_>, _>>()?;
            let sent = self.client.send_message_batch().queue_url(&self.url).set_entries(Some(entries)).send().await;
            let sent = sent.map_err(|error| {
                let code = ServiceCode::of(error.as_service_error().and_then(ProvideErrorMetadata::code));
                Problem::of(Code::Unavailable).logged(Reason::Queue(code)).retry_after(1)
            })?;
            let failed: Vec<&str> = sent.failed().iter().map(BatchResultErrorEntry::id).collect();
            waiting.retain(|(place, _)| failed.contains(&place.to_string().as_str()));
            if waiting.is_empty() {
                return Ok(());
            }
        }
        Err(Problem::of(Code::Unavailable).logged("queue refused a message").retry_after(1))
    }
}
