//! The same sheet is the same, whatever its letters; another one is not.

use notebook::medication::compose::to_jahis;
use notebook::medication::dispensing::{Dispensing, Source};
use notebook::medication::extract::from_jahis;
use notebook::medication::gather;
use notebook::medication::jahis::{Part, read, write};
use notebook::medication::link::{is_behind, may_tell_of_the_same};
use proptest::prelude::*;

use crate::extraction::{extract, ids};
use crate::generated::dispensing;
use crate::support::{SAMPLES, read_text};

const SHEET: &str = "JAHISTC08,1
1,荒尾　さくら,2,19480412
5,20261120,1
11,有明調剤薬局　荒尾店,43,4,0412345,864-0002,熊本県荒尾市万田４５６,0968-00-0002,1
51,荒尾内科クリニック,43,1,0112345,1
55,髙﨑　誠,内科,1
201,1,アムロジピンＯＤ錠５ｍｇ「サワイ」,1,錠,4,2171022F4137,1
201,1,酸化マグネシウム錠３３０ｍｇ（Ｖ）,3,錠,1,,1
301,1,１日３回毎食後　２～３時間あける－,28,日分,1,1,,1
201,2,ロキソプロフェンＮａテープ１００ｍｇ,21,枚,3,1149700S2034,1
301,2,１日１回　腰に貼付,1,調剤,5,1,,1
501,次回は残薬をお持ちください,1
";

fn text(text: &str) -> Dispensing {
    from_jahis(&read(&[Part::text(text.replace('\n', "\r\n"))]).unwrap().notebook, ids()).dispensings.remove(0)
}

#[test]
fn letters_order_and_remarks_make_no_other_sheet() {
    let plain = text(SHEET);
    let swap = |one: &str, other: &str| SHEET.replace(one, "#").replace(other, one).replace('#', other);
    let line = |start: &str| SHEET.lines().find(|line| line.starts_with(start)).unwrap();
    let (first, second) = (line("201,1,ア"), line("201,1,酸"));
    let variants = [
        SHEET.replace('～', "〜"),
        SHEET.replace('～', "~"),
        SHEET.replace('－', "−"),
        SHEET.replace('－', "‐"),
        SHEET.replace('－', "ー"),
        SHEET.replace("１日３回毎食後　", "1日3回毎食後 "),
        SHEET.replace("（Ｖ）", "(V)").replace("錠３３０ｍｇ", "錠330mg"),
        SHEET.replace("酸化マグネシウム", "酸化ﾏｸﾞﾈｼｳﾑ"),
        SHEET.replace("201,1,アムロジピンＯＤ錠５ｍｇ「サワイ」", "201,1,アムロジピンＯＤ錠５ｍｇ"),
        SHEET.replace(",3,錠,1,,1", ",3.0,錠,1,,1"),
        SHEET.replace(",4,2171022F4137", ",3,2171022F4137"),
        SHEET.replace("20261120", "R081120"),
        SHEET.replace("JAHISTC08,1", "JAHISTC06,2"),
        SHEET.replace("有明調剤薬局　荒尾店", "有明調剤薬局荒尾店"),
        SHEET.replace("髙﨑　誠", "高崎　誠"),
        format!("{SHEET}501,もう一つの備考,1\n601,本人の記入,20261121\n"),
        SHEET.replace("501,", "401,眠くなります,1\n501,"),
        SHEET.replace(second, &format!("{second}\n291,1,牛乳と飲まない,1")),
        swap(first, second),
        SHEET.replace("201,2,", "201,7,").replace("301,2,", "301,7,"),
    ];
    for variant in variants {
        assert_ne!(variant, SHEET);
        assert_eq!(text(&variant).meaning(), plain.meaning(), "{variant}");
    }
}

#[test]
fn another_amount_usage_supply_day_or_place_is_another_sheet() {
    let plain = text(SHEET);
    for variant in [
        SHEET.replace(",3,錠,1,,1", ",2,錠,1,,1"),
        SHEET.replace(",21,枚", ",21,袋"),
        SHEET.replace("毎食後", "毎食前"),
        SHEET.replace(",28,日分", ",14,日分"),
        SHEET.replace("20261120", "20261121"),
        SHEET.replace("0412345", "0412346"),
        SHEET.replace("0112345", "0112346"),
        SHEET.replace("2171022F4137", "2171022F4145"),
        SHEET.replace("酸化マグネシウム", "酸化カルシウム"),
        SHEET.replace("28,日分,1", "28,日分,10"),
    ] {
        assert_ne!(variant, SHEET);
        assert_ne!(text(&variant).meaning(), plain.meaning(), "{variant}");
    }
}

