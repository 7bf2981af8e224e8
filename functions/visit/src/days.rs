//! Between which days visits are listed.

use chrono::Datelike;
use notebook::time::Day;
use records::prelude::*;

/// The keys of the time index between which the visits of these days lie; a day that is not named is no bound.
///
/// # Errors
///
/// 422 where a day is outside 1900 to 2199, or the first after the last.
pub(crate) fn bounds(from: Option<Day>, to: Option<Day>) -> Result<(String, String), Problem> {
    for (pointer, day) in [("/from", from), ("/to", to)] {
        if day.is_some_and(|day| !(1900..2200).contains(&day.year())) {
            return Err(Problem::field(Code::InvalidValue, pointer, Wrong::years(1900, 2199)));
        }
    }
    if from.zip(to).is_some_and(|(from, to)| from > to) {
        return Err(Problem::field(Code::InvalidValue, "/from", Wrong::AfterDay { name: "to".to_owned() }));
    }
    let prefix = by_time::VISITS;
    let edge = |day: Option<Day>| day.map(|day| day.to_string()).unwrap_or_default();
    // `~` sorts after every day and every id.
    Ok((format!("{prefix}{}", edge(from)), format!("{prefix}{}~", edge(to))))
}

/// The name of such a list, which a cursor belongs to.
pub(crate) fn list(of: &str, from: Option<Day>, to: Option<Day>) -> String {
    let day = |day: Option<Day>| day.map_or_else(|| "-".to_owned(), |day| day.to_string());
    format!("{of}#{}#{}", day(from), day(to))
}
