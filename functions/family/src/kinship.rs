//! All who are related to one notebook. Whoever changes one of the relations raises their version, over the one that was read with
//! them: so their number holds, and no two guardians leave at once.

use notebook::access::RelationKind;
use notebook::time::Instant;
use platform::notice::{self, Notice};
use platform::table::Fetched;
use platform::table::schema::ResidentKeys;
use records::items::RelationItem;
use records::prelude::*;
use records::related::{self, Related};

/// Most people of the family, guardians among them, who may see one notebook.
pub(crate) const MOST_FAMILY: usize = 20;

/// Most guardians of a child.
pub(crate) const MOST_GUARDIANS: usize = 2;

/// Where what [`Kinship::plan`] named is found.
#[derive(Default, Clone, Copy)]
pub struct KinshipPage(PageOf<RelationItem>);

/// The version of all relations; none where they never changed.
#[derive(Serialize, Deserialize)]
struct LockItem {
    version: u64,
}

/// Who is related to a notebook now.
pub(crate) struct Kinship {
    keys: ResidentKeys,
    in_force: Vec<(String, RelationItem)>,
    lock: Option<u64>,
}

impl Kinship {
    /// Names what [`Self::read`] looks at.
    pub(crate) fn plan(keys: ResidentKeys, plan: &mut ReadPlan) -> KinshipPage {
        plan.get(keys.family_lock());
        KinshipPage(plan.query(Related::query(keys)))
    }

    /// What the plan read.
    pub(crate) fn read(
        fetched: &Fetched,
        keys: ResidentKeys,
        page: KinshipPage,
        now: Instant,
    ) -> Result<Self, Problem> {
        let lock: Option<LockItem> = fetched.get(&keys.family_lock())?;
        let mut in_force = related::relations(fetched.page(page.0)?)?;
        in_force.retain(|(_, item)| item.relation.holds(now));
        Ok(Self { keys, in_force, lock: lock.map(|lock| lock.version) })
    }

    /// The account's relation, while it holds.
    pub(crate) fn find(&self, actor: &str) -> Option<&RelationItem> {
        self.in_force.iter().find(|(related, _)| related == actor).map(|(_, item)| item)
    }

    /// Everybody but the person, who joined last first.
    pub(crate) fn others(self) -> Vec<(String, RelationItem)> {
        let mut others = self.in_force;
        others.retain(|(_, item)| item.relation.kind != RelationKind::Oneself);
        others.sort_by(|(one, first), (other, second)| (second.since, one).cmp(&(first.since, other)));
        others
    }

    fn count(&self, is: impl Fn(RelationKind) -> bool) -> usize {
        self.in_force.iter().filter(|(_, item)| is(item.relation.kind)).count()
    }

    /// 422 where nobody of this kind can be added.
    pub(crate) fn has_room_for(&self, kind: RelationKind) -> Result<(), Problem> {
        let full = |most: usize| Err(Problem::of(Code::TooManyFamily).with("most", most));
        if kind == RelationKind::Guardian && self.count(|kind| kind == RelationKind::Guardian) >= MOST_GUARDIANS {
            return full(MOST_GUARDIANS);
        }
        if self.count(|kind| kind != RelationKind::Oneself) >= MOST_FAMILY { full(MOST_FAMILY) } else { Ok(()) }
    }

    /// Whether somebody could still open the notebook without this account.
    pub(crate) fn is_kept_without(&self, actor: &str) -> bool {
        let keeps = |kind| matches!(kind, RelationKind::Oneself | RelationKind::Guardian);
        self.in_force.iter().any(|(related, item)| related != actor && keeps(item.relation.kind))
    }

    /// Tells those who keep the notebook, and `also`, what happened; not who did it.
    pub(crate) fn tell(
        &self,
        app: &App,
        call: &Call,
        effect: &mut Transaction,
        kind: notice::Kind,
        also: Option<&str>,
    ) -> Result<(), Problem> {
        let keeps = |item: &RelationItem| matches!(item.relation.kind, RelationKind::Oneself | RelationKind::Guardian);
        for (actor, item) in &self.in_force {
            if actor != &call.caller().actor && (keeps(item) || Some(actor.as_str()) == also) {
                Notice::write(effect, app, kind, call.now(), actor)?;
            }
        }
        Ok(())
    }

    /// Raises the version with a change of a relation, on condition that nobody else did since it was read.
    pub(crate) fn raise(&self, effect: &mut Transaction) -> Result<(), Problem> {
        let version = self.lock.unwrap_or_default() + 1;
        let meta = Meta { version: Some(version), ..Meta::default() };
        let only = self.lock.map_or(Only::IfNew, Only::IfVersion);
        effect.put(&self.keys.family_lock(), &LockItem { version }, &meta, only)
    }
}
