//! Instants and days. Instants are UTC; days, and therefore grants, are those of Asia/Tokyo.
//!
//! Japan has had one offset and no summer time since 1951, so the zone is the fixed offset +09:00: the same answer on
//! every host, whatever its time zone database says.

use chrono::{DateTime, Days, FixedOffset, NaiveDate, NaiveTime, TimeDelta, Utc};

/// A point in time, UTC, RFC 3339 on the wire.
pub type Instant = DateTime<Utc>;

/// A calendar day in Japan, `YYYY-MM-DD` on the wire.
pub type Day = NaiveDate;

const JST_OFFSET: TimeDelta = TimeDelta::hours(9);

/// The calendar day in Japan at an instant.
pub fn jst_day(at: Instant) -> Day {
    (at.naive_utc() + JST_OFFSET).date()
}

/// The instant at which a day begins in Japan (00:00 JST).
pub fn jst_midnight(day: Day) -> Instant {
    (day.and_time(NaiveTime::MIN) - JST_OFFSET).and_utc()
}

/// The instant at which the day after this one begins in Japan: where every grant of the day ends.
pub fn next_jst_midnight(at: Instant) -> Instant {
    jst_midnight(jst_day(at) + Days::new(1))
}

/// An instant written with Japan's offset, for people and for the wire where the contract shows `+09:00`.
pub fn in_japan(at: Instant) -> DateTime<FixedOffset> {
    // 9 hours is inside chrono's range of ±24 hours, so the fallback is never taken.
    let offset = FixedOffset::east_opt(9 * 3600).unwrap_or_else(|| chrono::Offset::fix(&Utc));
    at.with_timezone(&offset)
}

/// Completed years of age on a day. Born on 29 February, the birthday of a common year is 1 March.
pub fn age_on(birth: Day, day: Day) -> u32 {
    day.years_since(birth).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)] // tests
    use super::*;

    #[test]
    fn a_day_in_japan_begins_at_fifteen_hours_utc() {
        let before: Instant = "2026-11-22T14:59:59.999Z".parse().unwrap();
        let after: Instant = "2026-11-22T15:00:00Z".parse().unwrap();
        assert_eq!(jst_day(before).to_string(), "2026-11-22");
        assert_eq!(jst_day(after).to_string(), "2026-11-23");
        assert_eq!(next_jst_midnight(before), after);
        assert_eq!(jst_midnight(jst_day(after)), after);
    }

    #[test]
    fn born_on_29_february_a_person_ages_on_1_march_of_a_common_year() {
        let birth: Day = "2008-02-29".parse().unwrap();
        assert_eq!(age_on(birth, "2026-02-28".parse().unwrap()), 17);
        assert_eq!(age_on(birth, "2026-03-01".parse().unwrap()), 18);
    }
}
