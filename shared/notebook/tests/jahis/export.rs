//! What we write and read again is the same notebook, and nothing is lost without being named.

use notebook::medication::dispensing::Dispensing;
use notebook::medication::export::{CannotExport, Export, PART_BYTES, export};
use notebook::medication::extract::{Extract, from_jahis};
use notebook::medication::jahis::{How, Part, Reading, Record, WarningCode, read};
use notebook::medication::note::{Author, NotebookNote, PatientNoteCategory};
use notebook::text::Text;
use proptest::prelude::*;

use crate::generated::{dispensing, notes, patient};
use crate::support::{SAMPLES, codes, notebook};

const ID: &str = "20261123094512";

fn extracted(reading: &Reading) -> Extract {
    from_jahis(&reading.notebook, Default::default)
}

fn read_parts(export: &Export) -> Reading {
    let parts: Vec<Part> = export.parts.iter().rev().map(|part| Part::bytes(part.bytes.clone())).collect();
    read(&parts).unwrap()
}

fn contents(dispensings: &[Dispensing]) -> Vec<Vec<u8>> {
    dispensings.iter().map(Dispensing::canonical).collect()
}

fn conforming(export: &Export) {
    for part in &export.parts {
        assert!(part.bytes.len() <= PART_BYTES, "{}", part.bytes.len());
        assert!(part.text.starts_with("JAHISTC08,2\r\n"));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn r31_what_is_handed_over_and_read_again_is_the_same_notebook(
        patient in patient(),
        notes in notes(),
        dispensings in proptest::collection::vec(dispensing(), 0..6),
    ) {
        let export = match export(patient.clone(), &notes, &dispensings, ID) {
            Ok(export) => export,
            Err(error) => {
                let wanted = if notes.is_empty() && dispensings.is_empty() { CannotExport::Empty } else { CannotExport::TooLarge };
                prop_assert_eq!(error, wanted);
                return Ok(());
            }
        };
        conforming(&export);
        prop_assert_eq!((&export.written.replaced, &export.shortened), (&vec![], &vec![]));
        let whole = read(&[Part::bytes(export.written.bytes.clone())]).unwrap();
        prop_assert_eq!(&whole.notebook, &export.notebook);
        let reading = read_parts(&export);
        prop_assert_eq!(&reading.notebook, &export.notebook);
        let faults = [WarningCode::TooLong, WarningCode::BadCode, WarningCode::BadDate, WarningCode::BadNumber, WarningCode::ExtraFields];
        prop_assert!(!codes(&reading).iter().any(|code| faults.contains(code)), "{:?}", reading.warnings);
        let again = extracted(&reading);
        prop_assert_eq!(contents(&again.dispensings), contents(&dispensings));
        prop_assert_eq!(again.notes, notes);
        prop_assert_eq!(reading.notebook.patient(), patient.as_ref());
        for (one, other) in again.dispensings.iter().zip(&dispensings) {
            let typed = |dispensing: &Dispensing| dispensing.source == notebook::medication::dispensing::Source::Manual;
            prop_assert_eq!(typed(one), typed(other), "what a person typed is not passed off as the pharmacy's");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// Whatever order and gaps a sheet had: what the notebook keeps of it is the same after it was handed over.
    #[test]
    fn r31_what_was_made_of_a_sheet_that_deviates_survives_too(sheet in crate::round_trip::notebook()) {
        let first = from_jahis(&sheet, Default::default);
        let Ok(export) = export(None, &first.notes, &first.dispensings, ID) else { return Ok(()) };
        conforming(&export);
        if export.written.replaced.is_empty() && export.shortened.is_empty() {
            let again = extracted(&read_parts(&export));
            prop_assert_eq!(contents(&again.dispensings), contents(&first.dispensings));
            prop_assert_eq!(again.notes, first.notes);
        }
    }
}

#[test]
fn a_clinic_that_hands_out_itself_prescribed_even_without_a_prescribers_record() {
    for record in ["", "51,,,,\n", "51,　,,,,2\n"] {
        let text = format!(
            "JAHISTC08,1\n1,玉名　太郎,1,S230412\n5,20260101,1\n11,荒尾医院,43,1,0112345,,,,1\n{record}\
             201,1,薬,1,錠,1,,1\n301,1,朝食後,28,日分,1,1,,1\n"
        );
        let first = extracted(&crate::support::read_text(&text).unwrap());
        let prescriber = &first.dispensings[0].prescriber;
        let named = (prescriber.institution.as_deref(), prescriber.institution_code.as_deref(), prescriber.author);
        assert_eq!(named, (Some("荒尾医院"), Some("4310112345"), None), "{record:?}");
    }
}

#[test]
fn doctors_who_are_not_named_stay_apart_by_who_wrote_of_them() {
    let text = "JAHISTC08,1\n1,玉名　太郎,1,S230412\n5,20260101,1\n11,薬局,43,4,0412345,,,,1\n51,医院,43,1,0112345,1\n\
                55,,,1\n201,1,薬,1,錠,1,,1\n301,1,朝食後,28,日分,1,1,,1\n\
                55,,,2\n201,2,他,1,錠,1,,1\n301,2,夕食後,28,日分,1,1,,1\n";
    let first = extracted(&crate::support::read_text(text).unwrap());
    assert!(first.dispensings[0].groups[1].prescriber.is_some());
    let export = export(None, &[], &first.dispensings, ID).unwrap();
    assert_eq!(contents(&extracted(&read_parts(&export)).dispensings), contents(&first.dispensings));
}

#[test]
fn every_sample_is_the_same_notebook_after_it_was_handed_over() {
    for (name, _) in SAMPLES.iter().filter(|(name, _)| !name.starts_with("12")) {
        let first = from_jahis(&notebook(name), Default::default);
        let patient = notebook(name).patient().cloned();
        let export = export(patient.clone(), &first.notes, &first.dispensings, ID).unwrap();
        conforming(&export);
        assert_eq!((&export.written.replaced, &export.shortened), (&vec![], &vec![]), "{name}");
        let reading = read_parts(&export);
        // A pharmacy may leave out how an injection is used, and a usage is not invented for the patient's own text.
        let other = reading.warnings.iter().find(|w| (w.record, w.code) != (Some(301), WarningCode::MissingField));
        assert_eq!(other, None, "{name}");
        let again = extracted(&reading);
        assert_eq!(contents(&again.dispensings), contents(&first.dispensings), "{name}");
        assert_eq!(again.notes, first.notes, "{name}");
        assert_eq!(reading.notebook.patient(), patient.as_ref(), "{name}");
    }
}

fn one() -> Dispensing {
    from_jahis(&notebook("08-every-record"), Default::default).dispensings.remove(0)
}

fn of(dispensing: Dispensing) -> Export {
    export(None, &[], &[dispensing], ID).unwrap()
}

#[test]
fn r36_makers_characters_and_half_width_kana_survive_others_are_replaced_and_named() {
    let mut dispensing = one();
    dispensing.remarks = vec!["髙﨑①ｱﾗｵ～𠮷〜".to_owned()];
    let export = of(dispensing);
    assert_eq!(extracted(&read_parts(&export)).dispensings[0].remarks, ["髙﨑①ｱﾗｵ～■～"]);
    let replaced = &export.written.replaced;
    assert_eq!(replaced.iter().map(|one| (one.character, one.with)).collect::<Vec<_>>(), [('𠮷', '■'), ('〜', '～')]);
    let record = &export.notebook.records[replaced[0].record.unwrap()];
    assert!(matches!(record, Record::Remark(_)));
    assert_eq!(replaced[0].field, 1);
}

#[test]
fn a_name_that_is_too_long_is_cut_and_named_and_a_code_is_left_out_whole() {
    let mut dispensing = one();
    dispensing.groups[0].drugs[0].name = "薬".repeat(256);
    dispensing.groups[0].drugs[0].code.as_mut().unwrap().value = "2171022F413700".to_owned();
    dispensing.pharmacy.phone = Some("０９６８－００－０００２".to_owned());
    dispensing.groups[0].usage_code = Some("1".repeat(20));
    let export = of(dispensing);
    let reading = read_parts(&export);
    assert_eq!(reading.warnings, []);
    let again = extracted(&reading).dispensings.remove(0);
    assert_eq!(again.groups[0].drugs[0].name, format!("{}…", "薬".repeat(59)));
    assert_eq!((&again.groups[0].drugs[0].code, &again.groups[0].usage_code), (&None, &None));
    assert_eq!(again.pharmacy.phone.as_deref(), Some("0968-00-0002"), "digits are digits");
    let named: Vec<_> = export
        .shortened
        .iter()
        .map(|one| (export.notebook.records[one.record].spec().unwrap().number, one.field, one.how))
        .collect();
    assert_eq!(named, [(201, 2, How::Cut), (201, 6, How::LeftOut), (301, 7, How::LeftOut)]);
}

#[test]
fn a_text_that_may_stand_in_several_records_goes_on_in_the_next() {
    let allergy = format!("{}，{}", "卵".repeat(120), "そば".repeat(39));
    assert!(Text::<200>::parse(&allergy).is_ok());
    let note = NotebookNote::Patient {
        category: PatientNoteCategory::Allergy,
        text: allergy.clone(),
        author: Author::Patient,
    };
    let mut dispensing = one();
    dispensing.cautions = vec!["ふらつき、".repeat(160)];
    let export = export(None, &[note], &[dispensing.clone()], ID).unwrap();
    conforming(&export);
    assert_eq!(export.shortened, []);
    let again = extracted(&read_parts(&export));
    assert_eq!(again.dispensings[0].cautions.concat(), dispensing.cautions.concat());
    let texts = again.notes.iter().map(|note| match note {
        NotebookNote::Patient { text, .. } => text.as_str(),
        _ => panic!(),
    });
    assert_eq!(texts.collect::<String>(), allergy);
}

#[test]
fn commas_and_line_ends_of_a_typed_text_count_as_what_is_written_for_them() {
    let mut dispensing = one();
    dispensing.pharmacy.name = Some(",".repeat(100));
    dispensing.remarks = vec!["一\r\n二,三".to_owned()];
    let export = of(dispensing);
    let again = extracted(&read_parts(&export)).dispensings.remove(0);
    assert_eq!(again.pharmacy.name.unwrap(), format!("{}…", "，".repeat(59)));
    assert_eq!(again.remarks, ["一 二，三"]);
}

#[test]
fn nothing_and_too_much_are_refused() {
    assert_eq!(export(None, &[], &[], ID), Err(CannotExport::Empty));
    let mut large = one();
    large.remarks = vec!["あ".repeat(200); 50];
    assert_eq!(export(None, &[], &vec![large; 10], ID), Err(CannotExport::TooLarge));
    assert_eq!(export(None, &[], &[one()], "2026-11"), Err(CannotExport::BadId));
}
