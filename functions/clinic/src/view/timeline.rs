//! What happened, across institutions, in one line each; and what of it is new since the last visit.

use notebook::text::{Text, one_line};
use notebook::time::{Day, Instant, jst_day};
use records::prelude::*;
use serde_json::Value;

use super::made_at;
use super::sections::Shown;

/// Most lines of the timeline.
const MOST_EVENTS: usize = 100;
/// Most entries that are named as new.
const MOST_NEW: usize = 100;
/// Most characters of a line's title.
const MOST_TITLE: usize = 60;

/// Kinds of entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
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
}

/// One line of the timeline.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "TimelineEvent")]
pub(crate) struct Event {
    /// The day in Japan.
    on: Day,
    /// The instant, where it is known.
    at: Option<Instant>,
    kind: Kind,
    /// Id of the visit, note or dispensing.
    id: String,
    /// Its name, or its code where only that is known.
    institution: Option<String>,
    /// Department and reason, beginning of the note, or names of the medicines.
    title: Option<String>,
}

/// An entry by kind and id.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "TimelineReference")]
pub(crate) struct Reference {
    kind: Kind,
    id: String,
}

/// The lines, newest first, and whether there are more.
pub(crate) fn of(shown: &Shown) -> (Vec<Event>, bool) {
    let mut events = Vec::new();
    for visit in shown.visits.iter().flatten() {
        let name = visit.institution_name.as_ref().map(Text::as_str).or(visit.institution_code.as_deref());
        let parts = [visit.department.as_ref().map(Text::as_str), visit.reason.as_deref()];
        events.push(Event {
            on: visit.visited_on,
            at: visit.checked_in_at,
            kind: Kind::Visit,
            id: visit.visit_id.to_string(),
            institution: name.map(str::to_owned),
            title: title(parts.into_iter().flatten()),
        });
        for note in &visit.notes {
            events.push(Event {
                on: jst_day(note.written_at),
                at: Some(note.written_at),
                kind: Kind::Note,
                id: note.note_id.to_string(),
                institution: Some(name.unwrap_or(&note.institution_code).to_owned()),
                title: title(note.text.as_deref().into_iter()),
            });
        }
    }
    events.extend(shown.medication.iter().flatten().filter_map(dispensing));
    // Newest first; where only the day is known, after what has a time on that day.
    events.sort_by_key(|event| std::cmp::Reverse((event.on, event.at)));
    let more = events.len() > MOST_EVENTS;
    events.truncate(MOST_EVENTS);
    (events, more)
}

/// What came into the notebook after an instant, newest first.
pub(crate) fn new_since(shown: &Shown, since: Instant) -> Vec<Reference> {
    let mut found = Vec::new();
    for visit in shown.visits.iter().flatten() {
        found.push((visit.visit_id.made_at(), Kind::Visit, visit.visit_id.to_string()));
        let notes = visit.notes.iter();
        found.extend(notes.map(|note| (note.note_id.made_at(), Kind::Note, note.note_id.to_string())));
    }
    for value in shown.medication.iter().flatten() {
        let id = value.get("id").and_then(Value::as_str).unwrap_or_default();
        found.push((made_at(id), Kind::Dispensing, id.to_owned()));
    }
    let records = shown.daily.iter().flatten();
    found.extend(records.map(|record| (record.record_id.made_at(), Kind::Daily, record.record_id.to_string())));
    found.retain(|(made_at, ..)| *made_at > since);
    found.sort_by(|a, b| (b.0, &b.2).cmp(&(a.0, &a.2)));
    found.truncate(MOST_NEW);
    found.into_iter().map(|(_, kind, id)| Reference { kind, id }).collect()
}

fn dispensing(value: &Value) -> Option<Event> {
    let text = |pointer: &str| value.pointer(pointer).and_then(Value::as_str);
    Some(Event {
        on: text("/dispensed_on")?.parse().ok()?,
        at: None,
        kind: Kind::Dispensing,
        id: text("/id")?.to_owned(),
        institution: text("/pharmacy/name").or_else(|| text("/prescriber/institution")).map(str::to_owned),
        title: title(drug_names(value)),
    })
}

/// The names of the medicines of a dispensing.
fn drug_names(dispensing: &Value) -> impl Iterator<Item = &str> {
    let groups = dispensing.get("groups").and_then(Value::as_array).into_iter().flatten();
    let drugs = groups.filter_map(|group| group.get("drugs")?.as_array()).flatten();
    drugs.filter_map(|drug| drug.get("name")?.as_str())
}

/// Parts joined and shortened; nothing where there are none.
fn title<'a>(parts: impl Iterator<Item = &'a str>) -> Option<String> {
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
