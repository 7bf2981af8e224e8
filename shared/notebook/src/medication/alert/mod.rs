//! What someone should look at before a medicine is taken: a second medicine of the same ingredient, an allergy, another
//! person's sheet. Alerts are hints for people, never a decision; they name entries, not what was typed in them.

mod allergy;
mod clause;
mod compared;
mod denial;
mod duplicate;
mod patient;
mod prepared;
mod words;

pub use allergy::{allergies, allergy_match};
pub use compared::{Compared, OtcItem};
pub use duplicate::{duplicate_ingredient, duplicates};
pub use patient::{Resident, differs_in_spelling_only, patient_mismatch};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::schema;

/// One thing to look at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Alert {
    /// What it is.
    pub code: AlertCode,
    /// Why it is thought so.
    pub detail: Detail,
    /// The prescribed medicine that raised it; null when it is about the whole sheet, or when `otc` did.
    pub drug: Option<DrugRef>,
    /// The medicine bought without prescription that raised it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub otc: Option<OtcRef>,
    /// What it clashes with; null for another person's sheet.
    pub with: Option<With>,
}

impl Alert {
    /// The entries of the notebook that it is about: the one that raised it first.
    pub fn entries(&self) -> impl Iterator<Item = Uuid> {
        let otc = |otc: OtcRef| match otc {
            OtcRef::Notebook { id } => Some(id),
            OtcRef::Sheet { .. } => None,
        };
        let raised = self.drug.map(|drug| drug.dispensing_id).or_else(|| self.otc.and_then(otc));
        let with = self.with.and_then(|with| match with {
            With::Drug(drug) => Some(drug.dispensing_id),
            With::Otc(other) => otc(other),
            With::Note { .. } => None,
        });
        raised.into_iter().chain(with)
    }

    /// Whether it is about this entry.
    pub fn names(&self, entry: Uuid) -> bool {
        self.entries().any(|id| id == entry)
    }
}

/// What a comparison found.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// The alerts, in the order in which the medicines were given.
    pub alerts: Vec<Alert>,
    /// Whether there may be others: the comparison ended at one of its bounds ([`super::limits`]).
    pub is_cut: bool,
}

/// What an alert is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum AlertCode {
    /// Two medicines of the same ingredient at the same time.
    DuplicateIngredient,
    /// A medicine that an allergy or an adverse reaction of the past names.
    AllergyMatch,
    /// The sheet seems to be another person's.
    PatientMismatch,
}

/// Why an alert was raised, and how sure it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "AlertDetail")]
pub struct Detail {
    /// What was compared.
    pub reason: Reason,
    /// How sure it is.
    pub confidence: Confidence,
}

/// What was compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "AlertReason")]
pub enum Reason {
    /// The first seven digits of YJ or price list code: ingredient and route.
    IngredientCode,
    /// The first seven digits of a 一般名コード, which are those of the YJ code.
    GenericNameCode,
    /// The same code of a product (レセプト電算, HOT).
    ProductCode,
    /// The same name without brand, strength, form and salt; of a combination, one of its ingredients.
    IngredientName,
    /// The tables say that the product holds the ingredient, or that the Latin name is its name.
    ProductIngredient,
    /// The text names the medicine or its generic name.
    TextNamesMedicine,
    /// The medicine's name contains a word of the text.
    MedicineContainsWord,
    /// The text names a class (ペニシリン系), or a medicine of a class whose medicines are alike, and the table of classes
    /// puts the medicine in it.
    TextNamesClass,
    /// The birth date differs.
    BirthDate,
    /// The name differs.
    Name,
    /// Name and birth date differ.
    NameAndBirthDate,
    /// The sex differs, and nothing else.
    Sex,
}

/// How sure an alert is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Confidence {
    /// Probably harmless: a refill fetched a few days early, another route, a text that denies.
    Low,
    /// Someone should look.
    Medium,
    /// Codes or names are the same.
    High,
}

/// One drug in a dispensing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct DrugRef {
    /// The dispensing.
    #[schemars(schema_with = "schema::id")]
    pub dispensing_id: Uuid,
    /// Its place in `groups`.
    pub group: usize,
    /// Its place in the group's `drugs`.
    pub drug: usize,
}

/// One medicine bought without prescription.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "place", rename_all = "snake_case")]
pub enum OtcRef {
    /// An entry of the notebook.
    Notebook {
        /// The entry.
        #[schemars(schema_with = "schema::id")]
        id: Uuid,
    },
    /// A note of the sheet.
    Sheet {
        /// Its place in the answer's `notes`, from 0.
        index: usize,
    },
}

/// What an alert clashes with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[schemars(rename = "AlertWith")]
pub enum With {
    /// Another medicine.
    Drug(DrugRef),
    /// A medicine bought without prescription.
    Otc(OtcRef),
    /// An allergy or adverse reaction: its place in the list that was given.
    Note {
        /// The place, from 0.
        index: usize,
    },
}
