//! What someone should look at before a medicine is taken.

use chrono::{Days, NaiveDate};
use notebook::medication::alert::{
    Alert, AlertCode, Confidence, Detail, Reason, Resident, With, allergy_match, duplicate_ingredient, patient_mismatch,
};
use notebook::medication::dispensing::{CodeSystem, Dispensing, DosageForm, DrugCode};
use notebook::medication::jahis::records::Patient;
use notebook::medication::named::Named;
use notebook::resident::Sex;
use uuid::Uuid;

use crate::extraction::extract;

/// One drug for 14 days from 1 June 2012.
fn dispensing(id: u128, name: &str) -> Dispensing {
    let mut dispensing = extract("01-minimal").dispensings.remove(0);
    dispensing.id = Uuid::from_u128(id);
    dispensing.groups[0].drugs[0].name = name.into();
    dispensing
}

fn coded(id: u128, name: &str, system: CodeSystem, value: &str) -> Dispensing {
    let mut dispensing = dispensing(id, name);
    dispensing.groups[0].drugs[0].code = Some(DrugCode { system, value: value.to_owned() });
    dispensing
}

fn details(alerts: &[Alert]) -> Vec<(Reason, Confidence)> {
    alerts.iter().map(|alert| (alert.detail.reason, alert.detail.confidence)).collect()
}

#[test]
fn the_same_ingredient_is_found_by_code_and_by_name() {
    let yj = coded(1, "アムロジピンＯＤ錠５ｍｇ「サワイ」", CodeSystem::Yj, "2171022F4137");
    let price_list = coded(2, "ノルバスク錠２．５ｍｇ", CodeSystem::NhiPriceList, "2171022F1029");
    let by_name = coded(3, "アムロジピン錠２．５ｍｇ「トーワ」", CodeSystem::Claim, "620008123");
    let other = coded(4, "マグミット錠３３０ｍｇ", CodeSystem::Yj, "2344009F2031");
    let alerts = duplicate_ingredient(std::slice::from_ref(&yj), &[price_list.clone(), by_name.clone(), other]);
    assert_eq!(
        details(&alerts),
        [(Reason::IngredientCode, Confidence::High), (Reason::IngredientName, Confidence::Medium),]
    );
    assert!(alerts.iter().all(|alert| alert.code == AlertCode::DuplicateIngredient));
    assert_eq!(alerts[0].drug.unwrap().dispensing_id, yj.id);
    assert!(matches!(alerts[0].with, Some(With::Drug(drug)) if drug.dispensing_id == price_list.id));
    assert_eq!(duplicate_ingredient(&[yj.clone(), price_list], &[]).len(), 1);
    assert_eq!(duplicate_ingredient(std::slice::from_ref(&yj), std::slice::from_ref(&yj)), []);
}

#[test]
fn the_same_generic_code_or_name_is_enough() {
    let mut one = dispensing(1, "新製品Ａ錠６０ｍｇ");
    let mut other = dispensing(2, "ロキソプロフェンＮａ錠６０ｍｇ「日医工」");
    assert_eq!(duplicate_ingredient(std::slice::from_ref(&one), std::slice::from_ref(&other)), []);
    one.groups[0].drugs[0].generic_name = Some("ロキソプロフェンナトリウム水和物錠".to_owned());
    let alerts = duplicate_ingredient(std::slice::from_ref(&one), std::slice::from_ref(&other));
    assert_eq!(details(&alerts), [(Reason::IngredientName, Confidence::Medium)]);
    one.groups[0].drugs[0].generic_name_code = Some("1149019F1ZZZ".to_owned());
    other.groups[0].drugs[0].generic_name_code = Some("1149019F1ZZZ".to_owned());
    let alerts = duplicate_ingredient(&[one], &[other]);
    assert_eq!(details(&alerts), [(Reason::GenericNameCode, Confidence::High)]);
}

#[test]
fn only_medicines_of_the_same_days_count() {
    let known = dispensing(1, "マグミット錠");
    for (days, expected) in [(13, 1), (14, 0), (40, 0)] {
        let mut new = dispensing(2, "マグミット錠");
        new.dispensed_on = new.dispensed_on + Days::new(days);
        assert_eq!(duplicate_ingredient(&[new], std::slice::from_ref(&known)).len(), expected, "{days}");
    }
    let mut as_needed = known.clone();
    as_needed.groups[0].dosage_form = Some(DosageForm::AsNeeded);
    for (days, expected) in [(29, 1), (30, 0)] {
        let mut new = dispensing(2, "マグミット錠");
        new.dispensed_on = new.dispensed_on + Days::new(days);
        assert_eq!(duplicate_ingredient(&[new], std::slice::from_ref(&as_needed)).len(), expected, "{days}");
    }
}

#[test]
fn a_refill_a_few_days_early_and_another_route_are_less_sure() {
    let mut known = dispensing(1, "マグミット錠");
    known.prescriber.institution_code = Some("4310112345".to_owned());
    let mut refill = known.clone();
    refill.id = Uuid::from_u128(2);
    refill.dispensed_on = refill.dispensed_on + Days::new(10);
    assert_eq!(details(&duplicate_ingredient(&[refill.clone()], std::slice::from_ref(&known)))[0].1, Confidence::Low);
    refill.prescriber.institution_code = Some("4310199999".to_owned());
    assert_eq!(details(&duplicate_ingredient(&[refill], &[known]))[0].1, Confidence::Medium);
    let mut tape = dispensing(3, "ロキソプロフェンＮａテープ１００ｍｇ");
    tape.groups[0].dosage_form = Some(DosageForm::External);
    let tablet = dispensing(4, "ロキソプロフェンＮａ錠６０ｍｇ");
    assert_eq!(details(&duplicate_ingredient(&[tape], &[tablet])), [(Reason::IngredientName, Confidence::Low)]);
}

