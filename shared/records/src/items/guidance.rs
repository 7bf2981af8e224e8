//! Health guidance, and which offices follow a person up.

use notebook::access::Role;
use notebook::guidance::{Channel, FollowUp, Goal};
use notebook::id::{GuidanceId, ResidentId};
use notebook::resident::Identity;
use notebook::text::Text;
use notebook::time::{Day, Instant, jst_day};
use serde::{Deserialize, Serialize};

use super::RetractionReason;

/// A guidance (保健指導). Its key holds the office and its id, its place in the time index follows from the id.
#[derive(Clone, Serialize, Deserialize)]
pub struct GuidanceItem {
    /// The guidance.
    pub guidance_id: GuidanceId,
    /// Whose it is.
    pub institution_code: String,
    /// The office's name at the time.
    pub institution_name: Text<120>,
    /// Pseudonym of the account that wrote it.
    pub author: String,
    /// The role of that account.
    pub author_role: Role,
    /// How they spoke.
    pub channel: Channel,
    /// What about; none once it is retracted.
    pub topic: Option<Text<100>>,
    /// What the person should read; none once it is retracted.
    pub text: Option<Text<4000>>,
    /// What both agreed on, and how it goes.
    pub goals: Vec<Goal>,
    /// When they speak again.
    pub next_on: Option<Day>,
    /// When it was written.
    pub written_at: Instant,
    /// When it was last amended.
    pub amended_at: Option<Instant>,
    /// The role of who amended it last.
    pub amended_by_role: Option<Role>,
    /// When it was retracted.
    pub retracted_at: Option<Instant>,
    /// Why.
    pub retraction_reason: Option<RetractionReason>,
}

/// That an office follows a person up, with what the person is shown of that.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FollowUpItem {
    /// Until when.
    #[serde(flatten)]
    pub follow_up: FollowUp,
    /// The office.
    pub institution_code: String,
    /// Its name at the last guidance.
    pub institution_name: Text<120>,
    /// When they speak again: where the line in the office's list stands.
    pub next_on: Option<Day>,
    /// The last guidance: its day is the one on which they speak again.
    pub last: GuidanceId,
    /// The version.
    pub version: u64,
}

impl FollowUpItem {
    /// The day of the last guidance, in Japan: its id says when it was made.
    pub fn last_on(&self) -> Day {
        jst_day(self.last.made_at())
    }
}

/// A line in an office's list of those whom it follows up: who it is, and nothing of what was said.
#[derive(Clone, Serialize, Deserialize)]
pub struct GuidedItem {
    /// The person.
    pub resident_id: ResidentId,
    /// Who the person is, as at the last guidance.
    pub identity: Identity,
    /// When they speak again.
    pub next_on: Option<Day>,
    /// The day of the last guidance.
    pub last_on: Day,
    /// When it lapses.
    pub until: Instant,
}
