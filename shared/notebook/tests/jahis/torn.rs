//! A torn sheet is not a sheet: wherever a symbol was cut off, what is read is what was printed, or nothing is.

use notebook::medication::dispensing::Dispensing;
use notebook::medication::extract::from_jahis;
use notebook::medication::jahis::{Part, Refusal, WarningCode, read};

use crate::extraction::ids;
use crate::support::{SAMPLES, codes, cp932, read_text, sample};

const TORN: Refusal = Refusal::SplitIncomplete { total: None, missing: Vec::new() };

/// The record of a line that was cut off behind a field of it: its number, and the number of the field before the cut.
fn cut_off(before: &[u8]) -> (String, usize) {
    let text = encoding_rs::SHIFT_JIS.decode(before).0.into_owned();
    let line = text.rsplit('\n').next().unwrap();
    (line.split(',').next().unwrap().to_owned(), line.trim_end_matches(',').matches(',').count())
}

/// Everything of a dispensing that a torn sheet has is as the whole one has it.
fn has_nothing_else(torn: &Dispensing, whole: &Dispensing, what: &str) {
    assert_eq!(torn.dispensed_on, whole.dispensed_on, "{what}");
    for (torn, whole) in [(&torn.pharmacy.code, &whole.pharmacy.code), (&torn.pharmacy.name, &whole.pharmacy.name)] {
        assert!(torn.is_none() || torn == whole, "{what}");
    }
    for (torn, whole) in torn.groups.iter().zip(&whole.groups) {
        assert_eq!(
            (torn.rp, &torn.usage_text, &torn.usage_code),
            (whole.rp, &whole.usage_text, &whole.usage_code),
            "{what}"
        );
        assert_eq!(torn.dosage_form, whole.dosage_form, "{what}");
        assert_eq!((torn.supply_count, &torn.supply_unit), (whole.supply_count, &whole.supply_unit), "{what}");
        assert_eq!(torn.drugs.len(), whole.drugs.len(), "{what}");
        for (torn, whole) in torn.drugs.iter().zip(&whole.drugs) {
            assert_eq!((&torn.name, torn.quantity, &torn.unit), (&whole.name, whole.quantity, &whole.unit), "{what}");
            assert_eq!((&torn.code, torn.quantity_basis), (&whole.code, whole.quantity_basis), "{what}");
            assert_eq!((&torn.generic_name, &torn.generic_name_code), (&whole.generic_name, &whole.generic_name_code));
        }
    }
}

#[test]
fn r31_every_sample_cut_at_every_byte_changes_no_quantity_day_count_name_or_code() {
    let mut inside: Vec<(String, usize)> = Vec::new();
    for (name, text) in SAMPLES.iter().filter(|(name, _)| !name.starts_with("12")) {
        let bytes = cp932(text);
        let whole = from_jahis(&read(&[Part::bytes(bytes.clone())]).unwrap().notebook, ids()).dispensings;
        let mut accepted = 0;
        for end in 0..bytes.len() {
            let Ok(reading) = read(&[Part::bytes(&bytes[..end])]) else { continue };
            accepted += 1;
            let torn = from_jahis(&reading.notebook, ids()).dispensings;
            assert!(torn.len() <= whole.len());
            for (torn, whole) in torn.iter().zip(&whole) {
                has_nothing_else(torn, whole, &format!("{name} {end}"));
            }
            let at_a_records_end =
                bytes[..end].ends_with(b"\n") || bytes[end..].starts_with(b"\r") || bytes[end] == b'\n';
            let ended = bytes[..end].ends_with(b"\n") || bytes[..end].ends_with(b"\r");
            assert_eq!(codes(&reading).contains(&WarningCode::Unterminated), !ended, "{name} {end}");
            if !at_a_records_end {
                inside.push(cut_off(&bytes[..end]));
            }
        }
        assert!(accepted <= 6 * text.lines().count(), "{name}: {accepted} cuts look whole");
    }
    inside.sort();
    inside.dedup();
    // Behind the last field that must be there, before those that may be left out: name, sex and birth date of a patient,
    // an OTC medicine before its serial.
    assert_eq!(inside, [("1".to_owned(), 3), ("3".to_owned(), 4)]);
}

