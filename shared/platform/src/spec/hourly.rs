//! How often one account may do something in an hour: what follows from an operation's kind, and what it says itself.

use super::{Method, Spec, Who};

/// What is counted, and how many of it one account has in an hour of the clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hourly {
    /// Every call, whatever becomes of it: where guessing pays, where a call costs much without a write, and for staff.
    Calls(u32),
    /// What was written: an effect, or the entry of a look in another's log. What is refused and what changes nothing is not
    /// counted. Nor is a repetition under the same key, unless its answer shows another's notebook once more: that is a look.
    Writes(u32),
}

/// Writes of a person with one operation in an hour. Nobody types an entry every six seconds for an hour; a family of five that
/// enters a year of paper (some 60 dispensings, 120 visits and as many alarms and answers) does so in one sitting. A program
/// that writes all it may adds 14,400 entries a day, and fills a notebook in months, long after the alarms of operation.
const WRITES: u32 = 600;

/// Looks of family with one operation in an hour: each is an entry in the person's log. A page that is asked for every three
/// seconds stays below it.
const LOOKS: u32 = 1_200;

impl Spec {
    /// How often one account may do it in an hour. Whatever lets an account make a notebook grow has a limit: writes by
    /// their effects, reads of another's notebook by their entries in its log. An account's own reads write nothing and have
    /// none: there the gateway's throttle is enough. Staff's are always said, because their work differs by operation.
    pub const fn hourly(&self) -> Option<Hourly> {
        match (self.own_limit, self.who, self.method) {
            (Some(own), ..) => Some(own),
            // Who holds an emergency card has no account: the gateway's throttle of the route stands for a limit.
            (
                None,
                Who::Nobody
                | Who::EmergencyCard
                | Who::Staff(_)
                | Who::Clinic(_)
                | Who::Counter(_)
                | Who::ClinicVisit(_)
                | Who::Guidance(_)
                | Who::OwnGuidance(_)
                | Who::Dispensing(_),
                _,
            )
            | (None, Who::Account | Who::ResidentAccount, Method::Get) => None,
            (None, Who::Resident(..) | Who::Related(_), Method::Get) => Some(Hourly::Writes(LOOKS)),
            (None, Who::Resident(..) | Who::Related(_) | Who::Account | Who::ResidentAccount, _) => {
                Some(Hourly::Writes(WRITES))
            }
        }
    }

    /// Limits the calls of one account in an hour, whatever becomes of them.
    #[must_use]
    pub const fn hourly_limit(mut self, calls: u32) -> Self {
        self.own_limit = Some(Hourly::Calls(calls));
        self
    }

    /// Limits what one account writes with it in an hour, where the usual number does not fit.
    #[must_use]
    pub const fn writes_an_hour(mut self, writes: u32) -> Self {
        self.own_limit = Some(Hourly::Writes(writes));
        self
    }
}
