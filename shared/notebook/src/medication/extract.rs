//! From the document to what the notebook keeps: dispensings and notes.

use uuid::Uuid;

use super::dispensing::{
    CodeSystem, Dispensing, DosageForm, Drug, DrugCode, Group, Pharmacy, Prescriber, Provided, ProvidedCategory,
    QuantityBasis, Source,
};
use super::jahis::{DrugEntry, Notebook, Rp, Visit, date, is_space, records};
use super::limits;
use super::note::{Author, Ingredient, NotebookNote, Otc, PatientNoteCategory};
use super::written::{PartialCode, TextRecord, WrittenCode};
use crate::text::one_line;

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
    let mut clip = Clip { cut: false, author: Author::Unknown };
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
    /// Who wrote the visit that is read: records of others say so.
    author: Author,
}

impl Clip {
    fn dispensing(
        &mut self,
        visit: &Visit<'_>,
        id: Uuid,
        dispensed_on: chrono::NaiveDate,
        version: String,
    ) -> Dispensing {
        self.author = visit.date.map_or(Author::Unknown, |record| Author::of(&record.author));
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
        let strays = visit.strays.iter().map(|text| (*text, TextRecord::of(401, self.author)));
        let cautions: Vec<_> = visit
            .cautions
            .iter()
            .map(|record| (record.content.as_str(), TextRecord::of(401, Author::of(&record.author))))
            .chain(strays)
            .collect();
        let remarks = visit
            .remarks
            .iter()
            .map(|record| (record.content.as_str(), TextRecord::of(501, Author::of(&record.author))));
        let entries = visit.entries.iter().map(|record| {
            let own = TextRecord { record: 601, author: None, written_on: date::day(&record.written_on) };
            (record.content.as_str(), own)
        });
        let leftovers = visit
            .leftovers
            .iter()
            .map(|record| (record.content.as_str(), TextRecord::of(421, Author::of(&record.author))));
        let (cautions, caution_records) = self.texts(cautions.into_iter(), 401);
        let (remarks, remark_records) = self.texts(remarks.chain(entries), 501);
        let (leftovers, leftover_records) = self.texts(leftovers, 421);
        // What another notebook's owner typed there stays typed.
        let source = if self.author == Author::Patient { Source::Manual } else { Source::Qr };
        Dispensing {
            version: Some(version),
            pharmacy: self.pharmacy(visit),
            prescriber,
            groups,
            cautions,
            remarks,
            provided: self.provided(visit),
            leftovers,
            author: visit.date.map(|_| self.author),
            caution_records,
            remark_records,
            leftover_records,
            ..Dispensing::of_day(id, dispensed_on, source)
        }
    }

    /// Who wrote a record, where it is not the visit's author.
    fn other(&self, author: &str) -> Option<Author> {
        Some(Author::of(author)).filter(|author| *author != self.author)
    }

    fn pharmacy(&mut self, visit: &Visit<'_>) -> Pharmacy {
        let mut pharmacy = Pharmacy::default();
        if let Some(staff) = visit.staff {
            pharmacy.staff = self.text(&staff.name, limits::NAME);
            pharmacy.staff_contact = self.text(&staff.contact, limits::TEXT);
            pharmacy.staff_author = self.other(&staff.author);
        }
        let Some(record) = visit.institution else { return pharmacy };
        let code = institution_code(&record.prefecture, &record.fee_table, &record.code);
        Pharmacy {
            partial_code: if code.is_some() {
                None
            } else {
                self.partial_code(&record.prefecture, &record.fee_table, &record.code)
            },
            code,
            name: self.text(&record.name, limits::NAME),
            phone: self.text(&record.phone, limits::CODE),
            postal_code: self.text(&record.postal_code, limits::CODE),
            address: self.text(&record.address, limits::TEXT),
            author: self.other(&record.author),
            ..pharmacy
        }
    }

    fn partial_code(&mut self, prefecture: &str, fee_table: &str, code: &str) -> Option<PartialCode> {
        let mut part = |text| self.text(text, limits::CODE).unwrap_or_default();
        let partial = PartialCode { prefecture: part(prefecture), fee_table: part(fee_table), code: part(code) };
        (partial != PartialCode::default()).then_some(partial)
    }

