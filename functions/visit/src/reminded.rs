//! Whom the reminders of appointments reach: what is shown beside them, and who is reminded of one that is edited.

use notebook::access::Section;
use notebook::time::Instant;
use platform::table::schema::ResidentKeys;
use records::items::{RelationItem, VisitItem};
use records::keys::ringing::quiet;
use records::prelude::*;
use records::related;

/// Whom the reminders of an appointment reach.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "AppointmentReminds")]
pub(crate) enum Reminds {
    /// The caller.
    Me,
    /// Another account of the family: the one that set them.
    Another,
    /// Nobody: none was set, it is not planned any more, the account that set them does not see visits any more or came back
    /// to the family since, or the consent that
    /// reminders need is withdrawn.
    Nobody,
}

/// Names what [`Related::read`] looks at.
pub(crate) fn plan(keys: ResidentKeys, plan: &mut ReadPlan) -> PageOf<RelationItem> {
    plan.get(quiet(keys.resident()));
    plan.query(related::Related::query(keys))
}

/// Who may be reminded.
pub(crate) struct Related<'a> {
    caller: &'a str,
    kin: related::Related,
    is_quiet: bool,
}

impl<'a> Related<'a> {
    /// What the plan read.
    pub(crate) fn read(subject: &'a Authorised<Resident>, page: PageOf<RelationItem>) -> Result<Self, Problem> {
        let fetched = subject.fetched();
        Ok(Self {
            caller: &subject.caller().actor,
            kin: related::Related::read(fetched.page(page)?, subject.now())?,
            is_quiet: fetched.item(&quiet(subject.resident()))?.is_some(),
        })
    }

    /// The account that a visit reminds, where it still may be told of it, and since when it does.
    fn account<'v>(&self, visit: &'v VisitItem) -> Option<(&'v str, Instant)> {
        let (account, since) = visit.appointment.as_ref()?.reminded(visit.visit_id)?;
        self.kin.hears_as_wished(account, Section::Visits, since).then_some((account, since))
    }

    /// Whom the reminders of this one reach.
    pub(crate) fn reminds(&self, visit: &VisitItem) -> Reminds {
        match self.account(visit).filter(|_| visit.is_planned() && !self.is_quiet) {
            None => Reminds::Nobody,
            Some((account, _)) if account == self.caller => Reminds::Me,
            Some(_) => Reminds::Another,
        }
    }

    /// The account that is reminded of an appointment from an edit by the caller on: the one that was, or the caller where it may
    /// not be told of it any more, or nobody was; and since when that account is.
    pub(crate) fn heir(&self, before: &VisitItem, now: Instant) -> (String, Instant) {
        let (account, since) = self.account(before).unwrap_or((self.caller, now));
        (account.to_owned(), since)
    }
}
