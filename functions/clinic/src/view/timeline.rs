//! What happened, across institutions, in one line each; and what of it is new since the last visit.

use notebook::text::one_line;
use notebook::time::{Day, Instant};
use records::prelude::*;

/// Most lines of the timeline.
const MOST_EVENTS: usize = 100;
/// Most entries that are named as new.
const MOST_NEW: usize = 100;
/// Most characters of a line's title.
const MOST_TITLE: usize = 60;

/// Kinds of entry, in the order in which those of the same time stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "TimelineKind")]
pub(crate) enum Kind {
    /// 受診
    Visit,
    /// An institution's note to the patient.
    Note,
    /// 調剤, or a medicine that the person entered.
    Dispensing,
    /// Daily values.
    Daily,
    /// 保健指導
    Guidance,
}

/// One line of the timeline.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "TimelineEvent")]
pub(crate) struct Event {
    /// The day in Japan.
    pub(crate) on: Day,
    /// The instant, where it is known.
    pub(crate) at: Option<Instant>,
    pub(crate) kind: Kind,
    /// Id of the visit, note or dispensing.
    pub(crate) id: String,
    /// Its name, or its code where only that is known.
    pub(crate) institution: Option<String>,
    /// Department and reason, beginning of the note, or names of the medicines.
    pub(crate) title: Option<String>,
}

/// An entry by kind and id.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "TimelineReference")]
pub(crate) struct Reference {
    kind: Kind,
    id: String,
}

impl Reference {
    pub(crate) fn new(kind: Kind, id: &impl ToString) -> Self {
        Self { kind, id: id.to_string() }
    }
}

/// The lines, newest first, and whether there are more.
pub(crate) fn of(mut events: Vec<Event>) -> (Vec<Event>, bool) {
    // Newest first; where only the day is known, after what has a time on that day; of the same time, in the order of `Kind`.
    events.sort_by_key(|event| (std::cmp::Reverse((event.on, event.at)), event.kind));
    let more = events.len() > MOST_EVENTS;
    events.truncate(MOST_EVENTS);
    (events, more)
}

/// What came into the notebook after an instant, newest first.
pub(crate) fn new_since(mut arrived: Vec<(Instant, Reference)>, since: Instant) -> Vec<Reference> {
    arrived.retain(|(made_at, _)| *made_at > since);
    arrived.sort_by(|(at, one), (other_at, other)| (other_at, &other.id).cmp(&(at, &one.id)));
    arrived.truncate(MOST_NEW);
    arrived.into_iter().map(|(_, reference)| reference).collect()
}

/// Parts joined and shortened; nothing where there are none.
pub(crate) fn title<'a>(parts: impl Iterator<Item = &'a str>) -> Option<String> {
    let joined = parts.collect::<Vec<_>>().join("、");
    (!joined.is_empty()).then(|| shortened(&one_line(&joined), MOST_TITLE))
}

/// At most so many characters.
pub(crate) fn shortened(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((at, _)) => format!("{}…", text.get(..at).unwrap_or(text)),
        None => text.to_owned(),
    }
}
