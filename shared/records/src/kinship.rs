//! All who are related to one notebook. Whoever changes one of the relations raises their version, over the one that was read with
//! them: so their number holds, and no two guardians leave at once.

use notebook::access::relation::is_minor;
use notebook::access::{RelationKind, RelationState};
use notebook::resident::Resident as Person;
use notebook::time::{Day, Instant, jst_day};
use platform::notice::{self, Notice};
use platform::table::Fetched;
use platform::table::schema::{ResidentKeys, attribute};
use platform::table::transaction::Change;

use crate::items::{KinItem, RelationItem};
use crate::keys::account::kin_of;
use crate::prelude::*;
use crate::related::{self, Related};

/// Most people of the family, guardians among them, who may see one notebook.
pub const MOST_FAMILY: usize = 20;

/// Most guardians of a child.
pub const MOST_GUARDIANS: usize = 2;

/// Where what [`Kinship::plan`] named is found.
#[derive(Default, Clone, Copy)]
pub struct KinshipPage(PageOf<RelationItem>);

/// The attribute of the birth date on which a relation ends, in the relation and in its copy.
const WARD_BIRTH_DATE: &str = "ward_birth_date";

/// The version of all relations; none where they never changed.
#[derive(Serialize, Deserialize)]
struct LockItem {
    version: u64,
}

/// Who is related to a notebook now.
pub struct Kinship {
    keys: ResidentKeys,
    now: Instant,
    /// Those whose relation nobody ended.
    related: Vec<(String, RelationItem)>,
    lock: Option<u64>,
}

/// Whether this can be the birth date of a child whose guardian somebody is.
///
/// # Errors
///
/// What is wrong with it: it lies ahead, or the child is of age.
pub fn check_birth(birth: Day, now: Instant) -> Result<(), Wrong> {
    match birth {
        _ if birth > jst_day(now) => Err(Wrong::DayAhead),
        _ if !is_minor(birth, now) => Err(Wrong::OfAge),
        _ => Ok(()),
    }
}

impl Kinship {
    /// Names what [`Self::read`] looks at.
    pub fn plan(keys: ResidentKeys, plan: &mut ReadPlan) -> KinshipPage {
        plan.get(keys.family_lock());
        KinshipPage(plan.query(Related::query(keys)))
    }

    /// What the plan read.
    pub fn read(fetched: &Fetched, keys: ResidentKeys, page: KinshipPage, now: Instant) -> Result<Self, Problem> {
        let lock: Option<LockItem> = fetched.get(&keys.family_lock())?;
        let mut related = related::relations(fetched.page(page.0)?)?;
        related.retain(|(_, item)| item.relation.state == RelationState::Active);
        Ok(Self { keys, now, related, lock: lock.map(|lock| lock.version) })
    }

    fn in_force(&self) -> impl Iterator<Item = &(String, RelationItem)> {
        self.related.iter().filter(|(_, item)| item.relation.holds(self.now))
    }

    /// The account's relation, while it holds.
    pub fn find(&self, actor: &str) -> Option<&RelationItem> {
        self.in_force().find(|(related, _)| related == actor).map(|(_, item)| item)
    }

    /// Everybody but the person, who joined last first.
    pub fn others(self) -> Vec<(String, RelationItem)> {
        let mut others = self.related;
        others.retain(|(_, item)| item.relation.holds(self.now) && item.relation.kind != RelationKind::Oneself);
        others.sort_by(|(one, first), (other, second)| (second.since, one).cmp(&(first.since, other)));
        others
    }

    fn count(&self, is: impl Fn(RelationKind) -> bool) -> usize {
        self.in_force().filter(|(_, item)| is(item.relation.kind)).count()
    }

    /// 422 where nobody of this kind can be added, beside `invited` who may still accept.
    pub fn has_room_for(&self, kind: RelationKind, invited: usize) -> Result<(), Problem> {
        let full = |most: usize| Err(Problem::of(Code::TooManyFamily).with("most", most));
        if kind == RelationKind::Guardian && self.count(|kind| kind == RelationKind::Guardian) >= MOST_GUARDIANS {
            return full(MOST_GUARDIANS);
        }
        if self.count(|kind| kind != RelationKind::Oneself) + invited >= MOST_FAMILY {
            full(MOST_FAMILY)
        } else {
            Ok(())
        }
    }

