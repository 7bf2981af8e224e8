//! GET /v1/residents/{resident_id}/medications/jahis

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chrono::FixedOffset;
use notebook::access::{Level, Section};
use notebook::medication::dispensing::Dispensing;
use notebook::medication::export::{self, CannotExport, Export};
use notebook::medication::jahis::{How, Notebook, Record};
use notebook::medication::note::NotebookNote;
use notebook::medication::{gather, limits};
use notebook::time::Instant;
use records::medicines::{Material, Pages, Wanted};
use records::prelude::*;

/// Hands over the medicine notebook of the last year, or of the days asked for, as JAHIS text (JAHISTC08, 出力区分 2) in
/// parts that fit into one QR code each: any pharmacy's or notebook's reader takes them, in any order. In it are the
/// dispensings, medicines bought without prescription, the profile's allergies and the like, memos and the family
/// pharmacist of the person's own sheets; the person by name, sex and birth date where all three are proved. Not in it: what
/// is concealed, unless `include_concealed` is `true`, because the codes are mostly held up at a counter, and what sheets with
/// such a medicine say beside it; the person's own remarks, unless `include_remarks` is `true`, then as memos; address and
/// whom to call; sheets that name somebody else; and for family without the profile's scope, everything of the profile.
#[derive(JsonSchema)]
pub struct ExportNotebook;

/// The notebook, written.
#[derive(Serialize, JsonSchema)]
pub struct Output {
    /// To be shown as one QR code each. All are needed to read any.
    #[schemars(length(min = 1, max = limits::PARTS))]
    parts: Vec<Part>,
    /// Characters that the format cannot hold, with what stands for them; the same character of a field once.
    #[schemars(length(max = MOST_NAMED))]
    replaced: Vec<Replaced>,
    /// Values that are longer than the format allows.
    #[schemars(length(max = MOST_NAMED))]
    shortened: Vec<Shortened>,
    /// How many dispensings are in it.
    dispensings: usize,
    /// How many other entries are in it.
    notes: usize,
    /// How many entries of these days are left out because they are concealed.
    concealed_left_out: usize,
    /// How many entries of these days are left out because they came with a sheet that names somebody else, and nobody said
    /// yet whose it is.
    unconfirmed_left_out: usize,
    /// Whether the person and the profile's allergies are in it, as far as they are known.
    with_profile: bool,
}

/// One QR code.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "NotebookCode")]
struct Part {
    /// What goes into the code, byte by byte (CP932).
    bytes_base64: String,
    /// How many bytes that are.
    #[schemars(range(max = export::PART_BYTES))]
    bytes: usize,
    /// The same as text, for the eye.
    text: String,
}

/// Where something could not be written as it is.
#[derive(Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "NotebookField")]
struct Place {
    /// The record's number.
    record: u16,
    /// The record's name in the standard.
    record_name: &'static str,
    /// The line of the joined text, the version record being 1.
    line: usize,
    /// The field's name in the standard.
    field: &'static str,
}

/// A character that could not be written as it is.
#[derive(PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "ReplacedCharacter")]
struct Replaced {
    #[serde(flatten)]
    place: Place,
    /// The character.
    character: String,
    /// What stands there: ■, or a character of the same look.
    with: String,
}

/// A value that is longer than the format allows.
#[derive(Serialize, JsonSchema)]
struct Shortened {
    #[serde(flatten)]
    place: Place,
    /// What became of it.
    how: Became,
}

/// What became of a value that is too long.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "ShortenedHow")]
enum Became {
    /// Its beginning is there, with `…` after it.
    Cut,
    /// It is not there: a part of a number or code would be another one.
    LeftOut,
}

/// What is named one by one.
const MOST_NAMED: usize = 500;