    /// The prescribing institution; where a clinic hands out medicines itself there is none, and it is the clinic. A record that
    /// names none is none.
    fn prescriber(&mut self, visit: &Visit<'_>, doctor: Option<&records::PrescribingDoctor>) -> Prescriber {
        let named = visit.prescriber.filter(|record| {
            let fields = [&record.name, &record.prefecture, &record.fee_table, &record.code];
            fields.iter().any(|text| self.text(text, limits::NAME).is_some())
        });
        let (institution_code, institution) = match (named, visit.institution) {
            (Some(record), _) => {
                (institution_code(&record.prefecture, &record.fee_table, &record.code), Some(&record.name))
            }
            (None, Some(record)) if matches!(record.fee_table.as_str(), "1" | "3") => {
                (institution_code(&record.prefecture, &record.fee_table, &record.code), Some(&record.name))
            }
            _ => (None, None),
        };
        let partial = named.filter(|_| institution_code.is_none());
        Prescriber {
            partial_code: partial
                .and_then(|record| self.partial_code(&record.prefecture, &record.fee_table, &record.code)),
            institution_code,
            institution: institution.and_then(|name| self.text(name, limits::NAME)),
            doctor: doctor.and_then(|doctor| self.text(&doctor.name, limits::NAME)),
            department: doctor.and_then(|doctor| self.text(&doctor.department, limits::NAME)),
            author: named.and_then(|record| self.other(&record.author)),
            doctor_author: doctor.and_then(|doctor| self.other(&doctor.author)),
        }
    }

    fn group(&mut self, rp: &Rp<'_>, place: u16) -> Group {
        let usage = rp.usage;
        let dosage_form = usage.and_then(|usage| DosageForm::of(&usage.dosage_form));
        let supply_unit = usage.and_then(|usage| self.text(&usage.supply_unit, limits::UNIT));
        let basis = basis(dosage_form, supply_unit.as_deref());
        let supplements = rp
            .supplements
            .iter()
            .map(|record| (record.content.as_str(), TextRecord::of(311, Author::of(&record.author))));
        let cautions =
            rp.cautions.iter().map(|record| (record.content.as_str(), TextRecord::of(391, Author::of(&record.author))));
        let (notes, note_records) = self.texts(supplements.chain(cautions), 391);
        let code = usage.and_then(|usage| self.text(&usage.code, limits::CODE));
        let is_jami = usage.is_some_and(|usage| usage.code_kind == "2");
        let (usage_code, other_usage_code) = match (usage, code) {
            (_, Some(code)) if is_jami => (Some(code), None),
            (Some(usage), code) => (None, WrittenCode::unless_none(&usage.code_kind, code)),
            (None, _) => (None, None),
        };
        let entries = self.list(rp.drugs.iter().collect(), limits::DRUGS);
        Group {
            rp: rp.number.parse().ok().filter(|number| *number <= limits::COUNT).unwrap_or(place),
            usage_text: usage.and_then(|usage| self.text(&usage.name, limits::NAME)),
            usage_code,
            dosage_form,
            supply_count: usage.and_then(|usage| self.number(&usage.supply_count, |count| *count <= limits::COUNT)),
            supply_unit,
            drugs: entries.into_iter().map(|entry| self.drug(entry, basis)).collect(),
            notes,
            prescriber: None,
            note_records,
            other_usage_code,
            author: usage.and_then(|usage| self.other(&usage.author)),
        }
    }

