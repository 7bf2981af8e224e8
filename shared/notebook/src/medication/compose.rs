//! From what the notebook keeps to a document that the person hands to an institution (出力区分 2, newest version).

use super::dispensing::{CodeSystem, Dispensing, DosageForm, Drug, Group, Prescriber, Source};
use super::jahis::{Direction, Notebook, Record, Version, date, records};
use super::note::{Author, NotebookNote, Otc};

/// Makes a document of a person's entries, in the standard's order. What was read from a conforming text is within the
/// standard's lengths; [`jahis::fit`](super::jahis::fit) sees to what a person typed.
pub fn to_jahis(patient: Option<records::Patient>, notes: &[NotebookNote], dispensings: &[Dispensing]) -> Notebook {
    let mut composer = Composer { records: Vec::new(), otc: 0 };
    composer.records.extend(patient.map(Record::from));
    for section in [Composer::patient_note, Composer::otc, Composer::memo] {
        for note in notes {
            section(&mut composer, note);
        }
    }
    for dispensing in dispensings {
        composer.dispensing(dispensing);
    }
    for note in notes {
        composer.family_pharmacist(note);
    }
    Notebook { version: Version::NEWEST, direction: Direction::FromPatient, records: composer.records }
}

struct Composer {
    records: Vec<Record>,
    otc: u16,
}

impl Composer {
    fn push(&mut self, record: impl Into<Record>) {
        self.records.push(record.into());
    }

    fn patient_note(&mut self, note: &NotebookNote) {
        if let NotebookNote::Patient { category, text, author } = note {
            self.push(records::PatientNote {
                category: category.code().to_owned(),
                content: text.clone(),
                author: author.code().to_owned(),
                ..Default::default()
            });
        }
    }

    fn otc(&mut self, note: &NotebookNote) {
        let NotebookNote::Otc(otc) = note else { return };
        let Otc { name, started_on, ended_on, jan, ingredients, author } = otc;
        let serial = if ingredients.is_empty() {
            String::new()
        } else {
            self.otc += 1;
            self.otc.to_string()
        };
        self.push(records::Otc {
            name: name.clone(),
            started_on: day(*started_on),
            ended_on: day(*ended_on),
            author: author.code().to_owned(),
            serial: serial.clone(),
            jan: jan.clone().unwrap_or_default(),
            ..Default::default()
        });
        for ingredient in ingredients {
            self.push(records::OtcIngredient {
                serial: serial.clone(),
                name: ingredient.name.clone(),
                code_kind: if ingredient.code.is_some() { "2" } else { "1" }.to_owned(),
                code: ingredient.code.clone().unwrap_or_default(),
                author: author.code().to_owned(),
                ..Default::default()
            });
        }
    }

    fn memo(&mut self, note: &NotebookNote) {
        if let NotebookNote::Memo { text, written_on, author } = note {
            self.push(records::Memo {
                content: text.clone(),
                written_on: day(*written_on),
                author: author.code().to_owned(),
                ..Default::default()
            });
        }
    }

    fn family_pharmacist(&mut self, note: &NotebookNote) {
        if let NotebookNote::FamilyPharmacist { name, pharmacy, contact, from, until } = note {
            self.push(records::FamilyPharmacist {
                name: name.clone(),
                pharmacy: pharmacy.clone(),
                contact: contact.clone().unwrap_or_default(),
                from: day(*from),
                until: day(*until),
                author: Author::Professional.code().to_owned(),
                ..Default::default()
            });
        }
    }

    fn dispensing(&mut self, dispensing: &Dispensing) {
        let author = match dispensing.source {
            Source::Manual => Author::Patient,
            Source::Qr | Source::Pharmacy | Source::Mynaportal => Author::Professional,
        };
        let author = author.code().to_owned();
        self.push(records::DispensingDate {
            date: day(Some(dispensing.dispensed_on)),
            author: author.clone(),
            ..Default::default()
        });
        self.institutions(dispensing, &author);
        let prescriber = &dispensing.prescriber;
        let doctors = std::iter::once(prescriber).chain(dispensing.groups.iter().filter_map(|g| g.prescriber.as_ref()));
        let named = doctors.into_iter().any(|doctor| doctor.doctor.is_some() || doctor.department.is_some());
        let mut current = prescriber;
        if named {
            self.doctor(prescriber, &author);
        }
        for group in &dispensing.groups {
            let doctor = group.prescriber.as_ref().unwrap_or(prescriber);
            if current != doctor {
                current = doctor;
                self.doctor(doctor, &author);
            }
            self.group(group, &author);
        }
        self.texts(dispensing, &author);
    }

