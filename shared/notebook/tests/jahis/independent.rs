//! A reader that shares nothing with ours (Python's own CP932, the format's description) agrees on every sample and on
//! generated notebooks, and finds nothing in them that does not conform.

use std::path::{Path, PathBuf};
use std::process::Command;

use notebook::medication::dispensing::{Dispensing, DosageForm};
use notebook::medication::export::{Export, export};
use notebook::medication::extract::from_jahis;
use notebook::medication::jahis::{Notebook, Part, date, read};
use notebook::medication::note::NotebookNote;
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use serde_json::{Value, json};

use crate::generated::{dispensing, notes, patient};
use crate::support::{SAMPLES, cp932, notebook};

/// A folder of its own that goes with the test.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("jahis-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn write(&self, name: &str, parts: &[Vec<u8>]) {
        let folder = self.0.join(name);
        std::fs::create_dir(&folder).unwrap();
        // In the wrong order: 911 says the right one.
        for (place, part) in parts.iter().rev().enumerate() {
            std::fs::write(folder.join(format!("{place:03}")), part).unwrap();
        }
    }

    fn read(&self) -> Result<Value, String> {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/jahis/independent_reader.py");
        let output = Command::new("python3").arg(script).arg(&self.0).output().expect("python3");
        if output.status.success() {
            Ok(serde_json::from_slice(&output.stdout).unwrap())
        } else {
            Err(String::from_utf8_lossy(&output.stderr).into_owned())
        }
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        _ = std::fs::remove_dir_all(&self.0);
    }
}

/// What ours reads, in the other reader's words.
fn ours(notebook: &Notebook) -> Value {
    let extract = from_jahis(notebook, Default::default);
    let person = notebook.patient().map(|patient| {
        json!([patient.name, patient.sex, date::day(&patient.birth_date).unwrap().to_string(), patient.kana])
    });
    let mut others = Vec::new();
    for note in &extract.notes {
        match note {
            NotebookNote::Patient { text, .. } => others.push(json!([2, text])),
            NotebookNote::Otc(otc) => {
                others.push(json!([3, otc.name]));
                others.extend(otc.ingredients.iter().map(|ingredient| json!([31, ingredient.name])));
            }
            NotebookNote::Memo { text, .. } => others.push(json!([4, text])),
            NotebookNote::FamilyPharmacist { name, .. } => others.push(json!([701, name])),
        }
    }
    json!({
        "version": notebook.version.to_string(),
        "direction": notebook.direction.as_str(),
        "person": person,
        "visits": extract.dispensings.iter().map(visit).collect::<Vec<_>>(),
        "others": others,
    })
}

fn visit(dispensing: &Dispensing) -> Value {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let (mut drugs, mut texts) = (Vec::new(), Vec::new());
    for group in &dispensing.groups {
        for drug in &group.drugs {
            drugs.push(json!([
                group.rp.to_string(),
                drug.name,
                drug.quantity.map(|quantity| quantity.to_string()).unwrap_or_default(),
                text(&drug.unit),
                drug.code.as_ref().map(|code| code.value.clone()).unwrap_or_default(),
                text(&group.usage_text),
                group.supply_count.map(|count| count.to_string()).unwrap_or_default(),
                text(&group.supply_unit),
                group.dosage_form.map(DosageForm::code).unwrap_or_default(),
            ]));
            texts.extend(drug.notes.clone());
        }
        texts.extend(group.notes.clone());
    }
    texts.extend(dispensing.cautions.clone());
    texts.extend(dispensing.provided.iter().map(|provided| provided.text.clone()));
    texts.extend(dispensing.leftovers.clone());
    texts.extend(dispensing.remarks.clone());
    let pharmacy = text(&dispensing.pharmacy.name);
    json!({ "day": dispensing.dispensed_on.to_string(), "pharmacy": pharmacy, "drugs": drugs, "texts": texts })
}

fn parts(export: &Export) -> Vec<Vec<u8>> {
    export.parts.iter().map(|part| part.bytes.clone()).collect()
}

