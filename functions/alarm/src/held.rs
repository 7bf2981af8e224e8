//! One push token, one device: whoever registers a token takes it from the device that had it, of whatever account, with
//! that device's copies in the index of recurrences.

use notebook::id::DeviceId;
use notebook::time::Instant;
use records::devices::Rings;
use records::items::{DeviceItem, TokenItem};
use records::prelude::*;
use web_push::Subscription;

/// Writes that leave room in a transaction for what the platform adds.
pub(crate) const MOST_WRITES: usize = 88;

/// Who held a token.
pub(crate) struct Held {
    key: Key,
    /// The version of what says so.
    version: Option<u64>,
    /// The devices of another account that loses it.
    theirs: Option<Rings>,
    /// Those that lose it, of either account.
    lost: Vec<DeviceItem>,
    /// Whether this device has it already.
    pub(crate) is_own: bool,
    /// Where messages went until now, of a browser.
    pub(crate) subscription: Option<Subscription>,
    now: Instant,
}

impl Held {
    /// Looks up who holds a token that this device registers. A device of the same account that loses it does so in `own`.
    pub(crate) async fn read(
        app: &App,
        subject: &Authorised<Account>,
        key: &Key,
        device: DeviceId,
        own: &mut Rings,
        now: Instant,
    ) -> Result<Self, Problem> {
        let holder: Option<TokenItem> = subject.fetched().get(key)?;
        let version = holder.as_ref().map(|holder| holder.version);
        let subscription = holder.as_ref().and_then(|holder| holder.subscription.clone());
        let mut held =
            Self { key: key.clone(), version, theirs: None, lost: Vec::new(), is_own: false, subscription, now };
        let Some(holder) = holder else { return Ok(held) };
        if holder.actor == subject.caller().actor {
            held.is_own = holder.device_id == device;
            if !held.is_own {
                held.lost.extend(lose(own, holder.device_id, now));
            }
        } else {
            let mut plan = ReadPlan::default();
            let pages = Rings::plan(&holder.actor, &mut plan);
            let mut theirs = Rings::read(&holder.actor, &app.table.read(plan).await?, pages)?;
            held.lost.extend(lose(&mut theirs, holder.device_id, now));
            held.theirs = Some(theirs);
        }
        Ok(held)
    }

    /// The version of what says who held it; none where nobody did.
    pub(crate) fn version(&self) -> Option<u64> {
        self.version
    }

    /// Adds that `device` holds the token now, and that the other does not. Two accounts with very many alarms do not fit one
    /// transaction: then the other one loses it first, and for that moment nobody has it.
    pub(crate) async fn take(
        &mut self,
        app: &App,
        call: &Call,
        effect: &mut Transaction,
        own: &Rings,
        device: &DeviceItem,
        subscription: Option<Subscription>,
    ) -> Result<(), Problem> {
        let rings = self.theirs.as_ref().unwrap_or(own);
        let mut loss = Transaction::on(&app.table);
        for lost in &self.lost {
            rings.put_device(&mut loss, lost)?;
        }
        if let Some(theirs) = &self.theirs {
            theirs.write(&mut loss, self.now, None)?;
        }
        if !loss.is_empty() && loss.len() + effect.len() + 1 > MOST_WRITES {
            if let Some(version) = self.version.take() {
                loss.delete(&self.key, Some(version))?;
            }
            call.step(app, loss).await?;
        } else {
            effect.append(&loss);
        }
        let version = self.version.map_or(1, |version| version + 1);
        let (actor, device_id) = (call.caller().actor.clone(), device.device_id);
        let item = TokenItem { actor, device_id, subscription, version };
        let meta =
            Meta { version: Some(version), expires_at: Some(device.expires_at().timestamp()), ..Meta::default() };
        effect.put(&self.key, &item, &meta, self.version.map_or(Only::IfNew, Only::IfVersion))
    }
}

/// The device as it is without its token.
fn lose(rings: &mut Rings, device: DeviceId, now: Instant) -> Option<DeviceItem> {
    let device = rings.devices.iter_mut().find(|known| known.device_id == device)?;
    device.lose(now);
    Some(device.clone())
}
