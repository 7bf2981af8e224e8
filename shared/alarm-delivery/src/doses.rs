//! What the engine asks of people's notebooks and accounts: labels, answers, who watches, devices that fail.
//!
//! A job is called by no person: it is given ids by the queue that only our own functions write, and reads these few items, as
//! what it declares ([`platform::job::Job::REACHES`]).

use alarm_engine::due::AlarmRef;
use alarm_engine::notification::Recipient;
use alarm_engine::port::{self, IntakeState, RefillWish, Reminded, Watcher};
use notebook::access::RelationKind;
use notebook::alarm::{About, Intake as Said, Minute};
use notebook::id::ResidentId;
use notebook::notification::Way;
use notebook::time::{Instant, jst_day};
use platform::job::{JobKeys, System};
use platform::problem::Problem;
use platform::table::schema::{ActorKeys, Key};
use platform::table::{Fetched, PageOf, ReadPlan, Table, Transaction};
use records::devices::{self, Rings};
use records::items::{AlarmItem, DeviceItem, IntakeItem, KeptAlarm, NotificationSettingsItem, RingItem, WatcherItem};
use records::keys::section::Medication;
use records::keys::{MedicationKeys, ringing};
use serde::de::DeserializeOwned;

/// How often a device's failure is written again when the account's alarms change at the same time.
const ATTEMPTS: u32 = 4;

async fn one<T: DeserializeOwned>(table: &Table, key: &Key) -> Result<Option<T>, Problem> {
    let mut plan = ReadPlan::default();
    plan.get(key.clone());
    table.read(plan).await?.get(key)
}

/// What a job reaches of people's notebooks.
#[derive(Clone, Copy)]
pub struct Notebooks<'a> {
    table: &'a Table,
    system: System,
}

impl<'a> Notebooks<'a> {
    /// Those of a table, for a job.
    pub fn of(table: &'a Table, system: System) -> Self {
        Self { table, system }
    }

    fn keys(self, of: ResidentId) -> Result<JobKeys<Medication>, Problem> {
        self.system.notebook(of)
    }

    async fn alarm(self, alarm: AlarmRef) -> Result<Option<KeptAlarm>, Problem> {
        one(self.table, &self.keys(alarm.resident)?.alarm(alarm.alarm)).await
    }

    /// The alarm's label.
    pub(super) async fn label(self, of: AlarmRef) -> Result<Option<String>, Problem> {
        Ok(self.alarm(of).await?.map(|kept| kept.any().alarm.setting.label.into_string()))
    }

    /// The account on whose devices an alarm rings.
    pub async fn rings_for(self, of: AlarmRef) -> Result<Option<String>, Problem> {
        Ok(self.alarm(of).await?.map(|kept| kept.any().rings_for))
    }

    /// What became of a dose: answered too where it was answered under another time that it was, or is, set to.
    pub(super) async fn intake(self, minute: Minute, of: AlarmRef) -> Result<Option<port::Intake>, Problem> {
        let keys = self.keys(of.resident)?;
        let mut plan = ReadPlan::default();
        plan.get(keys.alarm(of.alarm));
        let of_day = plan.query(keys.intakes_of_dose_day(minute));
        let fetched = self.table.read(plan).await?;
        let mut intakes: Vec<IntakeItem> = fetched.all(of_day)?;
        intakes.retain(|item| item.alarm_id == of.alarm);
        let own = intakes.iter().find(|item| item.minute == minute);
        let state = |item: &IntakeItem| match item.intake {
            Said::Snoozed(at) | Said::Withdrawn(Some(at)) => IntakeState::PutOff { at: at.timestamp() },
            Said::Withdrawn(None) if item.answered_at < item.minute.begins() => IntakeState::Open,
            Said::Taken(_) | Said::Skipped | Said::Withdrawn(None) => IntakeState::Answered,
            Said::Missed => IntakeState::Missed { told: item.told_at.is_some() },
        };
        if own.is_none_or(|item| !item.intake.is_answer()) {
            let kept: Option<KeptAlarm> = fetched.get(&keys.alarm(of.alarm))?;
            let alarm = kept.and_then(KeptAlarm::of_medicines);
            let answers = intakes.iter().filter(|item| item.intake.is_answer());
            let answered: Vec<Minute> = answers.map(|item| item.minute).collect();
            if !answered.is_empty() && alarm.is_some_and(|item| item.alarm.dose(minute, &answered).is_none()) {
                let version = own.map(|item| item.version).unwrap_or_default();
                return Ok(Some(port::Intake { state: IntakeState::Answered, version }));
            }
        }
        Ok(own.map(|item| port::Intake { state: state(item), version: item.version }))
    }

