//! What an alarm is shown with: what was said of its doses of these days, who is related to the person still, and whether
//! anything rings for the person.

use notebook::id::AlarmId;
use notebook::time::{Instant, jst_day};
use platform::table::schema::ResidentKeys;
use records::items::{AlarmItem, IntakeItem, RelationItem};
use records::keys::ringing::quiet;
use records::prelude::*;
use records::related::Related;

use crate::answers::Answers;
use crate::entry::Entry;

/// Where what [`plan`] named is found.
#[derive(Clone, Copy, Default)]
pub struct Reads {
    intakes: PageOf<IntakeItem>,
    related: PageOf<RelationItem>,
}

/// Names what [`Showing::read`] looks at.
pub(crate) fn plan(keys: ResidentKeys, now: Instant, plan: &mut ReadPlan) -> Reads {
    plan.get(quiet(keys.resident()));
    Reads { intakes: plan.query(intakes(keys, now)), related: plan.query(Related::query(keys)) }
}

/// What was said of the doses that can be answered now, and of those beside them: yesterday's to tomorrow's.
fn intakes(keys: ResidentKeys, now: Instant) -> RangeQuery {
    let today = jst_day(now);
    keys.intakes(today.pred_opt().unwrap_or(today), today.succ_opt().unwrap_or(today))
}

/// What was read.
pub(crate) struct Showing {
    /// What was said of the doses of these days, of all alarms.
    pub(crate) intakes: Vec<IntakeItem>,
    /// Who may be reminded of what stands in the notebook.
    pub(crate) related: Related,
}

impl Showing {
    /// What the plan read.
    pub(crate) fn read(subject: &Authorised<Resident>, reads: Reads) -> Result<Self, Problem> {
        let fetched = subject.fetched();
        let related = Related::read(fetched.page(reads.related)?, subject.now())?;
        Ok(Self { intakes: fetched.all(reads.intakes)?, related })
    }

    /// What was said of an alarm's doses of these days.
    pub(crate) fn answers(&self, alarm: AlarmId) -> Answers {
        Answers::of(alarm, &self.intakes)
    }

    /// The alarm as get-alarm and list-alarms show it.
    pub(crate) fn entry(&self, subject: &Authorised<Resident>, item: AlarmItem) -> Result<Entry, Problem> {
        let (answers, rings) = (self.answers(item.alarm_id), self.related.hears(&item));
        Entry::new(item, &answers, subject, rings)
    }

    /// The same, as the answer about one alarm.
    pub(crate) fn answer(&self, subject: &Authorised<Resident>, item: AlarmItem) -> Result<Answer<Entry>, Problem> {
        let version = item.version;
        Ok(Answer::of(self.entry(subject, item)?).version(version))
    }
}