    /// Whether who is `by` to the person may invite somebody as `kind`. A guardian is put out by nobody, so that somebody with a child's unlocked
    /// phone could make themself one for good: where a child has guardians, they alone say who is one beside them.
    pub fn may_invite(&self, by: RelationKind, kind: RelationKind) -> bool {
        match (by, kind) {
            (RelationKind::Family, _) => false,
            (RelationKind::Oneself, RelationKind::Guardian) => self.count(|kind| kind == RelationKind::Guardian) == 0,
            _ => true,
        }
    }

    /// Whether somebody could still open the notebook without this account.
    pub fn is_kept_without(&self, actor: &str) -> bool {
        let keeps = |kind| matches!(kind, RelationKind::Oneself | RelationKind::Guardian);
        self.in_force().any(|(related, item)| related != actor && keeps(item.relation.kind))
    }

    /// Tells those who keep the notebook, and `also`, what happened; not who did it. Whoever does it is told only as one of `also`.
    pub fn tell<'o>(
        &self,
        app: &App,
        call: &Call,
        effect: &mut Transaction,
        kind: notice::Kind,
        also: impl IntoIterator<Item = &'o str>,
    ) -> Result<(), Problem> {
        let also: Vec<&str> = also.into_iter().collect();
        let keeps = |item: &RelationItem| matches!(item.relation.kind, RelationKind::Oneself | RelationKind::Guardian);
        for (actor, item) in self.in_force() {
            let is_other = actor != &call.caller().actor;
            if (is_other && keeps(item)) || also.contains(&actor.as_str()) {
                Notice::write(effect, app, kind, call.now(), actor)?;
            }
        }
        Ok(())
    }

    /// Carries what the family knows of the person on to where it stands a second time: to the accounts' copies what the person is
    /// called and, of a guardian's, what tells two notebooks of one child; to whatever ends with childhood the birth date by
    /// which it does.
    pub fn carry(&self, effect: &mut Transaction, before: &Person, after: &Person) -> Result<(), Problem> {
        let is_renamed = before.display_name != after.display_name;
        let likeness = KinItem::likeness(after);
        let is_another = KinItem::likeness(before) != likeness;
        let born = after.identity.birth_date.filter(|birth| before.identity.birth_date != Some(*birth));
        if !is_renamed && !is_another && born.is_none() {
            return Ok(());
        }
        // Whom a birthday put out stays out, whatever birthday is right.
        for (actor, item) in self.in_force() {
            let relation = &item.relation;
            let mut copy = Change::default();
            if is_renamed {
                copy.set(KinItem::DISPLAY_NAME, &after.display_name)?;
            }
            if relation.kind == RelationKind::Guardian && is_another {
                copy.set(KinItem::LIKENESS, &likeness)?;
            }
            if let Some(birth) = born.filter(|_| relation.ward_birth_date.is_some()) {
                copy.set(WARD_BIRTH_DATE, &birth)?;
                let mut other = Change::default();
                other.set(WARD_BIRTH_DATE, &birth)?.set(attribute::VERSION, &(item.version + 1))?;
                effect.change(&self.keys.relation(actor), &other)?;
            }
            if relation.kind != RelationKind::Oneself && !copy.is_empty() {
                effect.change(&kin_of(actor, self.keys.resident()), &copy)?;
            }
        }
        self.raise(effect)
    }

    /// Raises the version with a change of a relation, on condition that nobody else did since it was read.
    pub fn raise(&self, effect: &mut Transaction) -> Result<(), Problem> {
        let version = self.lock.unwrap_or_default() + 1;
        let meta = Meta { version: Some(version), ..Meta::default() };
        let only = self.lock.map_or(Only::IfNew, Only::IfVersion);
        effect.put(&self.keys.family_lock(), &LockItem { version }, &meta, only)
    }
}
