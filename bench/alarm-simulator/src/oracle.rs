//! The oracle: works out from what people did what had to be shown, and holds what was shown against it.
//!
//! It shares [`DueEntry::rings_at`] with the engine, and nothing else: who collects, queues, claims or sends is no concern
//! of it.

use std::collections::{BTreeSet, HashMap};

use alarm_engine::due::{AlarmRef, DueEntry};
use alarm_engine::notification::{due_id, missed_id};
use alarm_engine::port::{IntakeState, SentKey};
use alarm_engine::timing::{LATE_SECONDS, LEAD_MINUTES, MISSED_MINUTES};
use chrono::Days;
use notebook::alarm::Minute;
use notebook::time::jst_day;

use crate::people::{Answer, instant};
use crate::world::{Inner, Shown};

/// The longest that a run lasts, milliseconds: so much later than it read may a follow-up tell.
const RUN: i64 = 40_000;

/// How long after its minute has begun a page may still be on its way to the push service without a fault, milliseconds.
const MOMENT: i64 = 3_000;

/// What was held against what.
#[derive(Debug, Clone, Default)]
pub struct Verdict {
    /// Occurrences that had to be shown, and were unless a finding says otherwise.
    pub due: u64,
    /// Occurrences that an edit or an early answer removed before their minute.
    pub removed: u64,
    /// Reminders that people asked for again.
    pub again: u64,
    /// Answers that people took back.
    pub taken_back: u64,
    /// Doses of which the watchers were told.
    pub told: u64,
    /// Copies of an id beyond the first on the same device: sent again after a fault, shown once.
    pub repeated: u64,
    /// Shown late, and marked so.
    pub late: u64,
    /// How long after its time each was shown, milliseconds.
    pub lateness: Vec<i64>,
    /// What is wrong.
    pub findings: Vec<String>,
}

struct Judge<'a> {
    world: &'a Inner,
    shown: HashMap<&'a str, Vec<&'a Shown>>,
    allowed: BTreeSet<String>,
    /// Ids of doses whose minute began between an edit's instant and its commit, or between those of an answer that was taken
    /// back: page and edit may both send them.
    straddled: BTreeSet<String>,
    verdict: Verdict,
    calm: bool,
    end: i64,
}

/// Holds what was shown until `end` (milliseconds since 1970) and after against what people did. In a calm run nothing is
/// late or sent twice.
pub fn judge(world: &Inner, end: i64, calm: bool) -> Verdict {
    let mut shown: HashMap<&str, Vec<&Shown>> = HashMap::new();
    for one in &world.shown {
        shown.entry(&one.id).or_default().push(one);
    }
    let mut judge = Judge {
        world,
        shown,
        allowed: BTreeSet::new(),
        straddled: BTreeSet::new(),
        verdict: Verdict::default(),
        calm,
        end,
    };
    for place in 0..world.people.alarms.len() {
        judge.alarm(place);
    }
    judge.verdict.taken_back = world.people.answers.iter().filter(|answer| answer.back).count() as u64;
    judge.strangers();
    judge.repetitions();
    judge.verdict
}

