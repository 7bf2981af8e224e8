//! The one table: its schema as types, reading in one wave, writing in one transaction.

mod cancelled;
mod commit;
pub mod cursor;
mod edit;
pub mod ground;
pub mod items;
mod page;
mod plan;
pub mod range;
pub mod read;
pub mod schema;
pub mod single;
pub mod transaction;

use std::collections::HashMap;

use aws_sdk_dynamodb::types::AttributeValue;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::problem::{Problem, Reason};

pub use cancelled::{Cancelled, Lost};
pub use ground::Ground;
pub use page::{Page, PageOf};
pub use plan::{Fetched, ReadPlan};
pub use schema::Key;
pub use transaction::Transaction;

/// One item as the table keeps it.
pub type Item = HashMap<String, AttributeValue>;

/// An item as a type, with the version in which it was read: for items that do not hold their version themselves.
#[derive(Debug, Clone, Deserialize)]
pub struct Versioned<T> {
    /// What it says.
    #[serde(flatten)]
    pub item: T,
    /// Its version.
    pub version: u64,
}

/// The table and the client that reaches it.
#[derive(Clone)]
pub struct Table {
    /// The client.
    pub client: aws_sdk_dynamodb::Client,
    /// The table's name.
    pub name: String,
}

/// An item as a type. Unknown attributes are ignored, so that an older reader can read what a newer writer wrote.
pub fn from_item<T: DeserializeOwned>(item: &Item) -> Result<T, Problem> {
    // The error's own text could repeat a value, so it does not go to the log.
    serde_dynamo::aws_sdk_dynamodb_1::from_item(item.clone())
        .map_err(|_| Problem::internal(Reason::Unreadable(std::any::type_name::<T>())))
}

/// A type as an item, without its keys.
pub fn to_item<T: Serialize>(value: &T) -> Result<Item, Problem> {
    serde_dynamo::aws_sdk_dynamodb_1::to_item(value)
        .map_err(|_| Problem::internal(Reason::Unwritable(std::any::type_name::<T>())))
}

/// A text attribute.
pub fn s(text: impl Into<String>) -> AttributeValue {
    AttributeValue::S(text.into())
}

/// A number attribute.
#[allow(clippy::needless_pass_by_value)] // callers hand over literals and copies
pub fn n(number: impl ToString) -> AttributeValue {
    AttributeValue::N(number.to_string())
}
