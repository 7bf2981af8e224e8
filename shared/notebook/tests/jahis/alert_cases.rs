//! Cases of alerts as tables: `cases/duplicates.tsv` and `cases/allergies.tsv`.

use notebook::medication::alert::{Alert, Compared, OtcItem, allergies, allergy_match, duplicates};
use notebook::medication::dispensing::{CodeSystem, Dispensing, DosageForm, DrugCode, Prescriber};
use uuid::Uuid;

use crate::extraction::extract;

/// A medicine of a table.
enum Medicine {
    Prescribed(Box<Dispensing>),
    Otc(OtcItem),
}

impl Medicine {
    /// `name | generic name or ingredients | codes | form | from+days | by`.
    fn read(cell: &str, id: u128) -> Self {
        let fields: Vec<&str> = cell.split('|').map(str::trim).collect();
        let [name, generic, codes, form, when, by] = fields[..] else { panic!("{cell}") };
        let (from, days) = when.split_once('+').unwrap_or(("2026-11-01", "28"));
        let (from, days): (chrono::NaiveDate, u16) = (from.parse().unwrap(), days.parse().unwrap());
        let id = Uuid::from_u128(id);
        if form == "otc" {
            let ingredients = generic.split(';').map(|name| name.trim().to_owned()).filter(|name| !name.is_empty());
            let dated = when != "-";
            return Self::Otc(OtcItem {
                id,
                name: name.to_owned(),
                ingredients: ingredients.collect(),
                from: dated.then_some(from),
                until: dated.then(|| from + chrono::Days::new(u64::from(days) - 1)),
            });
        }
        let mut dispensing = extract("01-minimal").dispensings.remove(0);
        (dispensing.id, dispensing.dispensed_on) = (id, from);
        dispensing.prescriber = prescriber(by);
        let group = &mut dispensing.groups[0];
        group.dosage_form = DosageForm::of(match form {
            "oral" => "1",
            "asneeded" => "3",
            "injection" => "4",
            "external" => "5",
            "material" => "9",
            other => panic!("{other}"),
        });
        group.supply_count = Some(days);
        let drug = &mut group.drugs[0];
        drug.name = name.into();
        drug.generic_name = (!generic.is_empty()).then(|| generic.to_owned());
        for code in codes.split(' ').filter(|code| !code.is_empty()) {
            let (system, value) = code.split_once(':').unwrap();
            let system = match system {
                "yj" => CodeSystem::Yj,
                "nhi" => CodeSystem::NhiPriceList,
                "claim" => CodeSystem::Claim,
                "hot" => CodeSystem::Hot,
                _ => {
                    drug.generic_name_code = Some(value.to_owned());
                    continue;
                }
            };
            drug.code = Some(DrugCode { system, value: value.to_owned() });
        }
        Self::Prescribed(Box::new(dispensing))
    }

    fn compared(&self) -> Vec<Compared<'_>> {
        match self {
            Self::Prescribed(dispensing) => Compared::drugs(dispensing).collect(),
            Self::Otc(item) => vec![Compared::otc(item)],
        }
    }
}

/// `A/田中`: an institution and a doctor.
fn prescriber(by: &str) -> Prescriber {
    let (institution, doctor) = by.split_once('/').unwrap_or((by, ""));
    Prescriber {
        institution_code: Some(format!("431{:07}", u32::from(institution.bytes().next().unwrap_or_default()))),
        doctor: (!doctor.is_empty()).then(|| doctor.to_owned()),
        ..Prescriber::default()
    }
}

/// `reason<TAB>confidence` of each alert.
fn shown(alerts: &[Alert]) -> Vec<String> {
    let word = |value: serde_json::Value| value.as_str().unwrap().to_owned();
    alerts
        .iter()
        .map(|alert| {
            let detail = serde_json::to_value(alert.detail).unwrap();
            format!("{}\t{}", word(detail["reason"].clone()), word(detail["confidence"].clone()))
        })
        .collect()
}

