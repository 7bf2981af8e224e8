//! The format's closed lists of codes that a dispensing holds: the dosage form with what its quantity counts, and whose code a drug's is.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::limits;

/// What a quantity counts: three tablets a day is never shown as three tablets.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum QuantityBasis {
    /// The amount of one day.
    PerDay,
    /// The amount of one use.
    PerUse,
    /// All that was handed out.
    Total,
    /// Neither the form nor the supply was written, so that nothing tells.
    #[default]
    Unknown,
}

/// 剤形.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DosageForm {
    /// 内服.
    Oral,
    /// 内滴.
    OralDrops,
    /// 屯服.
    AsNeeded,
    /// 注射.
    Injection,
    /// 外用.
    External,
    /// 浸煎.
    Infusion,
    /// 湯.
    Decoction,
    /// 材料.
    Material,
    /// その他.
    Other,
}

impl DosageForm {
    /// Every form with its 剤形コード.
    pub const CODES: [(&'static str, Self); 9] = [
        ("1", Self::Oral),
        ("2", Self::OralDrops),
        ("3", Self::AsNeeded),
        ("4", Self::Injection),
        ("5", Self::External),
        ("6", Self::Infusion),
        ("7", Self::Decoction),
        ("9", Self::Material),
        ("10", Self::Other),
    ];

    /// The form of a 剤形コード.
    pub fn of(code: &str) -> Option<Self> {
        Self::CODES.into_iter().find(|(known, _)| *known == code).map(|(_, form)| form)
    }

    /// The 剤形コード.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Oral => "1",
            Self::OralDrops => "2",
            Self::AsNeeded => "3",
            Self::Injection => "4",
            Self::External => "5",
            Self::Infusion => "6",
            Self::Decoction => "7",
            Self::Material => "9",
            Self::Other => "10",
        }
    }

    /// What a quantity of this form counts.
    pub const fn basis(self) -> QuantityBasis {
        match self {
            Self::Oral | Self::Infusion | Self::Decoction => QuantityBasis::PerDay,
            Self::AsNeeded => QuantityBasis::PerUse,
            Self::OralDrops | Self::Injection | Self::External | Self::Material | Self::Other => QuantityBasis::Total,
        }
    }
}

/// A drug's code.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DrugCode {
    /// Whose code it is.
    pub system: CodeSystem,
    /// The code.
    #[schemars(length(min = 1, max = limits::CODE))]
    pub value: String,
}

/// 薬品コード種別.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CodeSystem {
    /// YJコード.
    Yj,
    /// レセプト電算処理システム用コード.
    Claim,
    /// 厚生労働省コード (薬価基準収載医薬品コード).
    NhiPriceList,
    /// HOTコード.
    Hot,
}

impl CodeSystem {
    /// The system of a 薬品コード種別.
    pub fn of(kind: &str) -> Option<Self> {
        match kind {
            "2" => Some(Self::Claim),
            "3" => Some(Self::NhiPriceList),
            "4" => Some(Self::Yj),
            "6" => Some(Self::Hot),
            _ => None,
        }
    }

    /// The 薬品コード種別.
    pub const fn kind(self) -> &'static str {
        match self {
            Self::Claim => "2",
            Self::NhiPriceList => "3",
            Self::Yj => "4",
            Self::Hot => "6",
        }
    }
}
