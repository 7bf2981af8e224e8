//! Everything an operation writes, in one transaction: all of it or nothing.
//!
//! The client sends a request token with every transaction and keeps it over its retries, so an answer that was lost on
//! the way is recognised as our own success.

use aws_sdk_dynamodb::types::builders::UpdateBuilder;
use aws_sdk_dynamodb::types::{
    AttributeValue, ConditionCheck, Delete, Put, ReturnValuesOnConditionCheckFailure, TransactWriteItem, Update,
};
use serde::Serialize;

use super::ground::Ground;
use super::read::key_item;
use super::schema::{Key, attribute};
use super::{Table, n, s, to_item};
use crate::problem::Problem;

/// What an item needs beside its own attributes.
#[derive(Debug, Default, Clone)]
pub struct Meta {
    /// Sort key of the time index.
    pub by_time: Option<String>,
    /// The version for `ETag`.
    pub version: Option<u64>,
    /// When the table may delete it.
    pub expires_at: Option<i64>,
    /// The version of the item's shape; 0 is written as 1, the first.
    pub schema_version: u32,
}

/// Under which condition an item is put.
#[derive(Debug, Clone, Copy)]
pub enum Only<'a> {
    /// Whatever is there.
    Always,
    /// There is none yet.
    IfNew,
    /// There is none, or the one there has expired at this second.
    IfNewOrExpired(i64),
    /// The one there has this version.
    IfVersion(u64),
    /// The one there has this number in this attribute.
    IfNumber(&'a str, u64),
}

/// Attributes of an item to set, without reading it first.
#[derive(Debug, Default)]
pub struct Change {
    sets: Vec<(String, AttributeValue)>,
    next_version: bool,
}

impl Change {
    /// Sets an attribute, or one inside a map: `identity.legal_name`.
    pub fn set<T: Serialize>(&mut self, path: &str, value: &T) -> Result<&mut Self, Problem> {
        let value = serde_dynamo::aws_sdk_dynamodb_1::to_attribute_value(value)
            .map_err(|_| Problem::internal("unwritable attribute"))?;
        self.sets.push((path.to_owned(), value));
        Ok(self)
    }

    /// Whether it changes nothing.
    pub fn is_empty(&self) -> bool {
        self.sets.is_empty() && !self.next_version
    }

    /// Makes it the next version of the item.
    pub fn next_version(&mut self) -> &mut Self {
        self.next_version = true;
        self
    }

    /// The update of an item.
    fn update(&self, key: &Key) -> UpdateBuilder {
        let mut update = Update::builder().set_key(Some(key_item(key)));
        let mut expressions = Vec::new();
        for (place, (path, value)) in self.sets.iter().enumerate() {
            let mut names = Vec::new();
            for (depth, name) in path.split('.').enumerate() {
                let alias = format!("#n{place}_{depth}");
                update = update.expression_attribute_names(&alias, name);
                names.push(alias);
            }
            expressions.push(format!("{} = :v{place}", names.join(".")));
            update = update.expression_attribute_values(format!(":v{place}"), value.clone());
        }
        if self.next_version {
            expressions.push("#version = #version + :one".to_owned());
            update = update
                .expression_attribute_names("#version", attribute::VERSION)
                .expression_attribute_values(":one", n(1));
        }
        update.update_expression(format!("SET {}", expressions.join(", ")))
    }
}

/// Writes that happen together.
#[derive(Debug, Default, Clone)]
pub struct Transaction {
    table: String,
    pub(super) writes: Vec<TransactWriteItem>,
    /// The places of checks of what the decision rested on.
    pub(super) grounds: Vec<usize>,
    /// The places of writes that have a name.
    pub(super) names: Vec<(usize, &'static str)>,
}

/// TransactWriteItems takes at most 100 writes.
pub const MOST_WRITES: usize = 100;

impl Transaction {
    /// An empty transaction on a table.
    pub fn on(table: &Table) -> Self {
        Self { table: table.name.clone(), ..Self::default() }
    }

    /// How many writes it has.
    pub fn len(&self) -> usize {
        self.writes.len()
    }

    /// Whether it would write nothing.
    pub fn is_empty(&self) -> bool {
        self.writes.is_empty()
    }

    /// Adds one write that has a name, by which whoever commits knows that it was this one's condition that did not hold.
    ///
    /// # Errors
    ///
    /// `internal` where it is not exactly one write: the name would stand for another.
    pub fn named(
        &mut self,
        name: &'static str,
        write: impl FnOnce(&mut Self) -> Result<(), Problem>,
    ) -> Result<(), Problem> {
        let place = self.writes.len();
        write(self)?;
        if self.writes.len() != place + 1 {
            return Err(Problem::internal("a name for more or less than one write"));
        }
        self.names.push((place, name));
        Ok(())
    }

