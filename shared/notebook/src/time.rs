//! Instants and days. Instants are UTC; days, and therefore grants, are those of Asia/Tokyo.
//!
//! Japan has had one offset and no summer time since 1951, so the zone is the fixed offset +09:00: the same answer on
//! every host, whatever its time zone database says.

use chrono::{DateTime, Datelike, Days, FixedOffset, NaiveDate, NaiveTime, TimeDelta, Timelike, Utc};

/// A point in time, UTC, RFC 3339 on the wire.
pub type Instant = DateTime<Utc>;

/// A calendar day in Japan, `YYYY-MM-DD` on the wire.
pub type Day = NaiveDate;

const JST_OFFSET: TimeDelta = TimeDelta::hours(9);

/// 1900-01-01T00:00:00+09:00, as Unix seconds.
const FIRST: i64 = -2_209_021_200;

/// 2200-01-01T00:00:00+09:00, as Unix seconds: a bound for arithmetic; who asks with a clock refuses the future long before.
const LAST: i64 = 7_258_086_000;

/// Nanoseconds of a second; chrono counts on to twice as many inside a leap second.
const SECOND: u32 = 1_000_000_000;

/// Reads an instant that somebody gives: RFC 3339 with an offset, in the years that the notebook counts with. A leap second
/// (`:60`) is none: the clocks and the counts of minutes here have no such second, and it would be another moment wherever it is
/// rounded another way.
pub fn read_instant(text: &str) -> Option<Instant> {
    let at = DateTime::parse_from_rfc3339(text).ok()?.to_utc();
    (at.nanosecond() < SECOND && is_counted(at)).then_some(at)
}

/// Whether an instant lies in the years that the notebook counts with: 1900 to 2199 in Japan.
pub fn is_counted(at: Instant) -> bool {
    (FIRST..LAST).contains(&at.timestamp())
}

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

/// The day on which somebody turns this age. Born on 29 February, it is 1 March in a common year.
pub fn turns(birth: Day, age: u32) -> Option<Day> {
    let year = birth.year().checked_add(i32::try_from(age).ok()?)?;
    birth.with_year(year).or_else(|| Day::from_ymd_opt(year, 3, 1))
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
    fn an_instant_is_one_that_the_clocks_have_with_its_offset() {
        for (text, is_one) in [
            ("2016-12-31T23:59:59.999Z", true),
            ("2026-11-22T07:10:00+09:00", true),
            ("2016-12-31T23:59:60Z", false),
            ("2026-11-22T07:10:60+09:00", false),
            ("2017-01-01T08:59:60.5+09:00", false),
            ("2026-11-22T07:10:00", false),
            ("2026-11-22", false),
            ("1899-12-31T23:59:59+09:00", false),
            ("2200-01-01T00:00:00+09:00", false),
        ] {
            assert_eq!(read_instant(text).is_some(), is_one, "{text}");
        }
    }

    #[test]
    fn born_on_29_february_a_person_ages_on_1_march_of_a_common_year() {
        let birth: Day = "2008-02-29".parse().unwrap();
        assert_eq!(age_on(birth, "2026-02-28".parse().unwrap()), 17);
        assert_eq!(age_on(birth, "2026-03-01".parse().unwrap()), 18);
        assert_eq!(turns(birth, 18).unwrap().to_string(), "2026-03-01");
        assert_eq!(turns(birth, 20).unwrap().to_string(), "2028-02-29");
    }
}
