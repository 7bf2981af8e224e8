//! Conditional writes of one item outside of a transaction: half the price, for what is written millions of times a day
//! and hangs together with nothing else.

use aws_sdk_dynamodb::error::SdkError;
use aws_sdk_dynamodb::operation::update_item::UpdateItemError;
use aws_sdk_dynamodb::types::{AttributeValue, ReturnValue, ReturnValuesOnConditionCheckFailure};

use super::read::{key_item, unavailable};
use super::schema::Key;
use super::{Item, Table};
use crate::problem::Problem;

/// What became of a conditional write.
#[derive(Debug)]
pub enum Written {
    /// Written; the item as it is now.
    Done(Item),
    /// The condition did not hold; the item that was there.
    Refused(Option<Item>),
}

/// One update: its expression, its condition, its values. Attribute names stand in the expressions as they are, so they must
/// not be reserved words.
pub struct Update<'a> {
    /// `SET a = :a, b = :b`.
    pub set: &'a str,
    /// The condition.
    pub only_if: &'a str,
    /// The values, by their names with the colon.
    pub values: Vec<(&'static str, AttributeValue)>,
}

impl Table {
    /// Writes one item, made if it is not there, where the condition holds.
    pub async fn update(&self, key: &Key, update: Update<'_>) -> Result<Written, Problem> {
        let mut request = self
            .client
            .update_item()
            .table_name(&self.name)
            .set_key(Some(key_item(key)))
            .update_expression(update.set)
            .condition_expression(update.only_if)
            .return_values(ReturnValue::AllNew)
            .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld);
        for (name, value) in update.values {
            request = request.expression_attribute_values(name, value);
        }
        match request.send().await {
            Ok(written) => Ok(Written::Done(written.attributes.unwrap_or_default())),
            Err(SdkError::ServiceError(refused))
                if matches!(refused.err(), UpdateItemError::ConditionalCheckFailedException(_)) =>
            {
                match refused.into_err() {
                    UpdateItemError::ConditionalCheckFailedException(refused) => Ok(Written::Refused(refused.item)),
                    _ => Ok(Written::Refused(None)),
                }
            }
            Err(error) => Err(unavailable("update", &error)),
        }
    }
}
