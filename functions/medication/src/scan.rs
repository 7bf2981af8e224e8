//! From what a camera handed over to dispensings and notes, with the marks by which they are recognised again.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use notebook::medication::dispensing::{Dispensing, Source};
use notebook::medication::extract::Extract;
use notebook::medication::jahis::{self, Append, Content, Direction, Part, Refusal, Warning, WarningCode, doubts};
use notebook::medication::limits;
use notebook::medication::named::Named;
use notebook::medication::note::{NotebookNote, Otc};
use notebook::medication::{extract, gather};
use notebook::time::Day;
use records::prelude::*;
use ring::digest::{SHA256, digest};

use crate::typed;

/// Most dispensings of one scan.
pub(crate) const MOST_DISPENSINGS: usize = limits::DISPENSINGS;

/// What is wrong with symbols that are no sheet, or not all of one, and with what was dispensed on it.
pub(crate) const PROBLEMS: &[Code] = &[
    Code::SplitIncomplete,
    Code::SplitMixed,
    Code::SplitConflict,
    Code::SplitControl,
    Code::PrescriptionQr,
    Code::NotJahis,
    Code::UndatedDispensing,
    Code::TooManyDispensings,
    Code::SplitOrder,
    Code::UnreadableText,
    Code::EmptyDispensing,
    Code::ImpossibleDay,
];

/// One symbol: its bytes, or its text where the scanner gives nothing else.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ScannedPart {
    /// The symbol's data bytes, base64.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(max = 87_384))]
    bytes_base64: Option<String>,
    /// Its text; only where there are no bytes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(max = limits::BYTES))]
    text: Option<String>,
    /// Its place, where symbols were appended to one another (コード連結).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    append: Option<ScannedAppend>,
}

/// A symbol's place among appended symbols.
#[derive(Clone, Copy, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ScannedAppend {
    /// The place, from 0.
    #[schemars(range(max = 16))]
    index: u8,
    /// How many symbols belong together.
    #[schemars(range(min = 1, max = 16))]
    total: u8,
    /// The exclusive or of all data bytes of all symbols.
    parity: u8,
}

/// A scan that was read.
pub(crate) struct Scan {
    /// Whom it names.
    pub(crate) named: Option<Named>,
    /// Whether it comes from somebody's own notebook (出力区分 2), and not from a pharmacy.
    pub(crate) of_a_notebook: bool,
    /// Each content once: the dispensings, and then the OTC medicines.
    pub(crate) dispensings: Vec<Marked>,
    pub(crate) notes: Vec<NotebookNote>,
    /// The marks of all the notes together, where there are any.
    pub(crate) notes_mark: Option<Mark>,
    pub(crate) warnings: Vec<Warning>,
}

/// A dispensing or an OTC medicine with the mark of its content. It has no id of its own yet.
pub(crate) struct Marked {
    pub(crate) dispensing: Dispensing,
    pub(crate) otc: Option<Otc>,
    pub(crate) mark: Mark,
    /// Kept from clinics where it comes from: of nothing that a camera read.
    pub(crate) concealed: bool,
}

impl Marked {
    /// A dispensing.
    pub(crate) fn of(dispensing: Dispensing) -> Self {
        let mark = Mark::of(&dispensing.meaning(), &dispensing.canonical());
        Self { dispensing, otc: None, mark, concealed: false }
    }

    /// An OTC medicine; its mark does not depend on the day of the scan.
    pub(crate) fn of_otc(otc: &Otc, today: Day) -> Result<Self, Problem> {
        let note = [NotebookNote::Otc(otc.clone())];
        let mut letters = b"otc/1".to_vec();
        if let [NotebookNote::Otc(otc)] = as_it_was(&note).as_slice() {
            letters.extend(serde_json::to_vec(otc).map_err(|_| Problem::internal("unwritable medicine"))?);
        }
        let meaning = [b"otc/2".as_slice(), &gather::meaning(&note)].concat();
        let dispensing = otc.as_dispensing(Source::Qr, otc.day(today));
        let mark = Mark::of(&meaning, &letters);
        Ok(Self { dispensing, otc: Some(otc.clone()), mark, concealed: false })
    }
}

/// By what an institution's own dispensing is recognised: by this institution alone, so that what anybody else put into the notebook
/// changes nothing of what it is answered.
pub(crate) fn own_mark(institution: &str, dispensing: &Dispensing) -> String {
    mark(&[b"dispensed/1\n", institution.as_bytes(), b"\n", &dispensing.meaning()].concat())
}

