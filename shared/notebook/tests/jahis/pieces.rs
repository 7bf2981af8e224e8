//! Symbols of one set that came without their places: joined where only one order makes a sheet.

use notebook::medication::jahis::{Part, Record, Refusal, WarningCode, read};
use proptest::prelude::*;

use crate::support::{SAMPLES, codes, cp932, notebook, sample};

fn conforming() -> impl Iterator<Item = (&'static str, &'static str)> {
    SAMPLES.into_iter().filter(|(name, _)| !name.starts_with("12"))
}

fn pieces(bytes: &[u8], cuts: &[usize]) -> Vec<Part> {
    let ends = cuts.iter().copied().chain([bytes.len()]);
    let starts = std::iter::once(0).chain(cuts.iter().copied());
    starts.zip(ends).map(|(start, end)| Part::bytes(&bytes[start..end])).collect()
}

#[test]
fn two_symbols_are_joined_wherever_they_were_cut_and_in_whichever_order_they_came() {
    for (name, text) in conforming() {
        let bytes = cp932(text);
        for cut in "JAHIS".len()..bytes.len() - 2 {
            let mut parts = pieces(&bytes, &[cut]);
            for _ in 0..2 {
                parts.reverse();
                let reading = read(&parts).unwrap_or_else(|refusal| panic!("{name} {cut}: {refusal}"));
                assert_eq!((&reading.notebook, codes(&reading)), (&notebook(name), vec![WarningCode::JoinedByContent]));
            }
            // The same symbol scanned twice is one.
            parts.push(parts[0].clone());
            assert_eq!(read(&parts).unwrap().notebook, notebook(name));
        }
    }
}

#[test]
fn text_and_letters_that_were_garbled_are_joined_too() {
    let text = sample("07-leftovers").replace('\n', "\r\n");
    let (before, behind) = text.split_at(text.find("納豆").unwrap());
    let parts = [Part::text(behind), Part::text(before)];
    assert_eq!(read(&parts).unwrap().notebook, notebook("07-leftovers"));
    let bytes = cp932(sample("07-leftovers"));
    for cut in 40..bytes.len() - 2 {
        let latin = |bytes: &[u8]| Part::text(bytes.iter().map(|byte| char::from(*byte)).collect::<String>());
        let parts = [latin(&bytes[cut..]), latin(&bytes[..cut])];
        assert_eq!(read(&parts).map(|reading| reading.notebook), Ok(notebook("07-leftovers")), "{cut}");
    }
}

/// In which field a text ends: the number of its record, and how many fields it has.
fn field(text: &[u8]) -> (&[u8], usize) {
    let line = text.rsplit(|byte| *byte == b'\n').next().unwrap();
    let mut fields = line.split(|byte| *byte == b',');
    (fields.next().unwrap(), fields.count())
}

#[test]
fn a_piece_that_is_missing_or_of_something_else_is_never_made_up_for() {
    let (name, text) = ("08-every-record", sample("08-every-record"));
    let bytes = cp932(text);
    for first in (40..bytes.len()).step_by(7) {
        for second in (first + 60..bytes.len()).step_by(11) {
            let parts = pieces(&bytes, &[first, second]);
            if let Ok(reading) = read(&[parts[0].clone(), parts[2].clone()]) {
                // What lies between two borders of records may be missing without a trace, as it may in a single symbol. And
                // where both borders lie in one field of two records of a kind, nothing but the paper tells: it is warned of.
                let is_blank = bytes[second..].iter().all(u8::is_ascii_whitespace);
                assert!(is_blank || codes(&reading).contains(&WarningCode::JoinedByContent));
                let is_kept = |record: &Record| match record {
                    Record::Drug(one) => notebook(name).records.iter().any(|other| match other {
                        Record::Drug(other) => {
                            (&one.name, &one.quantity, &one.unit, &one.code_kind, &one.code)
                                == (&other.name, &other.quantity, &other.unit, &other.code_kind, &other.code)
                        }
                        _ => false,
                    }),
                    Record::Usage(one) => notebook(name).records.iter().any(|other| match other {
                        Record::Usage(other) => {
                            (&one.name, &one.supply_count, &one.supply_unit, &one.dosage_form)
                                == (&other.name, &other.supply_count, &other.supply_unit, &other.dosage_form)
                        }
                        _ => false,
                    }),
                    Record::DispensingDate(_) => notebook(name).records.contains(record),
                    _ => true,
                };
                if !reading.notebook.records.iter().all(is_kept) {
                    assert_eq!(field(&bytes[..first]), field(&bytes[..second]), "{first} {second}");
                }
            }
            assert!(read(&parts[1..]).is_err());
        }
    }
    let foreign = [Part::bytes(bytes.clone()), Part::text("https://example.jp/")];
    assert_eq!(read(&foreign), Err(Refusal::NotJahis));
    let prescription = [Part::text("JAHIS9\r\n1,1,1234567,43,病院\r\n2"), Part::text("01,1,1,1,3,612170709,薬\r\n")];
    assert_eq!(read(&prescription), Err(Refusal::PrescriptionQr));
}

