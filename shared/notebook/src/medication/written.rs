//! How something stood on the sheet, where what the notebook shows of it does not tell: so that a sheet leaves the notebook
//! record for record as it came. What the notebook's reader needs stands beside it; nothing is decided by what is here.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::note::Author;
use super::{limits, schema};

/// The record of a text: which kind it is, who wrote it, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TextRecord {
    /// The record number: 281 薬品補足, 291 薬品服用注意, 311 用法補足, 391 処方服用注意, 401 服用注意, 421 残薬確認, 501 備考,
    /// 601 患者等記入.
    pub record: u16,
    /// レコード作成者; a 601 has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author: Option<Author>,
    /// The day of a 601.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(schema_with = "schema::optional_day")]
    pub written_on: Option<NaiveDate>,
}

impl TextRecord {
    /// A record of an author.
    pub const fn of(record: u16, author: Author) -> Self {
        Self { record, author: Some(author), written_on: None }
    }

    /// How texts stood on the sheet: as it is kept, or as is usual where that was not kept.
    pub fn zip<'t>(texts: &'t [String], kept: &'t [Self], usual: Self) -> impl Iterator<Item = (&'t str, Self)> {
        let kept = if kept.len() == texts.len() { kept } else { &[] };
        let records = kept.iter().copied().chain(std::iter::repeat(usual));
        texts.iter().map(String::as_str).zip(records)
    }

    /// What has to be kept of the records of texts: nothing where all of them are the usual ones.
    pub fn unless_usual(records: Vec<Self>, usual: Self) -> Vec<Self> {
        if records.iter().all(|record| *record == usual) { Vec::new() } else { records }
    }
}

/// What is known of an institution's ten digits where not all of them are.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PartialCode {
    /// 都道府県.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    #[schemars(length(max = limits::CODE))]
    pub prefecture: String,
    /// 点数表.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    #[schemars(length(max = limits::CODE))]
    pub fee_table: String,
    /// 医療機関コード.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    #[schemars(length(max = limits::CODE))]
    pub code: String,
}

/// A code with what was written of whose it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WrittenCode {
    /// コード種別; empty where it was left out, 1 where it says that there is no code.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    #[schemars(length(max = limits::CODE))]
    pub kind: String,
    /// The code; empty where there is none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    #[schemars(length(max = limits::CODE))]
    pub value: String,
}

impl WrittenCode {
    /// コード種別 of what has no code.
    pub const NONE: &'static str = "1";

    /// What has to be kept: nothing where it is said in the usual way that there is no code.
    pub fn unless_none(kind: &str, value: Option<String>) -> Option<Self> {
        let is_usual = kind == Self::NONE && value.is_none();
        let kind = kind.chars().take(limits::CODE).collect();
        (!is_usual).then(|| Self { kind, value: value.unwrap_or_default() })
    }
}
