//! What a decision rested on: an item, and the attributes of it that decided. Every write that follows from the decision
//! requires that they are still the same, in its own transaction: what ends meanwhile wins.

use std::collections::HashMap;

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

    /// The condition, with aliases that no write of ours uses; `taken` says how many aliases the write has, so that two grounds
    /// of one item do not meet.
    fn condition(&self, taken: usize) -> Condition {
        let mut condition = Condition::default();
        for (place, (name, value)) in (taken..).zip(&self.held) {
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

    /// Adds it to the condition of a write of the item.
    pub(super) fn join(
        &self,
        expression: &mut Option<String>,
        names: &mut Option<HashMap<String, String>>,
        values: &mut Option<Item>,
    ) {
        let condition = self.condition(names.as_ref().map_or(0, HashMap::len));
        let own = expression.take().map(|own| format!("({own})"));
        *expression = Some(own.into_iter().chain(condition.terms).collect::<Vec<_>>().join(" AND "));
        names.get_or_insert_default().extend(condition.names);
        if !condition.values.is_empty() {
            values.get_or_insert_default().extend(condition.values);
        }
    }

    /// The check of an item that the transaction does not write.
    pub(super) fn check(&self, table: &str) -> Result<ConditionCheck, Problem> {
        let condition = self.condition(0);
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
struct Condition {
    terms: Vec<String>,
    names: Vec<(String, String)>,
    values: Vec<(String, AttributeValue)>,
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)] // tests
    use super::*;
    use crate::table::s;
    use crate::table::schema::shared;

    #[test]
    fn two_grounds_of_one_item_join_the_condition_of_its_write_and_do_not_meet() {
        let item = Item::from([("a".to_owned(), s("1")), ("b".to_owned(), s("2"))]);
        let key = shared::institution("4310112345");
        let mut names = Some(HashMap::from([("#v".to_owned(), "version".to_owned())]));
        let (mut expression, mut values) = (Some("#v = :v".to_owned()), None);
        Ground::unchanged(key.clone(), Some(&item), &["a", "c"]).join(&mut expression, &mut names, &mut values);
        Ground::unchanged(key, Some(&item), &["b"]).join(&mut expression, &mut names, &mut values);
        assert_eq!(
            expression.unwrap(),
            "((#v = :v) AND #ground1 = :ground1 AND attribute_not_exists(#ground2)) AND #ground3 = :ground3"
        );
        let names = names.unwrap();
        assert_eq!((names["#ground1"].as_str(), names["#ground3"].as_str(), names.len()), ("a", "b", 4));
        assert_eq!(values.unwrap().len(), 2);
    }
}