#[test]
fn one_more_drug_is_another_sheet_that_has_all_of_the_first() {
    let more = text(&SHEET.replace("301,1,", "201,1,レバミピド錠１００ｍｇ,3,錠,1,,1\n301,1,"));
    let plain = text(SHEET);
    assert_ne!(more.meaning(), plain.meaning());
    assert!(plain.is_part_of(&more) && !more.is_part_of(&plain) && !plain.is_part_of(&plain));
    assert!(is_behind(&plain, &more).is_some() && is_behind(&more, &plain).is_none());
    assert!(may_tell_of_the_same(&plain, &more, false));
    // A sheet that takes the same medicine in another amount is of the same visit, and not part of the other.
    let corrected = text(&SHEET.replace(",21,枚", ",14,枚"));
    assert!(
        !corrected.is_part_of(&more)
            && is_behind(&corrected, &more).is_none()
            && may_tell_of_the_same(&corrected, &more, false)
    );
    // Other days, other places, other doctors' institutions and other medicines are other visits.
    for other in ["20261120=20261122", "0412345=0412346", "0112345=0112346"] {
        let (from, to) = other.split_once('=').unwrap();
        let other = text(&SHEET.replace(from, to));
        assert!(!may_tell_of_the_same(&other, &more, false) && !other.is_part_of(&more), "{to}");
    }
    // Of two typed entries neither is behind the other.
    let typed = |dispensing: &Dispensing| Dispensing { source: Source::Manual, ..dispensing.clone() };
    assert!(is_behind(&typed(&plain), &typed(&more)).is_none());
    assert!(is_behind(&typed(&plain), &more).is_some());
}

#[test]
fn an_export_of_our_own_read_back_says_the_same() {
    for (name, _) in SAMPLES {
        let extract = extract(name);
        let written = write(&to_jahis(None, &extract.notes, &extract.dispensings));
        let again = from_jahis(&read(&[Part::bytes(written.bytes)]).unwrap().notebook, ids());
        for (one, other) in again.dispensings.iter().zip(&extract.dispensings) {
            assert_eq!(one.meaning(), other.meaning(), "{name}");
        }
        assert_eq!(gather::meaning(&again.notes), gather::meaning(&extract.notes), "{name}");
    }
    let mut typed = extract("06-patient-writes").dispensings.remove(0);
    typed.pharmacy.name = Some("𠮷野薬局〜本店, 2F".to_owned());
    typed.groups[0].drugs[0].quantity_basis = notebook::medication::dispensing::QuantityBasis::PerDay;
    let written = write(&to_jahis(None, &[], std::slice::from_ref(&typed)));
    let again = from_jahis(&read(&[Part::bytes(written.bytes)]).unwrap().notebook, ids()).dispensings.remove(0);
    assert_eq!(again.meaning(), typed.meaning(), "what the format has no character for is ■ there");
}

#[test]
fn notes_are_the_same_whatever_their_order_and_letters() {
    let notes = extract("08-every-record").notes;
    let turned: Vec<_> = notes.iter().rev().cloned().collect();
    assert_eq!(gather::meaning(&turned), gather::meaning(&notes));
    let wide = read_text(&crate::support::sample("08-every-record").replace("ペニシリン系", "ﾍﾟﾆｼﾘﾝ系")).unwrap();
    assert_eq!(gather::meaning(&from_jahis(&wide.notebook, ids()).notes), gather::meaning(&notes));
    assert_ne!(gather::meaning(&notes[1..]), gather::meaning(&notes));
    assert!(gather::is_among(&notes[2], &turned) && !gather::is_among(&notes[2], &notes[3..]));
}

#[test]
fn a_sheet_without_a_drug_is_told_from_others_by_all_that_it_says() {
    let of = |remark: &str| text(&format!("JAHISTC08,1\n5,20261120,1\n11,薬局,43,4,0412345,,,,1\n501,{remark},1\n"));
    assert_eq!(of("備考").meaning(), of("備考").meaning());
    assert_ne!(of("備考").meaning(), of("別の備考").meaning());
}

proptest! {
    #[test]
    fn what_is_handed_over_says_the_same(dispensing in dispensing()) {
        let written = write(&to_jahis(None, &[], std::slice::from_ref(&dispensing)));
        let again = from_jahis(&read(&[Part::bytes(written.bytes)]).unwrap().notebook, ids()).dispensings.remove(0);
        prop_assert_eq!(again.meaning(), dispensing.meaning());
    }
}
