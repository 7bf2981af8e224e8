//! The devices of an account and the alarms that ring on them. The index of recurrences holds a copy of the endpoints, so that
//! firing reads nothing else; whoever changes a device writes all copies in the same transaction, under the account's lock.

use notebook::time::Instant;
use platform::problem::Problem;
use platform::table::range::RangeQuery;
use platform::table::schema::{ActorKeys, Key};
use platform::table::transaction::{Meta, Only};
use platform::table::{Fetched, PageOf, ReadPlan, Transaction};

use crate::due::DueChange;
use crate::items::{ContactItem, DeviceItem, RingItem};
use crate::keys::{AccountKeys, ringing};

/// Names the devices of an account.
pub fn query(keys: &ActorKeys) -> RangeQuery {
    RangeQuery::prefix(keys.partition(), ActorKeys::DEVICES)
}

/// Names the devices of the account of this name.
pub fn of_account(actor: &str) -> RangeQuery {
    query(&ActorKeys::of(actor))
}

/// Names the alarms that ring on an account's devices. The sort keys begin with an id's hexadecimal.
pub fn alarms(actor: &str) -> RangeQuery {
    RangeQuery::between(ringing::rings(actor), "0", "g")
}

/// The endpoints of the devices that can be reached.
pub fn reachable(devices: Vec<DeviceItem>, now: Instant) -> Vec<String> {
    let reachable = devices.into_iter().filter(|device| device.is_reachable(now));
    reachable.filter_map(|device| device.endpoint).collect()
}

/// An account's devices and alarms.
pub struct Rings {
    keys: ActorKeys,
    actor: String,
    /// The devices.
    pub devices: Vec<DeviceItem>,
    alarms: Vec<RingItem>,
    contact: Option<ContactItem>,
}

/// Where what [`Rings::plan`] named is found.
#[derive(Debug, Default, Clone, Copy)]
pub struct RingsPages {
    devices: PageOf<DeviceItem>,
    alarms: PageOf<RingItem>,
}

impl Rings {
    /// Names what [`Self::read`] looks at: two queries, one item.
    pub fn plan(actor: &str, plan: &mut ReadPlan) -> RingsPages {
        let keys = ActorKeys::of(actor);
        plan.get(keys.contact());
        RingsPages { devices: plan.query(query(&keys)), alarms: plan.query(alarms(actor)) }
    }

    /// What the plan read.
    pub fn read(actor: &str, fetched: &Fetched, pages: RingsPages) -> Result<Self, Problem> {
        let keys = ActorKeys::of(actor);
        let (devices, alarms) = (fetched.all(pages.devices)?, fetched.all(pages.alarms)?);
        let contact = fetched.get(&keys.contact())?;
        Ok(Self { keys, actor: actor.to_owned(), devices, alarms, contact })
    }

    /// Puts a device in its version; the first only where there is none.
    pub fn put_device(&self, effect: &mut Transaction, device: &DeviceItem) -> Result<(), Problem> {
        let meta = Meta {
            version: Some(device.version),
            expires_at: Some(device.expires_at().timestamp()),
            ..Meta::default()
        };
        let only = if device.version == 1 { Only::IfNew } else { Only::IfVersion(device.version - 1) };
        effect.put(&self.device(device), device, &meta, only)
    }

    /// Deletes a device, and that its token is its own.
    pub fn delete_device(&self, effect: &mut Transaction, device: &DeviceItem) -> Result<(), Problem> {
        effect.delete(&self.device(device), Some(device.version))?;
        release(effect, device)
    }

    /// The key of a device.
    pub fn device(&self, device: &DeviceItem) -> Key {
        self.keys.device(device.device_id)
    }

    /// Writes the endpoints of the devices, as they are now, to every alarm that rings on them, and takes the lock.
    /// `subject` is the account's name in the user pool, where it is known.
    pub fn write(&self, effect: &mut Transaction, now: Instant, subject: Option<&str>) -> Result<(), Problem> {
        let endpoints = reachable(self.devices.clone(), now);
        for ring in &self.alarms {
            if ring.endpoints == endpoints {
                continue;
            }
            let alarm = ring.alarm();
            for reference in &ring.due {
                DueChange::Endpoints(&endpoints).write(effect, alarm, *reference)?;
            }
            let ring = RingItem { endpoints: endpoints.clone(), ..ring.clone() };
            effect.put(&ringing::ring(&self.actor, alarm), &ring, &Meta::default(), Only::Always)?;
        }
        // An alarm that is made at this moment read the devices as they were: one of the two starts again from its read.
        lock(effect, &self.actor, self.contact.as_ref(), subject)
    }

    /// Takes the lock once more, after [`Self::write`] was carried out by itself: an alarm that was made in between, with the
    /// devices as they were, makes this one start again from its read.
    pub fn lock_again(&self, effect: &mut Transaction, subject: Option<&str>) -> Result<(), Problem> {
        let before = self.contact.as_ref();
        let known = before.and_then(|contact| contact.subject.clone()).or_else(|| subject.map(str::to_owned));
        let taken = ContactItem { subject: known, version: before.map_or(0, |contact| contact.version) + 1 };
        lock(effect, &self.actor, Some(&taken), subject)
    }
}

/// Takes the lock of an account's alarms: its next version, on condition that nobody else took it since it was read. `subject` is
/// the account's own name in the user pool, and nobody else's: what is known stays.
pub fn lock(
    effect: &mut Transaction,
    actor: &str,
    before: Option<&ContactItem>,
    subject: Option<&str>,
) -> Result<(), Problem> {
    let version = before.map_or(0, |contact| contact.version) + 1;
    let known = before.and_then(|contact| contact.subject.clone());
    let next = ContactItem { subject: known.or_else(|| subject.map(str::to_owned)), version };
    let meta = Meta { version: Some(version), ..Meta::default() };
    let only = before.map_or(Only::IfNew, |contact| Only::IfVersion(contact.version));
    effect.put(&ringing::contact(actor), &next, &meta, only)
}

/// Keeps the account's own name in the user pool where it is not known yet: without it no e-mail finds its way there.
pub fn know(effect: &mut Transaction, actor: &str, before: Option<&ContactItem>, subject: &str) -> Result<(), Problem> {
    if before.is_some_and(|contact| contact.subject.is_some()) {
        return Ok(());
    }
    lock(effect, actor, before, Some(subject))
}

/// That a device's token is its own, no more: before it has another one, or goes.
pub fn release(effect: &mut Transaction, device: &DeviceItem) -> Result<(), Problem> {
    // Who holds a token has its hash; whoever takes it empties that in the same transaction.
    if device.token_hash.is_empty() {
        return Ok(());
    }
    effect.delete(&ringing::token(device.platform.as_str(), &device.token_hash), None)
}
