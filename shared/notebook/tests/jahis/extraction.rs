//! From the document to what the notebook keeps, and back.

use chrono::NaiveDate;
use notebook::medication::compose::to_jahis;
use notebook::medication::dispensing::{CodeSystem, Dispensing, DosageForm, ProvidedCategory, QuantityBasis, Source};
use notebook::medication::extract::{Extract, from_jahis};
use notebook::medication::jahis::{Part, Warning, WarningCode, read, split, write};
use notebook::medication::note::{Author, NotebookNote, PatientNoteCategory};
use uuid::Uuid;

use crate::support::{SAMPLES, notebook, read_text, sample};

pub(crate) fn ids() -> impl FnMut() -> Uuid {
    let mut next = 0;
    move || {
        next += 1;
        Uuid::from_u128(next)
    }
}

pub(crate) fn extract(name: &str) -> Extract {
    from_jahis(&notebook(name), ids())
}

fn of_text(text: &str) -> Dispensing {
    from_jahis(&read_text(text).unwrap().notebook, ids()).dispensings.remove(0)
}

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

#[test]
fn a_dispensing_has_everything_that_was_printed() {
    let Extract { dispensings, notes, undated, cut } = extract("08-every-record");
    assert_eq!((dispensings.len(), notes.len(), undated, cut), (1, 7, 0, false));
    let dispensing = &dispensings[0];
    assert_eq!(dispensing.dispensed_on, day(2026, 11, 20));
    assert_eq!((dispensing.source, dispensing.version.as_deref()), (Source::Qr, Some("JAHISTC08")));
    assert_eq!(dispensing.pharmacy.code.as_deref(), Some("4340412345"));
    assert_eq!(dispensing.pharmacy.staff.as_deref(), Some("熊本　薫"));
    assert_eq!(dispensing.prescriber.institution_code.as_deref(), Some("4310112345"));
    assert_eq!(dispensing.prescriber.doctor.as_deref(), Some("髙﨑　誠"));
    assert_eq!(dispensing.prescriber.department.as_deref(), Some("内科"));
    let [daily, as_needed, external] = dispensing.groups.as_slice() else { panic!("three groups") };
    assert_eq!(daily.supply_count, Some(28));
    assert_eq!(daily.usage_code.as_deref(), Some("1013044400000000"));
    assert_eq!(daily.notes, ["粉砕しないこと", "めまいがあるときは車の運転をしないでください"]);
    assert_eq!(daily.drugs[0].notes.len(), 2);
    assert_eq!(daily.drugs[0].generic_name_code.as_deref(), Some("2171022F5ZZZ"));
    assert_eq!(daily.drugs[0].code.as_ref().unwrap().system, CodeSystem::Yj);
    assert_eq!(daily.drugs[1].code.as_ref().unwrap().system, CodeSystem::Claim);
    assert_eq!(daily.drugs[1].quantity_basis, QuantityBasis::PerDay);
    assert_eq!(as_needed.drugs[0].quantity_basis, QuantityBasis::PerUse);
    assert_eq!(as_needed.drugs[0].code.as_ref().unwrap().system, CodeSystem::NhiPriceList);
    assert_eq!(external.drugs[0].quantity_basis, QuantityBasis::Total);
    assert_eq!(external.drugs[0].code.as_ref().unwrap().system, CodeSystem::Hot);
    assert_eq!(dispensing.provided[0].category, ProvidedCategory::AdverseReactionInHospital);
    assert_eq!((dispensing.cautions.len(), dispensing.remarks.len(), dispensing.leftovers.len()), (1, 2, 1));
    assert!(matches!(
        &notes[1],
        NotebookNote::Patient { category: PatientNoteCategory::AdverseReaction, author: Author::Professional, .. }
    ));
    let NotebookNote::Otc(otc) = &notes[4] else { panic!("an OTC medicine") };
    assert_eq!((otc.ingredients.len(), otc.jan.as_deref()), (2, Some("4987306045018")));
    assert_eq!(otc.ended_on, Some(day(2026, 11, 5)));
}

