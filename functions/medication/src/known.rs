//! What of a scan was there before: by its marks, by what the entries of its days say, and by the notes of every scan.

use notebook::medication::gather;
use notebook::medication::jahis::Direction;
use notebook::medication::note::NotebookNote;
use notebook::resident::Resident as Person;
use platform::prelude::*;
use platform::table::items::MedicationItem;
use platform::table::schema::ResidentKeys;

use crate::links::Around;
use crate::register::MarkItem;
use crate::scan::Scan;

/// Whether notes come from somebody's own notebook (出力区分 2): they are gathered from the profile and from many sheets, so
/// that no mark of a sheet is theirs.
pub(crate) fn notes_of_a_notebook(scan: &Scan) -> bool {
    scan.notes_mark.is_some() && scan.reading.notebook.direction == Direction::FromPatient
}

/// The scans, the newest first: a page of them is enough to recognise what was exported from them.
pub(crate) fn scans(keys: ResidentKeys) -> RangeQuery {
    RangeQuery::prefix(keys.partition(), "SCAN#").newest_first()
}

/// Whether all the notes were there before: together, as a sheet that was scanned has them, or each somewhere, as the
/// person's own notebook has them. `around` tells whether the entries around the scan were read first.
pub(crate) fn notes_are_known(
    subject: &Authorised<Resident>,
    scan: &Scan,
    person: &Person,
    around: bool,
) -> Result<bool, Problem> {
    let Some(mark) = &scan.notes_mark else { return Ok(true) };
    let keys = subject.keys();
    if mark.either().iter().any(|mark| subject.fetched().item(&keys.fingerprint(mark)).is_some()) {
        return Ok(true);
    }
    if !notes_of_a_notebook(scan) {
        return Ok(false);
    }
    let mut known = gather::of_profile(&person.profile);
    // OTC medicines are entries, which are recognised by themselves.
    known.extend(scan.notes.iter().filter(|note| matches!(note, NotebookNote::Otc(_))).cloned());
    for item in &subject.fetched().page(usize::from(around))?.items {
        let Noted { notes } = from_item(item)?;
        known.extend(notes);
    }
    Ok(scan.notes.iter().all(|note| gather::is_among(note, &known)))
}

/// The notes of a scan.
#[derive(Deserialize)]
struct Noted {
    notes: Vec<NotebookNote>,
}

/// What is kept already, for each dispensing of a scan.
pub(crate) struct Kept(pub(crate) Vec<Keeping>);

pub(crate) enum Keeping {
    /// As it is kept.
    Known(Box<MedicationItem>),
    /// Not there; `orphan` is the version of a mark that stayed behind.
    New { orphan: Option<u64> },
}

impl Kept {
    /// Whether every medicine of the sheet is kept as the person's own.
    pub(crate) fn is_own(&self) -> bool {
        self.0.iter().all(|kept| matches!(kept, Keeping::Known(entry) if entry.owner.is_resident()))
    }

    /// Follows the marks, of either kind, and looks among the entries of the day for one that says the same: that one was
    /// kept by a mark of other letters, or was typed. What the marks name was dispensed on the scan's own days, so it is
    /// among what was read around them unless that page was full.
    pub(crate) async fn find(
        app: &App,
        subject: &Authorised<Resident>,
        scan: &Scan,
        around: &Around,
    ) -> Result<Self, Problem> {
        let keys = subject.keys();
        let mut marks: Vec<[Option<MarkItem>; 2]> = Vec::with_capacity(scan.dispensings.len());
        for marked in &scan.dispensings {
            let [meaning, letters] = marked.mark.either().map(|mark| subject.fetched().get(&keys.fingerprint(mark)));
            marks.push([meaning?, letters?]);
        }
        let mut plan = ReadPlan::default();
        let mut further = false;
        for mark in marks.iter().flatten().flatten().filter(|mark| around.get(mark.medication_id).is_none()) {
            plan.get(keys.medication(mark.medication_id));
            further = true;
        }
        let fetched = if further { Some(app.table.read(plan).await?) } else { None };
        let named = |mark: &MarkItem| -> Result<Option<MedicationItem>, Problem> {
            let read = fetched.as_ref().and_then(|fetched| fetched.item(&keys.medication(mark.medication_id)));
            around.get(mark.medication_id).cloned().map(Ok).or_else(|| read.map(from_item)).transpose()
        };
        let mut all = Vec::with_capacity(marks.len());
        for (marks, marked) in marks.into_iter().zip(&scan.dispensings) {
            let mut known = None;
            for mark in marks.iter().flatten() {
                known = known.or(named(mark)?);
            }
            let same = || marked.otc.is_none().then(|| around.same_sheet(&marked.dispensing).cloned()).flatten();
            let [meaning, _] = marks;
            all.push(match known.or_else(same) {
                Some(entry) => Keeping::Known(Box::new(entry)),
                None => Keeping::New { orphan: meaning.map(|mark| mark.version) },
            });
        }
        Ok(Self(all))
    }
}
