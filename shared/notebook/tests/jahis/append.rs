//! Structured Append (コード連結): bytes are joined before they are decoded.

use notebook::medication::jahis::{Append, Content, Part, Refusal, WarningCode, read};

use crate::support::{codes, cp932, notebook, sample};

fn symbols(bytes: &[u8], cuts: &[usize]) -> Vec<Part> {
    let parity = bytes.iter().fold(0, |sum, byte| sum ^ byte);
    let mut ends = cuts.to_vec();
    ends.push(bytes.len());
    let total = u8::try_from(ends.len()).unwrap();
    let mut start = 0;
    (0..)
        .zip(ends)
        .map(|(index, end)| {
            let content = Content::Bytes(bytes[start..end].to_vec());
            start = end;
            Part { content, append: Some(Append { index, total, parity }) }
        })
        .collect()
}

fn change(part: &mut Part, change: impl FnOnce(&mut Append)) {
    change(part.append.as_mut().unwrap());
}

#[test]
fn symbols_are_joined_wherever_a_character_is_cut_and_in_any_order() {
    let bytes = cp932(sample("01-minimal"));
    for cut in 1..bytes.len() - 1 {
        let mut parts = symbols(&bytes, &[cut, cut + 1]);
        parts.rotate_left(cut % 3);
        parts.push(parts[0].clone());
        let reading = read(&parts).unwrap();
        assert_eq!((reading.notebook, reading.warnings), (notebook("01-minimal"), vec![]), "{cut}");
    }
}

#[test]
fn indexes_that_count_from_one_are_understood() {
    let bytes = cp932(sample("01-minimal"));
    let mut parts = symbols(&bytes, &[50, 90]);
    for part in &mut parts {
        change(part, |append| append.index += 1);
    }
    assert_eq!(read(&parts).unwrap().notebook, notebook("01-minimal"));
}

#[test]
fn a_missing_symbol_is_named() {
    let parts = symbols(&cp932(sample("01-minimal")), &[30, 60, 90]);
    let refusal = read(&[parts[3].clone(), parts[1].clone()]).unwrap_err();
    assert_eq!(refusal, Refusal::AppendIncomplete { total: 4, missing: vec![1, 3] });
    assert_eq!(refusal.code(), "append_incomplete");
    assert_eq!(refusal.missing(), Some((Some(4), &[1, 3][..])));
}

#[test]
fn a_parity_that_is_not_the_bytes_is_a_warning_unless_symbols_disagree() {
    let mut parts = symbols(&cp932(sample("01-minimal")), &[60]);
    for part in &mut parts {
        change(part, |append| append.parity ^= 1);
    }
    let reading = read(&parts).unwrap();
    assert_eq!(codes(&reading), [WarningCode::AppendParity]);
    change(&mut parts[0], |append| append.parity ^= 1);
    assert_eq!(read(&parts), Err(Refusal::SplitMixed), "symbols of one set have one parity");
    parts.pop();
    assert!(matches!(read(&parts), Err(Refusal::AppendIncomplete { total: 2, .. })), "one alone lacks the other");
}

#[test]
fn impossible_places_are_refused() {
    let parts = symbols(&cp932(sample("01-minimal")), &[60]);
    for (index, total) in [(2, 2), (0, 17), (255, 255)] {
        let mut parts = parts.clone();
        change(&mut parts[0], |append| (append.index, append.total) = (index, total));
        change(&mut parts[1], |append| append.index = 0);
        assert_eq!(read(&parts), Err(Refusal::SplitConflict), "{index} {total}");
    }
}

#[test]
fn text_that_a_scanner_has_decoded_is_joined_too() {
    let text = sample("01-minimal").replace('\n', "\r\n");
    let (before, behind) = text.split_at(text.find('太').unwrap());
    let part = |content, index| Part { content, append: Some(Append { index, total: 2, parity: 0 }) };
    let texts = [part(Content::Text(behind.to_owned()), 1), part(Content::Text(before.to_owned()), 0)];
    assert_eq!(read(&texts).unwrap().notebook, notebook("01-minimal"));
    let bytes = encoding_rs::SHIFT_JIS.encode(before).0.into_owned();
    let mixed = [part(Content::Text(behind.to_owned()), 1), part(Content::Bytes(bytes), 0)];
    assert_eq!(read(&mixed).unwrap().notebook, notebook("01-minimal"));
}

#[test]
fn a_set_of_one_is_a_part_of_its_own() {
    for total in [0, 1] {
        let mut parts = symbols(&cp932(sample("01-minimal")), &[]);
        change(&mut parts[0], |append| append.total = total);
        assert_eq!(read(&parts).unwrap().notebook, notebook("01-minimal"));
    }
}

#[test]
fn two_sets_that_cannot_be_told_apart_are_refused_rather_than_mixed() {
    let (one, other) = (cp932(sample("01-minimal")), cp932(&sample("01-minimal").replace("太郎", "次郎")));
    let mut parts = symbols(&one, &[30]);
    parts.extend(symbols(&other, &[30]));
    for part in &mut parts {
        change(part, |append| append.parity = 7);
    }
    assert_eq!(read(&parts), Err(Refusal::SplitConflict));
}
