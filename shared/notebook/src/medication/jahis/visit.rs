//! The document's meaning: its records nested as the standard says. Nothing is copied.

use std::collections::BTreeMap;

use super::document::{Direction, Notebook, Version};
use super::records::{
    Caution, DispensingDate, DispensingInstitution, DispensingStaff, Drug, DrugCaution, DrugSupplement,
    FamilyPharmacist, LeftoverCheck, Memo, Otc, OtcIngredient, Patient, PatientEntry, PatientNote, PrescribingDoctor,
    PrescribingInstitution, PrescriptionCaution, ProvidedInformation, Record, Remark, Usage, UsageSupplement,
};

/// One 調剤情報: what follows one 調剤等年月日 (5).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Visit<'n> {
    /// 5; none for records that stand before any.
    pub date: Option<&'n DispensingDate>,
    /// 11.
    pub institution: Option<&'n DispensingInstitution>,
    /// 15.
    pub staff: Option<&'n DispensingStaff>,
    /// 51.
    pub prescriber: Option<&'n PrescribingInstitution>,
    /// 55, in order.
    pub doctors: Vec<&'n PrescribingDoctor>,
    /// The RPs, in the order of their first record.
    pub groups: Vec<Rp<'n>>,
    /// 401.
    pub cautions: Vec<&'n Caution>,
    /// 411.
    pub provided: Vec<&'n ProvidedInformation>,
    /// 421.
    pub leftovers: Vec<&'n LeftoverCheck>,
    /// 501.
    pub remarks: Vec<&'n Remark>,
    /// 601.
    pub entries: Vec<&'n PatientEntry>,
    /// Texts of 281 and 291 that stand behind no drug.
    pub strays: Vec<&'n str>,
}

/// One RP: drugs that share a usage.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rp<'n> {
    /// The RP number as it was written.
    pub number: &'n str,
    /// The last 55 before.
    pub doctor: Option<&'n PrescribingDoctor>,
    /// 201 with what belongs to each.
    pub drugs: Vec<DrugEntry<'n>>,
    /// 301.
    pub usage: Option<&'n Usage>,
    /// 311.
    pub supplements: Vec<&'n UsageSupplement>,
    /// 391.
    pub cautions: Vec<&'n PrescriptionCaution>,
}

/// One drug with what belongs to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DrugEntry<'n> {
    /// 201.
    pub drug: &'n Drug,
    /// 281.
    pub supplements: Vec<&'n DrugSupplement>,
    /// 291.
    pub cautions: Vec<&'n DrugCaution>,
}

/// One OTC medicine with its ingredients.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OtcEntry<'n> {
    /// 3.
    pub otc: &'n Otc,
    /// 31 of the same serial.
    pub ingredients: Vec<&'n OtcIngredient>,
}

impl Notebook {
    /// The first 患者情報 (1).
    pub fn patient(&self) -> Option<&Patient> {
        self.records.iter().find_map(|record| if let Record::Patient(patient) = record { Some(patient) } else { None })
    }

    /// 患者特記 (2).
    pub fn patient_notes(&self) -> impl Iterator<Item = &PatientNote> {
        self.records.iter().filter_map(|record| if let Record::PatientNote(note) = record { Some(note) } else { None })
    }

    /// 手帳メモ (4).
    pub fn memos(&self) -> impl Iterator<Item = &Memo> {
        self.records.iter().filter_map(|record| if let Record::Memo(memo) = record { Some(memo) } else { None })
    }

    /// かかりつけ薬剤師 (701).
    pub fn family_pharmacists(&self) -> impl Iterator<Item = &FamilyPharmacist> {
        self.records
            .iter()
            .filter_map(|record| if let Record::FamilyPharmacist(person) = record { Some(person) } else { None })
    }

