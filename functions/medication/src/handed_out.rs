//! What an institution hands over of a dispensing of its own: read, and held against the person for whom it is to be registered.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use notebook::id::MedicationId;
use notebook::institution::InstitutionCode;
use notebook::medication::dispensing::{Dispensing, Source};
use notebook::medication::jahis::Warning;
use notebook::medication::limits;
use notebook::medication::named::Named;
use notebook::resident::Resident as Person;
use notebook::time::{Day, Instant};
use platform::table::Fetched;
use platform::table::schema::ResidentKeys;
use records::items::InstitutionItem;
use records::prelude::*;

use crate::advice;
use crate::scan::{self, ScannedPart};
use crate::spellings::Spellings;
use crate::typed::{self, TypedGroup, TypedPrescriber};

/// Most dispensings that are registered at once: a sheet of one visit has one, and one more for each prescription.
pub(crate) const MOST_AT_ONCE: usize = 5;

/// What was dispensed: either the symbols of the institution's own sheet (`parts`), or typed (`dispensed_on` and `groups`).
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HandedOut {
    /// The symbols of the sheet, in any order: 64 kB together.
    #[schemars(length(min = 1, max = limits::PARTS))]
    parts: Option<Vec<ScannedPart>>,
    /// The day of dispensing.
    dispensed_on: Option<Day>,
    /// Who prescribed.
    prescriber: Option<TypedPrescriber>,
    /// The drugs, by usage.
    #[schemars(length(min = 1, max = limits::GROUPS))]
    groups: Option<Vec<TypedGroup>>,
    /// Read once, for the plan and for the handler.
    #[serde(skip)]
    sheet: OnceLock<Result<Sheet, Problem>>,
}

/// What was read of it.
pub(crate) struct Sheet {
    /// Whom it names; of what was typed nobody.
    named: Option<Named>,
    /// Whether it was typed: whose it is, who typed it says.
    is_typed: bool,
    /// Its dispensings, which have no ids of their own yet, and by what each is recognised.
    pub(crate) dispensings: Vec<(Dispensing, String)>,
    /// What else stands on it, and is not registered: patient notes, memos, medicines bought without prescription.
    pub(crate) notes_left_out: usize,
    /// What on it does not conform to the standard.
    pub(crate) warnings: Vec<Warning>,
}

impl HandedOut {
    /// What was read of it, or why it cannot be registered.
    pub(crate) fn sheet(&self, institution: &str, today: Day) -> &Result<Sheet, Problem> {
        self.sheet.get_or_init(|| self.read(institution, today))
    }

    /// The same, for good.
    pub(crate) fn into_sheet(mut self, institution: &str, today: Day) -> Result<Sheet, Problem> {
        self.sheet.take().unwrap_or_else(|| self.read(institution, today))
    }

    fn read(&self, institution: &str, today: Day) -> Result<Sheet, Problem> {
        let mut sheet = match &self.parts {
            Some(parts) => self.scanned(parts, institution, today)?,
            None => self.typed(today)?,
        };
        for (dispensing, mark) in &mut sheet.dispensings {
            dispensing.source = Source::Pharmacy;
            dispensing.pharmacy.code = Some(institution.to_owned());
            *mark = scan::own_mark(institution, dispensing);
        }
        let mut seen = BTreeSet::new();
        sheet.dispensings.retain(|(_, mark)| seen.insert(mark.clone()));
        if sheet.dispensings.len() > MOST_AT_ONCE {
            return Err(Problem::of(Code::TooManyDispensings).with("most", MOST_AT_ONCE));
        }
        Ok(sheet)
    }