/// By what a content is recognised.
pub(crate) struct Mark {
    /// By what it means: kept with what is new.
    pub(crate) meaning: String,
    /// By its letters: kept with what was scanned before it was recognised by its meaning.
    pub(crate) letters: String,
}

impl Mark {
    fn of(meaning: &[u8], letters: &[u8]) -> Self {
        Self { meaning: mark(meaning), letters: mark(letters) }
    }

    /// Either, the present kind first.
    pub(crate) fn either(&self) -> [&str; 2] {
        [&self.meaning, &self.letters]
    }
}

/// Reads the parts. Nothing of them is left out without a warning or a refusal. An OTC medicine without a day is listed
/// under today.
pub(crate) fn read(parts: &[ScannedPart], today: Day) -> Result<Scan, Problem> {
    if parts.is_empty() {
        return Err(Problem::field(Code::InvalidValue, "/parts", Wrong::Items { least: 1, most: limits::PARTS }));
    }
    if parts.len() > limits::PARTS {
        return Err(Problem::of(Code::PayloadTooLarge));
    }
    let parts = parts.iter().enumerate().map(|(place, part)| part.read(place)).collect::<Result<Vec<_>, _>>()?;
    let mut reading = jahis::read(&parts).map_err(refused)?;
    if reading.notebook.visits().len() > MOST_DISPENSINGS {
        return Err(Problem::of(Code::TooManyDispensings).with("most", MOST_DISPENSINGS));
    }
    let extract = extract::from_jahis(&reading.notebook, Default::default);
    if reading.notebook.begins_inside() {
        return Err(incomplete(None, Vec::new()));
    }
    if extract.undated > 0 {
        return Err(Problem::of(Code::UndatedDispensing).with("undated", extract.undated));
    }
    if let Some(place) = extract.dispensings.iter().position(Dispensing::is_empty) {
        // Behind who dispensed and who prescribed come the medicines: at the end of a text they are on a symbol that is missing.
        let is_end = place + 1 == extract.dispensings.len();
        let torn = is_end && !reading.counted;
        return Err(if torn { incomplete(None, Vec::new()) } else { Problem::of(Code::EmptyDispensing) });
    }
    if let Some(day) = impossible_day(&extract, today) {
        return Err(Problem::of(Code::ImpossibleDay).with("day", day.to_string()).with("latest", today.to_string()));
    }
    let mut warnings = std::mem::take(&mut reading.warnings);
    if extract.cut {
        let detail = "cut=whole text kept with the scan".to_owned();
        warnings.push(Warning { record: None, line: 0, code: WarningCode::TooLong, detail });
    }
    let doubts = doubts(&warnings);
    let mut dispensings: Vec<Marked> = Vec::with_capacity(extract.dispensings.len());
    let doubtful = |dispensing| Dispensing { doubts: doubts.clone(), ..dispensing };
    let medicines = extract.dispensings.into_iter().map(|dispensing| Marked::of(doubtful(dispensing)));
    let of_otc = |otc| Marked::of_otc(otc, today).map(|one| Marked { dispensing: doubtful(one.dispensing), ..one });
    let bought = extract.notes.iter().filter_map(|note| match note {
        NotebookNote::Otc(otc) => Some(of_otc(otc)),
        _ => None,
    });
    for medicine in medicines.map(Ok).chain(bought) {
        let medicine = medicine?;
        if !dispensings.iter().any(|known| known.mark.meaning == medicine.mark.meaning) {
            dispensings.push(medicine);
        }
    }
    if dispensings.len() > MOST_DISPENSINGS {
        return Err(Problem::of(Code::TooManyDispensings).with("most", MOST_DISPENSINGS));
    }
    let notes_mark = notes_mark(&extract.notes)?;
    if dispensings.is_empty() && notes_mark.is_none() {
        return Err(Problem::field(Code::InvalidValue, "/parts", Wrong::NothingScanned));
    }
    let notebook = &reading.notebook;
    let named = notebook.patient().map(Named::from);
    let of_a_notebook = notebook.direction == Direction::FromPatient;
    Ok(Scan { named, of_a_notebook, dispensings, notes: extract.notes, notes_mark, warnings })
}

