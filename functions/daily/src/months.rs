//! Months that are over, summed up for lines over time: one item a month (`DAILYMONTH#yyyy-mm`) that holds of each measure what a
//! line needs of each day, so that ten years are some 120 items and not each of their records.
//!
//! The read that first needs a month makes its item, and whatever changes a record of it drops it, in its own transaction. Why a
//! month never says what its records do not say any more:
//!
//! - A read takes a month from its records only after it has read the month's item, and keeps what it summed up on condition
//!   that `changed_at` is as it was in that item, or still not there. Whoever changed a record in between has set it anew.
//! - A change in the month that is not over drops nothing, so that the values of the day cost no write more. Nobody has summed
//!   that month up: it has to be over for a month first ([`crate::span`]), and no request takes so long.
//! - The table may show the writes of one transaction one after the other: for a moment a read could find `changed_at` and not
//!   yet the record. So nothing is kept within an hour of a change; nor need two changes at one instant be told apart.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, Months, TimeDelta};
use notebook::daily::summary::{self, DaySummaries};
use notebook::daily::{DailyRecord, Measure};
use notebook::time::{Day, Instant, jst_day};
use platform::log;
use platform::table::schema::{ResidentKeys, attribute};
use platform::table::transaction::Change;
use platform::table::{Cancelled, Ground, Item};
use records::daily;
use records::prelude::*;

use crate::period::Period;
use crate::span::first_of_month;

/// When a record of the month was last changed after the month was over.
const CHANGED_AT: &str = "changed_at";

/// For so long after a change nothing is kept.
const AT_REST: TimeDelta = TimeDelta::hours(1);

/// Most months of one Query of items: at 14 kB for five sets of all measures a day they stay below the megabyte of a page.
const MONTHS_A_QUERY: usize = 60;

/// Most months that are summed up at a time and kept in one transaction, beside the grounds of the call.
const MONTHS_A_WRITE: usize = 60;

/// Days of one Query of records. The Queries of a long period run side by side, and a year of ordinary records fits into one.
const DAYS_A_QUERY: i64 = 366;

/// A line of each measure.
pub(crate) type Lines = BTreeMap<Measure, DaySummaries>;

/// Where what [`plan`] named is found.
#[derive(Default)]
pub(crate) struct Pages {
    months: Vec<PageOf>,
    first: PageOf<DailyRecord>,
}

/// A month, by its first day, and its item as it was read.
type Month<'a> = (Day, Option<&'a Item>);

/// Names the months of these days, and their first record: before it there is nothing to look for.
pub(crate) fn plan(keys: ResidentKeys, days: Period, measures: &[Measure], plan: &mut ReadPlan) -> Pages {
    let months: Vec<Day> = months(days).collect();
    let mut page = |months: &[Day]| {
        let range = keys.daily_months(*months.first()?, *months.last()?);
        let names = [attribute::SK, CHANGED_AT].into_iter().chain(measures.iter().map(|measure| measure.name()));
        Some(plan.query(range.only(names)))
    };
    let months = months.chunks(MONTHS_A_QUERY).filter_map(&mut page).collect();
    Pages { months, first: plan.query(daily::values(keys, days.from, days.to, &[]).limit(1)) }
}

/// The lines of these days: from the months that were summed up, and of the others from their records, which are summed up then.
pub(crate) async fn read(
    app: &App,
    call: &Call,
    subject: &Authorised<Resident>,
    days: Period,
    measures: &[Measure],
    pages: &Pages,
) -> Result<Lines, Problem> {
    let (keys, fetched) = (subject.keys(), subject.fetched());
    let mut lines = Lines::new();
    let Some(first) = fetched.all(pages.first)?.into_iter().next() else { return Ok(lines) };
    let first = first.day();
    let mut items = BTreeMap::new();
    for page in &pages.months {
        items.extend(fetched.page(*page)?.items.iter().filter_map(|item| Some((text(item, attribute::SK)?, item))));
    }
    let mut missing: Vec<Month<'_>> = Vec::new();
    for month in months(Period { from: first, ..days }) {
        let item = items.get(keys.daily_month(month).sort_key()).copied();
        match item.and_then(|item| kept(item, month, measures)) {
            Some(kept) => join(&mut lines, kept),
            None => missing.push((month, item)),
        }
    }
    // Some years at a time, and kept at once: a first line that does not get through in its time leaves the next one less to do.
    for some in missing.chunks(MONTHS_A_WRITE) {
        let read = from_records(app, keys, some, measures).await?;
        keep(app, call, keys, some, &read).await?;
        join(&mut lines, read);
    }
    for line in lines.values_mut() {
        line.retain(|day, _| (days.from..=days.to).contains(day));
    }
    Ok(lines)
}

