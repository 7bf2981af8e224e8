//! What a person opened to institutions today, and the lines of today's lists that name them.

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
use platform::table::transaction::Change;
use platform::table::{Fetched, Item, Key, Page, PageOf, ReadPlan, Transaction, Versioned, from_item};
use schemars::JsonSchema;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::guidance;
use crate::held::{self, Held};
use crate::items::{CheckInItem, FollowUpItem};
use crate::keys::{VisitsKeys, by_time, shared};
use crate::places::{Institution, Places};

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
    /// Health guidance.
    Guidance,
}

impl Listed {
    /// All of them, in the order of the contract.
    pub const ALL: [Self; 4] = [Self::Medication, Self::Daily, Self::Visits, Self::Guidance];

    /// The section.
    pub fn section(self) -> Section {
        match self {
            Self::Visits => Section::Visits,
            Self::Medication => Section::Medication,
            Self::Daily => Section::Daily,
            Self::Guidance => Section::HealthGuidance,
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
        Listed::Guidance => (by_time::GUIDANCE.to_owned(), format!("{}\u{10FFFF}", by_time::GUIDANCE)),
        Listed::Medication => (by_time::MEDICATIONS.to_owned(), format!("{}\u{10FFFF}", by_time::MEDICATIONS)),
    }
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
    grants: Vec<(String, Held)>,
    /// The offices that follow the person up.
    follow_ups: Vec<FollowUpItem>,
}

/// Where what [`Opened::plan`] named is found.
#[derive(Debug, Default)]
pub struct OpenedPages {
    grants: PageOf<Versioned<Grant>>,
    check_ins: PageOf<CheckInItem>,
    follow_ups: PageOf<FollowUpItem>,
}

/// Most lines that are renamed in one transaction. No person is at so many places on a day.
const MOST_LINES: usize = 25;
/// Most writes by which grants are ended in one transaction, beside those that it is about: those of 25 check-ins, or of 12 that
/// were renewed. What is left open does not count, because the consent under which it was opened was withdrawn.
const MOST_WRITES: usize = 75;
/// Most follow-ups that are ended with them, two writes each. No person has as many; nothing rests on one that is left.
const MOST_FOLLOW_UPS: usize = 15;
/// Most writes of one end.
const WRITES_OF_AN_END: usize = 6;

impl Opened {
    /// Names what [`Self::read`] looks at: three queries. What belongs to a day is kept for a fortnight, so that they are short.
    pub fn plan(keys: ResidentKeys, plan: &mut ReadPlan) -> OpenedPages {
        OpenedPages {
            grants: plan.query(grants(keys)),
            check_ins: plan.query(RangeQuery::kind(keys, ResidentKeys::CHECK_INS)),
            follow_ups: plan.query(guidance::follow_ups(keys)),
        }
    }

    /// What the plan read.
    pub fn read(keys: ResidentKeys, fetched: &Fetched, pages: &OpenedPages, now: Instant) -> Result<Self, Problem> {
        let today = jst_day(now);
        let (grants, check_ins) = (fetched.page(pages.grants)?, fetched.page(pages.check_ins)?);
        let mut held = Vec::new();
        for (place, grant) in unended(grants, now)? {
            let ahead = among(grants, &keys.grant(&place, held::tomorrow(today)))?;
            let check_in = among(check_ins, &keys.check_in(&place, today))?;
            held.push((place, Held { grant, ahead, check_in }));
        }
        let mut follow_ups: Vec<FollowUpItem> = fetched.all(pages.follow_ups)?;
        follow_ups.retain(|one| one.follow_up.ended_at.is_none());
        Ok(Self { keys, grants: held, follow_ups })
    }

