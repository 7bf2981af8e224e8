//! The kind of each record survives: read, written and read again, a sheet is the same record for record.
//!
//! What the direction and the version change, and nothing else: the version record says JAHISTC08 and 出力区分 2; days are
//! written as `YYYYMMDD`; numbers without leading or trailing zeros; 通番 of OTC medicines counts those with ingredients.

use notebook::medication::amount::Language;
use notebook::medication::compose::to_jahis;
use notebook::medication::dispensing::QuantityBasis;
use notebook::medication::extract::from_jahis;
use notebook::medication::jahis::{
    Direction, Notebook, Part, Record, Version, WarningCode, date, read, records, write,
};
use notebook::medication::note::Author;
use notebook::medication::written::TextRecord;
use proptest::prelude::*;

use crate::extraction::{extract, ids};
use crate::generated::{dispensing, notes, patient};
use crate::support::{SAMPLES, codes, notebook, read_text, sample};

/// The document as the person's notebook hands it over.
fn handed_over(sheet: &Notebook) -> Notebook {
    let extract = from_jahis(sheet, ids());
    let document = to_jahis(sheet.patient().cloned(), &extract.notes, &extract.dispensings);
    let written = write(&document);
    assert_eq!(written.replaced, []);
    read(&[Part::bytes(written.bytes)]).unwrap().notebook
}

fn western(field: &str) -> String {
    date::day(field).and_then(date::western).unwrap_or_default()
}

/// What the direction and the version change.
fn changed(record: &Record) -> Record {
    let mut record = record.clone();
    match &mut record {
        Record::DispensingDate(record) => record.date = western(&record.date),
        Record::Memo(record) => record.written_on = western(&record.written_on),
        Record::PatientEntry(record) => record.written_on = western(&record.written_on),
        Record::Otc(record) => {
            (record.started_on, record.ended_on) = (western(&record.started_on), western(&record.ended_on));
        }
        Record::FamilyPharmacist(record) => {
            (record.from, record.until) = (western(&record.from), western(&record.until));
        }
        _ => {}
    }
    record
}

#[test]
fn every_sample_is_handed_over_record_for_record() {
    for (name, _) in SAMPLES.iter().filter(|(name, _)| !name.starts_with("12")) {
        let sheet = notebook(name);
        let again = handed_over(&sheet);
        assert_eq!((again.version, &again.direction), (Version::NEWEST, &Direction::FromPatient));
        let wanted: Vec<Record> = sheet.records.iter().map(changed).collect();
        assert_eq!(again.records, wanted, "{name}");
    }
    // What deviates is brought into order once, and is the same from then on.
    let ordered = handed_over(&notebook("12-deviations"));
    assert_eq!(handed_over(&ordered), ordered);
}

/// Gives every record an author, and texts the kinds that they may have, as `seed` says.
fn varied(document: &mut Notebook, mut seed: u64) {
    let mut roll = |sides: u64| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) % sides
    };
    let fits = |text: &str| encoding_rs::SHIFT_JIS.encode(text).0.len() <= 100;
    let mut last = 0;
    for record in &mut document.records {
        let number = record.spec().unwrap().number;
        let author = ["1", "1", "2", "8", "9"][usize::try_from(roll(5)).unwrap()].to_owned();
        let next: Record = match record.clone() {
            Record::DrugCaution(one) if last != 291 && fits(&one.content) && roll(2) == 0 => {
                records::DrugSupplement { rp: one.rp, content: one.content, author, ..Default::default() }.into()
            }
            Record::DrugCaution(one) => records::DrugCaution { author, ..one }.into(),
            Record::PrescriptionCaution(one) if last != 391 && fits(&one.content) && roll(2) == 0 => {
                records::UsageSupplement { rp: one.rp, content: one.content, author, ..Default::default() }.into()
            }
            Record::PrescriptionCaution(one) => records::PrescriptionCaution { author, ..one }.into(),
            Record::Remark(one) if last == 601 || roll(2) == 0 => {
                let written_on = ["", "20260102"][usize::try_from(roll(2)).unwrap()].to_owned();
                records::PatientEntry { content: one.content, written_on, ..Default::default() }.into()
            }
            Record::Remark(one) => records::Remark { author, ..one }.into(),
            Record::DispensingDate(one) => records::DispensingDate { author, ..one }.into(),
            Record::DispensingInstitution(one) => {
                let partial = one.code.is_empty() && one.prefecture.is_empty();
                records::DispensingInstitution {
                    prefecture: if partial { "43".to_owned() } else { one.prefecture },
                    postal_code: "864-0001".to_owned(),
                    address: "熊本県荒尾市".to_owned(),
                    author,
                    ..one
                }
                .into()
            }
            Record::DispensingStaff(one) => {
                records::DispensingStaff { contact: "0968-00-0003".to_owned(), author, ..one }.into()
            }
            Record::PrescribingInstitution(one) => records::PrescribingInstitution { author, ..one }.into(),
            Record::PrescribingDoctor(one) => records::PrescribingDoctor { author, ..one }.into(),
            Record::Drug(mut one) => {
                if one.code.is_empty() {
                    (one.code_kind, one.code) = match roll(4) {
                        0 => (String::new(), String::new()),
                        1 => ("7".to_owned(), "1149019F1ZZZ".to_owned()),
                        2 => ("1".to_owned(), "1149019F1625".to_owned()),
                        _ => ("1".to_owned(), String::new()),
                    };
                }
                if one.generic_code.is_empty() && roll(2) == 0 {
                    "1".clone_into(&mut one.generic_code_kind);
                }
                records::Drug { author, ..one }.into()
            }
            Record::Usage(mut one) => {
                if one.code.is_empty() && roll(2) == 0 {
                    one.code_kind = String::new();
                }
                records::Usage { author, ..one }.into()
            }
            Record::Caution(one) => records::Caution { author, ..one }.into(),
            Record::ProvidedInformation(one) => records::ProvidedInformation { author, ..one }.into(),
            Record::LeftoverCheck(one) => records::LeftoverCheck { author, ..one }.into(),
            Record::FamilyPharmacist(one) => records::FamilyPharmacist { author, ..one }.into(),
            Record::OtcIngredient(one) => records::OtcIngredient { author, ..one }.into(),
            other => other,
        };
        last = if next.spec().unwrap().number == number || number == 501 { next.spec().unwrap().number } else { 0 };
        *record = next;
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn every_generated_sheet_is_handed_over_record_for_record(
        patient in patient(), notes in notes(), dispensings in proptest::collection::vec(dispensing(), 0..4), seed in any::<u64>(),
    ) {
        let mut sheet = to_jahis(patient, &notes, &dispensings);
        varied(&mut sheet, seed);
        prop_assert_eq!(handed_over(&sheet), sheet);
    }
}

