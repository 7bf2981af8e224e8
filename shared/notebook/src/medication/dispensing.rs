//! One dispensing (調剤): what a pharmacy or clinic handed out on one day, as the API answers it and the table keeps it.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::quantity::Quantity;
use super::{limits, schema};

/// What was handed out on one day by one pharmacy or clinic.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Dispensing {
    /// UUIDv7.
    #[schemars(schema_with = "schema::id")]
    pub id: Uuid,
    /// 調剤等年月日.
    #[schemars(schema_with = "schema::day")]
    pub dispensed_on: NaiveDate,
    /// Where the entry comes from.
    pub source: Source,
    /// The header of the text it was read from, `JAHISTC08`; null when it was not read from one.
    pub version: Option<String>,
    /// Who dispensed.
    pub pharmacy: Pharmacy,
    /// Who prescribed; of several doctors the first.
    pub prescriber: Prescriber,
    /// RP groups: drugs that share one usage.
    #[schemars(length(max = limits::GROUPS))]
    pub groups: Vec<Group>,
    /// 服用注意.
    #[serde(default)]
    #[schemars(length(max = limits::NOTES), inner(length(max = limits::TEXT)))]
    pub cautions: Vec<String>,
    /// 備考 and 患者等記入.
    #[serde(default)]
    #[schemars(length(max = limits::NOTES), inner(length(max = limits::TEXT)))]
    pub remarks: Vec<String>,
    /// 医療機関等提供情報.
    #[serde(default)]
    #[schemars(length(max = limits::NOTES))]
    pub provided: Vec<Provided>,
    /// 残薬確認.
    #[serde(default)]
    #[schemars(length(max = limits::NOTES), inner(length(max = limits::TEXT)))]
    pub leftovers: Vec<String>,
}

/// Where an entry comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// A pharmacy's QR code.
    Qr,
    /// Typed by the resident or the family.
    Manual,
    /// The Mynaportal's medicine information.
    Mynaportal,
    /// Entered by the pharmacy itself.
    Pharmacy,
}

/// 調剤-医療機関等: the pharmacy, or the clinic that hands out medicines itself.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Pharmacy {
    /// Prefecture (2 digits), fee table (1) and institution (7), joined; null unless all are known.
    #[schemars(length(max = limits::CODE))]
    pub code: Option<String>,
    /// Its name.
    #[schemars(length(max = limits::NAME))]
    pub name: Option<String>,
    /// Its telephone number as it was written.
    #[schemars(length(max = limits::CODE))]
    pub phone: Option<String>,
    /// The pharmacist or doctor who dispensed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(max = limits::NAME))]
    pub staff: Option<String>,
}

/// 処方-医療機関 and 処方-医師.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Prescriber {
    /// Prefecture (2 digits), fee table (1) and institution (7), joined; null unless all are known.
    #[schemars(length(max = limits::CODE))]
    pub institution_code: Option<String>,
    /// The institution's name.
    #[schemars(length(max = limits::NAME))]
    pub institution: Option<String>,
    /// The doctor's name.
    #[schemars(length(max = limits::NAME))]
    pub doctor: Option<String>,
    /// The department (診療科).
    #[schemars(length(max = limits::NAME))]
    pub department: Option<String>,
}

/// One RP: drugs that share one usage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Group {
    /// The RP number; restarts with every dispensing.
    #[schemars(range(max = limits::COUNT))]
    pub rp: u16,
    /// 用法名称.
    #[schemars(length(max = limits::NAME))]
    pub usage_text: Option<String>,
    /// JAMI 用法コード.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(max = limits::CODE))]
    pub usage_code: Option<String>,
    /// 剤形; null when it was not written.
    pub dosage_form: Option<DosageForm>,
    /// 調剤数量: days, times or 1.
    #[schemars(range(max = limits::COUNT))]
    pub supply_count: Option<u16>,
    /// 調剤単位: 日分, 回分, 調剤.
    #[schemars(length(max = limits::UNIT))]
    pub supply_unit: Option<String>,
    /// The drugs.
    #[schemars(length(max = limits::DRUGS))]
    pub drugs: Vec<Drug>,
    /// 用法補足 and 処方服用注意.
    #[serde(default)]
    #[schemars(length(max = limits::NOTES), inner(length(max = limits::TEXT)))]
    pub notes: Vec<String>,
    /// Who prescribed this group, when it is not the dispensing's prescriber.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prescriber: Option<Prescriber>,
}

/// One drug of a group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Drug {
    /// 薬品名称.
    #[schemars(length(min = 1, max = limits::NAME))]
    pub name: String,
    /// 用量; its meaning is `quantity_basis`.
    pub quantity: Option<Quantity>,
    /// 単位名.
    #[schemars(length(max = limits::UNIT))]
    pub unit: Option<String>,
    /// What the quantity counts.
    pub quantity_basis: QuantityBasis,
    /// The drug's code.
    pub code: Option<DrugCode>,
    /// 一般名.
    #[schemars(length(max = limits::NAME))]
    pub generic_name: Option<String>,
    /// 一般名コード.
    #[schemars(length(max = limits::CODE))]
    pub generic_name_code: Option<String>,
    /// 薬品補足 and 薬品服用注意.
    #[serde(default)]
    #[schemars(length(max = limits::NOTES), inner(length(max = limits::TEXT)))]
    pub notes: Vec<String>,
}

/// What a quantity counts: three tablets a day is never shown as three tablets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum QuantityBasis {
    /// The amount of one day.
    PerDay,
    /// The amount of one use.
    PerUse,
    /// All that was handed out.
    Total,
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

/// 医療機関等提供情報.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Provided {
    /// 提供情報種別.
    pub category: ProvidedCategory,
    /// The text.
    #[schemars(length(max = limits::TEXT))]
    pub text: String,
}

/// 提供情報種別.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ProvidedCategory {
    /// 30: drugs with adverse reactions during the stay in hospital.
    AdverseReactionInHospital,
    /// 31: how medicines are taken after discharge.
    AfterDischarge,
    /// 99, or not readable.
    Other,
}

impl ProvidedCategory {
    /// The category of a 提供情報種別; `Other` for what is not one.
    pub fn of(code: &str) -> Self {
        match code {
            "30" => Self::AdverseReactionInHospital,
            "31" => Self::AfterDischarge,
            _ => Self::Other,
        }
    }

    /// The 提供情報種別.
    pub const fn code(self) -> &'static str {
        match self {
            Self::AdverseReactionInHospital => "30",
            Self::AfterDischarge => "31",
            Self::Other => "99",
        }
    }
}