#[test]
fn the_answer_has_the_contracts_shape() {
    let json = serde_json::to_value(&extract("08-every-record").dispensings[0]).unwrap();
    assert_eq!(json["dispensed_on"], "2026-11-20");
    assert_eq!(json["source"], "qr");
    let drug = &json["groups"][0]["drugs"][0];
    assert_eq!(drug["quantity"].to_string(), "1");
    assert_eq!(drug["quantity_basis"], "per_day");
    assert_eq!(drug["code"], serde_json::json!({ "system": "yj", "value": "2171022F4137" }));
    assert_eq!(json["groups"][0]["dosage_form"], "oral");
    for (name, _) in &SAMPLES {
        for note in extract(name).notes {
            let json = serde_json::to_string(&note).unwrap();
            assert_eq!(serde_json::from_str::<NotebookNote>(&json).unwrap(), note);
        }
        for dispensing in extract(name).dispensings {
            let json = serde_json::to_string(&dispensing).unwrap();
            assert_eq!(serde_json::from_str::<Dispensing>(&json).unwrap(), dispensing);
        }
    }
    let schema = serde_json::to_value(schemars::schema_for!(Dispensing)).unwrap();
    assert_eq!(schema["properties"]["dispensed_on"]["format"], "date");
    assert_eq!(schema["properties"]["groups"]["maxItems"], 200);
}

#[test]
fn the_basis_of_a_quantity_follows_the_form() {
    use QuantityBasis::{PerDay, PerUse, Total, Unknown};
    let bases = |name: &str| -> Vec<QuantityBasis> {
        extract(name)
            .dispensings
            .iter()
            .flat_map(|one| &one.groups)
            .map(|group| group.drugs[0].quantity_basis)
            .collect()
    };
    assert_eq!(bases("08-decoction-and-other"), [PerDay, Total]);
    assert_eq!(bases("05-kampo-and-injection"), [PerDay, Total, Total, Total]);
    assert_eq!(bases("04-in-house"), [PerDay, PerUse]);
    assert_eq!(bases("06-patient-writes"), [Unknown], "no form, no supply: no basis is made up");
    for (code, form) in DosageForm::CODES {
        assert_eq!((form.code(), DosageForm::of(code)), (code, Some(form)));
    }
}

#[test]
fn every_group_keeps_its_doctor() {
    let dispensing = &extract("03-two-doctors").dispensings[0];
    assert_eq!(dispensing.prescriber.doctor.as_deref(), Some("阿蘇　豊"));
    assert_eq!(dispensing.groups[0].prescriber, None);
    let second = dispensing.groups[1].prescriber.as_ref().unwrap();
    assert_eq!((second.doctor.as_deref(), second.department.as_deref()), (Some("天草　渚"), Some("眼科")));
    assert_eq!(second.institution_code, dispensing.prescriber.institution_code);
}

#[test]
fn a_clinic_that_hands_out_medicines_is_the_prescriber() {
    let dispensing = &extract("04-in-house").dispensings[0];
    assert_eq!(dispensing.prescriber.institution, dispensing.pharmacy.name);
    assert_eq!(dispensing.prescriber.institution_code.as_deref(), Some("4310100033"));
    let pharmacy = &extract("01-minimal").dispensings[0];
    assert_eq!(pharmacy.prescriber.institution, None);
}

#[test]
fn a_visit_without_a_day_is_counted_and_strays_are_kept() {
    let text = sample("01-minimal").replace("H240601", "H240231");
    let extract = from_jahis(&read_text(&text).unwrap().notebook, ids());
    assert_eq!((extract.dispensings.len(), extract.undated), (0, 1));
    let stray = sample("01-minimal").replace("\n201,1", "\n291,1,だいじな注意,1\n201,1");
    assert_eq!(of_text(&stray).cautions, ["だいじな注意"]);
}

