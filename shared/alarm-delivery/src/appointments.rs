//! What the notifier asks right before it reminds of an appointment: whether the appointment still is to be reminded of, and how its
//! account may be told. Nothing of it travels through index or queue, so that every edit, end and withdrawal counts at once.

use alarm_engine::due::AlarmRef;
use alarm_engine::port::AppointmentWish;
use notebook::access::{RelationKind, Section};
use notebook::alarm::Minute;
use notebook::id::VisitId;
use notebook::notification::Way;
use notebook::time::{Day, Instant};
use platform::job::{JobKeys, System};
use platform::problem::Problem;
use platform::table::{ReadPlan, Table};
use records::appointments::visit_of;
use records::devices;
use records::items::{AppointmentItem, NotificationSettingsItem, VisitStatus};
use records::keys::section::{Medication, Visits};
use records::keys::{MedicationKeys, ringing};
use serde::Deserialize;

use crate::doses::Wish;

/// What a job reaches of people's appointments.
#[derive(Clone, Copy)]
pub struct Appointments<'a> {
    table: &'a Table,
    system: System,
}

/// How an account is told of an appointment now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// The account.
    pub account: String,
    /// By what, and whether it is the person's own.
    pub wish: Wish,
    /// Its devices, where it is told by push.
    endpoints: Vec<String>,
    /// The end of its quiet hours, where it has them now.
    held_until: Option<Instant>,
}

/// What is read of a visit: nothing of where it is, what it is for or what was written of it.
#[derive(Deserialize)]
struct Kept {
    visited_on: Day,
    status: VisitStatus,
    #[serde(default)]
    checked_in_at: Option<Instant>,
    #[serde(default)]
    appointment: Option<AppointmentItem>,
}

impl Kept {
    /// The account that is reminded of the visit at this minute, since when it wishes so, and until when; none where nobody is any more.
    fn reminds(&self, visit: VisitId, minute: Minute, now: Instant) -> Option<(String, Instant, Instant)> {
        let is_planned = self.status == VisitStatus::Planned && self.checked_in_at.is_none();
        let kept = self.appointment.as_ref().filter(|_| is_planned)?;
        let until = kept.appointment.reminded_until(self.visited_on);
        let still = now < until && kept.appointment.reminded_at(self.visited_on).contains(&minute);
        let (account, since) = kept.reminded(visit).filter(|_| still)?;
        Some((account.to_owned(), since, until))
    }
}

impl<'a> Appointments<'a> {
    /// Those of a table, for a job.
    pub fn of(table: &'a Table, system: System) -> Self {
        Self { table, system }
    }

    /// Whom this minute reminds of the appointment, and how; none where it reminds nobody any more: the appointment was changed, taken
    /// away or over, or will be before the account's quiet hours end; its account is not related to the person so that it sees visits, or was not all the time since it wished to be reminded;
    /// the person withdrew the consent; or the account does not wish it. Two round trips.
    ///
    /// # Errors
    ///
    /// 503 where the table does not answer; `internal` where a job does not declare visits.
    pub async fn told(self, minute: Minute, of: AlarmRef, now: Instant) -> Result<Option<Told>, Problem> {
        let visits: JobKeys<Visits> = self.system.notebook(of.resident)?;
        let choices: JobKeys<Medication> = self.system.notebook(of.resident)?;
        let key = visits.visit(visit_of(of));
        let mut plan = ReadPlan::default();
        plan.get(key.clone());
        let kept: Option<Kept> = self.table.read(plan).await?.get(&key)?;
        let reminded = kept.and_then(|kept| kept.reminds(visit_of(of), minute, now));
        let Some((account, wished_at, until)) = reminded else { return Ok(None) };

        let (quiet, chosen) = (ringing::quiet(of.resident), choices.notification_settings(&account));
        let mut plan = ReadPlan::default();
        plan.get(quiet.clone()).get(chosen.clone());
        visits.plan_relation(&account, &mut plan);
        let theirs = plan.query(devices::of_account(&account));
        let fetched = self.table.read(plan).await?;
        if fetched.item(&quiet)?.is_some() {
            return Ok(None);
        }
        let related = visits.relation(&account, &fetched)?;
        let Some(relation) = related.filter(|item| item.may_be_told_as_wished(Section::Visits, wished_at, now)) else {
            return Ok(None);
        };
        let settings = fetched.get::<NotificationSettingsItem>(&chosen)?.map(|item| item.settings).unwrap_or_default();
        let held_until = settings.held_until(now);
        let way = settings.appointment;
        if way == Way::Off || held_until.is_some_and(|end| end >= until) {
            return Ok(None);
        }
        let by_push = way == Way::Push;
        let endpoints = if by_push { devices::reachable(fetched.all(theirs)?, now) } else { Vec::new() };
        let own = relation.relation.kind == RelationKind::Oneself;
        Ok(Some(Told { account, wish: Wish { way, own }, endpoints, held_until }))
    }
}

impl From<Told> for AppointmentWish {
    fn from(told: Told) -> Self {
        let Told { account, endpoints, held_until, .. } = told;
        Self { account, endpoints, email: true, held_until }
    }
}
