//! Writes that depend on what is there: an edit that changes something, a count below its limit.

use aws_sdk_dynamodb::types::Update;
use serde::Serialize;

use super::read::key_item;
use super::schema::{Key, attribute};
use super::transaction::{Meta, Only, Transaction};
use super::{n, to_item};
use crate::problem::Problem;

impl Transaction {
    /// Puts an edited item as its next version; nothing where it says what it said. Gives the version that it has then.
    pub fn edit<T: Serialize>(
        &mut self,
        key: &Key,
        (before, version): (&T, u64),
        after: &T,
        meta: Meta,
    ) -> Result<u64, Problem> {
        if to_item(before)? == to_item(after)? {
            return Ok(version);
        }
        let next = version.saturating_add(1);
        let meta = Meta { version: Some(next), ..meta };
        self.put(key, after, &meta, Only::IfVersion(version))?;
        Ok(next)
    }

    /// Puts what there is one of, kept before or not: its next version as [`Self::edit`] does, or its first. Gives the version that
    /// it has then.
    pub fn keep<T: Serialize>(&mut self, key: &Key, before: Option<(&T, u64)>, after: &T) -> Result<u64, Problem> {
        if let Some(before) = before {
            return self.edit(key, before, after, Meta::default());
        }
        self.put(key, after, &Meta { version: Some(1), ..Meta::default() }, Only::IfNew)?;
        Ok(1)
    }

    /// Adds one to a counter, made if it is not there, where it is below a limit. With an expiry, the table may delete it then.
    pub fn count_below(&mut self, key: &Key, name: &str, limit: u64, expires_at: Option<i64>) -> Result<(), Problem> {
        let update = Update::builder()
            .set_key(Some(key_item(key)))
            .condition_expression("attribute_not_exists(#n) OR #n < :limit")
            .expression_attribute_names("#n", name)
            .expression_attribute_values(":one", n(1))
            .expression_attribute_values(":limit", n(limit));
        self.update(match expires_at {
            Some(expires_at) => update
                .update_expression("ADD #n :one SET #e = :e")
                .expression_attribute_names("#e", attribute::EXPIRES_AT)
                .expression_attribute_values(":e", n(expires_at)),
            None => update.update_expression("ADD #n :one"),
        })
    }
}