#[test]
fn an_order_that_cannot_be_told_is_refused() {
    let text = "JAHISTC08,1\n1,玉名　太郎,1,S230412\n5,20260101,1\n11,薬局,43,4,0412345,,,,1\n";
    let rp = |drug: &str| format!("201,1,{drug},1,錠,1,,1\n");
    let end = "301,1,朝食後,28,日分,1,1,,1\n";
    let parts = [text, &rp("薬"), &rp("他"), end].map(|text| Part::bytes(cp932(text)));
    assert_eq!(read(&parts), Err(Refusal::SplitOrder));
}

#[test]
fn a_piece_with_nothing_but_a_line_end_is_a_line_end() {
    let (header, rest) = sample("03-two-doctors").split_once('\n').unwrap();
    let parts = [header, rest, "\n"].map(|text| Part::bytes(cp932(text)));
    assert_eq!(read(&parts).map(|reading| reading.notebook), Ok(notebook("03-two-doctors")));
    // Without it the first line would be `JAHISTC03,11,…`: of another direction, and without the person.
    assert_eq!(read(&parts[..2]), Err(Refusal::SplitIncomplete { total: None, missing: vec![] }));
}

#[test]
fn a_short_last_symbol_may_be_scanned_twice() {
    for (name, text) in conforming() {
        let bytes = cp932(text);
        for rest in 3..24 {
            let (before, last) = bytes.split_at(bytes.len() - rest);
            let parts = [before, last, last].map(Part::bytes);
            assert_eq!(read(&parts).map(|reading| reading.notebook), Ok(notebook(name)), "{name} {rest}");
        }
    }
}

#[test]
fn equal_scraps_are_two_symbols_where_only_that_makes_a_sheet() {
    let before =
        "JAHISTC08,1\n1,玉名　太郎,1,S230412\n5,20260101,1\n11,薬局,43,4,0412345,,,,1\n201,1,薬,1,錠,1,,1\n301,1,朝";
    let whole = format!("{before}食後,28,日分,1,1,,1\n201,2,他,1,錠,1,,1\n301,2,夕食後,28,日分,1,1,,1\n");
    let scrap = "食後,28,日分,1,1,,1\n";
    let texts = [before, scrap, "201,2,他,1,錠,1,,1\n301,2,夕", scrap];
    let parts = texts.map(|text| Part::bytes(cp932(text)));
    let sheet = read(&[Part::bytes(cp932(&whole))]).unwrap().notebook;
    assert_eq!(read(&parts).map(|reading| reading.notebook), Ok(sheet));
}

#[test]
fn of_equal_scraps_one_may_be_scanned_twice() {
    let before =
        "JAHISTC08,1\n1,玉名　太郎,1,S230412\n5,20260101,1\n11,薬局,43,4,0412345,,,,1\n201,1,薬,1,錠,1,,1\n301,1,朝";
    let whole = format!("{before}食後,28,日分,1,1,,1\n201,2,他,1,錠,1,,1\n301,2,夕食後,28,日分,1,1,,1\n");
    let scrap = "食後,28,日分,1,1,,1\n";
    let texts = [before, scrap, "201,2,他,1,錠,1,,1\n301,2,夕", scrap, scrap, scrap];
    let parts = texts.map(|text| Part::bytes(cp932(text)));
    let sheet = read(&[Part::bytes(cp932(&whole))]).unwrap().notebook;
    assert_eq!(read(&parts).map(|reading| reading.notebook), Ok(sheet));
}

#[test]
fn equal_scraps_are_refused_where_both_make_a_sheet() {
    let (before, end) =
        ("JAHISTC08,1\n1,玉名　太郎,1,S230412\n5,20260101,1\n11,薬局,43,4,0412345,,,,1\n", "301,1,朝食後,");
    let texts = [before, "201,1,薬,1,錠,1,,1\n", end, "1", "4,日分,1,1,,", "1", "\n"];
    let parts = texts.map(|text| Part::bytes(cp932(text)));
    assert_eq!(read(&parts), Err(Refusal::SplitOrder));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn r31_pieces_in_any_order_are_the_sheet_or_nothing(
        sample in 0..9_usize, cuts in proptest::collection::vec(any::<proptest::sample::Index>(), 1..8), turn in 0..8_usize,
    ) {
        let (name, text) = SAMPLES[sample];
        let bytes = cp932(text);
        let mut cuts: Vec<usize> = cuts.iter().map(|cut| 5 + cut.index(bytes.len() - 7)).collect();
        cuts.sort_unstable();
        cuts.dedup();
        let mut parts = pieces(&bytes, &cuts);
        let length = parts.len();
        parts.rotate_left(turn % length);
        parts.swap(0, turn % length);
        if let Ok(reading) = read(&parts) {
            prop_assert_eq!(reading.notebook, notebook(name));
        }
    }
}
