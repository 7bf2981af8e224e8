//! What a person opened to one institution: valid from the check-in to the next midnight in Japan, for one more day with each
//! renewal, ended at once by the person, decided at every read from the clock that is passed in.

use chrono::{Days, TimeDelta};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::section::{Section, Sections};
use crate::id::{GrantId, VisitId};
use crate::time::{Instant, jst_day, jst_midnight, next_jst_midnight};

/// Why the person came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// 診察
    Consultation,
    /// 調剤
    Dispensing,
    /// 保健指導
    HealthGuidance,
}

/// How long before midnight a check-in of the day may be renewed: from 21:00 on.
const RENEWED_BEFORE_MIDNIGHT: TimeDelta = TimeDelta::hours(3);

/// A grant (閲覧の許可) of one person to one institution. It is kept under each day that it reaches.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grant {
    /// Each check-in, also a second one after an end, makes a grant of its own.
    pub grant_id: GrantId,
    /// The visit it belongs to.
    pub visit_id: VisitId,
    /// Only these sections are open.
    pub sections: Sections,
    /// Why.
    pub purpose: Purpose,
    /// The check-in.
    pub from: Instant,
    /// The next 00:00 in Japan; with a renewal, the one after it.
    pub until: Instant,
    /// When the person ended it early.
    #[serde(default)]
    pub revoked_at: Option<Instant>,
    /// When the institution cancelled the check-in, which ended it if it was not ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cancelled_at: Option<Instant>,
}

/// What a grant is at an instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GrantState {
    /// It opens its sections.
    Open,
    /// The day is over (or, with a clock set back, has not begun).
    Expired,
    /// The person ended it, or the institution cancelled the check-in.
    Revoked,
}

impl Grant {
    /// A grant that begins at a check-in and ends at the next midnight in Japan.
    pub fn at_check_in(
        grant_id: GrantId,
        visit_id: VisitId,
        sections: Sections,
        purpose: Purpose,
        check_in: Instant,
    ) -> Self {
        let until = next_jst_midnight(check_in);
        Self { grant_id, visit_id, sections, purpose, from: check_in, until, revoked_at: None, cancelled_at: None }
    }

    /// From when on it may be renewed today: from 21:00 on the day of the check-in, because until then nobody knows that the visit
    /// goes on past midnight; at any hour of a later day, which only a renewal reached.
    pub fn renewable_from(&self, now: Instant) -> Instant {
        if jst_day(self.from) < jst_day(now) {
            jst_midnight(jst_day(now))
        } else {
            next_jst_midnight(now) - RENEWED_BEFORE_MIDNIGHT
        }
    }

    /// The same grant to the end of tomorrow: never further, however often it is renewed.
    #[must_use]
    pub fn renewed(&self, now: Instant) -> Self {
        Self { until: jst_midnight(jst_day(now) + Days::new(2)), ..self.clone() }
    }

    /// Whether it reaches beyond the midnight that comes.
    pub fn reaches_tomorrow(&self, now: Instant) -> bool {
        self.until > next_jst_midnight(now)
    }

    /// What it is now. An end counts whatever the clock says: deny beats allow.
    pub fn state(&self, now: Instant) -> GrantState {
        if self.revoked_at.is_some() {
            GrantState::Revoked
        } else if now >= self.from && now < self.until {
            GrantState::Open
        } else {
            GrantState::Expired
        }
    }

