//! What was said of an alarm's doses around a day, and that it is still so when a write is committed.

use notebook::alarm::Minute;
use notebook::id::AlarmId;
use platform::table::schema::ResidentKeys;
use records::items::IntakeItem;
use records::prelude::*;

/// Most minutes of a day that a write looks at once more: an alarm has eight, and some more where it was changed often. Where
/// there are more, nothing is written: what is not looked at could have been answered.
const MOST_CHECKS: usize = 40;

/// What was said of one alarm's doses.
#[derive(Default)]
pub(crate) struct Answers {
    /// The minutes that were answered.
    pub(crate) answered: Vec<Minute>,
    /// Those of which something is kept, and no answer stands: found missed, or taken back; with their versions.
    unanswered: Vec<(Minute, u64)>,
}

impl Answers {
    /// Those of this alarm.
    pub(crate) fn of(alarm: AlarmId, intakes: &[IntakeItem]) -> Self {
        let mut answers = Self::default();
        for item in intakes.iter().filter(|item| item.alarm_id == alarm) {
            if item.intake.is_answer() {
                answers.answered.push(item.minute);
            } else {
                answers.unanswered.push((item.minute, item.version));
            }
        }
        answers
    }

    /// Whether nothing was ever said of them.
    pub(crate) fn is_empty(&self) -> bool {
        self.answered.is_empty() && self.unanswered.is_empty()
    }

    /// Requires that none of these minutes was answered since: an edit and an answer that cross would otherwise leave a dose
    /// due that was taken.
    pub(crate) fn check_open(
        &self,
        effect: &mut Transaction,
        keys: ResidentKeys,
        alarm: AlarmId,
        minutes: impl Iterator<Item = Minute>,
    ) -> Result<(), Problem> {
        let open: Vec<Minute> = minutes.filter(|minute| !self.answered.contains(minute)).collect();
        if open.len() > MOST_CHECKS {
            return Err(Problem::of(Code::AlarmChangedTooOften));
        }
        for minute in open {
            let key = keys.intake(minute, alarm);
            match self.unanswered.iter().find(|(unanswered, _)| *unanswered == minute) {
                Some((_, version)) => effect.check_version(&key, *version)?,
                None => effect.check_none(&key)?,
            }
        }
        Ok(())
    }
}
