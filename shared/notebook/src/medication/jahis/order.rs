//! Follows the records' order and nesting (3.2: which record may stand where) and warns where it is left.

use std::collections::{BTreeMap, BTreeSet};

use super::document::Direction;
use super::records::{Record, Usage};
use super::warning::{WarningCode, Warnings};

/// Where the reader is in the document.
pub(super) struct Order<'d> {
    direction: &'d Direction,
    section: u8,
    has_patient: bool,
    otc_serials: BTreeSet<String>,
    otc_without_serial: Option<u32>,
    visit: Option<Visit>,
}

#[derive(Default)]
struct Visit {
    line: u32,
    place: u8,
    has_institution: bool,
    has_staff: bool,
    has_prescriber: bool,
    drug: Option<String>,
    /// The number of the last record.
    last: u16,
    groups: BTreeMap<String, Group>,
}

#[derive(Default)]
struct Group {
    line: u32,
    has_drugs: bool,
    has_usage: bool,
}

impl<'d> Order<'d> {
    pub(super) fn new(direction: &'d Direction) -> Self {
        Self {
            direction,
            section: 0,
            has_patient: false,
            otc_serials: BTreeSet::new(),
            otc_without_serial: None,
            visit: None,
        }
    }

    /// Takes the next record.
    pub(super) fn see(&mut self, record: &Record, line: u32, warnings: &mut Warnings) {
        let Some(spec) = record.spec() else { return };
        let number = spec.number;
        let mut warn = |code| warnings.push(Some(number), line, code, String::new);
        let section = match number {
            1 => 1,
            2 => 2,
            3 | 31 => 3,
            4 => 4,
            701 => 6,
            _ => 5,
        };
        if section < self.section {
            warn(WarningCode::Order);
        }
        self.section = self.section.max(section);
        match record {
            Record::Patient(_) if !self.has_patient => self.has_patient = true,
            Record::Patient(_) => warn(WarningCode::RepeatedRecord),
            Record::Otc(otc) => {
                self.otc_without_serial = otc.serial.is_empty().then_some(line);
                self.otc_serials.insert(otc.serial.clone());
            }
            Record::OtcIngredient(ingredient) => {
                if let Some(line) = self.otc_without_serial.take() {
                    warnings.push(Some(3), line, WarningCode::MissingField, || "field=serial".to_owned());
                } else if !self.otc_serials.contains(&ingredient.serial) {
                    warn(WarningCode::IngredientWithoutOtc);
                }
            }
            Record::DispensingDate(_) => {
                self.close_visit(warnings);
                self.visit = Some(Visit { line, ..Visit::default() });
            }
            _ if section == 5 => match &mut self.visit {
                Some(visit) => visit.see(record, number, line, self.direction, warnings),
                None => warn(WarningCode::BeforeDispensingDate),
            },
            _ => {}
        }
        if section != 5
            && let Some(visit) = &mut self.visit
        {
            visit.last = number;
        }
    }

    /// Ends the document; tells whether it may end there: not behind a drug whose usage is still to come.
    pub(super) fn finish(mut self, warnings: &mut Warnings) -> bool {
        let whole = !self.visit.as_ref().is_some_and(Visit::awaits_usage);
        self.close_visit(warnings);
        whole
    }

    fn close_visit(&mut self, warnings: &mut Warnings) {
        let Some(visit) = self.visit.take() else { return };
        if !visit.has_institution {
            warnings.push(Some(11), visit.line, WarningCode::MissingRecord, String::new);
        }
        for group in visit.groups.values().filter(|group| group.has_drugs && !group.has_usage) {
            warnings.push(Some(201), group.line, WarningCode::DrugWithoutUsage, String::new);
        }
    }
}

impl Visit {
    fn see(&mut self, record: &Record, number: u16, line: u32, direction: &Direction, warnings: &mut Warnings) {
        let mut warn = |code| warnings.push(Some(number), line, code, String::new);
        let place = match number {
            11 => 1,
            15 => 2,
            51 => 3,
            55 | 201..=391 => 4,
            401 => 5,
            411 => 6,
            421 => 7,
            501 => 8,
            _ => 9,
        };
        if place < self.place {
            warn(WarningCode::Order);
        }
        self.place = self.place.max(place);
        self.last = number;
        let repeated = match record {
            Record::DispensingInstitution(_) => std::mem::replace(&mut self.has_institution, true),
            Record::DispensingStaff(_) => std::mem::replace(&mut self.has_staff, true),
            Record::PrescribingInstitution(_) => std::mem::replace(&mut self.has_prescriber, true),
            _ => false,
        };
        if repeated {
            warn(WarningCode::RepeatedRecord);
        }
        match record {
            Record::Drug(drug) => {
                let group = self.group(&drug.rp, line);
                group.has_drugs = true;
                self.drug = Some(drug.rp.clone());
            }
            Record::DrugSupplement(note) => self.drug_note(&note.rp, warn),
            Record::DrugCaution(note) => self.drug_note(&note.rp, warn),
            Record::Usage(usage) => self.usage(usage, line, direction, warnings),
            Record::UsageSupplement(note) => self.usage_note(&note.rp, line, warn),
            Record::PrescriptionCaution(note) => self.usage_note(&note.rp, line, warn),
            _ => {}
        }
    }

    /// Whether the last record is a drug, or belongs to one, whose usage is still to come.
    fn awaits_usage(&self) -> bool {
        let group = self.drug.as_deref().and_then(|rp| self.groups.get(rp_key(rp)));
        matches!(self.last, 201 | 281 | 291) && group.is_some_and(|group| group.has_drugs && !group.has_usage)
    }

    fn group(&mut self, rp: &str, line: u32) -> &mut Group {
        self.groups.entry(rp_key(rp).to_owned()).or_insert_with(|| Group { line, ..Group::default() })
    }

    fn drug_note(&self, rp: &str, mut warn: impl FnMut(WarningCode)) {
        if self.drug.as_deref().map(rp_key) != Some(rp_key(rp)) {
            warn(WarningCode::DrugNoteWithoutDrug);
        }
    }

    fn usage_note(&mut self, rp: &str, line: u32, mut warn: impl FnMut(WarningCode)) {
        if !self.group(rp, line).has_usage {
            warn(WarningCode::UsageNoteWithoutUsage);
        }
    }

    fn usage(&mut self, usage: &Usage, line: u32, direction: &Direction, warnings: &mut Warnings) {
        let from_pharmacy = self.has_prescriber;
        let mut warn = |code| warnings.push(Some(301), line, code, String::new);
        let group = self.group(&usage.rp, line);
        if !group.has_drugs {
            warn(WarningCode::UsageWithoutDrug);
        }
        if std::mem::replace(&mut group.has_usage, true) {
            warn(WarningCode::RepeatedRecord);
        }
        let needs_text = match direction {
            Direction::FromPatient => true,
            _ => from_pharmacy && !matches!(usage.dosage_form.as_str(), "9" | "10"),
        };
        if usage.name.is_empty() && needs_text {
            warnings.push(Some(301), line, WarningCode::MissingField, || "field=name".to_owned());
        }
    }
}

/// `1`, `01` and `001` are the same RP number.
fn rp_key(rp: &str) -> &str {
    rp.trim_start_matches('0')
}