#[test]
fn what_is_too_long_is_cut_and_said() {
    let text = sample("01-minimal").replace("マグミット", &"長".repeat(3000));
    let extract = from_jahis(&read_text(&text).unwrap().notebook, ids());
    assert!(extract.cut);
    assert_eq!(extract.dispensings[0].groups[0].drugs[0].name.chars().count(), 256);
}

#[test]
fn a_second_scan_is_recognised_however_it_is_written() {
    let plain = of_text(sample("02-two-visits")).canonical();
    let same = [
        sample("02-two-visits").replace("H260110", "20140110"),
        sample("02-two-visits").replace("JAHISTC02", "JAHISTC08"),
        sample("02-two-visits").replace(",1\n", ",1,,,\n"),
        sample("02-two-visits").replace("201,1,", "201,01,").replace("301,1,", "301,01,"),
    ];
    for text in same {
        assert_eq!(of_text(&text).canonical(), plain, "{text}");
    }
    let parts = split(&write(&notebook("02-two-visits")), 200, "7").unwrap();
    let parts: Vec<Part> = parts.into_iter().map(|part| Part::bytes(part.bytes)).collect();
    let again = from_jahis(&read(&parts).unwrap().notebook, ids()).dispensings.remove(0);
    assert_eq!(again.canonical(), plain);
    let others = [
        sample("02-two-visits").replace("H260110", "20140111"),
        sample("02-two-visits").replace(",2,錠", ",3,錠"),
        sample("02-two-visits").replace("朝夕食後", "毎食後"),
    ];
    for text in others {
        assert_ne!(of_text(&text).canonical(), plain, "{text}");
    }
}

#[test]
fn what_is_exported_is_read_again_as_the_same() {
    for (name, _) in &SAMPLES {
        let before = extract(name);
        let exported = to_jahis(notebook(name).patient().cloned(), &before.notes, &before.dispensings);
        let written = write(&exported);
        assert_eq!(written.replaced, [], "{name}");
        let reading = read(&[Part::bytes(written.bytes)]).unwrap();
        assert_eq!(reading.notebook, exported, "{name}");
        let after = from_jahis(&reading.notebook, ids());
        assert_eq!(after.notes, before.notes, "{name}");
        let canonical =
            |extract: &Extract| -> Vec<_> { extract.dispensings.iter().map(Dispensing::canonical).collect() };
        assert_eq!(canonical(&after), canonical(&before), "{name}");
        // A person's text needs a usage even for material, which a pharmacy's does not have.
        let usage = |warning: &Warning| warning.record == Some(301) && warning.code == WarningCode::MissingField;
        assert!(name.starts_with("12") || reading.warnings.iter().all(usage), "{name} {:?}", reading.warnings);
    }
}

#[test]
fn what_is_read_is_within_bounds_and_what_is_not_is_pointed_at() {
    for (name, _) in SAMPLES.iter().filter(|(name, _)| !name.starts_with("12")) {
        for dispensing in extract(name).dispensings {
            assert_eq!(dispensing.out_of_bounds(), [], "{name}");
        }
    }
    let mut dispensing = extract("08-every-record").dispensings.remove(0);
    dispensing.groups[1].drugs[0].name = String::new();
    dispensing.groups[0].rp = 1000;
    dispensing.pharmacy.name = Some("長".repeat(257));
    dispensing.cautions = vec!["注意".to_owned(); 51];
    let found = dispensing.out_of_bounds();
    let found: Vec<_> = found.iter().map(|one| (one.pointer.as_str(), one.code.as_str())).collect();
    assert_eq!(
        found,
        [
            ("/pharmacy/name", "too_long"),
            ("/groups/0/rp", "too_large"),
            ("/groups/1/drugs/0/name", "empty"),
            ("/cautions", "too_many"),
        ]
    );
}
