//! What follows from an answer for what is sent: nothing rings for it any more, a reminder that was asked for, a stock that
//! runs low.

use alarm_engine::change::{Change, of_putting_off};
use alarm_engine::due::AlarmRef;
use alarm_engine::message::{NotifyMessage, Own, PageEntry};
use alarm_engine::timing::LEAD_MINUTES;
use chrono::TimeDelta;
use notebook::alarm::{Intake, MISSED_AFTER, Minute};
use notebook::time::Instant;
use platform::queue::Letter;
use records::alarms::expiring;
use records::items::{AlarmItem, RingItem};
use records::keys::ringing as ringing_keys;
use records::prelude::*;

use crate::ringing;

/// What an answer changes of what is sent.
pub(crate) struct Sending {
    pub(crate) alarm: AlarmRef,
    pub(crate) minute: Minute,
    pub(crate) now: Instant,
}

impl Sending {
    /// The devices on which the alarm rings now: they change without it.
    pub(crate) async fn find_devices(
        &self,
        app: &App,
        subject: &Authorised<Resident>,
        alarm: &mut AlarmItem,
    ) -> Result<(), Problem> {
        let key = ringing_keys::ring(&alarm.rings_for, self.alarm);
        let ring: Option<RingItem> = if alarm.rings_for == subject.caller().actor {
            subject.fetched().get(&key)?
        } else {
            let mut plan = ReadPlan::default();
            plan.get(key.clone());
            app.table.read(plan).await?.get(&key)?
        };
        if let Some(ring) = ring {
            alarm.delivery.endpoints = ring.endpoints;
        }
        Ok(())
    }

    /// An answer that comes before the notification, or soon after it, keeps it from going out, under whatever time the dose
    /// is set to; a wish to be reminded again is noted where the sweep finds it.
    pub(crate) fn write(
        &self,
        effect: &mut Transaction,
        alarm: &AlarmItem,
        intake: Intake,
        also: &[Minute],
    ) -> Result<(), Problem> {
        let set_now = also.iter().copied().filter(|minute| alarm.alarm.setting.recurrence.rings_at(*minute));
        // Who takes an answer back is reminded once: not by what was queued for the dose's own minute as well, however late it is.
        let is_withdrawn = matches!(intake, Intake::Withdrawn(_));
        for minute in set_now.chain([self.minute]) {
            if is_withdrawn || self.now < minute.begins() + TimeDelta::minutes(LEAD_MINUTES) {
                let key = ringing_keys::early_answer(minute, self.alarm);
                let change = Change::Answered { alarm: self.alarm };
                effect.put(&key, &change, &expiring(minute.begins()), Only::Always)?;
            }
        }
        if let Some(at) = intake.reminder() {
            let (minute, change) = of_putting_off(self.entry(alarm), self.minute, at.timestamp());
            let key = ringing_keys::put_off(minute, self.alarm, self.minute);
            effect.put(&key, &change, &expiring(minute.begins()), Only::Always)?;
        }
        Ok(())
    }

    /// Declares that the reminder that was asked for is queued, and that the stock runs low.
    pub(crate) fn send(
        &self,
        app: &App,
        call: &Call,
        alarm: &AlarmItem,
        intake: Option<Intake>,
        low: bool,
    ) -> Result<(), Problem> {
        let mut letters = Vec::new();
        // Long afterwards nobody knows any more that it was sent.
        let reminder = intake.and_then(Intake::reminder).filter(|at| self.now < *at + MISSED_AFTER);
        if let Some(at) = reminder {
            let own = Own { minute: self.minute, at: at.timestamp(), version: 0, entry: self.entry(alarm) };
            letters.push(Letter::new(&NotifyMessage::Own(own.clone()), own.delay(self.now))?);
        }
        if low {
            let refill = NotifyMessage::Refill { minute: self.minute, entry: self.entry(alarm) };
            letters.push(Letter::new(&refill, 0)?);
        }
        ringing::queue(app, call, letters);
        Ok(())
    }

    fn entry(&self, alarm: &AlarmItem) -> PageEntry {
        PageEntry { alarm: self.alarm, delivery: alarm.addressed() }
    }
}
