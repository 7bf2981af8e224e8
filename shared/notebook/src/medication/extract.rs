//! From the document to what the notebook keeps: dispensings and notes.

use uuid::Uuid;

use super::dispensing::{
    CodeSystem, Dispensing, DosageForm, Drug, DrugCode, Group, Pharmacy, Prescriber, Provided, ProvidedCategory,
    QuantityBasis, Source,
};
use super::jahis::{DrugEntry, Notebook, Rp, Visit, date, records};
use super::limits;
use super::note::{Author, Ingredient, NotebookNote, Otc, PatientNoteCategory};

/// What a document holds for the notebook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extract {
    /// One a visit, in the document's order.
    pub dispensings: Vec<Dispensing>,
    /// What belongs to no visit.
    pub notes: Vec<NotebookNote>,
    /// Visits that have no day that can be read; they are in no list.
    pub undated: usize,
    /// Something was longer, or there was more of it, than [`limits`] allow, and was cut.
    pub cut: bool,
}

/// Takes dispensings and notes out of a document; `ids` makes a UUIDv7 for each dispensing.
pub fn from_jahis(notebook: &Notebook, mut ids: impl FnMut() -> Uuid) -> Extract {
    let mut clip = Clip { cut: false };
    let mut undated = 0;
    let mut dispensings = Vec::new();
    for visit in clip.list(notebook.visits(), limits::DISPENSINGS) {
        let day = visit.date.and_then(|record| date::day(&record.date));
        let Some(dispensed_on) = day else {
            undated += 1;
            continue;
        };
        dispensings.push(clip.dispensing(&visit, ids(), dispensed_on, notebook.version.to_string()));
    }
    let notes = clip.notes(notebook);
    Extract { dispensings, notes, undated, cut: clip.cut }
}

/// Cuts what is too long, and remembers that it did.
struct Clip {
    cut: bool,
}

impl Clip {
    fn dispensing(
        &mut self,
        visit: &Visit<'_>,
        id: Uuid,
        dispensed_on: chrono::NaiveDate,
        version: String,
    ) -> Dispensing {
        let prescriber = self.prescriber(visit, visit.doctors.first().copied());
        let mut groups = Vec::new();
        for (place, rp) in (1_u16..).zip(self.list(visit.groups.clone(), limits::GROUPS)) {
            let mut group = self.group(&rp, place);
            if rp.doctor.is_some() && rp.doctor != visit.doctors.first().copied() {
                // Two records of a doctor that say the same, or nothing, are one doctor.
                group.prescriber = Some(self.prescriber(visit, rp.doctor)).filter(|other| *other != prescriber);
            }
            groups.push(group);
        }
        let cautions = visit.cautions.iter().map(|record| record.content.as_str()).chain(visit.strays.iter().copied());
        let remarks = visit.remarks.iter().map(|record| &record.content);
        let entries = visit.entries.iter().map(|record| &record.content);
        Dispensing {
            id,
            dispensed_on,
            // What another notebook's owner typed there stays typed.
            source: match visit.date.map(|record| Author::of(&record.author)) {
                Some(Author::Patient) => Source::Manual,
                _ => Source::Qr,
            },
            version: Some(version),
            pharmacy: self.pharmacy(visit),
            prescriber,
            groups,
            cautions: self.texts(cautions),
            remarks: self.texts(remarks.chain(entries).map(String::as_str)),
            provided: self.provided(visit),
            leftovers: self.texts(visit.leftovers.iter().map(|record| record.content.as_str())),
        }
    }

    fn pharmacy(&mut self, visit: &Visit<'_>) -> Pharmacy {
        let staff = visit.staff.and_then(|staff| self.text(&staff.name, limits::NAME));
        let Some(record) = visit.institution else { return Pharmacy { staff, ..Pharmacy::default() } };
        Pharmacy {
            code: institution_code(&record.prefecture, &record.fee_table, &record.code),
            name: self.text(&record.name, limits::NAME),
            phone: self.text(&record.phone, limits::CODE),
            staff,
        }
    }

    /// The prescribing institution; where a clinic hands out medicines itself there is none, and it is the clinic.
    fn prescriber(&mut self, visit: &Visit<'_>, doctor: Option<&records::PrescribingDoctor>) -> Prescriber {
        let (institution_code, institution) = match (visit.prescriber, visit.institution) {
            (Some(record), _) => {
                (institution_code(&record.prefecture, &record.fee_table, &record.code), Some(&record.name))
            }
            (None, Some(record)) if matches!(record.fee_table.as_str(), "1" | "3") => {
                (institution_code(&record.prefecture, &record.fee_table, &record.code), Some(&record.name))
            }
            _ => (None, None),
        };
        Prescriber {
            institution_code,
            institution: institution.and_then(|name| self.text(name, limits::NAME)),
            doctor: doctor.and_then(|doctor| self.text(&doctor.name, limits::NAME)),
            department: doctor.and_then(|doctor| self.text(&doctor.department, limits::NAME)),
        }
    }

