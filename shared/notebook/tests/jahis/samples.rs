//! Every record kind and every version header, with the warnings that are expected.

use notebook::medication::amount::Language;
use notebook::medication::jahis::records::RECORDS;
use notebook::medication::jahis::{Part, WarningCode, read, write};

use crate::support::{SAMPLES, codes, cp932, notebook, read_text, sample, warned};

#[test]
fn conforming_samples_are_read_without_a_warning_and_written_back_byte_for_byte() {
    for (name, text) in SAMPLES.iter().filter(|(name, _)| !name.starts_with("12")) {
        let reading = read_text(text).unwrap();
        assert_eq!(reading.warnings, [], "{name}");
        let written = write(&reading.notebook);
        assert_eq!(written.bytes, cp932(text), "{name}");
        assert_eq!(written.text, text.replace('\n', "\r\n"), "{name}");
        assert_eq!(written.replaced, []);
    }
}

#[test]
fn the_samples_have_every_record_and_every_version() {
    let mut numbers: Vec<u16> = Vec::new();
    let mut versions: Vec<u8> = Vec::new();
    for (name, _) in &SAMPLES[..9] {
        let notebook = notebook(name);
        versions.push(notebook.version.digits());
        numbers.extend(notebook.records.iter().map(|record| record.spec().unwrap().number));
    }
    for spec in RECORDS {
        assert!(numbers.contains(&spec.number), "{}", spec.number);
    }
    versions.dedup();
    assert_eq!(versions, [1, 2, 3, 4, 5, 6, 7, 8]);
}

#[test]
fn what_deviates_is_read_with_one_warning_each() {
    use WarningCode as W;
    let reading = read_text(sample("12-deviations")).unwrap();
    let expected = [
        (None, 1, W::UnknownVersion),
        (None, 1, W::Direction),
        (None, 1, W::ExtraFields),
        (Some(1), 2, W::BadCode),
        (Some(1), 2, W::BadDate),
        (Some(1), 2, W::BadNumber),
        (Some(2), 3, W::MissingField),
        (Some(31), 4, W::MissingField),
        (Some(31), 4, W::IngredientWithoutOtc),
        (Some(201), 5, W::BadNumber),
        (Some(201), 5, W::BadCode),
        (Some(201), 5, W::MissingField),
        (Some(201), 5, W::BeforeDispensingDate),
        (Some(5), 6, W::EraRange),
        (Some(281), 7, W::DrugNoteWithoutDrug),
        (Some(301), 8, W::BadCode),
        (Some(301), 8, W::MissingField),
        (Some(301), 8, W::UsageWithoutDrug),
        (None, 9, W::BlankLine),
        (Some(201), 10, W::TooLong),
        (Some(201), 10, W::DrugWithoutUsage),
        (Some(291), 11, W::DrugNoteWithoutDrug),
        (Some(311), 12, W::UsageNoteWithoutUsage),
        (None, 13, W::UnknownRecord),
        (Some(11), 14, W::BadCode),
        (Some(11), 14, W::Order),
        (Some(2), 15, W::Order),
        (Some(601), 16, W::ExtraFields),
    ];
    assert_eq!(warned(&reading), expected);
    let again = read(&[Part::bytes(write(&reading.notebook).bytes)]).unwrap();
    assert_eq!(again.notebook, reading.notebook);
}

#[test]
fn a_warning_never_repeats_what_was_typed() {
    let reading = read_text(sample("12-deviations")).unwrap();
    for warning in &reading.warnings {
        let (english, japanese) = (warning.text(Language::English), warning.text(Language::Japanese));
        assert!(
            !english.is_empty() && !japanese.is_ascii() && !english.contains(['、', '（', '。']),
            "{english} {japanese}"
        );
        assert!(!japanese.contains("abc") && !japanese.contains("20241399"), "{japanese}");
        assert!(warning.detail.is_ascii(), "{warning:?}");
        assert!(!warning.detail.contains("abc") && !warning.detail.contains("20241399"), "{warning:?}");
    }
}

#[test]
fn newer_records_and_fields_than_the_header_are_named() {
    let old = sample("08-every-record").replacen("JAHISTC08", "JAHISTC06", 1);
    let newer = read_text(&old).unwrap();
    let codes = codes(&newer);
    assert_eq!(codes.iter().filter(|code| **code == WarningCode::NewerThanVersion).count(), codes.len());
    let records: Vec<_> = newer.warnings.iter().filter_map(|warning| warning.record).collect();
    assert_eq!(records, [3, 3, 31, 31, 201, 201, 201, 421]);
}

#[test]
fn known_gaps_of_the_standards_own_examples_are_warnings() {
    let text = sample("07-leftovers").to_owned() + "701,天草　栄,天草本町薬局,,,,1\n411,情報,31,1,,,,x\n";
    let reading = read_text(&text).unwrap();
    let (missing, extra, order) = (WarningCode::MissingField, WarningCode::ExtraFields, WarningCode::Order);
    assert_eq!(
        warned(&reading),
        [(Some(701), 14, missing), (Some(411), 15, extra), (Some(411), 15, order), (Some(411), 15, order),]
    );
}

#[test]
fn the_table_is_the_standards() {
    for spec in RECORDS {
        let by_author = spec.fields.iter().any(|field| field.name == "author");
        assert_eq!(by_author, !matches!(spec.number, 1 | 601), "{}", spec.number);
        assert!(spec.fields.iter().all(|field| field.since >= spec.since));
    }
    let count = |number| RECORDS.iter().find(|spec| spec.number == number).unwrap().fields.len();
    for (number, fields) in [(1, 10), (2, 3), (3, 6), (31, 5), (4, 3), (5, 2), (11, 8), (15, 3), (51, 5), (55, 3)] {
        assert_eq!(count(number), fields, "{number}");
    }
    for (number, fields) in [(201, 10), (281, 3), (291, 3), (301, 8), (311, 3), (391, 3), (401, 2), (411, 3), (701, 6)]
    {
        assert_eq!(count(number), fields, "{number}");
    }
}
