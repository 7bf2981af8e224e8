//! The opened sections, newest entries first, within bounds that hold for the whole answer (300 kB).

use notebook::access::{RelationKind, Section, Sections};
use notebook::daily::DailyRecord;
use notebook::id::{RecordId, VisitId};
use notebook::institution::InstitutionCode;
use notebook::resident::Profile;
use notebook::text::Text;
use notebook::time::{Day, Instant};
use records::items::{DailyItem, VisitItem, VisitStatus};
use records::medicines::Alerts;
use records::prelude::*;
use serde_json::Value;

use super::cut::{self, size};
use super::notes::{Note, Notes};
use super::{MOST_SHOWN, Material, Part, Placed, medicines};

/// Bytes of JSON that the opened sections may take together. Timeline, summary and the rest stay below what is left.
pub(crate) const MOST_BYTES: usize = 240_000;
/// The share of each list in what the profile and the lists before it left, in percent; the medicine notebook takes the rest.
const DAILY_PERCENT: usize = 14;
const VISITS_PERCENT: usize = 30;

/// The opened sections. What was not opened is not there.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "OpenedSections")]
pub(crate) struct Shown {
    /// What every doctor should know first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) profile: Option<Profile>,
    /// Dispensings and medicines, newest first, without those that the person keeps back. One with `cut` is shown whole by
    /// `open-section`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<Vec<cut::OpenedMedicine>>")]
    pub(crate) medication: Option<Vec<Value>>,
    /// Entries that are left out of `medication` because nobody said yet whose they are, where that is open.
    #[serde(skip)]
    pub(crate) unconfirmed_left_out: Option<usize>,
    /// Daily values of the last year, newest first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) daily: Option<Vec<Daily>>,
    /// Visits of the last ten years, newest first, with the institutions' notes and without the person's own memo.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) visits: Option<Vec<Visit>>,
    /// Vaccinations.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<[(); 0]>")]
    vaccinations: Option<Vec<Value>>,
    /// Health checkups.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<[(); 0]>")]
    checkups: Option<Vec<Value>>,
    /// Health guidance.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<[(); 0]>")]
    health_guidance: Option<Vec<Value>>,
    /// Pictures of symptoms.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<[(); 0]>")]
    images: Option<Vec<Value>>,
}

/// A set of daily values.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "OpenedDailyRecord")]
pub(crate) struct Daily {
    pub(crate) record_id: RecordId,
    #[serde(flatten)]
    pub(crate) record: DailyRecord,
    /// Who wrote them: the person, a guardian or family.
    recorded_by: RelationKind,
}

/// A visit as another institution may see it.
#[derive(Serialize, JsonSchema)]
#[allow(clippy::struct_field_names, reason = "the names of the API")]
#[schemars(rename = "OpenedVisit")]
pub(crate) struct Visit {
    pub(crate) visit_id: VisitId,
    pub(crate) visited_on: Day,
    pub(crate) status: VisitStatus,
    /// 10 digits, where the institution is known by its code.
    #[schemars(with = "Option<InstitutionCode>")]
    pub(crate) institution_code: Option<String>,
    pub(crate) institution_name: Option<Text<120>>,
    /// 診療科
    pub(crate) department: Option<Text<80>>,
    /// Why the person went, in the person's words.
    pub(crate) reason: Option<String>,
    /// What the person was told.
    pub(crate) diagnosis_told: Option<String>,
    pub(crate) checked_in_at: Option<Instant>,
    /// What the institution wrote for the patient, newest first.
    pub(crate) notes: Vec<Note>,
    /// Whether there are notes, or ends of texts, that are not shown here: `open-section` shows the visit whole.
    pub(crate) cut: bool,
}

impl From<DailyItem> for Daily {
    fn from(item: DailyItem) -> Self {
        Self { record_id: item.record_id, record: item.record, recorded_by: item.recorded_by }
    }
}

impl Visit {
    /// As a list shows it.
    fn brief(item: VisitItem, notes: &mut Notes) -> Self {
        let (notes, more) = notes.take(item.visit_id);
        let mut visit = Self::whole(item, notes, false);
        let mut is_cut = more || visit.notes.iter().any(|note| note.cut);
        for text in [&mut visit.reason, &mut visit.diagnosis_told].into_iter().flatten() {
            let (shown, cut) = cut::text(text);
            (*text, is_cut) = (shown, is_cut || cut);
        }
        visit.cut = is_cut;
        visit
    }

