//! What a person opened to institutions today, and its end: with the grant ends the visit's check-in and the line in the
//! institution's list.

use chrono::{Months, TimeDelta};
use notebook::access::consent::governing;
use notebook::access::{Act, Grant, GrantState, Section, Sections};
use notebook::id::VisitId;
use notebook::resident::Identity;
use notebook::time::{Day, Instant, jst_day};
use platform::auth::{Authorised, Resident, policy};
use platform::problem::Problem;
use platform::table::range::RangeQuery;
use platform::table::schema::{ResidentKeys, attribute};
use platform::table::transaction::{Change, Meta, Only};
use platform::table::{Fetched, Item, Key, Page, PageOf, ReadPlan, Transaction, Versioned, from_item};
use schemars::JsonSchema;
use serde::Serialize;

use crate::items::{ArrivalItem, ArrivalStatus, CheckInItem};
use crate::keys::{VisitsKeys, by_time, shared};
use crate::places::{Institution, Places};

/// For how long what belongs to one day is kept after it, in seconds: a fortnight. No decision rests on it.
pub const KEPT_SECONDS: i64 = 14 * 86_400;

/// How far back visits are shown.
const VISIT_YEARS: u32 = 10;
/// How far back daily values are shown.
const DAILY_DAYS: i64 = 366;
/// How far a phone's clock may be ahead of ours.
const AHEAD: TimeDelta = TimeDelta::hours(1);

/// A section of which institutions are shown a list, in order of time. The profile is no list, and of the others the notebook keeps
/// nothing yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Listed {
    /// Visits.
    Visits,
    /// Medicines.
    Medication,
    /// Daily records.
    Daily,
}

impl Listed {
    /// All of them, in the order of the contract.
    pub const ALL: [Self; 3] = [Self::Medication, Self::Daily, Self::Visits];

    /// The section.
    pub fn section(self) -> Section {
        match self {
            Self::Visits => Section::Visits,
            Self::Medication => Section::Medication,
            Self::Daily => Section::Daily,
        }
    }
}

/// The places in the time index between which a list is shown.
pub fn bounds(list: Listed, now: Instant) -> (String, String) {
    let today = jst_day(now);
    match list {
        Listed::Visits => {
            let since = today.checked_sub_months(Months::new(12 * VISIT_YEARS)).unwrap_or(Day::MIN);
            (by_time::visit(since, ""), by_time::visit(today, '\u{10FFFF}'))
        }
        Listed::Daily => {
            (by_time::daily(now - TimeDelta::days(DAILY_DAYS), ""), by_time::daily(now + AHEAD, '\u{10FFFF}'))
        }
        Listed::Medication => (by_time::MEDICATIONS.to_owned(), format!("{}\u{10FFFF}", by_time::MEDICATIONS)),
    }
}

/// Writes a grant over the version that was read, or as the first of the day.
pub fn put(effect: &mut Transaction, key: &Key, grant: &Grant, before: Option<u64>) -> Result<(), Problem> {
    let version = Some(before.map_or(1, |version| version.saturating_add(1)));
    let expires_at = Some(grant.until.timestamp() + KEPT_SECONDS);
    let meta = Meta { version, expires_at, ..Meta::default() };
    effect.put(key, grant, &meta, before.map_or(Only::IfNew, Only::IfVersion))
}

/// Ends a grant of today: nothing can be read from the next request on. The visit keeps when, and the line in the
/// institution's list, found by the day's check-in, says so. Three writes.
pub fn end(
    effect: &mut Transaction,
    keys: ResidentKeys,
    institution: &str,
    held: Versioned<Grant>,
    check_in: Option<&CheckInItem>,
    now: Instant,
) -> Result<(), Problem> {
    let (day, visit) = (jst_day(now), held.item.visit_id);
    let ended = Grant { revoked_at: Some(now), ..held.item };
    put(effect, &keys.grant(institution, day), &ended, Some(held.version))?;
    let mut change = Change::default();
    change.set("ended_at", &now)?.next_version();
    effect.change(&keys.visit(visit), &change)?;
    check_in.map_or(Ok(()), |check_in| {
        let line = shared::arrival(institution, day, check_in.checked_in_at, visit);
        ArrivalItem::set_status(effect, &line, ArrivalStatus::Ended)
    })
}

/// What is open to an institution now under a visit, where the plan named today's grant: not ended, and carried by the
/// person's consents.
pub fn open(
    subject: &Authorised<Resident>,
    institution: &str,
    visit: VisitId,
    now: Instant,
) -> Result<Option<Grant>, Problem> {
    let held: Option<Grant> = subject.fetched().get(&subject.keys().grant(institution, jst_day(now)))?;
    let of_visit = |grant: &Grant| grant.visit_id == visit && grant.state(now) == GrantState::Open;
    match held.filter(of_visit) {
        Some(grant) if subject.carries(&grant)? => Ok(Some(grant)),
        _ => Ok(None),
    }
}

/// Everything that a person has open today.
pub struct Opened {
    keys: ResidentKeys,
    /// By institution.
    grants: Vec<(String, Versioned<Grant>, Option<CheckInItem>)>,
}

/// Where what [`Opened::plan`] named is found.
#[derive(Debug, Default)]
pub struct OpenedPages {
    grants: PageOf<Versioned<Grant>>,
    check_ins: PageOf<CheckInItem>,
}

/// Most grants that are ended in one transaction: three writes each, beside those that it is about. No person is at so many
/// places on a day; what is left open does not count, because the consent under which it was opened was withdrawn.
const MOST_ENDED: usize = 25;