    fn drug(&mut self, entry: &DrugEntry<'_>, quantity_basis: QuantityBasis) -> Drug {
        let drug = entry.drug;
        let supplements = entry
            .supplements
            .iter()
            .map(|record| (record.content.as_str(), TextRecord::of(281, Author::of(&record.author))));
        let cautions = entry
            .cautions
            .iter()
            .map(|record| (record.content.as_str(), TextRecord::of(291, Author::of(&record.author))));
        let (notes, note_records) = self.texts(supplements.chain(cautions), 291);
        let value = self.text(&drug.code, limits::CODE);
        let (code, other_code) = match (CodeSystem::of(&drug.code_kind), value) {
            (Some(system), Some(value)) => (Some(DrugCode { system, value }), None),
            (_, value) => (None, WrittenCode::unless_none(&drug.code_kind, value)),
        };
        let generic_name_code = self.text(&drug.generic_code, limits::CODE);
        let usual_kind = if generic_name_code.is_some() { "2" } else { "" };
        Drug {
            name: self.text(&drug.name, limits::NAME).unwrap_or_default(),
            quantity: self.number(&drug.quantity, |_| true),
            unit: self.text(&drug.unit, limits::UNIT),
            quantity_basis,
            code,
            generic_name: self.text(&drug.generic_name, limits::NAME),
            generic_name_code,
            notes,
            note_records,
            other_code,
            generic_code_kind: Some(self.text(&drug.generic_code_kind, limits::CODE).unwrap_or_default())
                .filter(|kind| *kind != usual_kind),
            author: self.other(&drug.author),
        }
    }

    fn provided(&mut self, visit: &Visit<'_>) -> Vec<Provided> {
        self.list(visit.provided.clone(), limits::NOTES)
            .into_iter()
            .filter_map(|record| {
                let category = ProvidedCategory::of(&record.category);
                let text = self.text(&record.content, limits::TEXT)?;
                Some(Provided { category, text, author: self.other(&record.author) })
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
            let author = Author::of(&entry.otc.author);
            let ingredients = self.list(entry.ingredients, limits::INGREDIENTS);
            let ingredients = ingredients
                .into_iter()
                .filter_map(|record| {
                    let name = self.text(&record.name, limits::NAME)?;
                    let other = Some(Author::of(&record.author)).filter(|other| *other != author);
                    Some(Ingredient { name, code: self.text(&record.code, limits::CODE), author: other })
                })
                .collect();
            notes.extend(self.text(&entry.otc.name, limits::NAME).map(|name| {
                NotebookNote::Otc(Otc {
                    name,
                    started_on: date::day(&entry.otc.started_on),
                    ended_on: date::day(&entry.otc.ended_on),
                    jan: self.text(&entry.otc.jan, limits::CODE),
                    ingredients,
                    author,
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
                author: Some(Author::of(&record.author)),
            }));
        }
        self.list(notes, limits::NOTEBOOK_NOTES)
    }

    /// A number as it is kept. What is there and is none, or is larger than any that is kept, is left out.
    fn number<T: std::str::FromStr>(&mut self, text: &str, fits: impl FnOnce(&T) -> bool) -> Option<T> {
        let number = text.parse().ok().filter(fits);
        self.cut |= number.is_none() && !text.is_empty();
        number
    }

    /// A field as it is kept: one line without what is not seen. Where that changes it, the reader has warned of the record.
    fn text(&mut self, text: &str, max: usize) -> Option<String> {
        let line = one_line(text);
        // Folding may leave spaces at its ends, which no field has.
        let text = line.trim_matches(is_space);
        let end = text.char_indices().nth(max).map(|(end, _)| end);
        self.cut |= end.is_some();
        let kept = end.and_then(|end| text.get(..end)).unwrap_or(text);
        (!kept.is_empty()).then(|| kept.to_owned())
    }

    /// The texts, and how they stood on the sheet unless all of them are `usual` records of the visit's author.
    fn texts<'a>(
        &mut self,
        texts: impl Iterator<Item = (&'a str, TextRecord)>,
        usual: u16,
    ) -> (Vec<String>, Vec<TextRecord>) {
        let kept = texts.filter_map(|(text, record)| Some((self.text(text, limits::TEXT)?, record))).collect();
        let (texts, records) = self.list::<(String, TextRecord)>(kept, limits::NOTES).into_iter().unzip();
        (texts, TextRecord::unless_usual(records, TextRecord::of(usual, self.author)))
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

/// What a quantity counts: by the form; where it was left out, by the unit of the supply; else nothing tells.
pub fn basis(form: Option<DosageForm>, supply_unit: Option<&str>) -> QuantityBasis {
    match (form, supply_unit) {
        (Some(form), _) => form.basis(),
        (None, Some("日分")) => QuantityBasis::PerDay,
        (None, Some("回分")) => QuantityBasis::PerUse,
        (None, _) => QuantityBasis::Unknown,
    }
}
