//! What scanners and senders do to a text on its way, and what is no notebook at all.

use notebook::medication::jahis::{Notebook, Part, Record, Refusal, WarningCode, read, records, write};

use crate::support::{codes, cp932, notebook, read_text, sample};

fn read_bytes(bytes: &[u8]) -> (Notebook, Vec<WarningCode>) {
    let reading = read(&[Part::bytes(bytes)]).unwrap();
    let codes = codes(&reading);
    (reading.notebook, codes)
}

#[test]
fn what_is_no_notebook_is_refused_with_its_own_code() {
    for (text, code) in [
        ("JAHIS10\n1,1,1234567,43,病院\n", "prescription_qr"),
        ("JAHIS9", "prescription_qr"),
        ("\n JAHIS5\n", "prescription_qr"),
        ("", "empty"),
        (" \n\n", "empty"),
        ("\u{1a}", "empty"),
        ("JAHISTC", "not_jahis"),
        ("JAHISTC8,1\n", "not_jahis"),
        ("JAHISTC008,1\n", "not_jahis"),
        ("jahistc08,1\n", "not_jahis"),
        ("1,荒尾　さくら,2\nJAHISTC08,1\n", "not_jahis"),
        ("https://example.jp/", "not_jahis"),
    ] {
        assert_eq!(read_text(text).unwrap_err().code(), code, "{text:?}");
    }
    assert_eq!(read(&[]), Err(Refusal::Empty));
    let mixed = [Part::text(sample("01-minimal")), Part::text("JAHIS10\n")];
    assert_eq!(read(&mixed), Err(Refusal::PrescriptionQr));
}

#[test]
fn line_ends_marks_and_the_eof_mark_are_minded() {
    let text = sample("01-minimal");
    let crlf = cp932(text);
    let plain = notebook("01-minimal");
    let lf = encoding_rs::SHIFT_JIS.encode(text).0.into_owned();
    let cr = lf.iter().map(|byte| if *byte == b'\n' { b'\r' } else { *byte }).collect::<Vec<u8>>();
    let eof = [crlf.as_slice(), b"\x1a"].concat();
    let no_end = crlf.strip_suffix(b"\r\n").unwrap();
    let utf8 = text.replace('\n', "\r\n").into_bytes();
    let mark = [b"\xef\xbb\xbf".as_slice(), &utf8].concat();
    for (bytes, warnings) in [
        (lf.as_slice(), vec![WarningCode::LineEnd]),
        (&cr, vec![WarningCode::LineEnd]),
        (&eof, vec![]),
        (no_end, vec![WarningCode::Unterminated]),
        (&utf8, vec![WarningCode::Utf8]),
        (&mark, vec![WarningCode::ByteOrderMark]),
    ] {
        assert_eq!(read_bytes(bytes), (plain.clone(), warnings));
    }
}

#[test]
fn spaces_blank_lines_and_trailing_fields_change_nothing() {
    let text = sample("01-minimal");
    let plain = notebook("01-minimal");
    for (changed, warnings) in [
        (text.replace("\n5,", "\n 5 ,\u{3000}"), vec![WarningCode::Spaces]),
        (text.replace("\n5,", "\n\n5,"), vec![WarningCode::BlankLine]),
        (text.replace("\n5,", "\n,,,\n5,"), vec![WarningCode::BlankLine]),
        (format!("\n{text}"), vec![WarningCode::BlankLine]),
        (text.replace("S230412\n", "S230412,,,,,,,\n"), vec![]),
        (text.replace("S230412\n", "S230412,,,,,,,,,,,,\n"), vec![]),
        (format!("{text}\n\n\n"), vec![]),
    ] {
        let reading = read_text(&changed).unwrap();
        assert_eq!((codes(&reading), reading.notebook), (warnings, plain.clone()), "{changed}");
    }
}

