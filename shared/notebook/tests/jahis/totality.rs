//! The reader is total: whatever the bytes, an answer, and the answer is stable.

use std::fmt::Write;

use notebook::medication::jahis::{Part, Refusal, read, write};
use proptest::prelude::*;

use crate::support::{SAMPLES, busy, cp932};

/// Reads, and where that succeeds writes and reads again: the second reading has the same document.
fn read_is_stable(bytes: &[u8]) {
    let Ok(reading) = read(&[Part::bytes(bytes)]) else { return };
    let written = write(&reading.notebook);
    if written.replaced.is_empty() {
        match read(&[Part::bytes(written.bytes)]) {
            Ok(again) => assert_eq!(again.notebook, reading.notebook),
            // All its parts were counted, and it ends before a usage: written as one text it looks torn.
            Err(refusal) => {
                assert_eq!(refusal, Refusal::SplitIncomplete { total: None, missing: Vec::new() });
                assert!(bytes.windows(4).any(|window| window == b"911,"));
            }
        }
    }
}

#[test]
fn r31_every_prefix_of_every_sample_is_read_without_panic() {
    for (_, text) in &SAMPLES {
        let bytes = cp932(text);
        for end in 0..=bytes.len() {
            read_is_stable(&bytes[..end]);
        }
        for (end, _) in text.char_indices() {
            let _ = read(&[Part::text(&text[..end])]);
        }
    }
}

#[test]
fn r31_every_byte_flip_of_every_sample_is_read_without_panic() {
    for (_, text) in &SAMPLES {
        let mut bytes = cp932(text);
        for place in 0..bytes.len() {
            for mask in [1, 2, 4, 8, 16, 32, 64, 128, 255] {
                bytes[place] ^= mask;
                read_is_stable(&bytes);
                bytes[place] ^= mask;
            }
        }
    }
}

#[test]
fn r31_more_than_64_kb_is_refused_and_64_kb_is_read() {
    let mut bytes = b"JAHISTC08,1\r\n".to_vec();
    bytes.resize(64 * 1024, b',');
    assert!(read(&[Part::bytes(bytes.clone())]).is_ok());
    bytes.push(b',');
    assert_eq!(read(&[Part::bytes(bytes.clone())]), Err(Refusal::TooLarge));
    let half = bytes.len() / 2;
    assert_eq!(read(&[Part::bytes(&bytes[..half]), Part::bytes(&bytes[half..])]), Err(Refusal::TooLarge));
    assert_eq!(read(&vec![Part::bytes(b""); 1000]), Err(Refusal::TooLarge));
}

#[test]
fn r31_the_worst_texts_of_64_kb_take_no_time_to_speak_of() {
    let header = "JAHISTC08,1\r\n";
    let worst = [
        "201,1\r\n".to_owned(),
        "\n".to_owned(),
        "\r".to_owned(),
        ",".to_owned(),
        "5\r\n201,1\r\n301,1\r\n".to_owned(),
        "JAHISTC08,1\r\n".to_owned(),
        "911,1,999,1\r\n".to_owned(),
        "31,1\r\n3\r\n".to_owned(),
        "\u{3000}".to_owned(),
    ];
    let begin = busy();
    for line in worst {
        let body = line.repeat((60 * 1024) / line.len());
        let _ = read(&[Part::text(format!("{header}{body}"))]);
    }
    let mut numbered = String::new();
    for rp in 0..5000 {
        writeln!(numbered, "201,{rp}\r\n301,{rp}\r").unwrap();
    }
    let _ = read(&[Part::text(format!("{header}5\r\n{}", &numbered[..60_000]))]);
    let seconds = busy() - begin;
    assert!(seconds < 5.0, "{seconds} s");
}

#[test]
fn warnings_are_bounded() {
    let text = "JAHISTC08,1\r\n".to_owned() + &"999\r\n".repeat(5000);
    let reading = read(&[Part::text(text)]).unwrap();
    assert_eq!(reading.warnings.len(), 201);
    assert_eq!(reading.notebook.records.len(), 5000);
}

proptest! {
    #[test]
    fn r31_random_bytes_behind_a_header_are_stable(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let mut text = b"JAHISTC08,1\r\n".to_vec();
        text.extend(bytes);
        read_is_stable(&text);
    }

    #[test]
    fn r31_random_lines_of_the_format_are_stable(lines in proptest::collection::vec("[0-9]{1,3}(,[0-9a-zR .\u{3000}ァ-ン\u{1a}\0]{0,6}){0,10}(\r\n|\n|\r)", 0..20)) {
        let text = "JAHISTC08,1\r\n".to_owned() + &lines.concat();
        read_is_stable(&encoding_rs::SHIFT_JIS.encode(&text).0);
    }
}