    /// Whether the section may be read now.
    pub fn opens(&self, section: Section, now: Instant) -> bool {
        self.state(now) == GrantState::Open && self.sections.contains(&section)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)] // tests
    use super::*;
    use crate::time::jst_day;
    use chrono::TimeDelta;

    fn grant(check_in: &str) -> Grant {
        let at: Instant = check_in.parse().unwrap();
        let sections = Sections::from([Section::Daily]);
        let (grant_id, visit_id) = (GrantId::new(at, [1; 10]), VisitId::new(at, [2; 10]));
        Grant::at_check_in(grant_id, visit_id, sections, Purpose::Consultation, at)
    }

    #[test]
    fn r10_a_grant_ends_between_23_59_59_999_and_00_00_00_000_in_japan() {
        let grant = grant("2026-11-22T09:00:00+09:00");
        let state = |at: &str| grant.state(at.parse().unwrap());
        assert_eq!(state("2026-11-22T09:00:00+09:00"), GrantState::Open);
        assert_eq!(state("2026-11-22T23:59:59.999+09:00"), GrantState::Open);
        assert_eq!(state("2026-11-23T00:00:00.000+09:00"), GrantState::Expired);
        assert_eq!(state("2026-11-22T08:59:59.999+09:00"), GrantState::Expired);
        assert!(!grant.opens(Section::Profile, "2026-11-22T10:00:00+09:00".parse().unwrap()));
    }

    #[test]
    fn r10_a_million_samples_are_open_exactly_on_the_day_of_the_check_in() {
        let start: Instant = "2026-02-27T15:00:00Z".parse().unwrap();
        // A full-period linear congruential generator (Knuth's MMIX): fixed, so a failure repeats.
        let mut state = 20_261_122_u64;
        let mut random = |below: u64| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            i64::try_from((state >> 33) % below).unwrap()
        };
        for _ in 0..1_000_000 {
            let check_in = start + TimeDelta::milliseconds(random(5 * 86_400_000));
            let now = check_in + TimeDelta::milliseconds(random(2 * 86_400_000) - 86_400_000);
            let (id, visit) = (GrantId::new(check_in, [0; 10]), VisitId::new(check_in, [0; 10]));
            let grant = Grant::at_check_in(id, visit, Sections::new(), Purpose::Dispensing, check_in);
            let expected = now >= check_in && jst_day(now) == jst_day(check_in);
            assert_eq!(grant.state(now) == GrantState::Open, expected, "{check_in} {now}");
        }
    }

    #[test]
    fn r10_a_renewal_reaches_the_end_of_tomorrow_and_no_further() {
        let late = grant("2026-11-22T23:50:00+09:00");
        let at = |text: &str| text.parse::<Instant>().unwrap();
        let renewed = late.renewed(at("2026-11-22T23:58:00+09:00"));
        assert!(!late.reaches_tomorrow(at("2026-11-22T23:58:00+09:00")));
        assert!(renewed.reaches_tomorrow(at("2026-11-22T23:59:59.999+09:00")));
        assert!(!renewed.reaches_tomorrow(at("2026-11-23T00:00:00+09:00")));
        assert_eq!(renewed.state(at("2026-11-23T00:10:00+09:00")), GrantState::Open);
        assert_eq!(renewed.state(at("2026-11-23T23:59:59.999+09:00")), GrantState::Open);
        assert_eq!(renewed.state(at("2026-11-24T00:00:00+09:00")), GrantState::Expired);
        let twice = renewed.renewed(at("2026-11-22T23:59:00+09:00"));
        assert_eq!(twice, renewed);
        assert_eq!((renewed.grant_id, &renewed.sections, renewed.from), (late.grant_id, &late.sections, late.from));
    }

    #[test]
    fn r10_a_check_in_is_renewed_from_21_00_and_a_stay_at_any_hour() {
        let grant = grant("2026-11-22T09:00:00+09:00");
        let from = |now: &str| grant.renewable_from(now.parse().unwrap());
        let evening: Instant = "2026-11-22T21:00:00+09:00".parse().unwrap();
        assert_eq!((from("2026-11-22T10:00:00+09:00"), from("2026-11-22T23:59:59.999+09:00")), (evening, evening));
        let next: Instant = "2026-11-23T00:00:00+09:00".parse().unwrap();
        assert_eq!((from("2026-11-23T00:00:00+09:00"), from("2026-11-23T22:00:00+09:00")), (next, next));
    }

    #[test]
    fn r05_an_end_counts_whatever_the_clock_says() {
        let mut grant = grant("2026-11-22T09:00:00+09:00");
        grant.revoked_at = Some("2026-11-22T11:00:00+09:00".parse().unwrap());
        assert_eq!(grant.state("2026-11-22T10:00:00+09:00".parse().unwrap()), GrantState::Revoked);
        assert!(!grant.opens(Section::Daily, "2026-11-22T10:00:00+09:00".parse().unwrap()));
    }
}
