//! 保健指導: what a public-health nurse says to a person, the goals that both agree on, and for how long an office follows a person up.

use chrono::Months;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::access::relation::{is_minor, of_age_on};
use crate::access::{Grant, RelationKind, Section};
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

/// Months after a check-in for which an office may go on without a new one: a year from one checkup to the next, and one more to make the
/// appointment.
const FOLLOWED_UP_MONTHS: u32 = 13;

/// That an office follows a person up, to whom it gave guidance under a check-in that opened the section: until the person ends it, or too
/// long after that check-in. What the office does alone never makes it longer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FollowUp {
    /// The last check-in under which the office gave guidance. A consent that was withdrawn since ends what it began.
    pub opened_at: Instant,
    /// The check-in before that on which it rested and would rest on still: where the last one was a mistake, it falls back to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opened_before: Option<Instant>,
    /// The date of birth of a child: a follow-up that was begun for a child ends when it is of age.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ward_birth_date: Option<Day>,
    /// When it ended. A check-in from then on begins a new one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_at: Option<Instant>,
}

impl FollowUp {
    /// The attributes on which decisions rest.
    pub const DECISIVE: &'static [&'static str] = &["opened_at", "ward_birth_date", "ended_at"];

    /// One that begins, or goes on, with guidance under a check-in; `birth` is the person's date of birth.
    pub fn under(check_in: Instant, standing: Option<&Self>, birth: Option<Day>) -> Self {
        let before =
            standing.and_then(|one| if one.opened_at < check_in { Some(one.opened_at) } else { one.opened_before });
        let ward_birth_date = birth.filter(|birth| is_minor(*birth, check_in));
        Self { opened_at: check_in, opened_before: before, ward_birth_date, ended_at: None }
    }

    /// The same without its last check-in, which was a mistake; none where it rested on that alone.
    pub fn without_the_last(&self) -> Option<Self> {
        self.opened_before.map(|before| Self { opened_at: before, opened_before: None, ..self.clone() })
    }

    /// When it lapses: the midnight in Japan that begins the day after the last one, or the 18th birthday of a child.
    pub fn until(&self) -> Instant {
        let last = jst_day(self.opened_at).checked_add_months(Months::new(FOLLOWED_UP_MONTHS));
        let after = last.and_then(|last| last.succ_opt()).unwrap_or(Day::MAX);
        let of_age = self.ward_birth_date.and_then(of_age_on).unwrap_or(Day::MAX);
        jst_midnight(after.min(of_age))
    }

    /// Whether the office may go on now, as far as it rests on this. An end counts whatever the clock says.
    pub fn runs(&self, now: Instant) -> bool {
        self.ended_at.is_none() && self.opened_at <= now && now < self.until()
    }

    /// Whether a check-in leads to guidance: one that opened the section, and that the person made after ending the follow-up, where they did.
    pub fn is_opened_by(grant: &Grant, before: Option<&Self>) -> bool {
        let ended = before.and_then(|before| before.ended_at);
        grant.sections.contains(&Section::HealthGuidance) && ended.is_none_or(|ended| grant.from > ended)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)] // tests
    use super::*;

    fn at(text: &str) -> Instant {
        text.parse().unwrap()
    }

    #[test]
    fn it_lapses_thirteen_months_after_the_check_in_and_at_once_when_it_is_ended() {
        let kept = FollowUp::under(at("2026-01-31T03:00:00Z"), None, Some("1982-06-03".parse().unwrap()));
        assert!(kept.runs(at("2026-01-31T03:00:00Z")));
        assert!(kept.runs(at("2027-02-28T23:59:59.999+09:00")));
        assert!(!kept.runs(at("2027-03-01T00:00:00+09:00")));
        assert!(!kept.runs(at("2026-01-31T02:59:59Z")), "a clock that was set back");
        let ended = FollowUp { ended_at: Some(at("2026-02-01T00:00:00Z")), ..kept };
        assert!(!ended.runs(at("2026-02-01T00:00:00Z")));
    }

    #[test]
    fn r08_one_that_was_begun_for_a_child_ends_on_the_18th_birthday() {
        let kept = FollowUp::under(at("2026-01-31T03:00:00Z"), None, Some("2008-06-03".parse().unwrap()));
        assert!(kept.runs(at("2026-06-02T14:59:59Z")) && !kept.runs(at("2026-06-02T15:00:00Z")));
    }

    #[test]
    fn without_its_last_check_in_it_rests_on_the_one_before_or_on_none() {
        let first = FollowUp::under(at("2026-01-31T03:00:00Z"), None, None);
        assert_eq!(first.without_the_last(), None);
        let second = FollowUp::under(at("2026-05-01T03:00:00Z"), Some(&first), None);
        let again = FollowUp::under(at("2026-05-01T03:00:00Z"), Some(&second), None);
        assert_eq!((second.without_the_last(), again.without_the_last()), (Some(first.clone()), Some(first)));
    }
}