#[test]
fn a_sheet_that_ends_inside_a_field_is_refused_one_that_lacks_a_line_end_is_not() {
    let text = sample("07-leftovers");
    for before in [
        "錠１ｍｇ,2",
        "錠１ｍｇ,2.5,",
        "１日１回夕食後,2",
        "１日１回夕食後,28,日",
        "納豆・青汁は",
        "2.5,錠,4,3332001F1059,1\n",
    ] {
        let end = text.find(before).unwrap() + before.len();
        let refusal = read_text(&text[..end]).unwrap_err();
        assert_eq!((&refusal, refusal.code()), (&TORN, "split_incomplete"), "{before}");
        assert_eq!(refusal.missing(), Some((None, &[][..])));
        assert_eq!(read(&[Part::text(&text[..end])]), Err(TORN), "{before}");
    }
    for (whole, warnings) in [
        (text.strip_suffix('\n').unwrap().to_owned(), vec![WarningCode::Unterminated]),
        (text.replace("1\n501,お薬手帳を毎回お持ちください,1\n", "1"), vec![WarningCode::Unterminated]),
        (format!("{}\u{1a}", text.strip_suffix('\n').unwrap()), vec![]),
        (format!("{text}\u{1a}"), vec![]),
    ] {
        assert_eq!(codes(&read_text(&whole).unwrap()), warnings);
    }
}

#[test]
fn a_sheet_without_its_last_usage_is_refused_unless_all_its_parts_are_counted() {
    let text = sample("01-minimal");
    let end = text.find("301,").unwrap();
    assert_eq!(read_text(&text[..end]), Err(TORN));
    let counted = format!("{}911,1,1,1\n", &text[..end]);
    assert_eq!(codes(&read_text(&counted).unwrap()), [WarningCode::DrugWithoutUsage]);
}

/// Cut at a line's end, a sheet is refused, or what it has is the whole one's, dispensing for dispensing: of the last one
/// RPs and what stands behind them may be missing, and never all that it hands out.
#[test]
fn every_sample_cut_at_every_lines_end_is_refused_or_the_beginning_of_itself() {
    for (_, text) in SAMPLES.iter().filter(|(name, _)| !name.starts_with("12")) {
        let whole = from_jahis(&read_text(text).unwrap().notebook, ids()).dispensings;
        for (end, _) in text.match_indices('\n') {
            let cut = &text[..=end];
            let Ok(reading) = read_text(cut) else { continue };
            let torn = from_jahis(&reading.notebook, ids()).dispensings;
            assert!(torn.len() <= whole.len());
            // Who reads a sheet into a notebook refuses a dispensing that hands out nothing and says nothing.
            if torn.iter().any(Dispensing::is_empty) {
                assert!(!reading.counted && torn.last().is_some_and(Dispensing::is_empty), "{cut}");
                continue;
            }
            for (torn, whole) in torn.iter().zip(&whole) {
                has_nothing_else(torn, whole, cut);
                assert!(
                    torn.groups.iter().all(|group| group.usage_text.is_some() || group.dosage_form.is_some()),
                    "{cut}"
                );
            }
        }
    }
}

#[test]
fn a_part_that_was_cut_off_counts_as_missing() {
    let part = |number: usize, body: &str| format!("JAHISTC08,1\n{body}911,20261120101530,2,{number}\n");
    let first = part(1, "5,20261120,1\n11,薬局,43,4,0412345,,,,1\n201,1,薬,1,錠,1,,1\n");
    let second = part(2, "301,1,朝食後,28,日分,1,1,,1\n");
    for end in ["JAHISTC08,1\n".len(), "JAHISTC08,1\n301,1,朝食後,2".len(), second.len() - 4, second.len() - 12] {
        let parts = [Part::bytes(cp932(&first)), Part::bytes(cp932(&second[..end]))];
        match read(&parts).unwrap_err() {
            Refusal::SplitIncomplete { total, missing } => assert_eq!((total, missing), (Some(2), vec![2]), "{end}"),
            // Cut off between two records it may be another sheet.
            other => assert_eq!((other, end), (Refusal::SplitMixed, "JAHISTC08,1\n".len())),
        }
    }
    assert!(read(&[Part::bytes(cp932(&first)), Part::bytes(cp932(second.trim_end()))]).is_ok());
}

