//! What the operations on health guidance share.
//!
//! A guidance belongs to the office that wrote it. As with notes, what it said before it was amended or retracted is moved into a history
//! item, which no operation reads.

use chrono::TimeDelta;
use notebook::access::Role;
use notebook::guidance::{Channel, Goal, GoalStatus, MOST_GOALS};
use notebook::id::{GoalId, GuidanceId};
use notebook::line::Line;
use notebook::resident::{Identity, Resident as Person};
use notebook::text::Text;
use notebook::time::{Day, Instant, jst_day};
use records::guidance::{self, place};
use records::items::{FollowUpItem, GuidanceItem, RetractionReason};
use records::prelude::*;

/// A guidance as the office writes it.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "GuidanceDraft")]
pub struct Draft {
    /// How they spoke.
    pub(crate) channel: Channel,
    /// What about, in one line.
    pub(crate) topic: Line<100>,
    /// What the person should read.
    pub(crate) text: Text<4000>,
    /// What both agreed on, three at most, none twice; an empty list where they agreed on nothing. A goal that stays as it was keeps what
    /// the person said of it.
    #[schemars(length(max = 3))]
    goals: Vec<Line<200>>,
    /// The day on which they speak again, not before today; `null` where none was agreed.
    #[serde(deserialize_with = "Option::deserialize")]
    pub(crate) next_on: Option<Day>,
}

/// Furthest ahead that they may agree on a day, in days: two years.
const MOST_DAYS_AHEAD: i64 = 731;

impl Draft {
    /// 422 where it has too many goals, or speaks of a day before this one.
    pub(crate) fn check(&self, day: Day) -> Result<(), Problem> {
        if self.goals.len() > MOST_GOALS {
            return Err(Problem::field(Code::InvalidValue, "/goals", Wrong::TooMany { most: MOST_GOALS }));
        }
        let twice = |(at, goal): (usize, &Line<200>)| self.goals.iter().take(at).any(|other| other == goal);
        if self.goals.iter().enumerate().any(twice) {
            return Err(Problem::field(Code::InvalidValue, "/goals", Wrong::Twice));
        }
        let last = day + TimeDelta::days(MOST_DAYS_AHEAD);
        if self.next_on.is_some_and(|next| !(day..=last).contains(&next)) {
            return Err(Problem::field(Code::InvalidValue, "/next_on", Wrong::DaysBetween { from: day, to: last }));
        }
        Ok(())
    }

    /// Its goals: those that were there before keep their id and what the person said of them.
    pub(crate) fn goals(&self, app: &App, now: Instant, before: &[Goal]) -> Result<Vec<Goal>, Problem> {
        let goal = |line: &Line<200>| -> Result<Goal, Problem> {
            let text: Text<200> = line.clone().into();
            if let Some(kept) = before.iter().find(|goal| goal.text == text) {
                return Ok(kept.clone());
            }
            let goal_id = GoalId::new(now, app.random()?);
            Ok(Goal { goal_id, text, status: GoalStatus::default(), memo: None, said_at: None, said_by: None })
        };
        self.goals.iter().map(goal).collect()
    }
}

/// What a guidance said before, and who replaced it.
#[derive(Serialize)]
struct History<'a> {
    #[serde(flatten)]
    guidance: &'a GuidanceItem,
    replaced_at: Instant,
    replaced_by: &'a str,
    replaced_by_role: Role,
    reason: Option<RetractionReason>,
}

/// The answer of all that write.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "GuidanceReference")]
pub struct Output {
    /// The guidance.
    pub(crate) guidance_id: GuidanceId,
}

/// Names what [`replace`] looks at beside the guidance, which the decision reads.
pub(crate) fn plan(keys: &Proposed, plan: &mut ReadPlan) -> Result<(), Problem> {
    let code = keys.institution.as_deref().ok_or_else(Problem::not_found)?;
    plan.get(keys.resident()?.follow_up(code)).get(keys.resident()?.profile());
    Ok(())
}

/// The guidance of the path.
pub(crate) fn own(call: &Call, subject: &Authorised<Guided>) -> Result<Versioned<GuidanceItem>, Problem> {
    from_item(subject.need(&subject.keys().guidance(subject.institution(), call.path("guidance_id")?))?)
}

