//! Health guidance as the person, its office and other institutions are shown it, and the end of a follow-up.

use notebook::access::Role;
use notebook::guidance::{Channel, Goal};
use notebook::id::{GuidanceId, ResidentId};
use notebook::resident::Identity;
use notebook::text::Text;
use notebook::time::{Day, Instant};
use platform::table::schema::{ResidentKeys, attribute};
use platform::table::transaction::Change;

use crate::items::{FollowUpItem, GuidanceItem, GuidedItem};
use crate::places::Institution;
use crate::prelude::*;

/// A guidance as it is shown.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "HealthGuidance")]
pub struct Shown {
    /// The guidance.
    pub guidance_id: GuidanceId,
    /// Whose it is, by its name at the time.
    pub institution: Institution,
    /// The role of who wrote it.
    pub author_role: Role,
    /// How they spoke.
    pub channel: Channel,
    /// What about; null where it was retracted.
    pub topic: Option<Text<100>>,
    /// What the person should read; null where it was retracted.
    pub text: Option<String>,
    /// What both agreed on, and how it goes.
    pub goals: Vec<Goal>,
    /// The day on which they speak again; null where none was agreed.
    pub next_on: Option<Day>,
    /// When it was written.
    pub written_at: Instant,
    /// When it was last amended; null where it was not.
    pub amended_at: Option<Instant>,
    /// When it was retracted; null where it was not.
    pub retracted_at: Option<Instant>,
    /// The version that `ETag` shows and `If-Match` names.
    #[schemars(with = "Version")]
    pub version: u64,
}

impl From<Versioned<GuidanceItem>> for Shown {
    fn from(Versioned { item, version }: Versioned<GuidanceItem>) -> Self {
        Self {
            guidance_id: item.guidance_id,
            institution: Institution { code: item.institution_code, name: Some(item.institution_name) },
            author_role: item.author_role,
            channel: item.channel,
            topic: item.topic,
            text: item.text.map(Text::into_string),
            goals: item.goals,
            next_on: item.next_on,
            written_at: item.written_at,
            amended_at: item.amended_at,
            retracted_at: item.retracted_at,
            version,
        }
    }
}

/// Where it stands in the time index: an id says when it was made, which is when it was written.
pub fn place(id: GuidanceId) -> String {
    by_time::guidance(id.made_at(), id)
}

/// The Query of one guidance, whichever office's it is.
pub fn one(keys: ResidentKeys, id: GuidanceId) -> RangeQuery {
    let place = place(id);
    RangeQuery::between(keys.partition(), &place, &place).by_time().limit(1)
}

/// The Query of all offices that follow the person up, or did.
pub fn follow_ups(keys: ResidentKeys) -> RangeQuery {
    RangeQuery::prefix(keys.partition(), ResidentKeys::FOLLOW_UPS)
}

/// The line of a person in an office's list.
pub fn line(follow_up: &FollowUpItem, person: ResidentId) -> Key {
    shared::guided_line(&follow_up.institution_code, follow_up.next_on, person)
}

/// Writes a follow-up over the one that was read, with the person's line in the office's list, and takes away the line that stood elsewhere. Both
/// at once: a line that is written beside a follow-up that ended meanwhile would name the person to an office that they left. Three writes at most.
pub fn stand(
    effect: &mut Transaction,
    keys: ResidentKeys,
    before: Option<&FollowUpItem>,
    after: &FollowUpItem,
    identity: Identity,
) -> Result<(), Problem> {
    let (resident_id, until) = (keys.resident(), after.follow_up.until());
    write(effect, keys, before, after.clone())?;
    if let Some(before) = before.filter(|before| before.next_on != after.next_on) {
        effect.delete(&line(before, resident_id), None)?;
    }
    let item = GuidedItem { resident_id, identity, next_on: after.next_on, last_on: after.last_on(), until };
    let meta = Meta { expires_at: Some(until.timestamp()), ..Meta::default() };
    effect.put(&line(after, resident_id), &item, &meta, Only::Always)
}

/// What a mistake leaves of a follow-up that rests on the check-in of this instant: it rests on the one before, or was none. Nothing where it rests on
/// another. Two writes.
pub fn without(
    effect: &mut Transaction,
    keys: ResidentKeys,
    stored: &FollowUpItem,
    check_in: Instant,
    now: Instant,
) -> Result<(), Problem> {
    if stored.follow_up.opened_at != check_in || stored.follow_up.ended_at.is_some() {
        return Ok(());
    }
    match stored.follow_up.without_the_last().filter(|before| before.runs(now)) {
        Some(follow_up) => {
            let (until, mut change) = (follow_up.until(), Change::default());
            change.set("until", &until)?.set(attribute::EXPIRES_AT, &until.timestamp())?;
            effect.change(&line(stored, keys.resident()), &change)?;
            write(effect, keys, Some(stored), FollowUpItem { follow_up, ..stored.clone() })
        }
        None => forget(effect, keys, stored),
    }
}

/// Ends a follow-up: the office reads and writes nothing more without a new check-in, and its list does not name the person. Two writes.
pub fn end(effect: &mut Transaction, keys: ResidentKeys, stored: &FollowUpItem, now: Instant) -> Result<(), Problem> {
    let mut ended = stored.clone();
    ended.follow_up.ended_at = Some(now);
    write(effect, keys, Some(stored), ended)?;
    effect.delete(&line(stored, keys.resident()), None)
}

/// Takes away a follow-up that began with another person's guidance: it never was one, and a check-in that is open still counts. Two writes.
pub fn forget(effect: &mut Transaction, keys: ResidentKeys, stored: &FollowUpItem) -> Result<(), Problem> {
    effect.delete(&keys.follow_up(&stored.institution_code), Some(stored.version))?;
    effect.delete(&line(stored, keys.resident()), None)
}

/// Writes a follow-up over what was read.
fn write(
    effect: &mut Transaction,
    keys: ResidentKeys,
    before: Option<&FollowUpItem>,
    mut item: FollowUpItem,
) -> Result<(), Problem> {
    item.version = before.map_or(1, |before| before.version + 1);
    let meta = Meta { version: Some(item.version), ..Meta::default() };
    let only = before.map_or(Only::IfNew, |before| Only::IfVersion(before.version));
    effect.put(&keys.follow_up(&item.institution_code), &item, &meta, only)
}
