//! The opened sections, newest entries first, within bounds that hold for the whole answer (300 kB).

use std::collections::HashMap;

use notebook::access::{RelationKind, Role, Section, Sections};
use notebook::daily::DailyRecord;
use notebook::id::{NoteId, RecordId, VisitId};
use notebook::resident::Profile;
use notebook::text::Text;
use notebook::time::{Day, Instant};
use platform::medicines::Alerts;
use platform::prelude::*;
use platform::table::items::{DailyItem, VisitItem, VisitStatus};
use serde_json::Value;

use super::{MOST_SHOWN, Material, Part, medicines};
use crate::note::Stored;

/// Bytes of JSON that the opened sections may take together. Timeline, summary and the rest stay below what is left.
const MOST_BYTES: usize = 240_000;
/// Shares of the lists in what the profile leaves, in percent; the medicine notebook takes all that the others leave.
const DAILY_PERCENT: usize = 14;
const VISITS_PERCENT: usize = 30;

/// The opened sections. What was not opened is not there.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Shown {
    /// What every doctor should know first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) profile: Option<Profile>,
    /// Dispensings and medicines, newest first, without those that the person keeps back.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) medication: Option<Vec<Value>>,
    /// Daily values of the last year, newest first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) daily: Option<Vec<Daily>>,
    /// Visits of the last ten years, newest first, with the institutions' notes and without the person's own memo.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) visits: Option<Vec<Visit>>,
    /// Vaccinations.
    #[serde(skip_serializing_if = "Option::is_none")]
    vaccinations: Option<Vec<Value>>,
    /// Health checkups.
    #[serde(skip_serializing_if = "Option::is_none")]
    checkups: Option<Vec<Value>>,
    /// Health guidance.
    #[serde(skip_serializing_if = "Option::is_none")]
    health_guidance: Option<Vec<Value>>,
    /// Pictures of symptoms.
    #[serde(skip_serializing_if = "Option::is_none")]
    images: Option<Vec<Value>>,
}

/// A set of daily values.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Daily {
    pub(crate) record_id: RecordId,
    #[serde(flatten)]
    pub(crate) record: DailyRecord,
    /// Who wrote them: the person, a guardian or family.
    recorded_by: RelationKind,
}

/// A visit as another institution may see it.
#[derive(Serialize, JsonSchema)]
#[allow(clippy::struct_field_names)] // as in the API
pub(crate) struct Visit {
    pub(crate) visit_id: VisitId,
    pub(crate) visited_on: Day,
    pub(crate) status: VisitStatus,
    /// 10 digits, where the institution is known by its code.
    pub(crate) institution_code: Option<String>,
    pub(crate) institution_name: Option<Text<120>>,
    /// 診療科
    pub(crate) department: Option<Text<80>>,
    /// Why the person went, in the person's words.
    pub(crate) reason: Option<Text<1000>>,
    /// What the person was told.
    pub(crate) diagnosis_told: Option<Text<1000>>,
    pub(crate) checked_in_at: Option<Instant>,
    /// What the institution wrote for the patient, newest first.
    pub(crate) notes: Vec<Note>,
}

/// An institution's note to the patient.
#[derive(Serialize, JsonSchema)]
#[allow(clippy::struct_field_names)] // as in the API
pub(crate) struct Note {
    pub(crate) note_id: NoteId,
    /// 10 digits.
    pub(crate) institution_code: String,
    pub(crate) author_role: Role,
    /// Null once it was retracted.
    pub(crate) text: Option<Text<4000>>,
    pub(crate) written_at: Instant,
    pub(crate) amended_at: Option<Instant>,
    pub(crate) retracted_at: Option<Instant>,
    /// For `If-Match`, where it is the institution's own.
    version: u64,
}