    /// Puts an item.
    pub fn put<T: Serialize>(&mut self, key: &Key, value: &T, meta: &Meta, only: Only<'_>) -> Result<(), Problem> {
        let mut item = to_item(value)?;
        item.extend(key_item(key));
        item.insert(attribute::SCHEMA_VERSION.to_owned(), n(meta.schema_version.max(1)));
        if let Some(by_time) = &meta.by_time {
            item.insert(attribute::BY_TIME.to_owned(), s(by_time));
        }
        if let Some(version) = meta.version {
            item.insert(attribute::VERSION.to_owned(), n(version));
        }
        if let Some(expires_at) = meta.expires_at {
            item.insert(attribute::EXPIRES_AT.to_owned(), n(expires_at));
        }
        let put = Put::builder()
            .table_name(&self.table)
            .set_item(Some(item))
            .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld);
        let put = match only {
            Only::Always => put,
            Only::IfNew => {
                put.condition_expression("attribute_not_exists(#p)").expression_attribute_names("#p", attribute::PK)
            }
            Only::IfNewOrExpired(now) => put
                .condition_expression("attribute_not_exists(#p) OR #e <= :now")
                .expression_attribute_names("#p", attribute::PK)
                .expression_attribute_names("#e", attribute::EXPIRES_AT)
                .expression_attribute_values(":now", n(now)),
            Only::IfVersion(version) => put
                .condition_expression("#v = :v")
                .expression_attribute_names("#v", attribute::VERSION)
                .expression_attribute_values(":v", n(version)),
            Only::IfNumber(name, number) => put
                .condition_expression("#v = :v")
                .expression_attribute_names("#v", name)
                .expression_attribute_values(":v", n(number)),
        };
        let put = put.build().map_err(|_| Problem::internal("incomplete put"))?;
        self.writes.push(TransactWriteItem::builder().put(put).build());
        Ok(())
    }

    /// Deletes an item that has this version.
    pub fn delete(&mut self, key: &Key, version: Option<u64>) -> Result<(), Problem> {
        let delete = Delete::builder().table_name(&self.table).set_key(Some(key_item(key)));
        let delete = match version {
            Some(version) => delete
                .condition_expression("#v = :v")
                .expression_attribute_names("#v", attribute::VERSION)
                .expression_attribute_values(":v", n(version)),
            None => delete,
        };
        let delete = delete.build().map_err(|_| Problem::internal("incomplete delete"))?;
        self.writes.push(TransactWriteItem::builder().delete(delete).build());
        Ok(())
    }

    /// Sets one text attribute of an item that is there.
    pub fn set(&mut self, key: &Key, name: &str, value: impl Into<String>) -> Result<(), Problem> {
        let update = Update::builder()
            .set_key(Some(key_item(key)))
            .update_expression("SET #n = :v")
            .condition_expression("attribute_exists(#p)")
            .expression_attribute_names("#n", name)
            .expression_attribute_names("#p", attribute::PK)
            .expression_attribute_values(":v", s(value));
        self.update(update)
    }

    /// Sets one text attribute that has one of these two values now to the second of them.
    pub fn advance(&mut self, key: &Key, name: &str, from: &str, to: &str) -> Result<(), Problem> {
        let update = Update::builder()
            .set_key(Some(key_item(key)))
            .update_expression("SET #n = :to")
            .condition_expression("#n = :from OR #n = :to")
            .expression_attribute_names("#n", name)
            .expression_attribute_values(":from", s(from))
            .expression_attribute_values(":to", s(to));
        self.update(update)
    }

    /// Changes attributes of an item that is there.
    pub fn change(&mut self, key: &Key, change: &Change) -> Result<(), Problem> {
        let update = change.update(key).condition_expression("attribute_exists(#pk)");
        self.update(update.expression_attribute_names("#pk", attribute::PK))
    }

    /// Changes attributes of an item, made if it is not there. The others stay.
    pub fn change_or_make(&mut self, key: &Key, change: &Change) -> Result<(), Problem> {
        self.update(change.update(key))
    }

    /// Adds one to a counter, made if it is not there, and refreshes its expiry.
    pub fn count(&mut self, key: &Key, name: &str, expires_at: i64) -> Result<(), Problem> {
        let update = Update::builder()
            .set_key(Some(key_item(key)))
            .update_expression("ADD #n :one SET #e = :e")
            .expression_attribute_names("#n", name)
            .expression_attribute_names("#e", attribute::EXPIRES_AT)
            .expression_attribute_values(":one", n(1))
            .expression_attribute_values(":e", n(expires_at));
        self.update(update)
    }

    /// Adds an update of an item.
    pub(super) fn update(&mut self, update: UpdateBuilder) -> Result<(), Problem> {
        let update = update.table_name(&self.table).build().map_err(|_| Problem::internal("incomplete update"))?;
        self.writes.push(TransactWriteItem::builder().update(update).build());
        Ok(())
    }

