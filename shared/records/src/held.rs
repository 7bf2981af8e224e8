//! A check-in of today at an institution: what it opened, and the end of that.
//!
//! A grant is kept under each day that it reaches, because a decision looks under the day on which it is made and nowhere else.
//! Before midnight a renewed check-in stands under two days, with a line in the lists of both. Whatever writes it under today
//! writes or takes away what stands under tomorrow in the same transaction, on condition of both versions: nothing that was ended
//! opens again at midnight.

use chrono::Days;
use notebook::access::Grant;
use notebook::time::{Day, Instant, jst_day};
use platform::problem::Problem;
use platform::table::schema::ResidentKeys;
use platform::table::transaction::{Change, Meta, Only};
use platform::table::{Fetched, Key, ReadPlan, Transaction, Versioned};

use crate::items::{ArrivalItem, ArrivalStatus, CancellationReason, CheckInItem};
use crate::keys::{VisitsKeys, shared};

/// For how long what belongs to one day is kept after it, in seconds: a fortnight. An institution goes on with what it dispensed for
/// fewer days (`platform::auth::policy::OWN_ENTRY_DAYS`).
pub const KEPT_SECONDS: i64 = 14 * 86_400;

/// What is there of a check-in of today.
pub struct Held {
    /// What it opened.
    pub grant: Versioned<Grant>,
    /// The same under tomorrow, where it was renewed.
    pub ahead: Option<Versioned<Grant>>,
    /// The check-in of the day.
    pub check_in: Option<CheckInItem>,
}

impl Held {
    /// Names what [`Self::read`] looks at.
    pub fn plan(keys: ResidentKeys, institution: &str, today: Day, plan: &mut ReadPlan) {
        plan.get(keys.grant(institution, today)).get(keys.grant(institution, tomorrow(today)));
        plan.get(keys.check_in(institution, today));
    }

    /// What the plan read; nothing where nobody checked in there today.
    pub fn read(keys: ResidentKeys, institution: &str, today: Day, fetched: &Fetched) -> Result<Option<Self>, Problem> {
        let Some(grant) = fetched.get(&keys.grant(institution, today))? else { return Ok(None) };
        let ahead = fetched.get(&keys.grant(institution, tomorrow(today)))?;
        Ok(Some(Self { grant, ahead, check_in: fetched.get(&keys.check_in(institution, today))? }))
    }

    /// Its lines in the institution's lists: of today, and of tomorrow where it was renewed.
    pub fn lines(&self, institution: &str, today: Day) -> Vec<Key> {
        let Some(check_in) = &self.check_in else { return Vec::new() };
        let days = [Some(today), self.ahead.as_ref().map(|_| tomorrow(today))];
        let line = |day| shared::arrival(institution, day, check_in.checked_in_at, check_in.visit_id);
        days.into_iter().flatten().map(line).collect()
    }

    /// Ends it: nothing can be read from the next request on. The visit keeps when, and the line in the institution's list, found
    /// by the day's check-in, says so. Three writes, and three more where it was renewed.
    pub fn end(
        self,
        effect: &mut Transaction,
        keys: ResidentKeys,
        institution: &str,
        now: Instant,
    ) -> Result<(), Problem> {
        let mut visit = Change::default();
        visit.set("ended_at", &now)?;
        let ended = Grant { revoked_at: Some(now), ..self.grant.item.clone() };
        self.close(effect, keys, institution, (ended, visit, ArrivalStatus::Ended), jst_day(now))
    }

    /// Cancels it: that it was a mistake, as the institution says. What was open ends in the same way.
    pub fn cancel(
        self,
        effect: &mut Transaction,
        keys: ResidentKeys,
        institution: &str,
        reason: CancellationReason,
        now: Instant,
    ) -> Result<(), Problem> {
        let mut visit = Change::default();
        visit.set("cancelled_at", &now)?.set("cancellation_reason", &reason)?;
        let grant = self.grant.item.clone();
        let ended = Grant { revoked_at: grant.revoked_at.or(Some(now)), cancelled_at: Some(now), ..grant };
        self.close(effect, keys, institution, (ended, visit, ArrivalStatus::Cancelled), jst_day(now))
    }

    /// Writes how it ended, to the grant, the visit and the line, and takes away what a renewal wrote.
    fn close(
        self,
        effect: &mut Transaction,
        keys: ResidentKeys,
        institution: &str,
        (ended, mut change, status): (Grant, Change, ArrivalStatus),
        today: Day,
    ) -> Result<(), Problem> {
        let visit = ended.visit_id;
        change.next_version();
        if let Some(ahead) = &self.ahead {
            take_back(effect, keys, institution, (ahead, self.check_in.as_ref()), today)?;
            change.set(LAST_DAY, &today)?;
        }
        put(effect, &keys.grant(institution, today), &ended, Some(self.grant.version))?;
        effect.change(&keys.visit(visit), &change)?;
        self.check_in.map_or(Ok(()), |check_in| {
            let line = shared::arrival(institution, today, check_in.checked_in_at, visit);
            ArrivalItem::set_status(effect, &line, status)
        })
    }
}

/// The attribute of a visit that says as far as which day a renewal reached.
pub const LAST_DAY: &str = "last_day";

/// The day after.
pub fn tomorrow(today: Day) -> Day {
    today + Days::new(1)
}

/// Writes a grant over the version that was read, or as the first of the day.
pub fn put(effect: &mut Transaction, key: &Key, grant: &Grant, before: Option<u64>) -> Result<(), Problem> {
    let version = Some(before.map_or(1, |version| version.saturating_add(1)));
    let expires_at = Some(grant.until.timestamp() + KEPT_SECONDS);
    let meta = Meta { version, expires_at, ..Meta::default() };
    effect.put(key, grant, &meta, before.map_or(Only::IfNew, Only::IfVersion))
}

/// Takes away what a renewal wrote under tomorrow. It has not begun yet, so that nothing is lost of what happened.
pub fn take_back(
    effect: &mut Transaction,
    keys: ResidentKeys,
    institution: &str,
    (ahead, check_in): (&Versioned<Grant>, Option<&CheckInItem>),
    today: Day,
) -> Result<(), Problem> {
    let day = tomorrow(today);
    effect.delete(&keys.grant(institution, day), Some(ahead.version))?;
    effect.delete(&keys.check_in(institution, day), None)?;
    check_in.map_or(Ok(()), |check_in| {
        effect.delete(&shared::arrival(institution, day, check_in.checked_in_at, check_in.visit_id), None)
    })
}
