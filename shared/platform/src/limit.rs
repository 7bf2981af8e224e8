//! How often one account may call an operation in an hour, counted beside the authorisation.

use notebook::time::Instant;

use crate::app::App;
use crate::auth::Caller;
use crate::problem::{Code, Problem};
use crate::spec::Spec;
use crate::table::n;
use crate::table::read::{key_item, unavailable};
use crate::table::schema::{ActorKeys, attribute};

/// Counts the call; 429 with the seconds to the next hour above the limit.
pub(crate) async fn count(
    app: &App,
    spec: &Spec,
    caller: &Caller,
    now: Instant,
    first_attempt: bool,
) -> Result<(), Problem> {
    let Some(limit) = spec.hourly_limit.filter(|_| first_attempt) else { return Ok(()) };
    let hour = now.format("%Y-%m-%dT%H").to_string();
    let key = ActorKeys::new(&caller.actor).limit(spec.name, &hour);
    let answer = app
        .table
        .client
        .update_item()
        .table_name(&app.table.name)
        .set_key(Some(key_item(&key)))
        .update_expression("ADD #n :one SET #e = :e")
        .expression_attribute_names("#n", "calls")
        .expression_attribute_names("#e", attribute::EXPIRES_AT)
        .expression_attribute_values(":one", n(1))
        .expression_attribute_values(":e", n(now.timestamp() + 7_200))
        .return_values(aws_sdk_dynamodb::types::ReturnValue::UpdatedNew)
        .send()
        .await
        .map_err(|error| unavailable("limit", &error))?;
    let calls = answer.attributes.as_ref().and_then(|item| item.get("calls"));
    let calls: u32 = calls.and_then(|value| value.as_n().ok()?.parse().ok()).unwrap_or(u32::MAX);
    if calls <= limit {
        return Ok(());
    }
    let to_next_hour = 3_600 - now.timestamp().rem_euclid(3_600);
    Err(Problem::of(Code::TooManyRequests).retry_after(u32::try_from(to_next_hour).unwrap_or(3_600)))
}
