//! What an account has in somebody's notebook by being family of it, and what of that ends where the relation ends or reaches less
//! far: in the same transaction. Whatever else names the account (a notification in a queue, an open page, a cursor) asks for
//! the relation when it is used.

use notebook::access::{RelationKind, Section};
use notebook::time::Instant;
use platform::app::App;
use platform::call::Call;
use platform::problem::{Code, Problem};
use platform::table::schema::{ResidentKeys, shared};
use platform::table::{Fetched, Item, Key, PageOf, ReadPlan, Transaction};

use crate::alarms;
use crate::items::{AlarmItem, EmergencyCardItem, RelationItem, WatcherItem};
use crate::keys::{MedicationKeys, VisitsKeys};
use crate::medicines::lock;

/// Every kind of item that a notebook keeps of an account, beside the relation itself, by its name in the list of kinds. A test
/// holds the two lists to each other.
pub const BY_ACCOUNT: &[&str] = &["notes read", "notification settings", "watcher"];

/// Every kind of item beside a notebook that says that the account has to do with it.
pub const BESIDE: &[&str] = &["kin", "ring"];

/// Writes that leave room in a transaction for the end itself and for what the platform adds.
const MOST_WRITES: usize = 72;

/// What an account has in the notebook.
pub struct Parting<'a> {
    keys: ResidentKeys,
    fetched: &'a Fetched,
    actor: String,
    /// What is the account's alone, with the section that it is about.
    own: Vec<(Key, Section)>,
    watchers: Vec<WatcherItem>,
    alarms: Vec<AlarmItem>,
    /// The emergency card, where the account made it.
    card: Option<EmergencyCardItem>,
}

/// Where what [`Parting::plan`] named is found.
#[derive(Default)]
pub struct PartingPages {
    watchers: PageOf<WatcherItem>,
    alarms: PageOf<AlarmItem>,
}

/// The account's own items, each with the section that it is about.
fn own(keys: ResidentKeys, actor: &str) -> [(Key, Section); 2] {
    [(keys.notification_settings(actor), Section::Medication), (keys.read_notes(actor), Section::Visits)]
}

impl<'a> Parting<'a> {
    /// Names what [`Self::read`] looks at.
    pub fn plan(keys: ResidentKeys, actor: &str, plan: &mut ReadPlan) -> PartingPages {
        lock::plan(keys, plan);
        for (key, _) in own(keys, actor) {
            plan.get(key);
        }
        plan.get(keys.emergency_card());
        PartingPages { watchers: plan.query(keys.watchers()), alarms: plan.query(alarms::query(keys)) }
    }

    /// What the plan read.
    pub async fn read(
        app: &App,
        (keys, fetched): (ResidentKeys, &'a Fetched),
        actor: &str,
        pages: PartingPages,
    ) -> Result<Self, Problem> {
        let mut kept = Vec::new();
        for (key, section) in own(keys, actor) {
            let item: Option<&Item> = fetched.item(&key)?;
            kept.extend(item.map(|_| (key, section)));
        }
        let mut alarms = alarms::any(app, keys, fetched.page(pages.alarms)?).await?;
        alarms.retain(|item| item.alarm.is_live());
        let watchers = fetched.all(pages.watchers)?;
        let card: Option<EmergencyCardItem> = fetched.get(&keys.emergency_card())?;
        let card = card.filter(|card| card.made_by == actor);
        Ok(Self { keys, fetched, actor: actor.to_owned(), own: kept, watchers, alarms, card })
    }

    /// Whether the emergency card ends where the account's relation is `after`.
    pub fn ends_card(&self, after: &RelationItem, now: Instant) -> bool {
        self.card.is_some() && !EmergencyCardItem::may_be_made_by(after, now)
    }

    /// Adds to `effect` the end of all that the account may have no more where its relation is `after`, which `by` makes it. Where that is more than a
    /// transaction holds, as much of it as fits ends by itself, first, and the call goes on from a new read.
    pub async fn end(
        &self,
        app: &App,
        call: &Call,
        effect: &mut Transaction,
        after: &RelationItem,
        by: RelationKind,
    ) -> Result<(), Problem> {
        let pieces = self.pieces(app, after, by, call.now())?;
        // Never before the rest, so that whoever is told of it is told in the same transaction.
        if let Some(card) = self.card.as_ref().filter(|_| self.ends_card(after, call.now())) {
            effect.delete(&self.keys.emergency_card(), Some(card.version))?;
            effect.delete(&shared::emergency_card(&card.secret_hash), None)?;
        }
        let mut ends = Transaction::on(&app.table);
        let is_all = pieces.iter().map(Transaction::len).sum::<usize>() <= MOST_WRITES;
        for piece in pieces {
            if ends.is_empty() || ends.len() + piece.len() <= MOST_WRITES {
                ends.append(&piece);
            }
        }
        // An alarm that is made at this moment must know of it.
        lock::raise_in(self.keys, self.fetched, &mut ends)?;
        if is_all {
            effect.append(&ends);
            return Ok(());
        }
        call.step(app, ends).await?;
        Err(Problem::of(Code::Conflict).lost_race())
    }

    /// What ends, in pieces that each make sense alone.
    fn pieces(
        &self,
        app: &App,
        after: &RelationItem,
        by: RelationKind,
        now: Instant,
    ) -> Result<Vec<Transaction>, Problem> {
        let keys = self.keys;
        let may = |sections: &[Section]| after.may_be_told_of(sections, now);
        let mut items = Transaction::on(&app.table);
        for (key, _) in self.own.iter().filter(|(_, section)| !may(&[*section])) {
            items.delete(key, None)?;
        }
        let rings_here = |item: &&AlarmItem| item.rings_for == self.actor && !may(item.about.sections());
        let mut pieces = vec![items, self.watch(app, &may)?];
        for alarm in self.alarms.iter().filter(rings_here) {
            let mut ended = Transaction::on(&app.table);
            alarms::end(&mut ended, keys, alarm, by, now)?;
            pieces.push(ended);
        }
        pieces.retain(|piece| !piece.is_empty());
        Ok(pieces)
    }

    /// Nobody tells the account of a missed dose; where it was the only one that was told, the alarms know it.
    fn watch(&self, app: &App, may: &impl Fn(&[Section]) -> bool) -> Result<Transaction, Problem> {
        let (mut effect, keys) = (Transaction::on(&app.table), self.keys);
        let Some(own) = self.watchers.iter().find(|one| one.actor == self.actor && !may(&[Section::Medication])) else {
            return Ok(effect);
        };
        effect.delete(&keys.watcher(&self.actor), Some(own.version))?;
        let is_told = self.watchers.iter().any(|other| other.actor != self.actor && other.is_agreed());
        let ends = |item: &AlarmItem| item.rings_for == self.actor && !may(item.about.sections());
        let stays = self.alarms.iter().filter(|item| item.about.is_medicines() && !ends(item));
        for alarm in stays.filter(|item| item.delivery.watched != is_told) {
            alarms::watch(&mut effect, keys, alarm, is_told)?;
        }
        Ok(effect)
    }
}
