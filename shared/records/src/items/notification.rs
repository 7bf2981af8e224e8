//! How an account is told of what happens in a notebook, as every sender reads it.

use notebook::notification::Settings;
use serde::{Deserialize, Serialize};

/// What an account chose for one notebook.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotificationSettingsItem {
    /// The account: somebody who is told of a notebook says so for themselves, and the person for nobody else.
    pub actor: String,
    /// What it chose.
    #[serde(flatten)]
    pub settings: Settings,
    /// The version.
    pub version: u64,
}
