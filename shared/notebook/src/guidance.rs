//! 保健指導: what a public-health nurse says to a person, the goals that both agree on, and for how long an office follows a person up.

use chrono::Months;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::access::{Grant, RelationKind};
use crate::id::GoalId;
use crate::text::Text;
use crate::time::{Day, Instant, jst_day, jst_midnight};

/// How the nurse and the person spoke.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "GuidanceChannel")]
pub enum Channel {
    /// 窓口
    Office,
    /// 訪問
    Home,
    /// 電話
    Phone,
}

impl Channel {
    /// In Japanese, for the plain text of a chart.
    pub fn in_japanese(self) -> &'static str {
        match self {
            Self::Office => "窓口",
            Self::Home => "訪問",
            Self::Phone => "電話",
        }
    }
}

/// How a goal goes, as the person says.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum GoalStatus {
    /// まだ
    #[default]
    NotStarted,
    /// できている
    GoingWell,
    /// むずかしい
    Difficult,
    /// できた
    Done,
}

/// Most goals of a guidance.
pub const MOST_GOALS: usize = 3;

/// A goal, and how it goes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "GuidanceGoal")]
pub struct Goal {
    /// The goal.
    pub goal_id: GoalId,
    /// What the person wants to do.
    pub text: Text<200>,
    /// How it goes.
    pub status: GoalStatus,
    /// The person's own words about it; null where there are none. The office reads them.
    pub memo: Option<Text<400>>,
    /// When somebody last said how it goes; null where nobody did.
    pub said_at: Option<Instant>,
    /// Who did: the person, a guardian or family.
    pub said_by: Option<RelationKind>,
}

/// Months after the last guidance for which an office may go on without a new check-in: a year from one checkup to the next, and one
/// more to make the appointment.
const FOLLOWED_UP_MONTHS: u32 = 13;

/// That an office follows a person up whom it guided under a check-in: until the person ends it, or too long after the last time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FollowUp {
    /// The check-in under which the office last wrote. A consent that was withdrawn since ends what it began.
    pub opened_at: Instant,
    /// The day of the last guidance, in Japan.
    pub last_on: Day,
    /// When it ended. A check-in from then on begins a new one.
    #[serde(default)]
    pub ended_at: Option<Instant>,
}

impl FollowUp {
    /// The attributes on which decisions rest.
    pub const DECISIVE: &'static [&'static str] = &["opened_at", "last_on", "ended_at"];

    /// When it lapses: the midnight in Japan that begins the day after the last one.
    pub fn until(&self) -> Instant {
        jst_midnight(
            self.last_on
                .checked_add_months(Months::new(FOLLOWED_UP_MONTHS))
                .unwrap_or(Day::MAX)
                .succ_opt()
                .unwrap_or(Day::MAX),
        )
    }

    /// Whether the office may go on now, as far as it rests on this. An end counts whatever the clock says.
    pub fn runs(&self, now: Instant) -> bool {
        self.ended_at.is_none() && self.last_on <= jst_day(now) && now < self.until()
    }

    /// Whether a check-in leads to guidance: one that the person made after ending the follow-up, where they did.
    pub fn admits(&self, grant: &Grant) -> bool {
        self.ended_at.is_none_or(|ended| grant.from > ended)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)] // tests
    use super::*;

    #[test]
    fn a_follow_up_lapses_thirteen_months_after_the_last_guidance_and_at_once_when_it_is_ended() {
        let at = |text: &str| text.parse::<Instant>().unwrap();
        let kept =
            FollowUp { opened_at: at("2026-01-31T03:00:00Z"), last_on: "2026-01-31".parse().unwrap(), ended_at: None };
        assert!(kept.runs(at("2026-01-31T03:00:00Z")));
        assert!(kept.runs(at("2027-02-28T23:59:59.999+09:00")));
        assert!(!kept.runs(at("2027-03-01T00:00:00+09:00")));
        assert!(!kept.runs(at("2026-01-30T23:59:59+09:00")), "a clock that was set back");
        let ended = FollowUp { ended_at: Some(at("2026-02-01T00:00:00Z")), ..kept };
        assert!(!ended.runs(at("2026-02-01T00:00:00Z")));
    }
}