/// Shows what was opened, within what is left beside the alerts; and names the sections of which only the newest entries are shown.
pub(crate) fn show(
    profile: &Profile,
    material: Material,
    opened: &Sections,
    alerts: &Alerts,
) -> Result<(Shown, Vec<&'static str>), Problem> {
    let is_open = |section| opened.contains(&section);
    let mut cut = Vec::new();
    let profile = is_open(Section::Profile).then(|| profile.clone());
    let mut bytes = MOST_BYTES.saturating_sub(size(&profile)? + size(alerts)?);
    let Material { visits, notes, medications, daily } = material;

    let daily = is_open(Section::Daily).then(|| records(daily));
    let daily = daily.map(|part| within(part, &mut bytes, DAILY_PERCENT, Section::Daily, &mut cut)).transpose()?;
    let visits = is_open(Section::Visits).then(|| with_notes(visits, notes));
    let visits = visits.map(|part| within(part, &mut bytes, VISITS_PERCENT, Section::Visits, &mut cut)).transpose()?;
    let medication = is_open(Section::Medication).then_some(medications);
    let medication = medication.map(|part| part.of_each(medicines::shown)).transpose()?;
    let medication = medication.map(|part| within(part, &mut bytes, 100, Section::Medication, &mut cut)).transpose()?;

    // Opened, and without entries until the notebook keeps them.
    let empty = |section| is_open(section).then(Vec::new);
    let shown = Shown {
        profile,
        medication,
        daily,
        visits,
        vaccinations: empty(Section::Vaccinations),
        checkups: empty(Section::Checkups),
        health_guidance: empty(Section::HealthGuidance),
        images: empty(Section::Images),
    };
    Ok((shown, cut))
}

/// As many entries as fit into a share of the bytes that are left.
fn within<T: Serialize>(
    part: Part<T>,
    bytes: &mut usize,
    percent: usize,
    section: Section,
    cut: &mut Vec<&'static str>,
) -> Result<Vec<T>, Problem> {
    let mut share = *bytes * percent / 100;
    let mut more = part.more;
    let mut shown = Vec::with_capacity(part.items.len().min(MOST_SHOWN));
    for item in part.items {
        let item_bytes = size(&item)? + 1;
        if shown.len() == MOST_SHOWN || item_bytes > share {
            more = true;
            break;
        }
        share -= item_bytes;
        *bytes -= item_bytes;
        shown.push(item);
    }
    if more {
        cut.push(section.as_str());
    }
    Ok(shown)
}

fn size<T: Serialize>(value: &T) -> Result<usize, Problem> {
    serde_json::to_vec(value).map(|json| json.len()).map_err(|_| Problem::internal("unwritable section"))
}

fn records(part: Part<DailyItem>) -> Part<Daily> {
    let items = part.items.into_iter();
    let items =
        items.map(|item| Daily { record_id: item.record_id, record: item.record, recorded_by: item.recorded_by });
    Part { items: items.collect(), more: part.more }
}

fn with_notes(visits: Part<VisitItem>, notes: Part<Stored>) -> Part<Visit> {
    let mut by_visit: HashMap<VisitId, Vec<Note>> = HashMap::new();
    for Stored { note, version } in notes.items {
        let text = note.text.filter(|_| note.retracted_at.is_none());
        by_visit.entry(note.visit_id).or_default().push(Note {
            note_id: note.note_id,
            institution_code: note.institution_code,
            author_role: note.author_role,
            text,
            written_at: note.written_at,
            amended_at: note.amended_at,
            retracted_at: note.retracted_at,
            version,
        });
    }
    let items = visits.items.into_iter().map(|visit| Visit {
        notes: by_visit.remove(&visit.visit_id).unwrap_or_default(),
        visit_id: visit.visit_id,
        visited_on: visit.visited_on,
        status: visit.status,
        institution_code: visit.institution_code,
        institution_name: visit.institution_name,
        department: visit.department,
        reason: visit.reason,
        diagnosis_told: visit.diagnosis_told,
        checked_in_at: visit.checked_in_at,
    });
    Part { items: items.collect(), more: visits.more || notes.more }
}
