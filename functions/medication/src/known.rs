//! What of a scan was there before: by its marks, by what the entries of its days say, and by the notes of every scan.

use notebook::medication::gather;
use notebook::medication::note::NotebookNote;
use notebook::medication::owner::Owner;
use notebook::resident::Resident as Person;
use platform::table::schema::ResidentKeys;
use records::items::MedicationItem;
use records::prelude::*;

use crate::links::Around;
use crate::register::{self, MarkItem, ScanItem};
use crate::scan::{Mark, Marked, Scan};

/// Whether notes come from somebody's own notebook (出力区分 2): they are gathered from the profile and from many sheets, so
/// that no mark of a sheet is theirs.
pub(crate) fn notes_of_a_notebook(scan: &Scan) -> bool {
    scan.notes_mark.is_some() && scan.of_a_notebook
}

/// The scans, the newest first: a page of them is enough to recognise what was exported from them.
pub(crate) fn scans(keys: ResidentKeys) -> RangeQuery {
    RangeQuery::kind(keys, ResidentKeys::SCANS).newest_first()
}

/// Whether all the notes were there before: together, as a sheet that was scanned has them, or each somewhere, as the
/// person's own notebook has them. To a sheet of the person's own, what only a sheet said that is nobody's yet is new.
/// `scans` are those that were read for a notebook's notes.
pub(crate) fn notes_are_known(
    subject: &Authorised<Resident>,
    scan: &Scan,
    kept: &Kept,
    person: &Person,
    (owner, scans): (Owner, Option<PageOf<ScanItem>>),
) -> Result<bool, Problem> {
    if scan.notes_mark.is_none() || kept.has_noted(owner) {
        return Ok(true);
    }
    let Some(scans) = scans else { return Ok(false) };
    let mut known = gather::of_profile(&person.profile);
    // OTC medicines are entries, which are recognised by themselves.
    known.extend(scan.notes.iter().filter(|note| matches!(note, NotebookNote::Otc(_))).cloned());
    for sheet in subject.fetched().all(scans)? {
        if sheet.owner().is_resident() || !owner.is_resident() {
            known.extend(sheet.notes);
        }
    }
    Ok(scan.notes.iter().all(|note| gather::is_among(note, &known)))
}

/// What is kept already of a scan.
pub(crate) struct Kept {
    /// For each of its dispensings.
    pub(crate) entries: Vec<Keeping>,
    /// Whether either mark of its notes is there.
    noted: bool,
    /// The scans that brought the same notes, by either mark of them; none where they decide nothing and were not read.
    notes: Option<Vec<ScanItem>>,
    /// The mark of what its notes mean, where there is one, with the scan that it names as far as that is there.
    notes_mark: Option<(MarkItem, Option<ScanItem>)>,
}

pub(crate) enum Keeping {
    /// As it is kept.
    Known(Box<MedicationItem>),
    /// Not there; `orphan` is the version of a mark that stayed behind.
    New { orphan: Option<u64> },
}

impl Kept {
    /// Whether all of a sheet is known as the person's own, its medicines and its notes: where it names somebody else,
    /// nobody is asked about it again.
    pub(crate) fn is_own(&self, scan: &Scan) -> bool {
        let are_own =
            self.entries.iter().all(|kept| matches!(kept, Keeping::Known(entry) if entry.owner.is_resident()));
        let are_noted = match &scan.notes_mark {
            None => !self.entries.is_empty(),
            Some(_) => self.has_noted(Owner::Resident),
        };
        are_own && are_noted
    }

    /// Whether all of its notes were brought before, by a sheet that counts as much as one of this owner.
    fn has_noted(&self, owner: Owner) -> bool {
        let is_own = |first: &ScanItem| first.owner().is_resident();
        self.noted && (!owner.is_resident() || self.notes.as_ref().is_none_or(|notes| notes.iter().any(is_own)))
    }

    /// Lets the mark of the notes go over to a sheet whose notes are new: gives the version that it has. The sheet that
    /// had it, and is nobody's yet, is written without it.
    pub(crate) fn hand_over_notes(self, keys: ResidentKeys, effect: &mut Transaction) -> Result<Option<u64>, Problem> {
        let Some((mark, first)) = self.notes_mark else { return Ok(None) };
        if let Some(first) = first {
            register::keep(&ScanItem { notes_mark: None, ..first }, mark.medication_id, keys, effect)?;
        }
        Ok(Some(mark.version))
    }

    /// Follows the marks, of either kind, and looks among the entries of the day for one that says the same: that one was
    /// kept by a mark of other letters, or was typed. What the marks name was dispensed on the scan's own days, so it is
    /// among what was read around them unless that page was full.
    pub(crate) async fn find(
        app: &App,
        subject: &Authorised<Resident>,
        scan: &Scan,
        around: &Around,
        names_another: bool,
    ) -> Result<Self, Problem> {
        let keys = subject.keys();
        let mut marks: Vec<[Option<MarkItem>; 2]> = Vec::with_capacity(scan.dispensings.len());
        for marked in &scan.dispensings {
            let [meaning, letters] = marked.mark.either().map(|mark| subject.fetched().get(&keys.fingerprint(mark)));
            marks.push([meaning?, letters?]);
        }
        let mut notes_marks: Vec<(bool, MarkItem)> = Vec::new();
        for (place, mark) in scan.notes_mark.iter().flat_map(Mark::either).enumerate() {
            let item = subject.fetched().get(&keys.fingerprint(mark))?;
            notes_marks.extend(item.map(|item| (place == 0, item)));
        }
        // Whose the notes are decides of a sheet whose medicines do not say it already.
        let is_own = |(marks, marked): (&[Option<MarkItem>; 2], &Marked)| {
            let by_mark = marks.iter().flatten().find_map(|mark| around.get(mark.medication_id));
            by_mark.or_else(|| around.same_sheet(&marked.dispensing)).is_some_and(|entry| entry.owner.is_resident())
        };
        let are_own = marks.iter().zip(&scan.dispensings).all(is_own);
        let decides = if names_another { are_own } else { !are_own || scan.dispensings.is_empty() };
        let mut plan = ReadPlan::default();
        let mut further = decides && !notes_marks.is_empty();
        for (_, mark) in notes_marks.iter().filter(|_| decides) {
            plan.get(keys.scan(mark.medication_id));
        }
        for mark in marks.iter().flatten().flatten().filter(|mark| around.get(mark.medication_id).is_none()) {
            plan.get(keys.medication(mark.medication_id));
            further = true;
        }
        let fetched = if further { Some(app.table.read(plan).await?) } else { None };
        let named = |mark: &MarkItem| -> Result<Option<MedicationItem>, Problem> {
            match (around.get(mark.medication_id), &fetched) {
                (Some(known), _) => Ok(Some(known.clone())),
                (None, Some(fetched)) => fetched.get(&keys.medication(mark.medication_id)),
                (None, None) => Ok(None),
            }
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
        let (noted, mut scans, mut notes_mark) = (!notes_marks.is_empty(), Vec::new(), None);
        for (is_meaning, mark) in notes_marks {
            let looked_at = || fetched.as_ref().filter(|_| decides);
            let first = || looked_at().map(|fetched| fetched.get::<ScanItem>(&keys.scan(mark.medication_id)));
            scans.extend(first().transpose()?.flatten());
            if is_meaning {
                let first = first().transpose()?.flatten();
                notes_mark = Some((mark, first));
            }
        }
        Ok(Self { entries: all, noted, notes: decides.then_some(scans), notes_mark })
    }
}
