//! Alerts that somebody said are known.

use notebook::access::{RelationKind, Role};
use notebook::id::MedicationId;
use notebook::institution::InstitutionCode;
use notebook::text::Text;
use notebook::time::Instant;
use notebook::wrong::Wrong;
use platform::path::AlertId;
use platform::problem::{Code, Problem};
use platform::table::Transaction;
use platform::table::schema::ResidentKeys;
use platform::table::transaction::{Meta, Only};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::keys::MedicationKeys;

/// Most of them that are kept, the latest: more than a notebook has at once.
const MOST_KNOWN: usize = 500;

/// Who said that an alert is known, and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct KnownBy {
    /// When.
    pub at: Instant,
    /// What they are to the person, where they are no staff.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub relation: Option<RelationKind>,
    /// As what they work, where they are staff.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<Role>,
    /// Where they work: 10 digits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<InstitutionCode>")]
    pub institution_code: Option<String>,
    /// Its name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub institution_name: Option<Text<120>>,
}

impl KnownBy {
    /// The person, or family.
    pub fn relative(at: Instant, relation: RelationKind) -> Self {
        Self { at, relation: Some(relation), role: None, institution_code: None, institution_name: None }
    }

    /// Staff.
    pub fn staff(at: Instant, role: Role, code: &str, name: Option<Text<120>>) -> Self {
        let institution_code = Some(code.to_owned());
        Self { at, relation: None, role: Some(role), institution_code, institution_name: name }
    }
}

/// What is said of an alert.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Mark {
    /// Whether it is known.
    pub known: bool,
    /// The entries that it is about, as the alert names them; they may be left out where it is no longer to be known.
    #[serde(default)]
    #[schemars(length(max = 2))]
    pub medication_ids: Vec<MedicationId>,
}

impl Mark {
    /// 422 unless it names entries where it must.
    pub fn check(&self) -> Result<(), Problem> {
        let wrong = |wrong| Err(Problem::field(Code::InvalidValue, "/medication_ids", wrong));
        match self.medication_ids.len() {
            0 if self.known => wrong(Wrong::AlertAbout),
            0..=2 => Ok(()),
            _ => wrong(Wrong::TooMany { most: 2 }),
        }
    }
}

/// What is kept of an alert.
#[derive(Debug, Serialize, JsonSchema)]
pub struct MarkedAlert {
    /// The alert.
    #[schemars(with = "AlertId")]
    pub alert_id: String,
    /// Who said that it is known, and when; null where nobody did.
    pub known: Option<KnownBy>,
}

/// One alert that is known.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Known {
    alert_id: String,
    /// The entries that it is about: it goes with them.
    medication_ids: Vec<MedicationId>,
    by: KnownBy,
}

/// All of them of a notebook, as they are kept.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct KnownAlerts {
    known: Vec<Known>,
    version: u64,
}

impl KnownAlerts {
    /// Who said of an alert that it is known.
    pub fn get(&self, alert_id: &str) -> Option<&KnownBy> {
        self.known.iter().find(|known| known.alert_id == alert_id).map(|known| &known.by)
    }

    /// What is kept of an alert, as it is answered.
    pub fn of(&self, alert_id: String) -> MarkedAlert {
        let known = self.get(&alert_id).cloned();
        MarkedAlert { alert_id, known }
    }

    /// Marks an alert as known, or no longer; gives whether that changed anything. Who said it first has said it.
    pub fn mark(&mut self, alert_id: &str, mark: &Mark, by: KnownBy) -> bool {
        if self.get(alert_id).is_some() == mark.known {
            return false;
        }
        self.known.retain(|known| known.alert_id != alert_id);
        if mark.known {
            let medication_ids = mark.medication_ids.clone();
            self.known.push(Known { alert_id: alert_id.to_owned(), medication_ids, by });
            self.known.drain(..self.known.len().saturating_sub(MOST_KNOWN));
        }
        true
    }

    /// Forgets what is about an entry that goes; gives whether there was anything.
    pub fn forget(&mut self, entry: MedicationId) -> bool {
        let before = self.known.len();
        self.known.retain(|known| !known.medication_ids.contains(&entry));
        self.known.len() < before
    }

    /// Writes them over the version that was read.
    pub fn write(mut self, keys: ResidentKeys, effect: &mut Transaction) -> Result<(), Problem> {
        let only = if self.version == 0 { Only::IfNew } else { Only::IfVersion(self.version) };
        if self.known.is_empty() && self.version > 0 {
            return effect.delete(&keys.known_alerts(), Some(self.version));
        }
        self.version += 1;
        let meta = Meta { version: Some(self.version), ..Meta::default() };
        effect.put(&keys.known_alerts(), &self, &meta, only)
    }
}