    /// Requires that an item still has the version that was read, without writing it.
    pub fn check_version(&mut self, key: &Key, version: u64) -> Result<(), Problem> {
        let check = ConditionCheck::builder()
            .table_name(&self.table)
            .set_key(Some(key_item(key)))
            .condition_expression("#v = :v")
            .expression_attribute_names("#v", attribute::VERSION)
            .expression_attribute_values(":v", n(version))
            .build()
            .map_err(|_| Problem::internal("incomplete check"))?;
        self.writes.push(TransactWriteItem::builder().condition_check(check).build());
        Ok(())
    }

    /// Requires that there is no such item, without writing one.
    pub fn check_none(&mut self, key: &Key) -> Result<(), Problem> {
        let check = ConditionCheck::builder()
            .table_name(&self.table)
            .set_key(Some(key_item(key)))
            .condition_expression("attribute_not_exists(#p)")
            .expression_attribute_names("#p", attribute::PK)
            .build()
            .map_err(|_| Problem::internal("incomplete check"))?;
        self.writes.push(TransactWriteItem::builder().condition_check(check).build());
        Ok(())
    }

    /// Requires that what a decision rested on is still so. DynamoDB takes one operation an item: where the transaction writes
    /// the item itself, the condition joins that write's own.
    pub fn require(&mut self, ground: &Ground) -> Result<(), Problem> {
        let place = self.writes.iter().position(|write| is_of(write, ground.key()));
        // A permission that ended would be taken for what the name says.
        if self.names.iter().any(|(named, _)| Some(*named) == place) {
            return Err(Problem::internal("a ground joins a write that has a name"));
        }
        let Some(write) = place.and_then(|place| self.writes.get_mut(place)) else {
            self.grounds.push(self.writes.len());
            self.writes.push(TransactWriteItem::builder().condition_check(ground.check(&self.table)?).build());
            return Ok(());
        };
        if let Some(put) = &mut write.put {
            let (names, values) = (&mut put.expression_attribute_names, &mut put.expression_attribute_values);
            ground.join(&mut put.condition_expression, names, values);
        } else if let Some(update) = &mut write.update {
            let (names, values) = (&mut update.expression_attribute_names, &mut update.expression_attribute_values);
            ground.join(&mut update.condition_expression, names, values);
        } else if let Some(delete) = &mut write.delete {
            let (names, values) = (&mut delete.expression_attribute_names, &mut delete.expression_attribute_values);
            ground.join(&mut delete.condition_expression, names, values);
        } else if let Some(check) = &mut write.condition_check {
            let mut expression = Some(std::mem::take(&mut check.condition_expression));
            let (names, values) = (&mut check.expression_attribute_names, &mut check.expression_attribute_values);
            ground.join(&mut expression, names, values);
            check.condition_expression = expression.unwrap_or_default();
        }
        Ok(())
    }

    /// Appends the writes of another transaction.
    pub fn append(&mut self, other: &Self) {
        let before = self.writes.len();
        self.grounds.extend(other.grounds.iter().map(|place| place + before));
        self.names.extend(other.names.iter().map(|(place, name)| (place + before, *name)));
        self.writes.extend(other.writes.iter().cloned());
    }
}

/// Whether a write is of this item.
fn is_of(write: &TransactWriteItem, key: &Key) -> bool {
    let item = write.put.as_ref().map(|put| &put.item);
    let item = item.or(write.update.as_ref().map(|update| &update.key));
    let item = item.or(write.delete.as_ref().map(|delete| &delete.key));
    let item = item.or(write.condition_check.as_ref().map(|check| &check.key));
    let is = |name: &str, text: &str| item.and_then(|item| item.get(name)?.as_s().ok()).is_some_and(|own| own == text);
    is(attribute::PK, &key.pk) && is(attribute::SK, &key.sk)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)] // tests
    use super::{Key, Problem, Transaction};
    use crate::table::Ground;

    fn key(sk: &str) -> Key {
        Key { pk: "P".to_owned(), sk: sk.to_owned() }
    }

    fn named(sk: &'static str) -> Result<Transaction, Problem> {
        let mut effect = Transaction::default();
        effect.named(sk, |effect| effect.check_none(&key(sk)))?;
        Ok(effect)
    }

    #[test]
    fn a_name_stays_with_its_write_where_transactions_are_joined() {
        let mut effect = named("a").unwrap();
        effect.check_none(&key("between")).unwrap();
        effect.append(&named("b").unwrap());
        assert_eq!(effect.names, [(0, "a"), (2, "b")]);
    }

    #[test]
    fn a_name_is_of_one_write_and_of_no_ground() {
        assert!(Transaction::default().named("none", |_| Ok(())).is_err());
        let mut effect = named("a").unwrap();
        assert!(effect.require(&Ground::unchanged(key("a"), None, &[])).is_err());
        assert!(effect.require(&Ground::unchanged(key("b"), None, &[])).is_ok());
    }
}
