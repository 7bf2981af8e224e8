//! Who looked at the notebook or wrote in it since yesterday, from its own log: one line an institution.

use std::collections::BTreeSet;

use chrono::TimeDelta;

use notebook::access::{RelationKind, Sections};
use notebook::time::{Instant, jst_day, jst_midnight};
use platform::audit::{Decision, Entry};
use platform::contract::LoggedRole;
use platform::table::Page;
use platform::table::schema::{ChainKeys, ResidentKeys};
use records::places::{Institution, Places};
use records::prelude::*;

/// Entries that are read with the day; more of them are read only where all of these are of today and yesterday.
const MOST_ENTRIES: i32 = 50;

/// By how much the times of entries may be at odds with their order: as long as a function may run, and more.
const AT_ODDS: TimeDelta = TimeDelta::minutes(1);

/// Others who looked.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "RecentLook")]
pub(crate) struct RecentLook {
    /// Where they work; null for family, and for whoever held the emergency card.
    institution: Option<Institution>,
    /// The roles of those who looked: `doctor`, …; `guardian` or `family`; `card_holder`.
    #[schemars(with = "BTreeSet<LoggedRole>")]
    roles: BTreeSet<String>,
    /// How many entries of the log.
    count: usize,
    /// The sections that were shown or written.
    #[schemars(with = "Sections")]
    sections: BTreeSet<String>,
    /// The last time.
    last_at: Instant,
}

/// What one institution did, or family.
struct Line {
    /// 10 digits; empty for family.
    institution: String,
    /// Family is told apart by what it is to the person, and from whoever held the emergency card.
    family: Option<String>,
    roles: BTreeSet<String>,
    sections: BTreeSet<String>,
    count: usize,
    last_at: Instant,
}

/// Lines, the newest first.
pub(crate) struct Looks {
    lines: Vec<Line>,
    /// Who asks: what they did themselves is no news to them.
    asking: String,
}

/// The newest entries of the log.
pub(crate) fn newest(keys: ResidentKeys) -> RangeQuery {
    entries(keys).limit(MOST_ENTRIES)
}

fn entries(keys: ResidentKeys) -> RangeQuery {
    RangeQuery::prefix(keys.chain().partition(), ChainKeys::ENTRIES).newest_first()
}

impl Looks {
    /// The entries since yesterday, 00:00 in Japan.
    pub(crate) async fn read(app: &App, call: &Call, keys: ResidentKeys, first: &Page) -> Result<Self, Problem> {
        let today = jst_day(call.now());
        let since = jst_midnight(today.pred_opt().unwrap_or(today));
        let mut looks = Self { lines: Vec::new(), asking: call.caller().actor.clone() };
        let mut last_key = first.last_key.clone();
        let mut goes_on = looks.take(first, since)?;
        while goes_on && last_key.is_some() {
            let page = app.table.query(entries(keys).start_after(last_key)).await?;
            goes_on = looks.take(&page, since)?;
            last_key = page.last_key;
        }
        Ok(looks)
    }

    /// The institutions that are among them.
    pub(crate) fn institutions(&self) -> impl Iterator<Item = &str> {
        self.lines.iter().map(|line| line.institution.as_str()).filter(|code| !code.is_empty())
    }

    /// As they are shown.
    pub(crate) fn named(self, places: &Places) -> Vec<RecentLook> {
        let shown = |line: Line| RecentLook {
            institution: line.family.is_none().then(|| places.named(line.institution)),
            roles: line.roles,
            count: line.count,
            sections: line.sections,
            last_at: line.last_at,
        };
        self.lines.into_iter().map(shown).collect()
    }

    /// Takes a page, newest first; gives whether the next one may hold more.
    fn take(&mut self, page: &Page, since: Instant) -> Result<bool, Problem> {
        for item in &page.items {
            let entry: Entry = from_item(item)?;
            let at: Instant =
                entry.at.parse().map_err(|_| Problem::internal("an entry of the log without an instant"))?;
            // Entries stand in the order in which they were written; a request that began earlier may be written later.
            if at < since {
                if at < since - AT_ODDS {
                    return Ok(false);
                }
                continue;
            }
            // What the person did, or who asks, and who was shown nothing, is no look of another.
            let is_own = entry.role == RelationKind::Oneself.as_str() || entry.actor == self.asking;
            if entry.decision == Decision::Allowed && !is_own {
                self.add(entry, at);
            }
        }
        Ok(true)
    }

    fn add(&mut self, entry: Entry, at: Instant) {
        let family = entry.institution.is_empty().then(|| entry.role.clone());
        let same = |line: &&mut Line| line.institution == entry.institution && line.family == family;
        if let Some(line) = self.lines.iter_mut().find(same) {
            line.roles.insert(entry.role);
            line.sections.extend(entry.sections);
            line.count += 1;
        } else {
            self.lines.push(Line {
                institution: entry.institution,
                family,
                roles: BTreeSet::from([entry.role]),
                sections: entry.sections.into_iter().collect(),
                count: 1,
                last_at: at,
            });
        }
    }
}