/// Every row with the alerts that it wants and a number of its own.
fn rows(table: &'static str) -> Vec<(Vec<String>, Vec<&'static str>)> {
    let row = |line: &'static str| {
        let fields: Vec<&str> = line.split('\t').collect();
        let wanted = if fields[0] == "-" { Vec::new() } else { vec![format!("{}\t{}", fields[0], fields[1])] };
        (wanted, fields[2..].to_vec())
    };
    table.lines().skip(1).map(row).collect()
}

#[test]
fn every_pair_of_medicines_raises_what_the_table_says_in_either_order() {
    let rows = rows(include_str!("cases/duplicates.tsv"));
    let (silent, loud): (Vec<_>, Vec<_>) = rows.iter().partition(|(wanted, _)| wanted.is_empty());
    assert!(silent.len() >= 25 && silent.len() + loud.len() >= 60, "{} {}", silent.len(), loud.len());
    let mut wrong = Vec::new();
    for (wanted, row) in &rows {
        let (new, mut known) = (Medicine::read(row[0], 1), Medicine::read(row[1], 2));
        let found = if let (Medicine::Prescribed(new), Medicine::Prescribed(other), true) =
            (&new, &mut known, row[1].contains("| same |"))
        {
            let mut both = new.clone();
            both.groups[0].prescriber = Some(both.prescriber.clone());
            other.groups[0].prescriber = Some(other.prescriber.clone());
            both.groups.append(&mut other.groups);
            vec![duplicates(Compared::drugs(&both), []).alerts]
        } else {
            vec![
                duplicates(new.compared(), known.compared()).alerts,
                duplicates(known.compared(), new.compared()).alerts,
                duplicates(new.compared().into_iter().chain(known.compared()), []).alerts,
            ]
        };
        wrong
            .extend(found.iter().map(|alerts| shown(alerts)).filter(|found| found != wanted).map(|found| (found, row)));
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_text_warns_of_what_the_table_says_prescribed_or_bought() {
    let rows = rows(include_str!("cases/allergies.tsv"));
    assert!(rows.len() >= 25);
    let mut wrong = Vec::new();
    for (wanted, row) in &rows {
        let cell = format!("{} | {} | | oral | 2026-11-01+28 | A", row[1], row[2]);
        let Medicine::Prescribed(dispensing) = Medicine::read(&cell, 1) else { panic!("{cell}") };
        let Medicine::Otc(otc) = Medicine::read(&cell.replace("| oral |", "| otc |"), 1) else { panic!("{cell}") };
        for found in [allergy_match(&[*dispensing], &[row[0]]), allergies([Compared::otc(&otc)], &[row[0]]).alerts] {
            let found = shown(&found);
            wrong.extend((found != *wanted).then_some((found, row)));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn an_alert_names_the_otc_medicine_that_it_is_about() {
    let drug = Medicine::read("ロキソニン錠６０ｍｇ | | | oral | 2026-11-01+28 | A", 1);
    let otc = Medicine::read("ロキソニンＳ | | | otc | 2026-11-05+10 |", 2);
    let json = |new: &Medicine, known: &Medicine| {
        let alert = duplicates(new.compared(), known.compared()).alerts.remove(0);
        let json = serde_json::to_value(&alert).unwrap();
        assert_eq!(serde_json::from_value::<Alert>(json.clone()).unwrap(), alert);
        json
    };
    let id = Uuid::from_u128(2).to_string();
    let place = serde_json::json!({ "kind": "otc", "place": "notebook", "id": id });
    assert_eq!(json(&drug, &otc)["with"], place);
    let raised = json(&otc, &drug);
    assert_eq!(raised["otc"], serde_json::json!({ "place": "notebook", "id": id }));
    assert_eq!((&raised["drug"], &raised["with"]["kind"]), (&serde_json::Value::Null, &"drug".into()));
    // What the notebook holds already is not compared with itself.
    assert_eq!(duplicates(otc.compared(), otc.compared()).alerts, []);
}