#[test]
fn r36_bytes_and_characters_that_are_not_shown_are_counted_and_kept() {
    let mut bytes = cp932("JAHISTC08,1\n4,メモ");
    bytes.extend(b"\x00\xf0\x40\x81\xff");
    bytes.extend(cp932("あと,,2\n"));
    let (notebook, codes) = read_bytes(&bytes);
    assert_eq!(codes, [WarningCode::Undecodable, WarningCode::PrivateCharacter, WarningCode::ControlCharacter]);
    assert_eq!(notebook.memos().next().unwrap().content, "メモ\0\u{E000}\u{FFFD}\u{FF}".replace('\u{FF}', "") + "あと");
    let reading = read(&[Part::text("JAHISTC08,1\r\n4,a\u{202E}b𠮷,,2\r\n")]).unwrap();
    assert_eq!(reading.warnings[0].code, WarningCode::ControlCharacter);
    assert_eq!(reading.notebook.memos().next().unwrap().content, "a\u{202E}b𠮷");
}

#[test]
fn r36_what_cannot_be_written_is_replaced_and_reported() {
    let mut notebook = notebook("01-minimal");
    notebook.records.push(Record::from(records::Memo {
        content: " 𠮷野,家\n〜😀 ".to_owned(),
        author: "2".to_owned(),
        ..Default::default()
    }));
    let written = write(&notebook);
    assert!(written.text.ends_with("4,■野，家 ～■,,2\r\n"));
    assert_eq!(encoding_rs::SHIFT_JIS.decode(&written.bytes).0, written.text);
    let place = notebook.records.len() - 1;
    let mut replaced: Vec<_> =
        written.replaced.iter().map(|one| (one.record, one.field, one.character, one.with)).collect();
    replaced.sort_by_key(|one| one.2);
    assert_eq!(
        replaced,
        [
            (Some(place), 1, '\n', ' '),
            (Some(place), 1, ',', '，'),
            (Some(place), 1, '〜', '～'),
            (Some(place), 1, '😀', '■'),
            (Some(place), 1, '𠮷', '■'),
        ]
    );
}

#[test]
fn r36_no_text_begins_a_record_or_ends_the_document() {
    let mut notebook = notebook("01-minimal");
    let content = "一\u{2028}11,偽の薬局\u{85}二\u{1A}三\u{B}四\t五\u{202E}六".to_owned();
    notebook.records.push(Record::from(records::Memo { content, author: "2".to_owned(), ..Default::default() }));
    let written = write(&notebook);
    assert!(written.text.ends_with("4,一 11，偽の薬局 二 三 四 五六,,2\r\n"), "{}", written.text);
    assert_eq!(written.bytes.iter().filter(|byte| byte.is_ascii_control()).count() % 2, 0);
    let reported: Vec<_> = written.replaced.iter().map(|one| one.character).collect();
    assert_eq!(reported, ['\u{2028}', ',', '\u{85}', '\u{1A}', '\u{B}', '\t', '\u{202E}']);
}

#[test]
fn a_split_control_record_before_the_end_is_a_warning() {
    let early = sample("01-minimal").replacen("\n5,", "\n911,1,1,1\n5,", 1);
    let reading = read_text(&early).unwrap();
    assert_eq!(reading.notebook, notebook("01-minimal"));
    assert_eq!(codes(&reading).first(), Some(&WarningCode::SplitControl));
}

#[test]
fn repeated_and_missing_records_are_named() {
    let text = sample("01-minimal").replace("11,", "15,x,,1\n15,y,,1\n#").replace("#玉名", "99,玉名");
    let reading = read_text(&text).unwrap();
    let codes = codes(&reading);
    assert!(codes.contains(&WarningCode::RepeatedRecord) && codes.contains(&WarningCode::MissingRecord), "{codes:?}");
}

#[test]
fn a_usage_text_is_needed_where_the_standard_says_so() {
    let missing =
        |text: &str| read_text(text).unwrap().warnings.iter().filter(|warning| warning.detail == "field=name").count();
    assert_eq!(missing(sample("08-decoction-and-other")), 0);
    assert_eq!(missing(&sample("08-decoction-and-other").replace("１日３回毎食前", "")), 1);
    assert_eq!(missing(&sample("04-in-house").replace("発熱時", "")), 0);
    assert_eq!(missing(&sample("06-patient-writes").replace("朝食後", "")), 1);
}
