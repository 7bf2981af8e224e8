//! What the writing of an alarm stands on: the person's alarms, who watches, the devices that it rings on, and how many
//! alarms there may be.

use alarm_engine::due::Delivery;
use notebook::access::RelationKind;
use notebook::alarm::About;
use notebook::id::{AlarmId, MedicationId};
use notebook::time::{Day, Instant, jst_day};
use platform::auth::Caller;
use platform::table::schema::ResidentKeys;
use records::alarms;
use records::devices;
use records::items::{AlarmItem, ContactItem, DeviceItem, RingItem, WatcherItem};
use records::keys::ringing;
use records::medicines::lock;
use records::prelude::*;

use crate::draft::{Draft, NotificationText, SecondChannel};
use crate::showing::{self, Showing};

/// Most alarms of a person, and of those that ring for an account.
const MOST_ALARMS: usize = 30;

/// Most times of day of all of them together: when a device changes, all are written in one transaction.
const MOST_TIMES: usize = 60;

/// Most alarms that are set for a person on one day: each may have a dose at once, and is kept for that then.
const MOST_A_DAY: usize = 60;

/// Where what [`plan`] named is found.
#[derive(Default)]
pub struct Reads {
    watchers: PageOf<WatcherItem>,
    devices: PageOf<DeviceItem>,
    rings: PageOf<RingItem>,
    alarms: PageOf<AlarmItem>,
    pub(crate) showing: showing::Reads,
}

/// Names what [`Ground::read`] looks at.
pub(crate) fn plan(call: &Call, keys: &Proposed, draft: &Draft, plan: &mut ReadPlan) -> Result<Reads, Problem> {
    let (resident, account) = (keys.resident()?, keys.account());
    draft.medication_ids.plan(resident, plan);
    plan.get(account.contact());
    lock::plan(resident, plan);
    Ok(Reads {
        watchers: plan.query(resident.watchers()),
        devices: plan.query(devices::query(&account)),
        rings: plan.query(devices::alarms(&call.caller().actor)),
        alarms: plan.query(alarms::query(resident)),
        showing: showing::plan(resident, keys.now, plan),
    })
}

/// What was read.
pub(crate) struct Ground {
    /// The person's alarms, ended ones too.
    pub(crate) alarms: Vec<AlarmItem>,
    /// What they are shown with.
    pub(crate) showing: Showing,
    watched: bool,
    endpoints: Vec<String>,
    /// Of the account that the alarm rings for.
    rings: Vec<RingItem>,
    contact: Option<ContactItem>,
}

impl Ground {
    /// What the plan read; of another account than the caller's, where the alarm rings for that, in a second wave.
    pub(crate) async fn read(
        app: &App,
        subject: &Authorised<Resident>,
        reads: Reads,
        rings_for: &str,
    ) -> Result<Self, Problem> {
        let fetched = subject.fetched();
        let now = subject.now();
        let watchers = fetched.all(reads.watchers)?;
        let own = rings_for == subject.caller().actor;
        let (endpoints, rings, contact) = if own {
            let contact = fetched.get(&subject.account_keys().contact())?;
            (devices::reachable(fetched.all(reads.devices)?, now), fetched.all(reads.rings)?, contact)
        } else {
            let key = ringing::contact(rings_for);
            let mut plan = ReadPlan::default();
            plan.get(key.clone());
            let rings = plan.query(devices::alarms(rings_for));
            let theirs = app.table.read(plan).await?;
            (Vec::new(), theirs.all(rings)?, theirs.get(&key)?)
        };
        Ok(Self {
            alarms: alarms::any(app, subject.keys(), fetched.page(reads.alarms)?).await?,
            showing: Showing::read(subject, reads.showing)?,
            watched: watchers.iter().any(WatcherItem::is_agreed),
            endpoints,
            rings,
            contact,
        })
    }

    /// The alarm of this id, or 404; one that was ended is there no more.
    pub(crate) fn live(&self, id: AlarmId) -> Result<AlarmItem, Problem> {
        let found = self.alarms.iter().find(|item| item.alarm_id == id && item.alarm.is_live());
        found.cloned().ok_or_else(Problem::not_found)
    }

    /// Whether an alarm rings for somebody today or later. What the person only withdrew the consent for rings again with it.
    pub(crate) fn rings(&self, item: &AlarmItem, today: Day) -> bool {
        item.alarm.rings_from(today) && self.showing.related.hears(item)
    }

    /// 422 where beside this alarm another still rings that was made from the same suggestion, or for one of these entries,
    /// which tell of the same dispensing; naming each. An alarm that says no suggestion is not asked.
    pub(crate) fn is_first_for(&self, item: &AlarmItem, same: &[MedicationId], today: Day) -> Result<(), Problem> {
        let others = self.of_same(item, same).filter(|other| self.rings(other, today));
        let found: Vec<String> = others.map(|other| other.alarm_id.to_string()).collect();
        if found.is_empty() {
            return Ok(());
        }
        Err(Problem::of(Code::AlarmOfSameMedicine).with("alarm_ids", found))
    }