/// Whom the parts of a sheet name that was read before that was kept; none where they can no longer be read.
pub(crate) fn named_in(parts: &[ScannedPart]) -> Option<Named> {
    let parts = parts.iter().enumerate().map(|(place, part)| part.read(place)).collect::<Result<Vec<_>, _>>();
    let reading = jahis::read(&parts.ok()?).ok()?;
    reading.notebook.patient().map(Named::from)
}

/// A day on which nothing can have been dispensed or bought: what is typed with it is refused as well.
fn impossible_day(extract: &Extract, today: Day) -> Option<Day> {
    let dispensed = extract.dispensings.iter().map(|dispensing| dispensing.dispensed_on);
    let bought = extract.notes.iter().filter_map(|note| match note {
        NotebookNote::Otc(otc) => otc.started_on,
        _ => None,
    });
    dispensed.chain(bought).find(|day| !typed::is_past(*day, today))
}

impl ScannedPart {
    fn read(&self, place: usize) -> Result<Part, Problem> {
        let wrong = |name: &str, wrong| Problem::field(Code::InvalidValue, format!("/parts/{place}{name}"), wrong);
        let content = match (&self.bytes_base64, &self.text) {
            (Some(base64), None) => {
                let bytes = STANDARD.decode(base64).map_err(|_| wrong("/bytes_base64", Wrong::Base64))?;
                Content::Bytes(bytes)
            }
            (None, Some(text)) => Content::Text(text.clone()),
            _ => return Err(wrong("", Wrong::BytesOrText)),
        };
        let append = match self.append {
            Some(append) if !(1..=16).contains(&append.total) => {
                return Err(wrong("/append/total", Wrong::Between { from: 1, to: 16 }));
            }
            Some(append) if append.index > 16 => {
                return Err(wrong("/append/index", Wrong::Between { from: 0, to: 16 }));
            }
            Some(ScannedAppend { index, total, parity }) => Some(Append { index, total, parity }),
            None => None,
        };
        Ok(Part { content, append })
    }
}

fn refused(refusal: Refusal) -> Problem {
    match refusal {
        Refusal::Empty => Problem::field(Code::InvalidValue, "/parts", Wrong::Items { least: 1, most: limits::PARTS }),
        Refusal::TooLarge => Problem::of(Code::PayloadTooLarge),
        Refusal::NotJahis => Problem::of(Code::NotJahis),
        Refusal::PrescriptionQr => Problem::of(Code::PrescriptionQr),
        Refusal::SplitMixed => Problem::of(Code::SplitMixed),
        Refusal::SplitConflict => Problem::of(Code::SplitConflict),
        Refusal::SplitControl => Problem::of(Code::SplitControl),
        Refusal::SplitOrder => Problem::of(Code::SplitOrder),
        Refusal::Garbled => Problem::of(Code::UnreadableText),
        Refusal::SplitIncomplete { total, missing } => incomplete(total, missing),
        Refusal::AppendIncomplete { total, missing } => incomplete(Some(total), missing),
    }
}

/// What is missing, as far as it is known.
fn incomplete(total: Option<u16>, missing: Vec<u16>) -> Problem {
    Problem::of(Code::SplitIncomplete).with("total", total).with("missing", missing)
}

/// Notes without what was not read of them when they were recognised by their letters.
fn as_it_was(notes: &[NotebookNote]) -> Vec<NotebookNote> {
    let mut notes = notes.to_vec();
    for note in &mut notes {
        match note {
            NotebookNote::FamilyPharmacist { author, .. } => *author = None,
            NotebookNote::Otc(otc) => otc.ingredients.iter_mut().for_each(|ingredient| ingredient.author = None),
            NotebookNote::Patient { .. } | NotebookNote::Memo { .. } => {}
        }
    }
    notes
}

fn mark(content: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(digest(&SHA256, content))
}

/// The mark of notes together, where there are any.
pub(crate) fn notes_mark(notes: &[NotebookNote]) -> Result<Option<Mark>, Problem> {
    if notes.is_empty() {
        return Ok(None);
    }
    let mut letters = b"notes/1".to_vec();
    letters.extend(serde_json::to_vec(&as_it_was(notes)).map_err(|_| Problem::internal("unwritable notes"))?);
    Ok(Some(Mark::of(&[b"notes/2".as_slice(), &gather::meaning(notes)].concat(), &letters)))
}