    /// The item of a missed dose, as the next version. Of an answer that was taken back it keeps that there had been one.
    pub(super) async fn missed(
        self,
        (minute, of): (Minute, AlarmRef),
        version: Option<u64>,
        told: bool,
        now: Instant,
    ) -> Result<(Key, IntakeItem), Problem> {
        let key = self.keys(of.resident)?.intake(minute, of.alarm);
        let before: Option<IntakeItem> = if version.is_some() { one(self.table, &key).await? } else { None };
        let item = IntakeItem {
            alarm_id: of.alarm,
            minute,
            intake: Said::Missed,
            of: None,
            used: None,
            answered_at: now,
            answered_by: None,
            told_at: told.then_some(now),
            withdrawn: before.and_then(|before| before.withdrawn),
            version: version.unwrap_or_default() + 1,
        };
        Ok((key, item))
    }

    /// Who is told that a dose was missed: both agreed, the relation lets the account see medicines, and the person's consent lets
    /// anything be said, all at this moment.
    pub(super) async fn watchers(self, of: AlarmRef, now: Instant) -> Result<Vec<Watcher>, Problem> {
        let keys = self.keys(of.resident)?;
        let page = self.table.query(keys.watchers()).await?;
        let agreed: Vec<WatcherItem> = page.read()?.into_iter().filter(WatcherItem::is_agreed).collect();
        if agreed.is_empty() {
            return Ok(Vec::new());
        }
        let mut plan = ReadPlan::default();
        let mut asked: Vec<(WatcherItem, PageOf<DeviceItem>)> = Vec::new();
        for watcher in agreed {
            self.plan_telling(of.resident, &watcher.actor, Told::Watcher, &mut plan)?;
            let theirs = plan.query(devices::query(&ActorKeys::of(&watcher.actor)));
            asked.push((watcher, theirs));
        }
        let fetched = self.table.read(plan).await?;
        let mut watchers = Vec::new();
        for (watcher, theirs) in asked {
            let Some(wish) = self.may_tell(&fetched, of.resident, &watcher.actor, Told::Watcher, now)? else {
                continue;
            };
            let by_push = wish.way == Way::Push;
            let endpoints = if by_push { devices::reachable(fetched.all(theirs)?, now) } else { Vec::new() };
            watchers.push(Watcher { account: watcher.actor, endpoints, email: true });
        }
        Ok(watchers)
    }

    /// How the account that an alarm rings for is told of its stock, in two round trips: its devices and its wishes as they are
    /// now, however long the message waited. None where there is nothing to tell any more. Whether the stock is low is asked as of
    /// the day of the dose: a night later the doses of that day would not count.
    pub(super) async fn refill_wish(
        self,
        minute: Minute,
        of: AlarmRef,
        now: Instant,
    ) -> Result<Option<RefillWish>, Problem> {
        let day = jst_day(minute.begins());
        let is_low = |item: &AlarmItem| {
            let recurrence = &item.alarm.setting.recurrence;
            item.alarm.is_live() && item.stock.as_ref().is_some_and(|stock| stock.is_low(recurrence, day))
        };
        let alarm = self.alarm(of).await?.and_then(KeptAlarm::of_medicines).filter(is_low);
        let Some(alarm) = alarm else { return Ok(None) };
        let (ring, chosen) =
            (ringing::ring(&alarm.rings_for, of), self.keys(of.resident)?.notification_settings(&alarm.rings_for));
        let mut plan = ReadPlan::default();
        plan.get(ring.clone()).get(chosen.clone());
        let fetched = self.table.read(plan).await?;
        let settings = fetched.get::<NotificationSettingsItem>(&chosen)?.map(|item| item.settings).unwrap_or_default();
        let endpoints = fetched.get::<RingItem>(&ring)?.map(|ring| ring.endpoints).unwrap_or_default();
        let held_until = settings.held_until(now);
        Ok(match settings.refill {
            Way::Push => Some(RefillWish { endpoints, email: alarm.delivery.email, held_until }),
            Way::Email => Some(RefillWish { endpoints: Vec::new(), email: true, held_until }),
            Way::Off => None,
        })
    }

    /// How a reminder may leave now to an account; none where it may not. For what waited in a queue, at the last moment.
    pub async fn may_leave(
        self,
        of: ResidentId,
        account: &str,
        told: Told,
        now: Instant,
    ) -> Result<Option<Wish>, Problem> {
        let mut plan = ReadPlan::default();
        self.plan_telling(of, account, told, &mut plan)?;
        self.may_tell(&self.table.read(plan).await?, of, account, told, now)
    }

    /// Names what [`Self::may_tell`] looks at.
    fn plan_telling(self, of: ResidentId, account: &str, told: Told, plan: &mut ReadPlan) -> Result<(), Problem> {
        let keys = self.keys(of)?;
        plan.get(ringing::quiet(of));
        keys.plan_relation(account, plan);
        if told != Told::Ringing {
            plan.get(keys.notification_settings(account));
        }
        if told == Told::Watcher {
            plan.get(keys.watcher(account));
        }
        Ok(())
    }