    fn group(&mut self, rp: &Rp<'_>, place: u16) -> Group {
        let usage = rp.usage;
        let dosage_form = usage.and_then(|usage| DosageForm::of(&usage.dosage_form));
        let supply_unit = usage.and_then(|usage| self.text(&usage.supply_unit, limits::UNIT));
        let basis = basis(dosage_form, supply_unit.as_deref());
        let supplements = rp.supplements.iter().map(|record| record.content.as_str());
        let cautions = rp.cautions.iter().map(|record| record.content.as_str());
        let notes = self.texts(supplements.chain(cautions));
        let entries = self.list(rp.drugs.iter().collect(), limits::DRUGS);
        Group {
            rp: rp.number.parse().ok().filter(|number| *number <= limits::COUNT).unwrap_or(place),
            usage_text: usage.and_then(|usage| self.text(&usage.name, limits::NAME)),
            usage_code: usage
                .filter(|usage| usage.code_kind == "2")
                .and_then(|usage| self.text(&usage.code, limits::CODE)),
            dosage_form,
            supply_count: usage
                .and_then(|usage| usage.supply_count.parse().ok())
                .filter(|count| *count <= limits::COUNT),
            supply_unit,
            drugs: entries.into_iter().map(|entry| self.drug(entry, basis)).collect(),
            notes,
            prescriber: None,
        }
    }

    fn drug(&mut self, entry: &DrugEntry<'_>, quantity_basis: QuantityBasis) -> Drug {
        let drug = entry.drug;
        let supplements = entry.supplements.iter().map(|record| record.content.as_str());
        let cautions = entry.cautions.iter().map(|record| record.content.as_str());
        let notes = self.texts(supplements.chain(cautions));
        let code = CodeSystem::of(&drug.code_kind)
            .and_then(|system| Some(DrugCode { system, value: self.text(&drug.code, limits::CODE)? }));
        Drug {
            name: self.text(&drug.name, limits::NAME).unwrap_or_default(),
            quantity: drug.quantity.parse().ok(),
            unit: self.text(&drug.unit, limits::UNIT),
            quantity_basis,
            code,
            generic_name: self.text(&drug.generic_name, limits::NAME),
            generic_name_code: self.text(&drug.generic_code, limits::CODE),
            notes,
        }
    }

    fn provided(&mut self, visit: &Visit<'_>) -> Vec<Provided> {
        self.list(visit.provided.clone(), limits::NOTES)
            .into_iter()
            .filter_map(|record| {
                let category = ProvidedCategory::of(&record.category);
                Some(Provided { category, text: self.text(&record.content, limits::TEXT)? })
            })
            .collect()
    }

    fn notes(&mut self, notebook: &Notebook) -> Vec<NotebookNote> {
        let mut notes = Vec::new();
        for record in notebook.patient_notes() {
            notes.extend(self.text(&record.content, limits::TEXT).map(|text| NotebookNote::Patient {
                category: PatientNoteCategory::of(&record.category),
                text,
                author: Author::of(&record.author),
            }));
        }
        for entry in notebook.otc() {
            let ingredients = self.list(entry.ingredients, limits::INGREDIENTS);
            let ingredients = ingredients
                .into_iter()
                .filter_map(|record| {
                    let name = self.text(&record.name, limits::NAME)?;
                    Some(Ingredient { name, code: self.text(&record.code, limits::CODE) })
                })
                .collect();
            notes.extend(self.text(&entry.otc.name, limits::NAME).map(|name| {
                NotebookNote::Otc(Otc {
                    name,
                    started_on: date::day(&entry.otc.started_on),
                    ended_on: date::day(&entry.otc.ended_on),
                    jan: self.text(&entry.otc.jan, limits::CODE),
                    ingredients,
                    author: Author::of(&entry.otc.author),
                })
            }));
        }
        for record in notebook.memos() {
            notes.extend(self.text(&record.content, limits::TEXT).map(|text| NotebookNote::Memo {
                text,
                written_on: date::day(&record.written_on),
                author: Author::of(&record.author),
            }));
        }
        for record in notebook.family_pharmacists() {
            notes.extend(self.text(&record.name, limits::NAME).map(|name| NotebookNote::FamilyPharmacist {
                name,
                pharmacy: self.text(&record.pharmacy, limits::NAME).unwrap_or_default(),
                contact: self.text(&record.contact, limits::TEXT),
                from: date::day(&record.from),
                until: date::day(&record.until),
            }));
        }
        self.list(notes, limits::NOTEBOOK_NOTES)
    }

    fn text(&mut self, text: &str, max: usize) -> Option<String> {
        let end = text.char_indices().nth(max).map(|(end, _)| end);
        self.cut |= end.is_some();
        let kept = end.and_then(|end| text.get(..end)).unwrap_or(text);
        (!kept.is_empty()).then(|| kept.to_owned())
    }

    fn texts<'a>(&mut self, texts: impl Iterator<Item = &'a str>) -> Vec<String> {
        let kept = texts.filter_map(|text| self.text(text, limits::TEXT)).collect();
        self.list(kept, limits::NOTES)
    }

    fn list<T>(&mut self, mut list: Vec<T>, max: usize) -> Vec<T> {
        self.cut |= list.len() > max;
        list.truncate(max);
        list
    }
}

/// Prefecture, fee table and institution joined, 10 digits; none unless all are there.
fn institution_code(prefecture: &str, fee_table: &str, code: &str) -> Option<String> {
    let joined = [prefecture, fee_table, code].concat();
    let lengths = (prefecture.len(), fee_table.len(), code.len());
    (lengths == (2, 1, 7) && joined.bytes().all(|byte| byte.is_ascii_digit())).then_some(joined)
}

/// What a quantity counts: by the form; where it was left out, by the unit of the supply.
pub fn basis(form: Option<DosageForm>, supply_unit: Option<&str>) -> QuantityBasis {
    match (form, supply_unit) {
        (Some(form), _) => form.basis(),
        (None, Some("日分")) => QuantityBasis::PerDay,
        (None, Some("回分")) => QuantityBasis::PerUse,
        (None, _) => QuantityBasis::Total,
    }
}
