//! What a decision rested on: an item, and the attributes of it that decided. Every write that follows from the decision
//! requires that they are still the same, in its own transaction: what ends meanwhile wins.

use aws_sdk_dynamodb::types::{AttributeValue, ConditionCheck};

use super::Item;
use super::read::key_item;
use super::schema::Key;
use crate::problem::Problem;

/// An item that a decision rested on, as it was read. Attributes are compared one by one and not by a version, so that items
/// without one count too, and so that a change of something else in the item disturbs nobody.
#[derive(Debug, Clone)]
pub struct Ground {
    key: Key,
    held: Vec<(&'static str, Option<AttributeValue>)>,
}

impl Ground {
    /// That these attributes of the item stay as they were read; of an item that was not there, that they stay absent.
    pub fn unchanged(key: Key, item: Option<&Item>, decisive: &[&'static str]) -> Self {
        let held = decisive.iter().map(|name| (*name, item.and_then(|item| item.get(*name)).cloned()));
        Self { key, held: held.collect() }
    }

    /// The item.
    pub(crate) fn key(&self) -> &Key {
        &self.key
    }

    /// The condition, with aliases that no write of ours uses.
    pub(super) fn condition(&self) -> Condition {
        let mut condition = Condition::default();
        for (place, (name, value)) in self.held.iter().enumerate() {
            let alias = format!("#ground{place}");
            condition.names.push((alias.clone(), (*name).to_owned()));
            condition.terms.push(match value {
                None => format!("attribute_not_exists({alias})"),
                Some(value) => {
                    condition.values.push((format!(":ground{place}"), value.clone()));
                    format!("{alias} = :ground{place}")
                }
            });
        }
        condition
    }

    /// The check of an item that the transaction does not write.
    pub(super) fn check(&self, table: &str) -> Result<ConditionCheck, Problem> {
        let condition = self.condition();
        let mut check = ConditionCheck::builder()
            .table_name(table)
            .set_key(Some(key_item(&self.key)))
            .condition_expression(condition.terms.join(" AND "));
        for (alias, name) in condition.names {
            check = check.expression_attribute_names(alias, name);
        }
        for (alias, value) in condition.values {
            check = check.expression_attribute_values(alias, value);
        }
        check.build().map_err(|_| Problem::internal("incomplete check"))
    }
}

/// The parts of a condition expression.
#[derive(Default)]
pub(super) struct Condition {
    terms: Vec<String>,
    names: Vec<(String, String)>,
    values: Vec<(String, AttributeValue)>,
}

impl Condition {
    /// Adds it to the condition of a write.
    pub(super) fn join(
        self,
        expression: &mut Option<String>,
        names: &mut Option<std::collections::HashMap<String, String>>,
        values: &mut Option<Item>,
    ) {
        let own = expression.take().map(|own| format!("({own})"));
        *expression = Some(own.into_iter().chain(self.terms).collect::<Vec<_>>().join(" AND "));
        names.get_or_insert_default().extend(self.names);
        if !self.values.is_empty() {
            values.get_or_insert_default().extend(self.values);
        }
    }
}