/// Drops what was summed up of the months of these days, with the change of a record. The month that is not over was not.
pub(crate) fn outdate(
    effect: &mut Transaction,
    keys: ResidentKeys,
    now: Instant,
    days: impl IntoIterator<Item = Day>,
) -> Result<(), Problem> {
    let this = first_of_month(jst_day(now));
    let months: BTreeSet<Day> = days.into_iter().map(first_of_month).filter(|month| *month < this).collect();
    let changed = BTreeMap::from([(CHANGED_AT, now)]);
    // Put and not changed: nothing that was summed up stays, whoever wrote it.
    months
        .into_iter()
        .try_for_each(|month| effect.put(&keys.daily_month(month), &changed, &Meta::default(), Only::Always))
}

/// What an item holds of these measures; nothing unless it holds all.
fn kept(item: &Item, month: Day, measures: &[Measure]) -> Option<Lines> {
    let line = |measure: &Measure| Some((*measure, summary::read_month(month, text(item, measure.name())?)?));
    measures.iter().map(line).collect()
}

fn join(lines: &mut Lines, more: Lines) {
    for (measure, days) in more {
        lines.entry(measure).or_default().extend(days);
    }
}

/// The lines of whole months, from their records.
async fn from_records(
    app: &App,
    keys: ResidentKeys,
    months: &[Month<'_>],
    measures: &[Measure],
) -> Result<Lines, Problem> {
    let mut plan = ReadPlan::default();
    let queries: Vec<_> = pieces(months.iter().map(|(month, _)| *month))
        .into_iter()
        .map(|piece| daily::values(keys, piece.from, piece.to, measures))
        .map(|query| (plan.query(query.clone()), query))
        .collect();
    let fetched = app.table.read(plan).await?;
    let mut records: Vec<DailyRecord> = Vec::new();
    for (page, query) in &queries {
        records.append(&mut app.table.whole(fetched.page::<DailyRecord>(*page)?, query).await?);
    }
    Ok(measures.iter().map(|measure| (*measure, summary::days(*measure, &records))).collect())
}

/// Keeps what was summed up of these months, at most [`MONTHS_A_WRITE`]. What cannot be kept, because a record was changed meanwhile or
/// the table is busy, the next read sums up again: nobody waits for it.
async fn keep(app: &App, call: &Call, keys: ResidentKeys, months: &[Month<'_>], lines: &Lines) -> Result<(), Problem> {
    let at_rest = |(_, item): &&Month<'_>| {
        let changed_at = item.and_then(|item| text(item, CHANGED_AT));
        changed_at.is_none_or(|at| at.parse::<Instant>().is_ok_and(|at| at + AT_REST <= call.now()))
    };
    let mut effect = Transaction::on(&app.table);
    for (month, item) in months.iter().filter(at_rest) {
        let mut change = Change::default();
        change.set(attribute::SCHEMA_VERSION, &1)?;
        for (measure, days) in lines {
            let text = summary::write_month(*month, days);
            change.set(measure.name(), &text.ok_or_else(|| Problem::internal("unwritable month"))?)?;
        }
        let key = keys.daily_month(*month);
        effect.change_or_make(&key, &change)?;
        effect.require(&Ground::unchanged(key, *item, &[CHANGED_AT]))?;
    }
    if effect.is_empty() {
        return Ok(());
    }
    if let Err(Cancelled::Failed(_)) = call.step_at_once(app, effect).await {
        log::left_undone("the sums of months that a line was drawn from", call.now().timestamp_millis());
    }
    Ok(())
}

/// The first days of the months that these days lie in.
fn months(days: Period) -> impl Iterator<Item = Day> {
    let next = |month: &Day| month.checked_add_months(Months::new(1));
    std::iter::successors(Some(first_of_month(days.from)), next).take_while(move |month| *month <= days.to)
}

/// Whole months, oldest first, joined where they follow one another, to at most a year.
fn pieces(months: impl Iterator<Item = Day>) -> Vec<Period> {
    let mut pieces: Vec<Period> = Vec::new();
    for month in months {
        let whole = Period { from: month, to: month + Months::new(1) - Days::new(1) };
        match pieces.last_mut() {
            Some(piece)
                if piece.to + Days::new(1) == month
                    && (Period { from: piece.from, ..whole }).days() <= DAYS_A_QUERY =>
            {
                piece.to = whole.to;
            }
            _ => pieces.push(whole),
        }
    }
    pieces
}

fn text<'a>(item: &'a Item, name: &str) -> Option<&'a str> {
    item.get(name)?.as_s().ok().map(String::as_str)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)] // tests
    use super::*;

    #[test]
    fn months_are_joined_to_pieces_of_at_most_a_year() {
        let days = Period { from: "2023-11-15".parse().unwrap(), to: "2025-03-31".parse().unwrap() };
        let left_out: Day = "2024-12-01".parse().unwrap();
        let pieces = pieces(months(days).filter(|month| *month != left_out));
        let written: Vec<_> = pieces.iter().map(|piece| format!("{}/{}", piece.from, piece.to)).collect();
        assert_eq!(written, ["2023-11-01/2024-10-31", "2024-11-01/2024-11-30", "2025-01-01/2025-03-31"]);
        assert!(pieces.iter().all(|piece| piece.days() <= DAYS_A_QUERY));
    }
}
