//! What ends a line or is not seen is not kept of a sheet, and its record is warned of.

use notebook::medication::extract::from_jahis;
use notebook::medication::jahis::{Part, WarningCode, read, write};
use notebook::text::is_in_line;

use crate::support::{SAMPLES, warned};

const UNSEEN: [char; 14] = [
    '\u{2028}', '\u{2029}', '\u{202E}', '\u{2066}', '\u{200F}', '\u{61C}', '\u{200B}', '\u{2060}', '\u{AD}',
    '\u{FEFF}', '\u{7}', '\u{1B}', '\u{85}', '\u{180E}',
];

#[test]
fn what_is_not_seen_in_a_field_is_not_kept_and_its_record_is_named() {
    for (name, text) in SAMPLES.into_iter().filter(|(name, _)| !name.starts_with("12")) {
        for (place, unseen) in UNSEEN.into_iter().enumerate() {
            let mut touched = Vec::new();
            let lines = (1_u32..).zip(text.lines()).map(|(number, line)| {
                let fields = line.split(',').enumerate().map(|(field, value)| {
                    let Some((at, _)) = value.char_indices().nth(1 + place % 2).filter(|_| field > 0) else {
                        return value.to_owned();
                    };
                    // What is a number, a code or a day would not be one any more.
                    if number == 1 || value.is_ascii() {
                        return value.to_owned();
                    }
                    touched.push(number);
                    format!("{}{unseen}{}", &value[..at], &value[at..])
                });
                fields.collect::<Vec<_>>().join(",") + "\r\n"
            });
            let sheet: String = lines.collect();
            let reading = read(&[Part::text(sheet)]).unwrap_or_else(|refusal| panic!("{name} {unseen:?}: {refusal}"));
            let controls = warned(&reading).into_iter().filter(|(.., code)| *code == WarningCode::ControlCharacter);
            let controls: Vec<_> =
                controls.inspect(|(record, ..)| assert!(record.is_some())).map(|one| one.1).collect();
            touched.dedup();
            assert_eq!(controls, touched, "{name} {unseen:?}");
            let kept = from_jahis(&reading.notebook, Default::default);
            let all = format!("{:?}{:?}", kept.dispensings, kept.notes).replace("\\u{3000}", "　");
            assert!(all.chars().all(is_in_line) && !all.contains("\\u{"), "{name} {unseen:?}: {all}");
            let again = read(&[Part::bytes(write(&reading.notebook).bytes)]).unwrap();
            assert_eq!(from_jahis(&again.notebook, Default::default), kept, "{name} {unseen:?}");
        }
    }
}
