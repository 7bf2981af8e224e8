//! 分割制御 (911): joined in any order, refused where something is missing or does not belong together.

use notebook::medication::jahis::{CannotSplit, Part, Refusal, SplitPart, WarningCode, read, split, write};

use crate::support::{codes, cp932, notebook, sample};

fn parts() -> Vec<SplitPart> {
    split(&write(&notebook("08-every-record")), 500, "20261120101530").unwrap()
}

fn scanned(parts: &[SplitPart]) -> Vec<Part> {
    parts.iter().map(|part| Part::bytes(part.bytes.clone())).collect()
}

fn text_parts(texts: &[&str]) -> Vec<Part> {
    texts.iter().map(|text| Part::bytes(cp932(text))).collect()
}

#[test]
fn every_part_is_a_text_of_its_own_within_the_limit() {
    let parts = parts();
    assert!(parts.len() > 3);
    for (number, part) in (1..).zip(&parts) {
        assert!(part.bytes.len() <= 500);
        assert!(part.text.starts_with("JAHISTC08,1\r\n"));
        assert!(part.text.ends_with(&format!("911,20261120101530,{},{number}\r\n", parts.len())));
    }
}

#[test]
fn the_order_of_the_parts_and_a_second_scan_do_not_matter() {
    let mut scanned = scanned(&parts());
    for _ in 0..scanned.len() {
        scanned.rotate_left(1);
        let mut twice = scanned.clone();
        twice.push(scanned[0].clone());
        let reading = read(&twice).unwrap();
        assert_eq!((reading.notebook, reading.warnings), (notebook("08-every-record"), vec![]));
    }
}

#[test]
fn missing_parts_are_named() {
    let mut scanned = scanned(&parts());
    let total = u16::try_from(scanned.len()).unwrap();
    scanned.remove(1);
    let refusal = read(&scanned).unwrap_err();
    assert_eq!(refusal, Refusal::SplitIncomplete { total: Some(total), missing: vec![2] });
    assert_eq!(refusal.code(), "split_incomplete");
}

#[test]
fn a_part_may_begin_in_the_middle_of_an_rp() {
    let texts = [
        "JAHISTC08,1\n301,2,毎食後,3,日分,1,1,,1\n911,1,2,2\n",
        "JAHISTC08,1\n5,20260101,1\n11,薬局,43,4,0412345,,,,1\n201,2,薬,1,錠,1,,1\n911,1,2,1\n",
    ];
    let reading = read(&text_parts(&texts)).unwrap();
    assert_eq!(reading.warnings, []);
    assert_eq!(reading.notebook.visits()[0].groups.len(), 1);
}

#[test]
fn parts_that_do_not_belong_together_are_refused() {
    let one = "JAHISTC08,1\n5,20260101,1\n911,1,2,1\n";
    for (other, refusal) in [
        ("JAHISTC08,1\n501,x,1\n911,2,2,2\n", Refusal::SplitMixed),
        ("JAHISTC08,1\n501,x,1\n", Refusal::SplitMixed),
        ("JAHISTC08,1\n501,x,1\n911,1,3,2\n", Refusal::SplitConflict),
        ("JAHISTC08,1\n501,x,1\n911,1,2,1\n", Refusal::SplitConflict),
        ("JAHISTC08,1\n501,x,1\n911,1,2\n", Refusal::SplitControl),
        ("JAHISTC08,1\n501,x,1\n911,1,2,3\n", Refusal::SplitControl),
    ] {
        assert_eq!(read(&text_parts(&[one, other])), Err(refusal), "{other}");
    }
}

#[test]
fn two_whole_notebooks_are_not_one() {
    let parts = text_parts(&[sample("01-minimal"), sample("02-two-visits")]);
    assert_eq!(read(&parts), Err(Refusal::SplitMixed));
    let twice = text_parts(&[sample("01-minimal"), sample("01-minimal")]);
    assert_eq!(read(&twice).unwrap().notebook, notebook("01-minimal"));
}