#[test]
fn what_was_lost_of_a_sheet_before_is_there() {
    let dispensing = extract("08-every-record").dispensings.remove(0);
    let pharmacy = &dispensing.pharmacy;
    assert_eq!(pharmacy.postal_code.as_deref(), Some("864-0002"));
    assert_eq!(pharmacy.address.as_deref(), Some("熊本県荒尾市万田４５６"));
    assert_eq!(pharmacy.staff_contact.as_deref(), Some("0968-00-0003"));
    assert_eq!(dispensing.author, Some(Author::Professional));
    let drug = &dispensing.groups[0].drugs[0];
    assert_eq!(drug.note_records, [281, 291].map(|record| TextRecord::of(record, Author::Professional)));
    let usage = &dispensing.groups[0].note_records;
    assert_eq!(*usage, [311, 391].map(|record| TextRecord::of(record, Author::Professional)));
    let own = TextRecord { record: 601, author: None, written_on: "2026-11-21".parse().ok() };
    assert_eq!(dispensing.remark_records, [TextRecord::of(501, Author::Professional), own]);
}

#[test]
fn what_was_kept_before_records_were_is_read_and_written_as_it_was() {
    let mut json = serde_json::to_value(&extract("08-every-record").dispensings[0]).unwrap();
    let object = json.as_object_mut().unwrap();
    for name in ["author", "remark_records"] {
        object.remove(name).unwrap();
    }
    for name in ["address", "postal_code", "staff_contact"] {
        object["pharmacy"].as_object_mut().unwrap().remove(name).unwrap();
    }
    object["groups"][0].as_object_mut().unwrap().remove("note_records").unwrap();
    object["groups"][0]["drugs"][0].as_object_mut().unwrap().remove("note_records").unwrap();
    let old = serde_json::from_value(json).unwrap();
    let numbers: Vec<(u16, String)> = to_jahis(None, &[], &[old])
        .records
        .iter()
        .filter_map(|record| match record {
            Record::Remark(one) => Some((501, one.author.clone())),
            Record::DrugCaution(one) => Some((291, one.author.clone())),
            Record::PrescriptionCaution(one) => Some((391, one.author.clone())),
            Record::PatientEntry(_) | Record::DrugSupplement(_) | Record::UsageSupplement(_) => panic!("nothing tells"),
            _ => None,
        })
        .collect();
    let of = |number, author: &str| (number, author.to_owned());
    assert_eq!(numbers, [of(291, "1"), of(291, "1"), of(391, "1"), of(391, "1"), of(501, "9"), of(501, "9")]);
}

#[test]
fn a_code_that_says_of_itself_that_there_is_none_is_kept_and_warned_of() {
    let text = sample("01-minimal").replace(",錠,1,,1", ",錠,1,2344009F2031,1");
    let reading = read_text(&text).unwrap();
    assert_eq!(codes(&reading), [WarningCode::UnnamedCode]);
    let drug = &from_jahis(&reading.notebook, ids()).dispensings[0].groups[0].drugs[0];
    let other = drug.other_code.as_ref().unwrap();
    assert_eq!((&drug.code, other.kind.as_str(), other.value.as_str()), (&None, "1", "2344009F2031"));
    assert_eq!(codes(&read_text(sample("01-minimal")).unwrap()), []);
}

#[test]
fn an_amount_without_form_and_supply_is_said_without_a_basis() {
    let text = sample("06-patient-writes").replace("４０ｍｇ,,,,,2", "４０ｍｇ,1,錠,,,2");
    let group = from_jahis(&read_text(&text).unwrap().notebook, ids()).dispensings[0].groups[0].clone();
    let drug = group.drugs[0].clone();
    assert_eq!(drug.quantity_basis, QuantityBasis::Unknown);
    assert_eq!(group.amount(&drug, Language::Japanese).as_deref(), Some("1錠"));
    assert_eq!(group.amount(&drug, Language::English).as_deref(), Some("1 tablet"));
    assert_eq!(serde_json::to_value(&drug).unwrap()["quantity_basis"], "unknown");
}