impl Judge<'_> {
    fn finding(&mut self, text: String) {
        self.verdict.findings.push(text);
    }

    /// All minutes at which one of the alarm's versions was the one that counts.
    fn alarm(&mut self, place: usize) {
        let world = self.world;
        let Some(alarm) = world.people.alarms.get(place) else { return };
        let edits: Vec<_> = world.people.edits.iter().filter(|edit| edit.place == place).collect();
        let mut minutes: HashMap<Minute, (bool, bool, i64)> = HashMap::new();
        for (nth, edit) in edits.iter().enumerate() {
            let next = edits.get(nth + 1);
            let ended = next.map_or(i64::MAX, |next| next.since);
            let unknown_until = next.map_or(i64::MAX, |next| next.committed);
            let last = unknown_until.max(ended).min(self.end + 86_400_000);
            for (time, entry) in &edit.entries {
                let mut day = jst_day(instant(edit.since));
                while day <= jst_day(instant(last)) {
                    let minute = Minute::at(day, *time);
                    let begins = minute.begins().timestamp_millis();
                    let truly = DueEntry { ended: Some(ended), ..entry.clone() }.rings_at(minute);
                    // As it was known when the minute began: an edit that names an earlier instant but was committed later
                    // cannot take back what was sent meanwhile.
                    let knowingly = entry.rings_at(minute) && begins <= unknown_until;
                    let slot = minutes.entry(minute).or_default();
                    slot.0 |= truly;
                    slot.1 |= truly || knowingly;
                    if truly && begins >= edit.since {
                        slot.2 = edit.committed;
                    }
                    day = day + Days::new(1);
                }
            }
        }
        let mut minutes: Vec<_> = minutes.into_iter().collect();
        minutes.sort_unstable();
        let mut rang = BTreeSet::new();
        for (minute, (truly, possibly, committed)) in minutes {
            let begins = minute.begins().timestamp_millis();
            if edits.iter().any(|edit| edit.since <= begins && begins <= edit.committed) {
                self.straddled.extend([due_id(alarm.alarm, minute, None), missed_id(alarm.alarm, minute)]);
            }
            if possibly {
                self.dose(place, alarm.alarm, minute, truly, committed);
                rang.insert(minute);
            }
        }
        // What was put off before an edit took its dose away still rings again: the person asked for that.
        let of = |answer: &&Answer| answer.place == place && !rang.contains(&answer.minute);
        let put_off: BTreeSet<Minute> = world.people.answers.iter().filter(of).map(|answer| answer.minute).collect();
        for minute in put_off {
            let answers = self.answers(place, minute);
            self.put_off(alarm.alarm, minute, &answers);
            self.missed(place, alarm.alarm, minute, &answers, false);
        }
    }

    fn answers(&self, place: usize, minute: Minute) -> Vec<Answer> {
        let of = |answer: &&Answer| answer.place == place && answer.minute == minute;
        self.world.people.answers.iter().filter(of).copied().collect()
    }

    /// One dose, which had to be shown if it `truly` rings, and may have been.
    fn dose(&mut self, place: usize, alarm: AlarmRef, minute: Minute, truly: bool, committed: i64) {
        let begins = minute.begins().timestamp_millis();
        let answers = self.answers(place, minute);
        // What was taken back before the minute began counts no more.
        let reopened = answers.iter().rposition(Answer::reopens);
        let standing = answers.get(reopened.map_or(0, |nth| nth + 1)..).unwrap_or_default();
        let since = reopened.and_then(|nth| answers.get(nth)).map_or(committed, |back| committed.max(back.committed));
        let removed = standing.iter().any(|answer| answer.committed < begins);
        let id = due_id(alarm, minute, None);
        if since >= begins && reopened.is_some() {
            self.straddled.insert(id.clone());
        }
        if removed {
            self.verdict.removed += 1;
        } else {
            self.allowed.insert(id.clone());
            // What a fault made late is dropped when the dose was answered, or put off, within the lead. Without a fault,
            // an answer that is committed before the notifier has read the minute's changes comes in time as well, although
            // the minute had begun when it was given.
            let soon = begins + LEAD_MINUTES * 60_000;
            let in_time = |answer: &Answer| {
                if self.calm {
                    answer.committed < begins.max(since) + MOMENT
                } else {
                    // Whoever takes an answer back is reminded anew, and by nothing that comes late.
                    answer.at < soon || answer.back
                }
            };
            let is_excused = standing.iter().any(|answer| answer.at < begins || in_time(answer));
            if truly && !is_excused && begins < self.end {
                self.verdict.due += 1;
                self.must_be_shown(&id, begins, begins.max(since));
                self.must_be_in_the_ledger(alarm, minute, &id);
            }
        }
        self.put_off(alarm, minute, &answers);
        self.missed(place, alarm, minute, &answers, truly);
    }

    fn must_be_shown(&mut self, id: &str, rings: i64, from: i64) {
        let Some(first) = self.shown.get(id).and_then(|all| all.iter().map(|one| one.at).min()) else {
            return self.finding(format!("lost: {id}"));
        };
        self.verdict.lateness.push(first - rings);
        if first < rings {
            self.finding(format!("too early: {id} at {}", instant(first)));
        }
        if self.calm && first > from + MOMENT {
            self.finding(format!("late without a fault: {id} at {}", instant(first)));
        }
        let late: Vec<(bool, i64)> =
            self.shown.get(id).into_iter().flatten().map(|one| (one.late, one.at - rings)).collect();
        self.verdict.late += u64::from(late.iter().all(|(late, _)| *late));
        for (late, after) in late {
            // Between deciding that it is late and the push service lies a latency, which a fault makes longer.
            if (late && after <= LATE_SECONDS * 1000) || (!late && after > LATE_SECONDS * 1000 + 6_000) {
                self.finding(format!("wrongly marked as late or not: {id}, {after} ms"));
            }
        }
    }

    /// The ledger that a list of doses reads says that it was delivered.
    fn must_be_in_the_ledger(&mut self, alarm: AlarmRef, minute: Minute, id: &str) {
        let claims = &self.world.table.claims;
        let at = minute.begins().timestamp();
        let own = claims.get(&SentKey::Own { minute, alarm, at });
        let pages =
            claims.range(SentKey::Page { minute, first: lowest(alarm) }..=SentKey::Page { minute, first: alarm });
        let mut all = own.into_iter().chain(pages.map(|(_, item)| item));
        if !all.any(|item| item.ledger().and_then(|ledger| ledger.of(alarm)).is_some_and(|known| known.delivered)) {
            self.finding(format!("not in the ledger: {id}"));
        }
    }

    fn put_off(&mut self, alarm: AlarmRef, minute: Minute, answers: &[Answer]) {
        for (nth, answer) in answers.iter().enumerate() {
            let Some(at) = answer.again else { continue };
            let rings = at * 1000;
            let id = due_id(alarm, minute, Some(at));
            let next = answers.get(nth + 1);
            if next.is_some_and(|next| next.committed < rings) {
                continue;
            }
            self.allowed.insert(id.clone());
            // An answer within the moments around its time may come before or after it.
            let is_open = next.is_none_or(|next| self.calm && next.committed > rings + 5_000);
            if is_open && rings < self.end {
                self.verdict.again += 1;
                self.must_be_shown(&id, rings, rings.max(answer.committed));
            }
        }
    }

    fn missed(&mut self, place: usize, alarm: AlarmRef, minute: Minute, answers: &[Answer], truly: bool) {
        let Some(state) = self.world.people.alarms.get(place) else { return };
        let id = missed_id(alarm, minute);
        let told: Vec<i64> = self.shown.get(id.as_str()).into_iter().flatten().map(|one| one.at).collect();
        let reminded = |id: &str| self.shown.get(id).and_then(|all| all.iter().map(|one| one.at).min());
        let begins = minute.begins().timestamp_millis();
        let times =
            answers.iter().filter_map(|answer| answer.again).map(|at| reminded(&due_id(alarm, minute, Some(at))));
        let first = times.chain([reminded(&due_id(alarm, minute, None))]).flatten().min();
        let is_settled = answers.last().is_some_and(Answer::settles);
        // Of what was due and never taken by a channel, before an edit or an answer took it away, those who watch hear.
        if !state.delivery.watched || (first.is_none() && !truly) {
            if !told.is_empty() {
                self.finding(format!("told of what nobody watches or was not due: {id}"));
            }
            return;
        }
        self.allowed.insert(id.clone());
        let half_an_hour = MISSED_MINUTES * 60_000;
        for at in &told {
            let heard = answers.iter().rfind(|answer| answer.committed + RUN < *at);
            let put_off = heard.and_then(|answer| answer.again);
            let from = put_off.map_or(begins, |again| again * 1000) + half_an_hour;
            if *at < from {
                self.finding(format!("told too early: {id} at {}", instant(*at)));
            }
            let later = answers.iter().any(|answer| answer.committed <= *at && answer.committed + RUN >= *at);
            if heard.is_some_and(Answer::settles) && !later {
                self.finding(format!("told although it was answered: {id}"));
            }
        }
        let known = self.world.table.intakes.get(&(minute, alarm)).map(|intake| intake.state);
        // A dose that was sent while an edit that takes it away was being committed need not be followed up.
        if truly && !is_settled && first.is_some_and(|first| first < self.end) {
            self.verdict.told += 1;
            if told.is_empty() {
                self.finding(format!("nobody was told: {id}"));
            }
            if known != Some(IntakeState::Missed { told: true }) {
                self.finding(format!("not written down as missed: {id}, {known:?}"));
            }
            let last = answers.last().and_then(|answer| answer.again).map_or(begins, |again| again * 1000);
            let soon = last.max(first.unwrap_or(begins)) + half_an_hour + 5_000;
            if self.calm && told.iter().any(|at| *at > soon) {
                self.finding(format!("told late without a fault: {id}"));
            }
        }
        if is_settled && known != Some(IntakeState::Answered) {
            self.finding(format!("an answer was overwritten: {id}, {known:?}"));
        }
    }

    /// What was shown and could not be.
    fn strangers(&mut self) {
        let strange: Vec<String> =
            self.shown.keys().filter(|id| !self.allowed.contains(**id)).map(|id| (*id).to_owned()).collect();
        for id in strange {
            let at = self.shown.get(id.as_str()).and_then(|all| all.first()).map_or(0, |one| one.at);
            self.finding(format!("shown although it was removed: {id} at {}", instant(at)));
        }
    }

    fn repetitions(&mut self) {
        let mut seen: HashMap<(&str, &str), u64> = HashMap::new();
        for one in &self.world.shown {
            *seen.entry((&one.id, &one.target)).or_default() += 1;
        }
        // Several people without a device share the topic, but not an id.
        let repeated: u64 = seen.values().map(|times| times - 1).sum();
        self.verdict.repeated = repeated;
        let is_needless = |id: &str, times: u64| times > 1 && !self.straddled.contains(id);
        let needless =
            seen.iter().find(|((id, _), times)| is_needless(id, **times)).map(|((id, _), _)| (*id).to_owned());
        if let Some(id) = needless.filter(|_| self.calm) {
            self.finding(format!("sent twice without a fault: {id}"));
        }
    }
}

fn lowest(alarm: AlarmRef) -> AlarmRef {
    let mut lowest = alarm;
    lowest.resident.0 = "00000000-0000-0000-0000-000000000000".parse().unwrap_or(alarm.resident.0);
    lowest
}