#[test]
fn a_sheet_that_names_two_people_is_refused_and_one_that_repeats_itself_is_not() {
    let sheet = |first: &str, second: &str| {
        let visit = |day| {
            format!("5,{day},1\n11,薬局,43,4,0412345,,,,1\n201,1,薬,1,錠,1,,1\n301,1,１日１回朝食後,7,日分,1,1,,1\n")
        };
        read(&text_parts(&[&format!("JAHISTC08,1\n{first}\n{}{second}\n{}", visit("20260101"), visit("20260102"))]))
    };
    let own = "1,荒尾　花子,2,S260314";
    for other in [
        "1,他人　花子,2,S600101",
        "1,他人　太郎,2,S260314",
        "1,荒尾　花子,2,S260315",
        "1,荒尾　花子,1,S260314",
        "1,,2,S260315",
    ] {
        assert_eq!(sheet(own, other), Err(Refusal::SplitMixed), "{other}");
        assert_eq!(sheet(other, own), Err(Refusal::SplitMixed), "{other} first");
    }
    assert_eq!(sheet("1,,,", own), Err(Refusal::SplitMixed), "whose the first part is, nobody says");
    for same in [own, "1,荒尾花子 様,2,19510314", "1,荒尾　花子,,", "1,,,"] {
        let codes = codes(&sheet(own, same).unwrap());
        assert!(codes.contains(&WarningCode::RepeatedRecord), "{same}");
    }
}

#[test]
fn parts_glued_to_one_text_are_taken_apart() {
    let glued: String = parts().iter().map(|part| part.text.clone()).collect();
    assert_eq!(read(&[Part::text(glued)]).unwrap().notebook, notebook("08-every-record"));
}

#[test]
fn parts_that_repeat_the_ones_before_are_understood() {
    let body = ["1,名,1,20000101\n", "5,20260101,1\n11,薬局,43,4,0412345,,,,1\n", "501,備考,1\n"];
    let texts: Vec<String> =
        (1..=3).map(|number| format!("JAHISTC08,1\n{}911,1,3,{number}\n", body[..number].concat())).collect();
    let texts: Vec<&str> = texts.iter().rev().map(String::as_str).collect();
    let reading = read(&text_parts(&texts)).unwrap();
    assert_eq!(codes(&reading), [WarningCode::CumulativeSplit]);
    assert_eq!(reading.notebook.records.len(), 4);
}

#[test]
fn page_numbers_in_the_version_record_are_understood() {
    let body = ["1,名,1,20000101\n", "5,20260101,1\n11,薬局,43,4,0412345,,,,1\n", "501,備考,1\n"];
    let page = |number: usize, control: &str| format!("JAHISTC04,{number}\n{}{control}", body[number - 1]);
    let with = [page(3, "911,1,3,3\n"), page(1, "911,1,3,1\n"), page(2, "911,1,3,2\n")];
    let without = [page(3, ""), page(1, ""), page(2, "")];
    for texts in [with, without.clone()] {
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let reading = read(&text_parts(&texts)).unwrap();
        assert_eq!(codes(&reading), [WarningCode::PageNumberHeader]);
        assert_eq!(reading.notebook.records.len(), 4);
        assert_eq!(reading.notebook.direction.as_str(), "1");
    }
    let refusal = read(&text_parts(&[&without[0], &without[1]])).unwrap_err();
    assert_eq!(refusal, Refusal::SplitIncomplete { total: Some(3), missing: vec![2] });
}

#[test]
fn what_cannot_be_split_says_why() {
    let written = write(&notebook("08-every-record"));
    for id in ["", "123456789012345", "2026-11", "１２"] {
        assert_eq!(split(&written, 500, id), Err(CannotSplit::BadId), "{id}");
    }
    let mut long = notebook("08-every-record");
    let record = long.records[0].clone();
    long.records = vec![record; 1000];
    assert_eq!(split(&write(&long), 100, "1"), Err(CannotSplit::TooManyParts));
    assert_eq!(split(&written, 100_000, "1").unwrap().len(), 1);
}