    /// Ends all.
    pub fn end(self, effect: &mut Transaction, now: Instant) -> Result<(), Problem> {
        let most = effect.len() + MOST_WRITES;
        for follow_up in self.follow_ups.iter().take(MOST_FOLLOW_UPS) {
            guidance::end(effect, self.keys, follow_up, now)?;
        }
        for (institution, held) in self.grants {
            if effect.len() + WRITES_OF_AN_END > most {
                break;
            }
            held.end(effect, self.keys, &institution, now)?;
        }
        Ok(())
    }
}

/// The item of a page that has this key.
fn among<T: DeserializeOwned>(page: &Page, key: &Key) -> Result<Option<T>, Problem> {
    page.items.iter().find(|item| sort_key(item) == Some(key.sort_key())).map(from_item).transpose()
}

/// The grants of a fortnight.
fn grants(keys: ResidentKeys) -> RangeQuery {
    RangeQuery::prefix(keys.partition(), ResidentKeys::GRANTS)
}

/// Those of today that nobody ended, by institution, the newest first. A renewed one stands under two days, and is one.
fn unended(page: &Page, now: Instant) -> Result<Vec<(String, Versioned<Grant>)>, Problem> {
    let today = jst_day(now);
    let mut grants = Vec::new();
    for item in &page.items {
        let Some(place) = place_of_day(item, ResidentKeys::GRANTS, today) else { continue };
        let held: Versioned<Grant> = from_item(item)?;
        if held.item.state(now) == GrantState::Open {
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
    /// Midnight in Japan: the next one, or the one after it where the check-in was renewed.
    pub until: Instant,
    /// From when on it can be renewed to the end of tomorrow; `null` where it reaches as far already.
    pub renewable_from: Option<Instant>,
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
    pub fn named(held: Vec<(String, Grant)>, places: &Places, now: Instant) -> Vec<Self> {
        let shown = |(code, grant): (String, Grant)| Self {
            renewable_from: (!grant.reaches_tomorrow(now)).then(|| grant.renewable_from(now)),
            visit_id: grant.visit_id,
            institution: places.named(code),
            sections: grant.sections,
            since: grant.from,
            until: grant.until,
        };
        held.into_iter().map(shown).collect()
    }
}

/// The lines of institutions' lists that name a person: today's, and those of offices that follow the person up. What changes a name changes
/// them with it, so that nobody at a counter is one person in the list and another in the notebook.
pub struct Lines {
    keys: ResidentKeys,
    arrivals: Vec<Key>,
    follow_ups: Vec<FollowUpItem>,
}

/// Where what [`Lines::plan`] named is found.
#[derive(Debug, Default, Clone, Copy)]
pub struct LinesPages {
    check_ins: PageOf<CheckInItem>,
    follow_ups: PageOf<FollowUpItem>,
}

impl Lines {
    /// The attribute of the profile that says when the person came to a list last. A name is changed on condition that it is
    /// unchanged, and a check-in on condition that the name is: neither can miss the other.
    pub const SINCE: &'static str = "checked_in_at";

    /// Names what [`Self::read`] looks at: two queries.
    pub fn plan(keys: ResidentKeys, plan: &mut ReadPlan) -> LinesPages {
        LinesPages {
            check_ins: plan.query(RangeQuery::kind(keys, ResidentKeys::CHECK_INS)),
            follow_ups: plan.query(guidance::follow_ups(keys)),
        }
    }

    /// The lines of today among the check-ins of a fortnight, those of tomorrow, which renewals wrote, and those of follow-ups that run.
    pub fn read(keys: ResidentKeys, fetched: &Fetched, pages: LinesPages, now: Instant) -> Result<Self, Problem> {
        let (today, check_ins) = (jst_day(now), fetched.page(pages.check_ins)?);
        let mut lines = Vec::new();
        for item in &check_ins.items {
            for day in [today, held::tomorrow(today)] {
                let Some(place) = place_of_day(item, ResidentKeys::CHECK_INS.text(), day) else { continue };
                let check_in: CheckInItem = from_item(item)?;
                lines.push(shared::arrival(place, day, check_in.checked_in_at, check_in.visit_id));
            }
        }
        lines.truncate(MOST_LINES);
        let mut follow_ups: Vec<FollowUpItem> = fetched.all(pages.follow_ups)?;
        follow_ups.retain(|one| one.follow_up.runs(now));
        follow_ups.truncate(MOST_FOLLOW_UPS);
        Ok(Self { keys, arrivals: lines, follow_ups })
    }

    /// Names the person in all of them as the profile does from now on; a follow-up of a child ends by the birth date that counts from now on.
    pub fn name(&self, effect: &mut Transaction, identity: &Identity) -> Result<(), Problem> {
        let mut change = Change::default();
        change.set("identity", identity)?;
        self.arrivals.iter().try_for_each(|line| effect.change(line, &change))?;
        for before in &self.follow_ups {
            let mut after = before.clone();
            if let (Some(born), Some(_)) = (identity.birth_date, after.follow_up.ward_birth_date) {
                after.follow_up.ward_birth_date = Some(born);
            }
            guidance::stand(effect, self.keys, Some(before), &after, identity.clone())?;
        }
        Ok(())
    }
}

fn sort_key(item: &Item) -> Option<&str> {
    item.get(attribute::SK)?.as_s().ok().map(String::as_str)
}

/// The institution in a sort key `<prefix><institution>#<day>`, where it is of this day.
fn place_of_day<'a>(item: &'a Item, prefix: &str, day: Day) -> Option<&'a str> {
    let (place, of) = sort_key(item)?.strip_prefix(prefix)?.split_once('#')?;
    (of == day.to_string()).then_some(place)
}