#[test]
fn what_one_doctor_prescribed_together_is_meant_so() {
    let mut both = dispensing(1, "アムロジピン錠５ｍｇ");
    let mut second = both.groups[0].clone();
    second.drugs[0].name = "アムロジピン錠２．５ｍｇ".to_owned();
    both.groups.push(second);
    assert_eq!(duplicate_ingredient(std::slice::from_ref(&both), &[]), []);
    both.groups[1].prescriber = extract("03-two-doctors").dispensings[0].groups[1].prescriber.clone();
    assert_eq!(duplicate_ingredient(&[both], &[]).len(), 1);
}

#[test]
fn alerts_are_bounded() {
    let mut many = dispensing(1, "マグミット錠");
    let group = many.groups[0].clone();
    many.groups = vec![group; 150];
    let other = Dispensing { id: Uuid::from_u128(2), ..many.clone() };
    assert_eq!(duplicate_ingredient(std::slice::from_ref(&many), &[other]).len(), 100);
    assert_eq!(allergy_match(&[many], &["マグミット"]).len(), 100);
}

#[test]
fn an_allergy_is_found_in_names_and_generic_names() {
    let mut amoxicillin = dispensing(1, "サワシリンカプセル２５０");
    amoxicillin.groups[0].drugs[0].generic_name = Some("アモキシシリン水和物カプセル".to_owned());
    let found = |texts: &[&str]| details(&allergy_match(std::slice::from_ref(&amoxicillin), texts));
    let high = (Reason::TextNamesMedicine, Confidence::High);
    assert_eq!(found(&["アモキシシリンで発疹"]), [high]);
    assert_eq!(found(&["ｱﾓｷｼｼﾘﾝ"]), [high]);
    assert_eq!(found(&["あもきししりん　じんましん"]), [high]);
    assert_eq!(found(&["卵", "サワシリンカプセル"]), [high]);
    assert_eq!(found(&["アモキシシリンは問題なし"]), [(Reason::TextNamesMedicine, Confidence::Low)]);
    for harmless in ["", "卵", "アレルギーなし", "スギ花粉", "カプセル", "ペニシ", "発疹"] {
        assert_eq!(found(&[harmless]), [], "{harmless}");
    }
    let penicillin = dispensing(2, "注射用ペニシリンＧカリウム２０万単位");
    let alerts = allergy_match(&[penicillin], &["そば", "ペニシリン系で発疹"]);
    assert_eq!(details(&alerts), [(Reason::MedicineContainsWord, Confidence::Medium)]);
    assert_eq!(alerts[0].with, Some(With::Note { index: 1 }));
}

#[test]
fn another_persons_sheet_is_noticed_and_ones_own_is_not() {
    let birth_date = NaiveDate::from_ymd_opt(1955, 11, 20).unwrap();
    let sex = Some(Sex::Female);
    let resident = Resident { name: "髙﨑　良子", kana: Some("タカサキ　リョウコ"), birth_date, sex };
    let patient = |name: &str, kana: &str, birth: &str, sex: &str| {
        let (name, kana, birth_date, sex) = (name.into(), kana.into(), birth.into(), sex.into());
        Named::from(&Patient { name, kana, birth_date, sex, ..Patient::default() })
    };
    let check = |name: &str, kana: &str, birth: &str| {
        patient_mismatch(&patient(name, kana, birth, "2"), &resident).map(|alert| alert.detail)
    };
    for (name, kana, birth) in [
        ("髙﨑良子", "", "S301120"),
        ("高崎　良子", "", "19551120"),
        ("", "ﾀｶｻｷ ﾘﾖｳｺ", "19551120"),
        ("旧姓　良子", "たかさき　りょうこ", "19551120"),
        ("タカサキリョウコ", "", "19551120"),
        ("", "", "19551120"),
        ("高崎良子", "", "おかしな日"),
        ("", "", ""),
    ] {
        assert_eq!(check(name, kana, birth), None, "{name} {kana} {birth}");
    }
    let detail = |reason, confidence| Some(Detail { reason, confidence });
    assert_eq!(check("玉名　太郎", "タマナ　タロウ", "S230412"), detail(Reason::NameAndBirthDate, Confidence::High));
    assert_eq!(check("髙﨑　良子", "", "S301121"), detail(Reason::BirthDate, Confidence::High));
    assert_eq!(check("玉名　良子", "タマナ　リョウコ", "S301120"), detail(Reason::Name, Confidence::Medium));
    assert_eq!(check("玉名　良子", "", ""), detail(Reason::Name, Confidence::High));
    let of_sex = |name: &str, sex: &str| {
        patient_mismatch(&patient(name, "", "S301120", sex), &resident).map(|alert| alert.detail.reason)
    };
    assert_eq!(of_sex("髙﨑　良子", "1"), Some(Reason::Sex));
    assert_eq!(of_sex("玉名　良子", "1"), Some(Reason::Name));
    assert_eq!(of_sex("髙﨑　良子", ""), None);
    let alert = patient_mismatch(&patient("玉名　太郎", "", "S230412", "1"), &resident);
    let json = serde_json::to_string(&alert).unwrap();
    assert!(json.is_ascii() && !json.contains("1948"), "{json}");
}
