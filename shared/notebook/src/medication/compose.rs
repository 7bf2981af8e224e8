//! From what the notebook keeps to a document that the person hands to an institution (出力区分 2, newest version).

use super::dispensing::{CodeSystem, Dispensing, DosageForm, Drug, Group, Prescriber, Source};
use super::jahis::{Direction, Notebook, Record, Version, date, records};
use super::note::{Author, NotebookNote, Otc};
use super::written::{PartialCode, TextRecord, WrittenCode};

/// Makes a document of a person's entries, in the standard's order. What was read from a conforming text is within the
/// standard's lengths; [`jahis::fit`](super::jahis::fit) sees to what a person typed.
pub fn to_jahis(patient: Option<records::Patient>, notes: &[NotebookNote], dispensings: &[Dispensing]) -> Notebook {
    let mut composer = Composer { records: Vec::new(), otc: 0, author: Author::Unknown };
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
    /// Who wrote the visit that is written: every record whose author is not kept is theirs.
    author: Author,
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
                author: ingredient.author.unwrap_or(*author).code().to_owned(),
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
        if let NotebookNote::FamilyPharmacist { name, pharmacy, contact, from, until, author } = note {
            self.push(records::FamilyPharmacist {
                name: name.clone(),
                pharmacy: pharmacy.clone(),
                contact: contact.clone().unwrap_or_default(),
                from: day(*from),
                until: day(*until),
                author: author.unwrap_or(Author::Professional).code().to_owned(),
                ..Default::default()
            });
        }
    }

    /// The code of a record's author: its own, or else the visit's.
    fn by(&self, own: Option<Author>) -> String {
        own.unwrap_or(self.author).code().to_owned()
    }

    fn dispensing(&mut self, dispensing: &Dispensing) {
        self.author = dispensing.author.unwrap_or(match dispensing.source {
            Source::Manual => Author::Patient,
            Source::Qr | Source::Pharmacy | Source::Mynaportal => Author::Professional,
        });
        self.push(records::DispensingDate {
            date: day(Some(dispensing.dispensed_on)),
            author: self.by(None),
            ..Default::default()
        });
        self.institutions(dispensing);
        let prescriber = &dispensing.prescriber;
        // Where a group is another's, the visit's own doctor stands first, named or not: the first record is the visit's.
        let is_written =
            prescriber.doctor.is_some() || prescriber.department.is_some() || prescriber.doctor_author.is_some();
        let mut current = prescriber;
        if is_written || dispensing.groups.iter().any(|group| group.prescriber.is_some()) {
            self.doctor(prescriber);
        }
        for group in &dispensing.groups {
            let doctor = group.prescriber.as_ref().unwrap_or(prescriber);
            if current != doctor {
                current = doctor;
                self.doctor(doctor);
            }
            self.group(group);
        }
        self.texts(dispensing);
    }

    /// Who dispensed and who prescribed. A clinic that hands out medicines itself has no record 51: it is both.
    fn institutions(&mut self, dispensing: &Dispensing) {
        let Dispensing { pharmacy, prescriber, .. } = dispensing;
        let (prefecture, fee_table, code) = parts(pharmacy.code.as_deref(), pharmacy.partial_code.as_ref());
        let is_clinic = matches!(fee_table.as_str(), "1" | "3");
        let is_same = prescriber.institution == pharmacy.name
            && prescriber.institution_code == pharmacy.code
            && prescriber.partial_code.is_none()
            && prescriber.author.is_none();
        self.push(records::DispensingInstitution {
            name: pharmacy.name.clone().unwrap_or_default(),
            prefecture,
            fee_table,
            code,
            postal_code: pharmacy.postal_code.clone().unwrap_or_default(),
            address: pharmacy.address.clone().unwrap_or_default(),
            phone: pharmacy.phone.clone().unwrap_or_default(),
            author: self.by(pharmacy.author),
            ..Default::default()
        });
        if pharmacy.staff.is_some() || pharmacy.staff_contact.is_some() {
            self.push(records::DispensingStaff {
                name: pharmacy.staff.clone().unwrap_or_default(),
                contact: pharmacy.staff_contact.clone().unwrap_or_default(),
                author: self.by(pharmacy.staff_author),
                ..Default::default()
            });
        }
        let is_known = prescriber.institution.is_some()
            || prescriber.institution_code.is_some()
            || prescriber.partial_code.is_some();
        if is_known && !(is_clinic && is_same) {
            let (prefecture, fee_table, code) =
                parts(prescriber.institution_code.as_deref(), prescriber.partial_code.as_ref());
            self.push(records::PrescribingInstitution {
                name: prescriber.institution.clone().unwrap_or_default(),
                prefecture,
                fee_table,
                code,
                author: self.by(prescriber.author),
                ..Default::default()
            });
        }
    }

    /// The groups that follow are this doctor's; without a name where another's came before.
    fn doctor(&mut self, prescriber: &Prescriber) {
        self.push(records::PrescribingDoctor {
            name: prescriber.doctor.clone().unwrap_or_default(),
            department: prescriber.department.clone().unwrap_or_default(),
            author: self.by(prescriber.doctor_author),
            ..Default::default()
        });
    }

    fn group(&mut self, group: &Group) {
        let rp = group.rp.to_string();
        for drug in &group.drugs {
            self.drug(drug, &rp);
        }
        let (code_kind, code) =
            code(group.usage_code.as_deref().map(|code| ("2", code)), group.other_usage_code.as_ref());
        self.push(records::Usage {
            rp: rp.clone(),
            name: group.usage_text.clone().unwrap_or_default(),
            supply_count: group.supply_count.map(|count| count.to_string()).unwrap_or_default(),
            supply_unit: group.supply_unit.clone().unwrap_or_default(),
            dosage_form: group.dosage_form.map(DosageForm::code).unwrap_or_default().to_owned(),
            code_kind,
            code,
            author: self.by(group.author),
            ..Default::default()
        });
        self.written(&group.notes, &group.note_records, 391, &rp);
    }

    fn drug(&mut self, drug: &Drug, rp: &str) {
        let known = drug.code.as_ref().map(|code| (CodeSystem::kind(code.system), code.value.as_str()));
        let (code_kind, code) = code(known, drug.other_code.as_ref());
        let generic_code_kind = if drug.generic_name_code.is_some() { "2" } else { "" };
        self.push(records::Drug {
            rp: rp.to_owned(),
            name: drug.name.clone(),
            quantity: drug.quantity.map(|quantity| quantity.to_string()).unwrap_or_default(),
            unit: drug.unit.clone().unwrap_or_default(),
            code_kind,
            code,
            author: self.by(drug.author),
            generic_name: drug.generic_name.clone().unwrap_or_default(),
            generic_code_kind: drug.generic_code_kind.clone().unwrap_or_else(|| generic_code_kind.to_owned()),
            generic_code: drug.generic_name_code.clone().unwrap_or_default(),
            ..Default::default()
        });
        self.written(&drug.notes, &drug.note_records, 291, rp);
    }

    fn texts(&mut self, dispensing: &Dispensing) {
        self.written(&dispensing.cautions, &dispensing.caution_records, 401, "");
        for provided in &dispensing.provided {
            self.push(records::ProvidedInformation {
                content: provided.text.clone(),
                category: provided.category.code().to_owned(),
                author: self.by(provided.author),
                ..Default::default()
            });
        }
        self.written(&dispensing.leftovers, &dispensing.leftover_records, 421, "");
        // Of what was read before its records were kept nothing tells a pharmacy's remark from the patient's own (601).
        if dispensing.author.is_none() && dispensing.source != Source::Manual {
            self.author = Author::Unknown;
        }
        self.written(&dispensing.remarks, &dispensing.remark_records, 501, "");
    }

    /// Texts as the records that they were, or else as the usual one.
    fn written(&mut self, texts: &[String], kept: &[TextRecord], usual: u16, rp: &str) {
        for (text, record) in TextRecord::zip(texts, kept, TextRecord::of(usual, self.author)) {
            let (rp, content, author) = (rp.to_owned(), text.to_owned(), self.by(record.author));
            self.records.push(match record.record {
                281 => records::DrugSupplement { rp, content, author, ..Default::default() }.into(),
                291 => records::DrugCaution { rp, content, author, ..Default::default() }.into(),
                311 => records::UsageSupplement { rp, content, author, ..Default::default() }.into(),
                391 => records::PrescriptionCaution { rp, content, author, ..Default::default() }.into(),
                401 => records::Caution { content, author, ..Default::default() }.into(),
                421 => records::LeftoverCheck { content, author, ..Default::default() }.into(),
                601 => {
                    records::PatientEntry { content, written_on: day(record.written_on), ..Default::default() }.into()
                }
                _ => records::Remark { content, author, ..Default::default() }.into(),
            });
        }
    }
}

/// A code and whose it is, as it was written.
fn code(known: Option<(&str, &str)>, other: Option<&WrittenCode>) -> (String, String) {
    match (known, other) {
        (Some((kind, value)), _) => (kind.to_owned(), value.to_owned()),
        (None, Some(other)) => (other.kind.clone(), other.value.clone()),
        (None, None) => (WrittenCode::NONE.to_owned(), String::new()),
    }
}

fn day(day: Option<chrono::NaiveDate>) -> String {
    day.and_then(date::western).unwrap_or_default()
}

/// An institution's ten digits as prefecture, fee table and code; what is known of them where there are not ten.
fn parts(code: Option<&str>, partial: Option<&PartialCode>) -> (String, String, String) {
    let split = || {
        let code = code.filter(|code| code.len() == 10)?;
        Some((code.get(..2)?.to_owned(), code.get(2..3)?.to_owned(), code.get(3..)?.to_owned()))
    };
    let known = || partial.map(|part| (part.prefecture.clone(), part.fee_table.clone(), part.code.clone()));
    split().or_else(known).unwrap_or_default()
}
