//! How often one account may do something in an hour: calls are counted beside the authorisation, writes in their own
//! transaction.

use notebook::time::Instant;

use crate::app::App;
use crate::auth::Caller;
use crate::problem::{Code, Problem};
use crate::spec::{Hourly, Spec};
use crate::table::Cancelled;
use crate::table::read::{key_item, unavailable};
use crate::table::schema::{ActorKeys, attribute};
use crate::table::{Key, Transaction, n};

/// The attribute that counts.
const COUNT: &str = "calls";

/// For so long a count is kept, in seconds: its hour, and one more.
const KEPT_SECONDS: i64 = 7_200;

fn key(spec: &Spec, caller: &Caller, now: Instant) -> Key {
    let hour = now.format("%Y-%m-%dT%H").to_string();
    ActorKeys::of(&caller.actor).limit(spec.name, &hour)
}

/// 429 with the seconds to the next hour.
fn refused(now: Instant) -> Problem {
    let to_next_hour = 3_600 - now.timestamp().rem_euclid(3_600);
    Problem::of(Code::TooManyRequests).retry_after(u32::try_from(to_next_hour).unwrap_or(3_600))
}

/// Counts the call, where calls are counted; 429 above the limit.
pub(crate) async fn count(
    app: &App,
    spec: &Spec,
    caller: &Caller,
    now: Instant,
    first_attempt: bool,
) -> Result<(), Problem> {
    let Some(Hourly::Calls(limit)) = spec.hourly().filter(|_| first_attempt) else { return Ok(()) };
    let calls = add(app, spec, caller, now, 1).await?;
    if calls <= limit { Ok(()) } else { Err(refused(now)) }
}

/// Takes back what [`count`] counted.
pub(crate) async fn take_back(
    app: &App,
    spec: &Spec,
    caller: &Caller,
    now: Instant,
    first_attempt: bool,
) -> Result<(), Problem> {
    let Some(Hourly::Calls(_)) = spec.hourly().filter(|_| first_attempt) else { return Ok(()) };
    add(app, spec, caller, now, -1).await.map(|_| ())
}

/// Adds to the calls of this hour; gives how many there are.
async fn add(app: &App, spec: &Spec, caller: &Caller, now: Instant, calls: i64) -> Result<u32, Problem> {
    let answer = app
        .table
        .client
        .update_item()
        .table_name(&app.table.name)
        .set_key(Some(key_item(&key(spec, caller, now))))
        .update_expression("ADD #n :one SET #e = :e")
        .expression_attribute_names("#n", COUNT)
        .expression_attribute_names("#e", attribute::EXPIRES_AT)
        .expression_attribute_values(":one", n(calls))
        .expression_attribute_values(":e", n(now.timestamp() + KEPT_SECONDS))
        .return_values(aws_sdk_dynamodb::types::ReturnValue::UpdatedNew)
        .send()
        .await
        .map_err(|error| unavailable("limit", &error))?;
    let calls = answer.attributes.as_ref().and_then(|item| item.get(COUNT));
    Ok(calls.and_then(|value| value.as_n().ok()?.parse().ok()).unwrap_or(u32::MAX))
}

/// The write that counts.
const COUNTED: &str = "what the account writes in an hour";

/// The count of what an account writes, as a write of a transaction.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Counted {
    now: Instant,
}

impl Counted {
    /// Adds the count to a transaction, where writes are counted: all of it happens below the limit, or nothing.
    pub(crate) fn add(
        effect: &mut Transaction,
        spec: &Spec,
        caller: &Caller,
        now: Instant,
    ) -> Result<Option<Self>, Problem> {
        let Some(Hourly::Writes(limit)) = spec.hourly() else { return Ok(None) };
        let expires_at = Some(now.timestamp() + KEPT_SECONDS);
        effect.named(COUNTED, |effect| {
            effect.count_below(&key(spec, caller, now), COUNT, u64::from(limit), expires_at)
        })?;
        Ok(Some(Self { now }))
    }

    /// What became of the transaction: above the limit, 429 and no lost race.
    pub(crate) fn told(counted: Option<Self>, written: Result<(), Cancelled>) -> Result<(), Cancelled> {
        match (counted, written) {
            (Some(counted), Err(Cancelled::Condition(lost))) if lost.is(COUNTED) => {
                Err(Cancelled::Failed(refused(counted.now)))
            }
            (_, written) => written,
        }
    }
}