#[test]
fn a_control_record_that_cannot_be_read_says_so() {
    for control in ["911,x", "911", "911,1,2", "911,1,2,3", "911,1,0,0", "911,1,1000,1", "911,,2,1", "911,1,2,１"] {
        let refusal = read_text(&format!("{}{control}\n", sample("01-minimal"))).unwrap_err();
        assert_eq!((&refusal, refusal.code()), (&Refusal::SplitControl, "split_control"), "{control}");
        // Cut off it may have been any.
        assert_eq!(read_text(&format!("{}{control}", sample("01-minimal"))), Err(TORN), "{control}");
    }
    for (control, warnings) in [("911,20261120,1,1", vec![]), ("911,,1,1", vec![WarningCode::SplitControl])] {
        assert_eq!(codes(&read_text(&format!("{}{control}\n", sample("01-minimal"))).unwrap()), warnings, "{control}");
    }
}

#[test]
fn what_is_left_of_a_sheet_without_its_beginning_names_what_is_missing() {
    let end = "301,1,朝食後,28,日分,1,1,,1\n";
    for (text, refusal) in [
        (end.to_owned(), TORN),
        (format!("ィジン錠,1,錠,1,,1\r\n{end}"), TORN),
        ("911,1,2,2\n".to_owned(), Refusal::SplitIncomplete { total: Some(2), missing: vec![1] }),
        (format!("{end}911,1,3,2\n"), Refusal::SplitIncomplete { total: Some(3), missing: vec![1, 3] }),
        (format!("{end}911,1,3\n"), Refusal::SplitControl),
        ("1,2,3\n".to_owned(), Refusal::NotJahis),
    ] {
        assert_eq!(read_text(&text), Err(refusal), "{text}");
    }
}

#[test]
fn a_later_page_alone_is_known_for_one() {
    let visit = "5,20260101,1\n11,薬局,43,4,0412345,,,,1\n201,1,薬,1,錠,1,,1\n301,1,朝食後,28,日分,1,1,,1\n";
    let rest = "301,1,朝食後,28,日分,1,1,,1\n501,備考,1\n";
    for (text, inside) in [
        (format!("JAHISTC04,2\n{rest}"), true),
        (format!("JAHISTC08,1\n{rest}"), true),
        (format!("JAHISTC04,3\n{visit}"), true),
        (format!("JAHISTC04,2\n{visit}"), false),
        (format!("JAHISTC08,1\n{visit}"), false),
        (sample("12-deviations").to_owned(), false),
    ] {
        assert_eq!(read_text(&text).unwrap().notebook.begins_inside(), inside, "{text}");
    }
    let warned = |text: &str| codes(&read_text(text).unwrap()).contains(&WarningCode::PageMissing);
    assert!(warned(&format!("JAHISTC04,2\n{visit}")));
    assert!(!warned(&format!("JAHISTC08,2\n{visit}")) && !warned(sample("06-patient-writes")));
}

#[test]
fn a_line_in_the_prescriptions_layout_is_no_medicine_called_one() {
    let sheet = |drug: &str| sample("01-minimal").replace("201,1,マグミット錠３３０ｍｇ,3,錠,1,,1", drug);
    for drug in ["201,1,1,1,3,612170709,ノルバスク錠５ｍｇ,1,1,錠", "201,1,1,1,1", "201,1,１,1,錠,1,,1"] {
        assert_eq!(read_text(&sheet(drug)), Err(Refusal::PrescriptionQr), "{drug}");
    }
    assert!(read_text(&sheet("201,1,５－ＦＵ錠１００,1,錠,1,,1")).is_ok());
}

#[test]
fn text_whose_bytes_were_taken_for_latin_letters_is_read_as_what_was_printed() {
    for (name, text) in SAMPLES {
        let bytes = cp932(text);
        let plain = read(&[Part::bytes(bytes.clone())]).unwrap().notebook;
        let latin: String = bytes.iter().map(|byte| char::from(*byte)).collect();
        let windows = encoding_rs::WINDOWS_1252.decode(&bytes).0.into_owned();
        for garbled in [latin.as_str(), &windows] {
            let reading = read(&[Part::text(garbled)]).unwrap();
            assert_eq!((codes(&reading).contains(&WarningCode::Mojibake), &reading.notebook), (true, &plain), "{name}");
        }
        let lost = latin.replacen('\u{8e}', "\u{FFFD}", 1).replacen('\u{83}', "\u{FFFD}", 1);
        assert_eq!(read(&[Part::text(lost)]), Err(Refusal::Garbled), "{name}");
    }
}