/// The follow-up as it was read.
pub(crate) fn follow_up(subject: &Authorised<Guided>) -> Result<Option<FollowUpItem>, Problem> {
    subject.fetched().get(&subject.keys().follow_up(subject.institution()))
}

/// Who the person is now.
pub(crate) fn identity(subject: &Authorised<Guided>) -> Result<Identity, Problem> {
    let person: Person = from_item(subject.need(&subject.keys().profile())?)?;
    Ok(person.identity)
}

/// The answer where the guidance is as the caller wants it: nothing is written but the record of the key.
pub(crate) async fn unchanged(
    app: &App,
    call: &Call,
    stored: &Versioned<GuidanceItem>,
) -> Result<Answer<Output>, Problem> {
    let ids = [stored.item.guidance_id.to_string(), stored.version.to_string()];
    call.commit(app, Transaction::on(&app.table), &ids).await?;
    replayed(&ids)
}

/// What is left of a follow-up without a guidance that was meant for somebody else, of which the office's `others` are given, newest first: what the last of
/// them says; and without the check-in under which nothing else stands. None where nothing is left.
fn without(
    before: &FollowUpItem,
    id: GuidanceId,
    others: &[Versioned<GuidanceItem>],
    now: Instant,
) -> Option<FollowUpItem> {
    let is_theirs =
        |item: &&GuidanceItem| item.guidance_id != id && item.retraction_reason != Some(RetractionReason::WrongPatient);
    let last = others.iter().map(|other| &other.item).find(is_theirs)?;
    let mut after = before.clone();
    if last.written_at < before.follow_up.opened_at {
        after.follow_up = before.follow_up.without_the_last().filter(|follow_up| follow_up.runs(now))?;
    }
    if before.last == id {
        (after.last, after.next_on) = (last.guidance_id, last.next_on);
    }
    Some(after)
}

/// Replaces the guidance and keeps what it said; the follow-up and the office's list go with it. `others` are the office's newest, where this one is taken
/// back because it was meant for somebody else.
pub(crate) async fn replace(
    app: &App,
    call: &Call,
    subject: &Authorised<Guided>,
    stored: &Versioned<GuidanceItem>,
    replacement: &GuidanceItem,
    others: Option<&[Versioned<GuidanceItem>]>,
) -> Result<Answer<Output>, Problem> {
    let (keys, version, id) = (subject.keys(), stored.version + 1, stored.item.guidance_id);
    let history = History {
        guidance: &stored.item,
        replaced_at: call.now(),
        replaced_by: &subject.caller().actor,
        replaced_by_role: subject.role(),
        reason: replacement.retraction_reason,
    };
    let mut effect = Transaction::on(&app.table);
    let meta = Meta { version: Some(version), by_time: Some(place(id)), ..Meta::default() };
    effect.put(&keys.guidance(subject.institution(), id), replacement, &meta, Only::IfVersion(stored.version))?;
    effect.put(&keys.guidance_history(id, stored.version), &history, &Meta::default(), Only::IfNew)?;
    if let Some(before) = follow_up(subject)?.filter(|follow_up| follow_up.follow_up.ended_at.is_none()) {
        let after = match others {
            Some(others) => without(&before, id, others, call.now()),
            None if before.last == id => Some(FollowUpItem { next_on: replacement.next_on, ..before.clone() }),
            None => Some(before.clone()),
        };
        match after {
            None => guidance::forget(&mut effect, keys, &before)?,
            Some(after) if after == before => {}
            Some(after) => {
                guidance::stand(&mut effect, keys, Some(&before), &after, identity(subject)?)?;
            }
        }
    }
    let ids = [id.to_string(), version.to_string()];
    call.commit(app, effect, &ids).await?;
    replayed(&ids)
}

/// The answer of a write that happened, from the ids that were remembered.
pub(crate) fn replayed(ids: &[String]) -> Result<Answer<Output>, Problem> {
    let missing = || Problem::internal("no id remembered");
    let guidance_id = ids.first().and_then(|id| id.parse().ok()).ok_or_else(missing)?;
    let version = ids.get(1).and_then(|version| version.parse().ok()).ok_or_else(missing)?;
    Ok(Answer::of(Output { guidance_id }).version(version))
}

/// The day on which a guidance was written, in Japan.
pub(crate) fn day_of(item: &GuidanceItem) -> Day {
    jst_day(item.written_at)
}