impl Endpoint for ExportNotebook {
    const SPEC: Spec = Spec::get("export-notebook", "/v1/residents/{resident_id}/medications/jahis")
        .who(Who::Resident(Section::Medication, Level::See))
        .hourly_limit(60)
        .problems_of_its_own(&[Code::NothingToExport, Code::ExportTooLarge]);
    type Subject = Resident;
    type Input = Wanted;
    type Reads = Pages;
    type Output = Output;

    fn plan(_: &Call, input: &Wanted, keys: &Proposed, plan: &mut ReadPlan) -> Result<Self::Reads, Problem> {
        input.plan(keys, plan)
    }

    async fn handle(
        app: &App,
        call: &Call,
        subject: Authorised<Resident, Self::Reads>,
        input: Wanted,
    ) -> Result<Answer<Output>, Problem> {
        let (subject, reads) = subject.reads();
        let material = input.read(app, &subject, reads).await?;
        let id = id(call.now())?;
        let (export, written) = input.written(material, limits::BYTES, &|material| write(material, &id))?;
        Ok(Answer::of(Output {
            replaced: replaced(&export),
            shortened: shortened(&export),
            parts: export.parts.into_iter().map(part).collect(),
            dispensings: written.entries.len(),
            notes: written.notes.len() + written.remarks_as_memos().len(),
            concealed_left_out: written.concealed_left_out,
            unconfirmed_left_out: written.unconfirmed_left_out,
            with_profile: written.with_profile,
        }))
    }
}

/// Writes a notebook, or a part of it; none where it is more than a reader takes at once.
fn write(material: &Material, id: &str) -> Result<Option<Export>, Problem> {
    let Material { person, with_profile, entries, notes, .. } = material;
    let notes: Vec<NotebookNote> = notes.iter().cloned().chain(material.remarks_as_memos()).collect();
    let patient = with_profile.then(|| gather::patient(&person.identity, &person.profile)).flatten();
    let dispensings: Vec<Dispensing> = entries.iter().map(|entry| entry.dispensing.clone()).collect();
    match export::export(patient, &notes, &dispensings, id) {
        Ok(export) => Ok(Some(export)),
        Err(CannotExport::TooLarge) => Ok(None),
        Err(CannotExport::Empty) => Err(material.nothing()),
        Err(CannotExport::BadId) => Err(Problem::internal("an id that is not 14 digits")),
    }
}

/// データ固有ID: the local time to the second.
fn id(now: Instant) -> Result<String, Problem> {
    let japan = FixedOffset::east_opt(9 * 3600).ok_or_else(|| Problem::internal("no offset"))?;
    Ok(now.with_timezone(&japan).format("%Y%m%d%H%M%S").to_string())
}

fn part(part: notebook::medication::jahis::SplitPart) -> Part {
    Part { bytes_base64: STANDARD.encode(&part.bytes), bytes: part.bytes.len(), text: part.text }
}

/// Records and fields by their names; none for the version record, which has nothing that could be replaced.
fn place(notebook: &Notebook, record: usize, field: usize) -> Option<Place> {
    let spec = notebook.records.get(record).and_then(Record::spec)?;
    let field = spec.fields.get(field.checked_sub(1)?)?.title;
    Some(Place { record: spec.number, record_name: spec.title, line: record + 2, field })
}

fn replaced(export: &Export) -> Vec<Replaced> {
    let mut all: Vec<Replaced> = Vec::new();
    for one in &export.written.replaced {
        let Some(place) = one.record.and_then(|record| place(&export.notebook, record, one.field)) else { continue };
        let replaced = Replaced { place, character: one.character.to_string(), with: one.with.to_string() };
        if all.len() < MOST_NAMED && !all.contains(&replaced) {
            all.push(replaced);
        }
    }
    all
}

fn shortened(export: &Export) -> Vec<Shortened> {
    let named = export.shortened.iter().filter_map(|one| {
        let how = match one.how {
            How::Cut => Became::Cut,
            How::LeftOut => Became::LeftOut,
        };
        Some(Shortened { place: place(&export.notebook, one.record, one.field)?, how })
    });
    named.take(MOST_NAMED).collect()
}