    fn may_tell(
        self,
        fetched: &Fetched,
        of: ResidentId,
        account: &str,
        told: Told,
        now: Instant,
    ) -> Result<Option<Wish>, Problem> {
        if fetched.item(&ringing::quiet(of))?.is_some() {
            return Ok(None);
        }
        let keys = self.keys(of)?;
        let sections = told.about().sections();
        let related = keys.relation(account, fetched)?.filter(|item| item.may_be_told_of(sections, now));
        let Some(relation) = related else { return Ok(None) };
        let own = relation.relation.kind == RelationKind::Oneself;
        let agrees = |item: WatcherItem| item.is_agreed();
        if told == Told::Watcher && !fetched.get(&keys.watcher(account))?.is_some_and(agrees) {
            return Ok(None);
        }
        if matches!(told, Told::Ringing | Told::Recording) {
            return Ok(Some(Wish { way: Way::Push, own }));
        }
        let chosen: Option<NotificationSettingsItem> = fetched.get(&keys.notification_settings(account))?;
        let settings = chosen.map(|item| item.settings).unwrap_or_default();
        let way = if told == Told::Watcher { settings.dose_missed.into() } else { settings.refill };
        Ok((way != Way::Off).then_some(Wish { way, own }))
    }

    /// Those of these alarms whose account may not be reminded of them, or not any more: one request for all relations. Where an
    /// entry was written before it named its account, one more comes first, for these alarms; one that is not there rings for nobody.
    pub(super) async fn estranged(self, alarms: Vec<Reminded>, now: Instant) -> Result<Vec<AlarmRef>, Problem> {
        let own = |of: &AlarmRef| Ok::<_, Problem>(self.keys(of.resident)?.alarm(of.alarm));
        let mut plan = ReadPlan::default();
        for reminded in alarms.iter().filter(|reminded| reminded.account.is_none()) {
            plan.get(own(&reminded.alarm)?);
        }
        let unnamed = self.table.read(plan).await?;
        let mut asked = Vec::with_capacity(alarms.len());
        let mut plan = ReadPlan::default();
        for Reminded { alarm: of, account, about } in alarms {
            let account = match account {
                Some(account) => Some(account),
                None => unnamed.get::<KeptAlarm>(&own(&of)?)?.map(|kept| kept.any().rings_for),
            };
            let keys = self.keys(of.resident)?;
            if let Some(account) = &account {
                keys.plan_relation(account, &mut plan);
            }
            asked.push((of, keys, account, about));
        }
        let fetched = self.table.read(plan).await?;
        let mut estranged = Vec::new();
        for (of, keys, account, about) in asked {
            let relation = account.map(|account| keys.relation(&account, &fetched)).transpose()?.flatten();
            if !relation.is_some_and(|item| item.may_be_told_of(about.sections(), now)) {
                estranged.push(of);
            }
        }
        Ok(estranged)
    }

    /// Notes that a device can no longer be reached: its owner is shown so, and no alarm asks it again.
    pub(super) async fn endpoint_failed(
        self,
        recipient: &Recipient,
        endpoint: &str,
        at: Instant,
    ) -> Result<(), Problem> {
        let actor = match recipient {
            Recipient::Watcher { account, .. } => account.clone(),
            Recipient::Person(of) => match self.rings_for(*of).await? {
                Some(actor) => actor,
                None => return Ok(()),
            },
        };
        for _ in 0..ATTEMPTS {
            let mut plan = ReadPlan::default();
            let pages = Rings::plan(&actor, &mut plan);
            let fetched = self.table.read(plan).await?;
            let mut rings = Rings::read(&actor, &fetched, pages)?;
            let Some(device) = rings.devices.iter_mut().find(|device| device.endpoint.as_deref() == Some(endpoint))
            else {
                return Ok(());
            };
            if device.failed_at.is_some() {
                return Ok(());
            }
            device.failed_at = Some(at);
            device.version += 1;
            let device = device.clone();
            let mut effect = Transaction::on(self.table);
            rings.put_device(&mut effect, &device)?;
            rings.write(&mut effect, at, None)?;
            match self.table.commit(&effect).await {
                Ok(()) => return Ok(()),
                Err(platform::table::Cancelled::Failed(problem)) => return Err(problem),
                Err(_) => {}
            }
        }
        Ok(())
    }
}

/// As what an account is told of a dose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Told {
    /// The alarm rings for it.
    Ringing,
    /// The reminder to record rings for it.
    Recording,
    /// The alarm rings for it, and its stock runs low.
    Refill,
    /// It watches, and both sides agreed.
    Watcher,
}

impl Told {
    /// What it is told of.
    fn about(self) -> About {
        match self {
            Self::Ringing | Self::Refill | Self::Watcher => About::Medicines,
            Self::Recording => About::Record,
        }
    }
}

/// How an account is told of something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wish {
    /// By push or by e-mail.
    pub way: Way,
    /// Whether it is the person's own account.
    pub own: bool,
}