#[test]
fn the_other_reader_agrees_on_every_sample_as_printed_and_as_handed_over() {
    let folder = Folder::new("samples");
    let mut wanted = serde_json::Map::new();
    for (name, text) in SAMPLES.iter().filter(|(name, _)| !name.starts_with("12")) {
        let printed = notebook(name);
        let extract = from_jahis(&printed, Default::default);
        folder.write(name, &[cp932(text)]);
        wanted.insert((*name).to_owned(), ours(&printed));
        let export =
            export(printed.patient().cloned(), &extract.notes, &extract.dispensings, "20261123094512").unwrap();
        let handed_over = format!("{name}-handed-over");
        folder.write(&handed_over, &parts(&export));
        let mut again = ours(&printed);
        (again["version"], again["direction"]) = ("JAHISTC08".into(), "2".into());
        wanted.insert(handed_over, again);
    }
    assert_eq!(folder.read(), Ok(Value::Object(wanted)));
}

#[test]
fn the_other_reader_agrees_on_generated_notebooks() {
    let folder = Folder::new("generated");
    let mut wanted = serde_json::Map::new();
    // The same notebooks every time: a difference is found again.
    let seed = TestRng::from_seed(RngAlgorithm::ChaCha, &[26; 32]);
    let mut runner = TestRunner::new_with_rng(Config::default(), seed);
    let notebooks = (patient(), notes(), proptest::collection::vec(dispensing(), 1..8));
    let mut most_parts = 0;
    for case in 0..150 {
        let (patient, notes, dispensings) = notebooks.new_tree(&mut runner).unwrap().current();
        let Ok(export) = export(patient, &notes, &dispensings, "20261123094512") else { continue };
        let name = format!("{case:03}");
        folder.write(&name, &parts(&export));
        let symbols: Vec<Part> = export.parts.iter().map(|part| Part::bytes(part.bytes.clone())).collect();
        wanted.insert(name, ours(&read(&symbols).unwrap().notebook));
        most_parts = most_parts.max(export.parts.len());
    }
    assert!(wanted.len() > 100 && most_parts > 5, "{} {most_parts}", wanted.len());
    assert_eq!(folder.read(), Ok(Value::Object(wanted)));
}

/// A checker that finds nothing would agree with everything.
#[test]
fn the_other_reader_finds_what_does_not_conform() {
    let good = "JAHISTC08,2\n5,20261120,1\n11,薬局,,,,,,,1\n201,1,薬,1,錠,1,,1\n301,1,朝食後,28,日分,1,1,,1\n";
    for (place, (from, to, complaint)) in [
        ("JAHISTC08,2", "JAHISTC08", "no direction"),
        ("20261120", "20261320", "month must be in"),
        ("5,20261120", "5,R090230", "day is out of range"),
        ("5,20261120", "5,H310501", "a day outside its era"),
        ("錠", "とてもとても長い錠", "201.4: longer than 12 bytes"),
        ("201,1,薬,1,", "201,1,薬,1/2,", "201.3: no amount"),
        ("301,1,", "301,2,", "301: of another RP"),
        ("朝食後,28", "朝食後,2８", "301.3: no digits"),
        ("11,薬局,,,,,,,1\n", "", "a dispensing without an institution"),
        ("11,薬局,,,,,,,1", "11,薬局,,,,,,,1,x", "11: 9 fields of 8"),
        ("5,20261120,1", "5,20261120,3", "5: no author"),
        ("11,薬局", "11, 薬局", "11.1: spaces around it"),
        ("\n", "\n\n", "an empty line"),
    ]
    .into_iter()
    .enumerate()
    {
        let folder = Folder::new(&format!("wrong-{place}"));
        folder.write("one", &[cp932(&good.replacen(from, to, 1))]);
        let complained = folder.read().unwrap_err();
        assert!(complained.contains(complaint), "{from} → {to}: {complained}");
    }
    let part = |place| cp932(&format!("{good}911,1,2,{place}\n"));
    for (place, (parts, complaint)) in [
        (vec![part(1)], "of one part"),
        (vec![part(1), part(1)], "a place twice"),
        (vec![part(1), part(3)], "a place is missing"),
    ]
    .into_iter()
    .enumerate()
    {
        let folder = Folder::new(&format!("wrong-parts-{place}"));
        folder.write("one", &parts);
        assert!(folder.read().unwrap_err().contains(complaint), "{complaint}");
    }
}
