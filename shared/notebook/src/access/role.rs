//! What a member of staff is at an institution.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The role of one account at one institution.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// 医師・歯科医師
    Doctor,
    /// 看護師
    Nurse,
    /// 薬剤師
    Pharmacist,
    /// 保健師
    PublicHealthNurse,
    /// 受付
    Reception,
    /// 市の担当者: institutions, accounts, announcements; never health data.
    CityAdmin,
    /// The operator of the system: never health data.
    Operator,
}

impl Role {
    /// Those who treat: they may open a notebook that was opened to their institution.
    pub const CARE: &'static [Self] = &[Self::Doctor, Self::Nurse, Self::Pharmacist, Self::PublicHealthNurse];

    /// Those who work at an institution's counter or behind it: they may see who checked in today.
    pub const COUNTER: &'static [Self] =
        &[Self::Doctor, Self::Nurse, Self::Pharmacist, Self::PublicHealthNurse, Self::Reception];

    /// Those who guide people's health (保健指導).
    pub const GUIDANCE: &'static [Self] = &[Self::PublicHealthNurse];

    /// Those who answer for what was handed out: they register it in the notebook.
    pub const DISPENSING: &'static [Self] = &[Self::Pharmacist];

    /// The name on the wire and in the audit log.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Doctor => "doctor",
            Self::Nurse => "nurse",
            Self::Pharmacist => "pharmacist",
            Self::PublicHealthNurse => "public_health_nurse",
            Self::Reception => "reception",
            Self::CityAdmin => "city_admin",
            Self::Operator => "operator",
        }
    }
}