impl Opened {
    /// Names what [`Self::read`] looks at: two queries. What belongs to a day is kept for a fortnight, so that they are short.
    pub fn plan(keys: ResidentKeys, plan: &mut ReadPlan) -> OpenedPages {
        OpenedPages {
            grants: plan.query(grants(keys)),
            check_ins: plan.query(RangeQuery::kind(keys, ResidentKeys::CHECK_INS)),
        }
    }

    /// What the plan read.
    pub fn read(keys: ResidentKeys, fetched: &Fetched, pages: &OpenedPages, now: Instant) -> Result<Self, Problem> {
        let today = jst_day(now);
        let check_ins = &fetched.page(pages.check_ins)?.items;
        let mut grants = Vec::new();
        for (place, held) in unended(fetched.page(pages.grants)?, now)? {
            let key = keys.check_in(&place, today);
            let check_in =
                check_ins.iter().find(|item| sort_key(item) == Some(key.sort_key())).map(from_item).transpose()?;
            grants.push((place, held, check_in));
        }
        Ok(Self { keys, grants })
    }

    /// Ends all.
    pub fn end(self, effect: &mut Transaction, now: Instant) -> Result<(), Problem> {
        for (institution, held, check_in) in self.grants.into_iter().take(MOST_ENDED) {
            end(effect, self.keys, &institution, held, check_in.as_ref(), now)?;
        }
        Ok(())
    }
}

/// The grants of a fortnight.
fn grants(keys: ResidentKeys) -> RangeQuery {
    RangeQuery::prefix(keys.partition(), ResidentKeys::GRANTS)
}

/// Those that nobody ended and whose day is not over, by institution, the newest first.
fn unended(page: &Page, now: Instant) -> Result<Vec<(String, Versioned<Grant>)>, Problem> {
    let mut grants = Vec::new();
    for item in &page.items {
        let held: Versioned<Grant> = from_item(item)?;
        let place = institution(item, ResidentKeys::GRANTS);
        if let Some(place) = place.filter(|_| held.item.state(now) == GrantState::Open) {
            grants.push((place.to_owned(), held));
        }
    }
    grants.sort_by_key(|(_, held)| std::cmp::Reverse(held.item.from));
    Ok(grants)
}

/// What is open to institutions now, as the person is shown it.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "OpenGrant")]
pub struct OpenGrant {
    /// The visit; what `DELETE /v1/check-ins/{visit_id}` names.
    pub visit_id: VisitId,
    /// To whom.
    pub institution: Institution,
    /// What.
    pub sections: Sections,
    /// The check-in.
    pub since: Instant,
    /// Midnight in Japan.
    pub until: Instant,
}

impl OpenGrant {
    /// Names what [`Self::held`] looks at: one query, and the consents without which nothing is open.
    pub fn plan(keys: ResidentKeys, plan: &mut ReadPlan) -> PageOf<Versioned<Grant>> {
        for rule in governing(Act::Look) {
            plan.get(keys.consent(rule.purpose.as_str()));
        }
        plan.query(grants(keys))
    }

    /// The grants that count now, the newest first, by institution.
    pub fn held(
        keys: ResidentKeys,
        fetched: &Fetched,
        grants: PageOf<Versioned<Grant>>,
        now: Instant,
    ) -> Result<Vec<(String, Grant)>, Problem> {
        let mut held = Vec::new();
        for (place, stored) in unended(fetched.page(grants)?, now)? {
            if policy::carries(keys, &stored.item, fetched)? {
                held.push((place, stored.item));
            }
        }
        Ok(held)
    }

    /// With the names of the institutions.
    pub fn named(held: Vec<(String, Grant)>, places: &Places) -> Vec<Self> {
        let shown = |(code, grant): (String, Grant)| Self {
            visit_id: grant.visit_id,
            institution: places.named(code),
            sections: grant.sections,
            since: grant.from,
            until: grant.until,
        };
        held.into_iter().map(shown).collect()
    }
}

/// The lines of today's lists that name a person: what changes a name changes them with it, so that nobody at a counter is one
/// person in the list and another in the notebook.
pub struct Lines(Vec<Key>);

impl Lines {
    /// The attribute of the profile that says when the person came to a list last. A name is changed on condition that it is
    /// unchanged, and a check-in on condition that the name is: neither can miss the other.
    pub const SINCE: &'static str = "checked_in_at";

    /// What [`Self::read`] looks at.
    pub fn query(keys: ResidentKeys) -> RangeQuery {
        RangeQuery::kind(keys, ResidentKeys::CHECK_INS)
    }

    /// The lines of today among the check-ins of a fortnight.
    pub fn read(check_ins: &Page, now: Instant) -> Result<Self, Problem> {
        let today = jst_day(now);
        let mut lines = Vec::new();
        for item in &check_ins.items {
            let Some(place) = institution(item, ResidentKeys::CHECK_INS.text()) else { continue };
            if sort_key(item).is_some_and(|key| key.ends_with(&format!("#{today}"))) {
                let check_in: CheckInItem = from_item(item)?;
                lines.push(shared::arrival(place, today, check_in.checked_in_at, check_in.visit_id));
            }
        }
        lines.truncate(MOST_ENDED);
        Ok(Self(lines))
    }

    /// Names the person in all of them as the profile does from now on.
    pub fn name(&self, effect: &mut Transaction, identity: &Identity) -> Result<(), Problem> {
        let mut change = Change::default();
        change.set("identity", identity)?;
        self.0.iter().try_for_each(|line| effect.change(line, &change))
    }
}

fn sort_key(item: &Item) -> Option<&str> {
    item.get(attribute::SK)?.as_s().ok().map(String::as_str)
}

/// The institution in a sort key `<prefix><institution>#<day>`.
fn institution<'a>(item: &'a Item, prefix: &str) -> Option<&'a str> {
    Some(sort_key(item)?.strip_prefix(prefix)?.split_once('#')?.0)
}