    /// Who dispensed and who prescribed. A clinic that hands out medicines itself has no record 51: it is both.
    fn institutions(&mut self, dispensing: &Dispensing, author: &str) {
        let author = author.to_owned();
        let Dispensing { pharmacy, prescriber, .. } = dispensing;
        let (prefecture, fee_table, code) = parts(pharmacy.code.as_deref());
        let is_clinic = matches!(fee_table.as_str(), "1" | "3");
        let is_same = prescriber.institution == pharmacy.name && prescriber.institution_code == pharmacy.code;
        self.push(records::DispensingInstitution {
            name: pharmacy.name.clone().unwrap_or_default(),
            prefecture,
            fee_table,
            code,
            phone: pharmacy.phone.clone().unwrap_or_default(),
            author: author.clone(),
            ..Default::default()
        });
        if let Some(staff) = &pharmacy.staff {
            self.push(records::DispensingStaff { name: staff.clone(), author: author.clone(), ..Default::default() });
        }
        let is_known = prescriber.institution.is_some() || prescriber.institution_code.is_some();
        if is_known && !(is_clinic && is_same) {
            let (prefecture, fee_table, code) = parts(prescriber.institution_code.as_deref());
            self.push(records::PrescribingInstitution {
                name: prescriber.institution.clone().unwrap_or_default(),
                prefecture,
                fee_table,
                code,
                author,
                ..Default::default()
            });
        }
    }

    /// The groups that follow are this doctor's; without a name where another's came before.
    fn doctor(&mut self, prescriber: &Prescriber, author: &str) {
        self.push(records::PrescribingDoctor {
            name: prescriber.doctor.clone().unwrap_or_default(),
            department: prescriber.department.clone().unwrap_or_default(),
            author: author.to_owned(),
            ..Default::default()
        });
    }

    fn group(&mut self, group: &Group, author: &str) {
        let rp = group.rp.to_string();
        for drug in &group.drugs {
            self.drug(drug, &rp, author);
        }
        self.push(records::Usage {
            rp: rp.clone(),
            name: group.usage_text.clone().unwrap_or_default(),
            supply_count: group.supply_count.map(|count| count.to_string()).unwrap_or_default(),
            supply_unit: group.supply_unit.clone().unwrap_or_default(),
            dosage_form: group.dosage_form.map(DosageForm::code).unwrap_or_default().to_owned(),
            code_kind: if group.usage_code.is_some() { "2" } else { "1" }.to_owned(),
            code: group.usage_code.clone().unwrap_or_default(),
            author: author.to_owned(),
            ..Default::default()
        });
        for note in &group.notes {
            self.push(records::PrescriptionCaution {
                rp: rp.clone(),
                content: note.clone(),
                author: author.to_owned(),
                ..Default::default()
            });
        }
    }

    fn drug(&mut self, drug: &Drug, rp: &str, author: &str) {
        let code = drug.code.as_ref();
        self.push(records::Drug {
            rp: rp.to_owned(),
            name: drug.name.clone(),
            quantity: drug.quantity.map(|quantity| quantity.to_string()).unwrap_or_default(),
            unit: drug.unit.clone().unwrap_or_default(),
            code_kind: code.map_or("1", |code| CodeSystem::kind(code.system)).to_owned(),
            code: code.map(|code| code.value.clone()).unwrap_or_default(),
            author: author.to_owned(),
            generic_name: drug.generic_name.clone().unwrap_or_default(),
            generic_code_kind: if drug.generic_name_code.is_some() { "2" } else { "" }.to_owned(),
            generic_code: drug.generic_name_code.clone().unwrap_or_default(),
            ..Default::default()
        });
        for note in &drug.notes {
            self.push(records::DrugCaution {
                rp: rp.to_owned(),
                content: note.clone(),
                author: author.to_owned(),
                ..Default::default()
            });
        }
    }

    fn texts(&mut self, dispensing: &Dispensing, author: &str) {
        let author = || author.to_owned();
        for content in dispensing.cautions.iter().cloned() {
            self.push(records::Caution { content, author: author(), ..Default::default() });
        }
        for provided in &dispensing.provided {
            self.push(records::ProvidedInformation {
                content: provided.text.clone(),
                category: provided.category.code().to_owned(),
                author: author(),
                ..Default::default()
            });
        }
        for content in dispensing.leftovers.iter().cloned() {
            self.push(records::LeftoverCheck { content, author: author(), ..Default::default() });
        }
        // Remarks are the pharmacy's and the patient's own (601), and no longer tell whose they were.
        let of_remarks = match dispensing.source {
            Source::Manual => Author::Patient,
            Source::Qr | Source::Pharmacy | Source::Mynaportal => Author::Unknown,
        };
        for content in dispensing.remarks.iter().cloned() {
            self.push(records::Remark { content, author: of_remarks.code().to_owned(), ..Default::default() });
        }
    }
}

fn day(day: Option<chrono::NaiveDate>) -> String {
    day.and_then(date::western).unwrap_or_default()
}

/// An institution's ten digits as prefecture, fee table and code; empty where there are not ten.
fn parts(code: Option<&str>) -> (String, String, String) {
    let split = || {
        let code = code.filter(|code| code.len() == 10)?;
        Some((code.get(..2)?.to_owned(), code.get(2..3)?.to_owned(), code.get(3..)?.to_owned()))
    };
    split().unwrap_or_default()
}
