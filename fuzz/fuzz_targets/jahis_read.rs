//! whatever a QR code holds, it is read without panic, what was read is written and read again as the same, and
//! everything that is made of it (dispensings, alerts, alarms, an export) is made without panic.
#![no_main]

use libfuzzer_sys::fuzz_target;
use notebook::medication::alert::{Compared, allergy_match, duplicates};
use notebook::medication::export::{PART_BYTES, export};
use notebook::medication::extract::from_jahis;
use notebook::medication::jahis::{Append, Content, Part, read, split, write};
use notebook::medication::note::NotebookNote;
use notebook::medication::suggestion::{MealTimes, suggestions};
use uuid::Uuid;

fuzz_target!(|data: &[u8]| {
    // FFh is no byte of CP932: it stands between symbols. A symbol that begins with 01h is an appended one.
    let parts: Vec<Part> = data.split(|byte| *byte == 0xFF).map(part).collect();
    let Ok(reading) = read(&parts) else { return };
    assert!(reading.warnings.iter().all(|warning| warning.detail.is_ascii()));
    let notebook = &reading.notebook;
    let written = write(notebook);
    if written.replaced.is_empty() && written.bytes.len() <= 60_000 {
        match read(&[Part::bytes(written.bytes.clone())]) {
            Ok(again) => assert_eq!(again.notebook, *notebook),
            // All its parts were counted, and it ends before a usage: written as one text it looks torn.
            Err(refusal) => assert_eq!(refusal.missing(), Some((None, &[][..]))),
        }
        match split(&written, 1800, "1") {
            Ok(parts) if parts.len() > 1 => {
                let parts: Vec<Part> = parts.into_iter().rev().map(|part| Part::bytes(part.bytes)).collect();
                assert_eq!(read(&parts).expect("what was split is read").notebook, *notebook);
            }
            _ => {}
        }
    }
    let mut next = 0;
    let extract = from_jahis(notebook, || {
        next += 1;
        Uuid::from_u128(next)
    });
    for dispensing in &extract.dispensings {
        assert!(!dispensing.canonical().is_empty() && !dispensing.meaning().is_empty());
        suggestions(dispensing, &MealTimes::default());
    }
    let drugs = || extract.dispensings.iter().flat_map(Compared::drugs);
    let otc = extract.notes.iter().enumerate().filter_map(|(place, note)| match note {
        NotebookNote::Otc(otc) => Some(Compared::otc_of_sheet(place, otc)),
        _ => None,
    });
    duplicates(drugs().chain(otc), drugs());
    let patient_notes = extract.notes.iter().filter_map(|note| match note {
        NotebookNote::Patient { text, .. } => Some(text.as_str()),
        _ => None,
    });
    let texts: Vec<&str> = ["ペニシリン", "アスピリンなし"].into_iter().chain(patient_notes).collect();
    allergy_match(&extract.dispensings, &texts);
    if let Ok(export) = export(notebook.patient().cloned(), &extract.notes, &extract.dispensings, "1") {
        assert!(export.parts.iter().all(|part| part.bytes.len() <= PART_BYTES));
        let parts: Vec<Part> = export.parts.into_iter().map(|part| Part::bytes(part.bytes)).collect();
        read(&parts).expect("what is handed over is read");
    }
});

fn part(symbol: &[u8]) -> Part {
    match symbol {
        [1, index, total, parity, rest @ ..] => Part {
            content: Content::Bytes(rest.to_vec()),
            append: Some(Append { index: *index, total: *total, parity: *parity }),
        },
        _ => Part::bytes(symbol),
    }
}