    /// OTC medicines (3) with their ingredients (31): by serial, or the medicine before where there is none.
    pub fn otc(&self) -> Vec<OtcEntry<'_>> {
        let mut entries: Vec<OtcEntry<'_>> = Vec::new();
        let mut by_serial: BTreeMap<&str, usize> = BTreeMap::new();
        for record in &self.records {
            match record {
                Record::Otc(otc) => {
                    by_serial.insert(&otc.serial, entries.len());
                    entries.push(OtcEntry { otc, ingredients: Vec::new() });
                }
                Record::OtcIngredient(ingredient) => {
                    let place = by_serial.get(ingredient.serial.as_str()).copied();
                    let place = place.unwrap_or_else(|| entries.len().saturating_sub(1));
                    if let Some(entry) = entries.get_mut(place) {
                        entry.ingredients.push(ingredient);
                    }
                }
                _ => {}
            }
        }
        entries
    }

    /// Whether the text is a later page of a sheet whose beginning is elsewhere: it names no patient, and its first visit
    /// began before it, or its version record counts pages from 3 on.
    pub fn begins_inside(&self) -> bool {
        let is_page = matches!(&self.direction, Direction::Other(page) if page.parse().is_ok_and(|page: u16| page > 2));
        let undated = self.visits().first().is_some_and(|visit| visit.date.is_none());
        self.patient().is_none() && (undated || is_page && !self.records.is_empty())
    }

    /// Whether the text looks like the second page of a sheet: a version record that says 2, no patient, and records that
    /// a pharmacy wrote. Nobody's own notebook (出力区分 2) looks so before Ver.2.5; it may all the same be one.
    pub(super) fn is_like_page_two(&self) -> bool {
        let written_by_patients = |visit: &Visit<'_>| visit.date.is_none_or(|date| date.author != "1");
        self.direction == Direction::FromPatient
            && self.version < Version::NEWEST
            && self.patient().is_none()
            && !self.visits().is_empty()
            && !self.visits().iter().any(written_by_patients)
    }

    /// The visits, in order. Records before any date make a visit without one.
    pub fn visits(&self) -> Vec<Visit<'_>> {
        let mut visits: Vec<Builder<'_>> = Vec::new();
        for record in &self.records {
            match record {
                Record::DispensingDate(date) => {
                    let mut visit = Builder::default();
                    visit.visit.date = Some(date);
                    visits.push(visit);
                    continue;
                }
                Record::Patient(_)
                | Record::PatientNote(_)
                | Record::Otc(_)
                | Record::OtcIngredient(_)
                | Record::Memo(_)
                | Record::FamilyPharmacist(_)
                | Record::Unknown(_) => continue,
                _ => {}
            }
            if visits.is_empty() {
                visits.push(Builder::default());
            }
            if let Some(visit) = visits.last_mut() {
                visit.take(record);
            }
        }
        visits.into_iter().map(|builder| builder.visit).collect()
    }
}

#[derive(Default)]
struct Builder<'n> {
    visit: Visit<'n>,
    /// Doctor and RP number → the group that is open for them.
    open: BTreeMap<(usize, &'n str), usize>,
    last_drug_group: Option<usize>,
}

impl<'n> Builder<'n> {
    fn take(&mut self, record: &'n Record) {
        let visit = &mut self.visit;
        match record {
            Record::DispensingInstitution(record) => _ = visit.institution.get_or_insert(record),
            Record::DispensingStaff(record) => _ = visit.staff.get_or_insert(record),
            Record::PrescribingInstitution(record) => _ = visit.prescriber.get_or_insert(record),
            Record::PrescribingDoctor(record) => visit.doctors.push(record),
            Record::Caution(record) => visit.cautions.push(record),
            Record::ProvidedInformation(record) => visit.provided.push(record),
            Record::LeftoverCheck(record) => visit.leftovers.push(record),
            Record::Remark(record) => visit.remarks.push(record),
            Record::PatientEntry(record) => visit.entries.push(record),
            Record::Drug(drug) => {
                let place = self.place(&drug.rp, |group| group.usage.is_none());
                self.last_drug_group = Some(place);
                if let Some(group) = self.visit.groups.get_mut(place) {
                    group.drugs.push(DrugEntry { drug, supplements: Vec::new(), cautions: Vec::new() });
                }
            }
            Record::DrugSupplement(note) => match self.last_drug() {
                Some(drug) => drug.supplements.push(note),
                None => self.visit.strays.push(&note.content),
            },
            Record::DrugCaution(note) => match self.last_drug() {
                Some(drug) => drug.cautions.push(note),
                None => self.visit.strays.push(&note.content),
            },
            Record::Usage(usage) => self.group(
                &usage.rp,
                |group| group.usage.is_none(),
                |group| {
                    group.usage = Some(usage);
                },
            ),
            Record::UsageSupplement(note) => self.group(&note.rp, |_| true, |group| group.supplements.push(note)),
            Record::PrescriptionCaution(note) => self.group(&note.rp, |_| true, |group| group.cautions.push(note)),
            _ => {}
        }
    }

    fn last_drug(&mut self) -> Option<&mut DrugEntry<'n>> {
        self.visit.groups.get_mut(self.last_drug_group?)?.drugs.last_mut()
    }

    fn group(&mut self, rp: &'n str, fits: impl Fn(&Rp<'n>) -> bool, change: impl FnOnce(&mut Rp<'n>)) {
        let place = self.place(rp, fits);
        if let Some(group) = self.visit.groups.get_mut(place) {
            change(group);
        }
    }

    /// The open group of an RP number, or a new one where it does not fit.
    fn place(&mut self, rp: &'n str, fits: impl Fn(&Rp<'n>) -> bool) -> usize {
        let key = (self.visit.doctors.len(), rp.trim_start_matches('0'));
        let known = self.open.get(&key).copied();
        if let Some(place) = known.filter(|place| self.visit.groups.get(*place).is_some_and(fits)) {
            return place;
        }
        let place = self.visit.groups.len();
        self.visit.groups.push(Rp { number: rp, doctor: self.visit.doctors.last().copied(), ..Rp::default() });
        self.open.insert(key, place);
        place
    }
}