    fn scanned(&self, parts: &[ScannedPart], institution: &str, today: Day) -> Result<Sheet, Problem> {
        let beside = [
            ("/dispensed_on", self.dispensed_on.is_some()),
            ("/prescriber", self.prescriber.is_some()),
            ("/groups", self.groups.is_some()),
        ];
        if let Some((pointer, _)) = beside.into_iter().find(|(_, named)| *named) {
            return Err(Problem::field(Code::InvalidValue, pointer, Wrong::BesideParts));
        }
        let scan = scan::read(parts, today)?;
        let dispensings: Vec<Dispensing> = scan
            .dispensings
            .into_iter()
            .filter(|marked| marked.otc.is_none())
            .map(|marked| marked.dispensing)
            .collect();
        // A code that is none is not understood, and says nothing of who dispensed.
        let elsewhere = |dispensing: &Dispensing| {
            let code = dispensing.pharmacy.code.as_deref();
            code.is_some_and(|code| code != institution && InstitutionCode::parse(code).is_ok())
        };
        if scan.of_a_notebook || dispensings.iter().any(elsewhere) {
            return Err(Problem::of(Code::SheetOfElsewhere));
        }
        if dispensings.is_empty() {
            return Err(Problem::field(Code::InvalidValue, "/parts", Wrong::NothingScanned));
        }
        Ok(Sheet {
            named: scan.named,
            is_typed: false,
            dispensings: dispensings.into_iter().map(|dispensing| (dispensing, String::new())).collect(),
            notes_left_out: scan.notes.len(),
            warnings: scan.warnings,
        })
    }

    fn typed(&self, today: Day) -> Result<Sheet, Problem> {
        let required = |pointer: &str| Problem::field(Code::InvalidValue, pointer, Wrong::Missing);
        let day = self.dispensed_on.ok_or_else(|| required("/dispensed_on"))?;
        let groups = self.groups.clone().ok_or_else(|| required("/groups"))?;
        // It is given an id where it is registered.
        let none = MedicationId::new(Instant::UNIX_EPOCH, [0; 10]);
        let mut dispensing = Dispensing::of_day(none.0, day, Source::Pharmacy);
        dispensing.groups = typed::groups(groups);
        self.prescriber.clone().unwrap_or_default().onto(&mut dispensing.prescriber);
        typed::check(&dispensing, today)?;
        Ok(Sheet {
            named: None,
            is_typed: true,
            dispensings: vec![(dispensing, String::new())],
            notes_left_out: 0,
            warnings: Vec::new(),
        })
    }
}

impl Sheet {
    /// Names what [`Self::check`] and [`Self::name`] look at.
    pub(crate) fn plan(keys: ResidentKeys, institution: &str, plan: &mut ReadPlan) {
        plan.get(keys.profile()).get(keys.spellings()).get(shared::institution(institution));
    }

    /// 422 unless the sheet is the person's: under a name that they go or went by, or in a spelling that they said is theirs, with
    /// their birth date. Whoever hands over another person's is told at once, because nobody would look at a warning after it.
    pub(crate) fn check(&self, keys: ResidentKeys, fetched: &Fetched) -> Result<(), Problem> {
        if self.is_typed {
            return Ok(());
        }
        let person: Person = fetched.get(&keys.profile())?.ok_or_else(Problem::not_found)?;
        let spellings: Spellings = fetched.get(&keys.spellings())?.unwrap_or_default();
        let told = self.named.as_ref().filter(|named| named.spelling().is_some());
        let named = told.filter(|_| person.identity.birth_date.is_some());
        let named = named.ok_or_else(|| Problem::of(Code::SheetOfNobody))?;
        let is_theirs = spellings.know(named, &person) || advice::mismatch(named, &person).is_none();
        if is_theirs { Ok(()) } else { Err(Problem::of(Code::SheetOfAnother)) }
    }

    /// Says of each dispensing who dispensed: the institution as the directory has it, whatever stands on the sheet.
    pub(crate) fn name(&mut self, institution: &str, fetched: &Fetched) -> Result<InstitutionItem, Problem> {
        let place: InstitutionItem = fetched.get(&shared::institution(institution))?.ok_or_else(Problem::not_found)?;
        for (dispensing, _) in &mut self.dispensings {
            dispensing.pharmacy.name = Some(place.name.as_str().to_owned());
        }
        Ok(place)
    }
}

/// The institution of the path.
pub(crate) fn institution(keys: &Proposed) -> Result<&str, Problem> {
    keys.institution.as_deref().ok_or_else(Problem::not_found)
}
