//! When two entries are one dispensing.

use notebook::medication::alert::Confidence::{self, High, Low, Medium};
use notebook::medication::dispensing::{CodeSystem, Dispensing, DosageForm, DrugCode, Source};
use notebook::medication::extract;
use notebook::medication::link::LikenessReason::{self, DrugCode as Code, GenericNameCode, Ingredient, Name};
use notebook::medication::link::{covered, richness, same_dispensing};
use proptest::prelude::*;

use super::support::read_text;

/// One dispensing of a day with these drugs, as a sheet says it.
fn sheet(day: &str, drugs: &[&str]) -> Dispensing {
    let drugs = drugs.iter().map(|drug| format!("201,1,{drug},1,錠,1,,1\n")).collect::<Vec<_>>().concat();
    let text = format!("JAHISTC08,1\n1,荒尾　花子,2,S260314\n5,{day},1\n{drugs}301,1,朝食後,28,日分,1,1,,1\n");
    let reading = read_text(&text).unwrap();
    extract::from_jahis(&reading.notebook, uuid::Uuid::nil).dispensings.remove(0)
}

/// What someone types: no form, no amount.
fn typed(day: &str, drugs: &[&str]) -> Dispensing {
    let mut typed = sheet(day, drugs);
    typed.source = Source::Manual;
    typed.groups[0].dosage_form = None;
    typed
}

fn likeness(told: &Dispensing, record: &Dispensing) -> Option<(LikenessReason, Confidence)> {
    same_dispensing(told, record).map(|likeness| (likeness.reason, likeness.confidence))
}

#[test]
fn what_was_typed_is_recognised_by_day_and_drugs() {
    let record = sheet("20261120", &["アムロジピンＯＤ錠５ｍｇ「サワイ」", "酸化マグネシウム錠３３０ｍｇ"]);
    for (day, drugs, wanted) in [
        ("20261120", &["アムロジピンＯＤ錠５ｍｇ「サワイ」"][..], Some((Name, High))),
        ("20261120", &["ｱﾑﾛｼﾞﾋﾟﾝOD錠5mg｢ｻﾜｲ｣"], Some((Name, High))),
        ("20261120", &["アムロジピン"], Some((Ingredient, Medium))),
        ("20261120", &["アムロジピン", "酸化マグネシウム錠330mg"], Some((Ingredient, Medium))),
        ("20261121", &["酸化マグネシウム錠330mg"], Some((Name, Medium))),
        ("20261119", &["あむろじぴん"], Some((Ingredient, Low))),
        ("20261122", &["アムロジピン"], None),
        ("20261118", &["アムロジピン"], None),
        ("20261120", &["アムロジピン2.5mg"], None),
        ("20261120", &["アムロジピン", "ロキソプロフェン"], None),
        ("20261120", &["ロキソプロフェン"], None),
        ("20261120", &[], None),
    ] {
        assert_eq!(likeness(&typed(day, drugs), &record), wanted, "{day} {drugs:?}");
    }
    assert_eq!(likeness(&typed("20261120", &["アムロジピン"]), &sheet("20261120", &[])), None);
}

#[test]
fn codes_decide_where_both_have_them() {
    let coded = |system, value: &str, name: &str| {
        let mut dispensing = sheet("20261120", &[name]);
        dispensing.groups[0].drugs[0].code = Some(DrugCode { system, value: value.to_owned() });
        dispensing
    };
    let record = coded(CodeSystem::Yj, "2171022F4137", "アムロジピンＯＤ錠５ｍｇ「サワイ」");
    for (other, wanted) in [
        (coded(CodeSystem::Yj, "2171022F4137", "別の書き方"), Some((Code, High))),
        (coded(CodeSystem::NhiPriceList, "2171022F4137", "別の書き方"), Some((Code, High))),
        (coded(CodeSystem::NhiPriceList, "2171022F1010", "別の書き方"), Some((Ingredient, Medium))),
        (coded(CodeSystem::Yj, "2171022F5010", "アムロジピン"), None),
        (coded(CodeSystem::Claim, "2171022F4137", "別の書き方"), None),
        (coded(CodeSystem::Claim, "622222222", "アムロジピン"), Some((Ingredient, Medium))),
    ] {
        assert_eq!(likeness(&other, &record), wanted);
    }
    let mut generic = sheet("20261120", &["ノルバスク"]);
    let mut record = record;
    generic.groups[0].drugs[0].generic_name_code = Some("2171022F1ZZZ".to_owned());
    record.groups[0].drugs[0].generic_name_code = Some("2171022F1ZZZ".to_owned());
    assert_eq!(likeness(&generic, &record), Some((GenericNameCode, High)));
}

#[test]
fn another_pharmacy_another_clinic_and_another_route_are_another_dispensing() {
    let record = || {
        let mut record = sheet("20261120", &["ロキソプロフェン"]);
        record.pharmacy.name = Some("有明調剤薬局　荒尾店".to_owned());
        record.pharmacy.code = Some("4340412345".to_owned());
        record.prescriber.institution_code = Some("4310112345".to_owned());
        record
    };
    let mut told = typed("20261120", &["ロキソプロフェン"]);
    for (name, same) in [("有明薬局", true), ("有明", true), ("ありあけ", false), ("大牟田薬局", false), ("薬局", true)]
    {
        told.pharmacy.name = Some(name.to_owned());
        assert_eq!(same_dispensing(&told, &record()).is_some(), same, "{name}");
    }
    told.pharmacy.code = Some("4340499999".to_owned());
    assert_eq!(same_dispensing(&told, &record()), None);
    told.pharmacy.code = Some("4340412345".to_owned());
    assert!(same_dispensing(&told, &record()).is_some(), "the code decides, not the name");
    told.prescriber.institution_code = Some("4310199999".to_owned());
    assert_eq!(same_dispensing(&told, &record()), None);
    let mut tape = record();
    tape.groups[0].dosage_form = Some(DosageForm::External);
    assert_eq!(same_dispensing(&record(), &tape), None);
    assert_eq!(covered(&record(), &tape), None);
}

#[test]
fn a_sheet_tells_more_than_the_portal_and_the_portal_more_than_a_person() {
    let sources = [Source::Manual, Source::Mynaportal, Source::Qr, Source::Pharmacy];
    assert!(sources.windows(2).all(|pair| richness(pair[0]) < richness(pair[1])));
}

proptest! {
    #[test]
    fn every_entry_with_a_drug_is_like_itself_and_like_more_of_the_same(
        names in proptest::collection::vec("[ァ-ヴa-z]{2,8}(錠|カプセル)?([1-9]mg)?", 1..6), more in "[ァ-ヴ]{2,8}",
    ) {
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let one = sheet("20261120", &names);
        prop_assert_eq!(likeness(&one, &one), Some((Name, High)));
        let more: Vec<&str> = names.iter().copied().chain([more.as_str()]).collect();
        prop_assert_eq!(likeness(&one, &sheet("20261120", &more)), Some((Name, High)));
    }

    #[test]
    fn r31_any_two_names_are_compared_without_a_fault(one in "\\PC{0,40}", other in "\\PC{0,40}") {
        let of = |name: &str| {
            let mut dispensing = sheet("20261120", &["薬"]);
            name.clone_into(&mut dispensing.groups[0].drugs[0].name);
            dispensing
        };
        let (one, other) = (of(&one), of(&other));
        prop_assert_eq!(covered(&one, &other).is_some(), covered(&other, &one).is_some(), "of single drugs it is mutual");
    }
}