    /// With these notes and all that it says.
    pub(crate) fn whole(item: VisitItem, notes: Vec<Note>, cut: bool) -> Self {
        Self {
            visit_id: item.visit_id,
            visited_on: item.visited_on,
            status: item.status,
            institution_code: item.institution_code,
            institution_name: item.institution_name,
            department: item.department,
            reason: item.reason.map(Text::into_string),
            diagnosis_told: item.diagnosis_told.map(Text::into_string),
            checked_in_at: item.checked_in_at,
            notes,
            cut,
        }
    }
}

/// Sections of which there is more than is shown, with the place where each goes on.
pub(crate) type More = Vec<(Section, String)>;

/// Shows what was opened, within what is left beside the alerts, and where the sections go on of which only the newest
/// entries are shown.
pub(crate) fn show(
    profile: &Profile,
    material: Material,
    opened: &Sections,
    alerts: &Alerts,
) -> Result<(Shown, More), Problem> {
    let is_open = |section| opened.contains(&section);
    let mut more = Vec::new();
    let profile = is_open(Section::Profile).then(|| profile.clone());
    let mut bytes = MOST_BYTES.saturating_sub(size(&profile)? + size(alerts)?);
    let Material { visits, notes, medications, daily } = material;
    let daily = is_open(Section::Daily).then(|| records(daily)).transpose()?;
    let daily = daily.map(|part| share(part, &mut bytes, DAILY_PERCENT, Section::Daily, &mut more)).transpose()?;
    let visits = is_open(Section::Visits).then(|| with_notes(visits, notes)).transpose()?;
    let visits = visits.map(|part| share(part, &mut bytes, VISITS_PERCENT, Section::Visits, &mut more)).transpose()?;
    let medication =
        is_open(Section::Medication).then(|| medications.map(|item| medicines::brief(&item))).transpose()?;
    let medication = medication.map(|part| share(part, &mut bytes, 100, Section::Medication, &mut more)).transpose()?;
    let unconfirmed_left_out = medication.as_ref().map(|within| within.unconfirmed);

    // Opened, and without entries until the notebook keeps them.
    let empty = |section| is_open(section).then(Vec::new);
    let shown = Shown {
        profile,
        medication: medication.map(|within| within.shown),
        unconfirmed_left_out,
        daily: daily.map(|within| within.shown),
        visits: visits.map(|within| within.shown),
        vaccinations: empty(Section::Vaccinations),
        checkups: empty(Section::Checkups),
        health_guidance: empty(Section::HealthGuidance),
        images: empty(Section::Images),
    };
    Ok((shown, more))
}

/// As many entries as fit into a share of the bytes that are left.
fn share<T: Serialize>(
    part: Part<T>,
    bytes: &mut usize,
    percent: usize,
    section: Section,
    more: &mut More,
) -> Result<Within<T>, Problem> {
    let within = within(part, *bytes * percent / 100)?;
    *bytes = bytes.saturating_sub(within.bytes);
    more.extend(within.next.clone().map(|next| (section, next)));
    Ok(within)
}

/// The beginning of a list, up to where its next page begins.
pub(crate) struct Within<T> {
    pub(crate) shown: Vec<T>,
    /// Their bytes.
    bytes: usize,
    /// Where the next page begins; none where there is none.
    pub(crate) next: Option<String>,
    /// How many entries that nobody said yet whose they are lie before that. Those behind it, though they were read, are the
    /// next page's to count.
    pub(crate) unconfirmed: usize,
}

/// As many entries as fit into so many bytes, at least one where there is one.
pub(crate) fn within<T: Serialize>(part: Part<T>, bytes: usize) -> Result<Within<T>, Problem> {
    let (mut shown, mut used, mut next) = (Vec::with_capacity(part.items.len().min(MOST_SHOWN)), 0, part.more);
    for Placed { place, value } in part.items {
        let item = size(&value)? + 1;
        if !shown.is_empty() && (shown.len() == MOST_SHOWN || used + item > bytes) {
            next = Some(place);
            break;
        }
        used += item;
        shown.push(value);
    }
    // The newest first: what lies before a place is greater.
    let is_before = |place: &&String| next.as_ref().is_none_or(|next| *place > next);
    let unconfirmed = part.unconfirmed.iter().filter(is_before).count();
    Ok(Within { shown, bytes: used, next, unconfirmed })
}

/// Daily values as they are shown.
pub(crate) fn records(part: Part<DailyItem>) -> Result<Part<Daily>, Problem> {
    part.map(|item| Ok(item.into()))
}

/// Visits with their notes, as a list shows them.
pub(crate) fn with_notes(visits: Part<VisitItem>, mut notes: Notes) -> Result<Part<Visit>, Problem> {
    visits.map(|item| Ok(Visit::brief(item, &mut notes)))
}
