//! What a notebook says beside its dispensings: patient notes, OTC medicines, memos, the family pharmacist.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{limits, schema};

/// One entry of a notebook that belongs to no dispensing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum NotebookNote {
    /// 患者特記: an allergy, an adverse reaction, an earlier illness.
    Patient {
        /// 患者特記種別.
        category: PatientNoteCategory,
        /// The text.
        #[schemars(length(max = limits::TEXT))]
        text: String,
        /// Who wrote it.
        author: Author,
    },
    /// 要指導医薬品・一般用医薬品: a medicine bought without prescription.
    Otc(Otc),
    /// 手帳メモ.
    Memo {
        /// The text.
        #[schemars(length(max = limits::TEXT))]
        text: String,
        /// When it was written.
        #[schemars(schema_with = "schema::optional_day")]
        written_on: Option<NaiveDate>,
        /// Who wrote it.
        author: Author,
    },
    /// かかりつけ薬剤師.
    FamilyPharmacist {
        /// The pharmacist.
        #[schemars(length(max = limits::NAME))]
        name: String,
        /// The pharmacy.
        #[schemars(length(max = limits::NAME))]
        pharmacy: String,
        /// Telephone number or address, as it was written.
        #[schemars(length(max = limits::TEXT))]
        contact: Option<String>,
        /// First day.
        #[schemars(schema_with = "schema::optional_day")]
        from: Option<NaiveDate>,
        /// Last day.
        #[schemars(schema_with = "schema::optional_day")]
        until: Option<NaiveDate>,
        /// Who wrote it; null of what was read before it was kept.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        author: Option<Author>,
    },
}

/// A medicine bought without prescription.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Otc {
    /// 薬品名称.
    #[schemars(length(min = 1, max = limits::NAME))]
    pub name: String,
    /// First day of use.
    #[schemars(schema_with = "schema::optional_day")]
    pub started_on: Option<NaiveDate>,
    /// Last day of use.
    #[schemars(schema_with = "schema::optional_day")]
    pub ended_on: Option<NaiveDate>,
    /// JANコード.
    #[schemars(length(max = limits::CODE))]
    pub jan: Option<String>,
    /// Its ingredients.
    #[serde(default)]
    #[schemars(length(max = limits::INGREDIENTS))]
    pub ingredients: Vec<Ingredient>,
    /// Who wrote it.
    pub author: Author,
}

/// An ingredient of an OTC medicine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Ingredient {
    /// 成分名.
    #[schemars(length(max = limits::NAME))]
    pub name: String,
    /// 成分名コード of the self-medication database.
    #[schemars(length(max = limits::CODE))]
    pub code: Option<String>,
    /// Who wrote it, where it is not the medicine's author.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author: Option<Author>,
}

/// 患者特記種別.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PatientNoteCategory {
    /// アレルギー歴.
    Allergy,
    /// 副作用歴.
    AdverseReaction,
    /// 既往歴.
    History,
    /// その他, or not readable.
    Other,
}

impl PatientNoteCategory {
    /// The category of a 患者特記種別; `Other` for what is not one.
    pub fn of(code: &str) -> Self {
        match code {
            "1" => Self::Allergy,
            "2" => Self::AdverseReaction,
            "3" => Self::History,
            _ => Self::Other,
        }
    }

    /// The 患者特記種別.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Allergy => "1",
            Self::AdverseReaction => "2",
            Self::History => "3",
            Self::Other => "9",
        }
    }
}

/// レコード作成者: who wrote a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Author {
    /// 医療関係者.
    Professional,
    /// 患者等.
    Patient,
    /// その他.
    Other,
    /// 不明, or not readable.
    Unknown,
}

impl Author {
    /// The author of a レコード作成者; `Unknown` for what is not one.
    pub fn of(code: &str) -> Self {
        match code {
            "1" => Self::Professional,
            "2" => Self::Patient,
            "8" => Self::Other,
            _ => Self::Unknown,
        }
    }

    /// The レコード作成者.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Professional => "1",
            Self::Patient => "2",
            Self::Other => "8",
            Self::Unknown => "9",
        }
    }
}