    /// The other alarms that were made from the same suggestion, or for one of these entries.
    fn of_same<'a>(&'a self, item: &'a AlarmItem, same: &'a [MedicationId]) -> impl Iterator<Item = &'a AlarmItem> {
        let others = self.alarms.iter().filter(move |other| other.alarm_id != item.alarm_id);
        others.filter(move |other| other.stands_for(item.origin.as_ref(), same))
    }

    /// Alarms in whose place this one comes: set still, and for an account that is not related any more. Left as they are, they
    /// would say every day that a dose was missed that this one reminds of.
    pub(crate) fn replaced<'a>(
        &'a self,
        item: &'a AlarmItem,
        same: &'a [MedicationId],
    ) -> impl Iterator<Item = &'a AlarmItem> {
        self.of_same(item, same).filter(|other| other.alarm.is_live() && !self.showing.related.hears(other))
    }

    /// 422 where this alarm, with so many times, would be one too many for the person or for the account, or one more than are set
    /// on a day.
    pub(crate) fn has_room_for(
        &self,
        (alarm, rings_for): (AlarmId, &str),
        times: usize,
        now: Instant,
    ) -> Result<(), Problem> {
        let persons = self.alarms.iter().filter(|other| other.alarm.is_live() && other.alarm_id != alarm);
        let persons: Vec<usize> = persons.map(|other| other.due.len()).collect();
        let accounts = self.rings.iter().filter(|other| other.alarm_id != alarm);
        let accounts: Vec<usize> = accounts.map(|other| other.due.len()).collect();
        for others in [persons, accounts] {
            if others.len() >= MOST_ALARMS || others.iter().sum::<usize>() + times > MOST_TIMES {
                return Err(Problem::of(Code::TooManyAlarms)
                    .with("most_alarms", MOST_ALARMS)
                    .with("most_times", MOST_TIMES));
            }
        }
        let is_new = self.alarms.iter().all(|other| other.alarm_id != alarm);
        // Of the account's own: nobody uses up what another may set.
        let own = self.alarms.iter().filter(|other| other.rings_for == rings_for);
        let today = own.filter(|other| jst_day(other.made_at) == jst_day(now));
        if is_new && today.count() >= MOST_A_DAY {
            return Err(Problem::of(Code::TooManyAlarmsToday).with("most_alarms", MOST_A_DAY));
        }
        Ok(())
    }

    /// Makes room for one more alarm among those that are kept.
    pub(crate) async fn make_room(
        &self,
        app: &App,
        effect: &mut Transaction,
        keys: ResidentKeys,
    ) -> Result<(), Problem> {
        alarms::make_room(&app.table, effect, keys, &self.alarms).await
    }

    fn ring(&self, alarm: &AlarmItem) -> Option<&RingItem> {
        self.rings.iter().find(|ring| ring.alarm_id == alarm.alarm_id)
    }

    /// How an alarm is sent now.
    pub(crate) fn delivered(&self, item: &AlarmItem) -> Delivery {
        let endpoints = self.ring(item).map_or_else(|| item.delivery.endpoints.clone(), |ring| ring.endpoints.clone());
        Delivery { endpoints, ..item.delivery.clone() }
    }

    /// How an alarm about this with these wishes is sent, which rings for this account: `own`, the caller's. Another's devices are
    /// as they were: only their owner's account knows them.
    pub(crate) fn delivery(
        &self,
        (about, draft): (About, &Draft),
        before: Option<&AlarmItem>,
        (rings_for, made_by): (&str, RelationKind),
        own: bool,
    ) -> Delivery {
        let ring = before.filter(|_| !own).and_then(|item| self.ring(item));
        let kept = ring.map(|ring| ring.endpoints.clone());
        Delivery {
            endpoints: kept.unwrap_or_else(|| self.endpoints.clone()),
            about,
            // Who does not record anything misses nothing.
            watched: self.watched && about.is_medicines(),
            named: draft.notification_text == NotificationText::Label,
            email: draft.second_channel == SecondChannel::Email,
            // It rings for the account that made it.
            account: (made_by != RelationKind::Oneself).then(|| rings_for.to_owned()),
        }
    }

    /// The next version of the lock of the account's alarms. Only its own account knows its name: who edits another's alarm does
    /// not become whom its e-mail goes to.
    pub(crate) fn lock(&self, effect: &mut Transaction, rings_for: &str, caller: &Caller) -> Result<(), Problem> {
        let own = (rings_for == caller.actor).then_some(caller.subject.as_str());
        devices::lock(effect, rings_for, self.contact.as_ref(), own)
    }
}
