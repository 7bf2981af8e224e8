//! One dispensing (調剤): what a pharmacy or clinic handed out on one day, as the API answers it and the table keeps it.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::jahis::WarningCode;
use super::note::Author;
use super::quantity::Quantity;
use super::written::{PartialCode, TextRecord, WrittenCode};
use super::{limits, schema};

pub use super::coded::{CodeSystem, DosageForm, DrugCode, QuantityBasis};

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
    /// 備考 (501) and 患者等記入 (601).
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
    /// Who wrote the sheet's entry (レコード作成者 of 調剤等年月日); null where it was not read from a sheet, and of what was
    /// read before it was kept. Records of other authors name theirs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author: Option<Author>,
    /// How `cautions` stood on the sheet, one for each; empty where all are 401 of `author`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = limits::NOTES))]
    pub caution_records: Vec<TextRecord>,
    /// How `remarks` stood on the sheet, one for each; empty where all are 501 of `author`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = limits::NOTES))]
    pub remark_records: Vec<TextRecord>,
    /// How `leftovers` stood on the sheet, one for each; empty where all are 421 of `author`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = limits::NOTES))]
    pub leftover_records: Vec<TextRecord>,
    /// Why something of the sheet may be missing here, or be read wrongly: compare with the paper. Not there where nothing was
    /// cut, left out or guessed. The sheet's own `warnings` say more.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub doubts: Vec<WarningCode>,
}

impl Dispensing {
    /// A dispensing of a day about which nothing else is known.
    pub fn of_day(id: Uuid, dispensed_on: NaiveDate, source: Source) -> Self {
        Self {
            id,
            dispensed_on,
            source,
            version: None,
            pharmacy: Pharmacy::default(),
            prescriber: Prescriber::default(),
            groups: Vec::new(),
            cautions: Vec::new(),
            remarks: Vec::new(),
            provided: Vec::new(),
            leftovers: Vec::new(),
            author: None,
            caution_records: Vec::new(),
            remark_records: Vec::new(),
            leftover_records: Vec::new(),
            doubts: Vec::new(),
        }
    }
}

impl Dispensing {
    /// Whether it hands out nothing and says nothing: only who dispensed and who prescribed.
    pub fn is_empty(&self) -> bool {
        let texts = [&self.cautions, &self.remarks, &self.leftovers];
        self.groups.iter().all(|group| group.drugs.is_empty())
            && self.provided.is_empty()
            && texts.iter().all(|texts| texts.is_empty())
    }
}

/// Where an entry comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "EntrySource")]
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
    /// How to reach the pharmacist or doctor.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(max = limits::TEXT))]
    pub staff_contact: Option<String>,
    /// Its postal code as it was written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(max = limits::CODE))]
    pub postal_code: Option<String>,
    /// Its address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(max = limits::TEXT))]
    pub address: Option<String>,
    /// What of `code` is known where not all of it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub partial_code: Option<PartialCode>,
    /// Who wrote its record, where it is not the dispensing's author.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author: Option<Author>,
    /// Who wrote the record of `staff`, where it is not the dispensing's author.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub staff_author: Option<Author>,
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
    /// What of `institution_code` is known where not all of it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub partial_code: Option<PartialCode>,
    /// Who wrote the institution's record, where it is not the dispensing's author.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author: Option<Author>,
    /// Who wrote the doctor's record, where it is not the dispensing's author.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub doctor_author: Option<Author>,
}

/// One RP: drugs that share one usage.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
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
    /// 用法補足 (311) and 処方服用注意 (391).
    #[serde(default)]
    #[schemars(length(max = limits::NOTES), inner(length(max = limits::TEXT)))]
    pub notes: Vec<String>,
    /// Who prescribed this group, when it is not the dispensing's prescriber.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prescriber: Option<Prescriber>,
    /// How `notes` stood on the sheet, one for each; empty where all are 391 of the dispensing's author.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = limits::NOTES))]
    pub note_records: Vec<TextRecord>,
    /// A usage code that is not a JAMI one, or that says of itself that there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub other_usage_code: Option<WrittenCode>,
    /// Who wrote the usage's record, where it is not the dispensing's author.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author: Option<Author>,
}

/// One drug of a group.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
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
    /// 薬品補足 (281) and 薬品服用注意 (291).
    #[serde(default)]
    #[schemars(length(max = limits::NOTES), inner(length(max = limits::TEXT)))]
    pub notes: Vec<String>,
    /// How `notes` stood on the sheet, one for each; empty where all are 291 of the dispensing's author.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = limits::NOTES))]
    pub note_records: Vec<TextRecord>,
    /// A code of no list that the format names, or that says of itself that there is none. Nothing is recognised by it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub other_code: Option<WrittenCode>,
    /// 一般名コード種別, where it is not what `generic_name_code` says: 2 with one, nothing without.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(max = limits::CODE))]
    pub generic_code_kind: Option<String>,
    /// Who wrote the drug's record, where it is not the dispensing's author.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author: Option<Author>,
}

/// 医療機関等提供情報.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "ProvidedInformation")]
pub struct Provided {
    /// 提供情報種別.
    pub category: ProvidedCategory,
    /// The text.
    #[schemars(length(max = limits::TEXT))]
    pub text: String,
    /// Who wrote it, where it is not the dispensing's author.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author: Option<Author>,
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
