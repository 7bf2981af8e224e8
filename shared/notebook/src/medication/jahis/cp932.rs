//! CP932 (Windows-31J), the format's character set, both ways.

use encoding_rs::SHIFT_JIS;

/// Bytes of a character in CP932; what it does not have counts as its replacement.
pub(super) const fn width(character: char) -> usize {
    match character {
        '\0'..='\u{80}' | '\u{FF61}'..='\u{FF9F}' => 1,
        _ => 2,
    }
}

/// Bytes of a text in CP932.
pub(super) fn length(text: &str) -> usize {
    if text.is_ascii() { text.len() } else { text.chars().map(width).sum() }
}

/// Stands for a character that CP932 does not have: the standard has no 外字, and writes ■ (81A1h) for one.
pub(super) const MISSING: char = '■';

/// Characters that CP932 has under another code point of the same look.
const TWINS: [(char, char); 9] = [
    ('〜', '～'),
    ('−', '－'),
    ('‖', '∥'),
    ('—', '―'),
    ('¢', '￠'),
    ('£', '￡'),
    ('¬', '￢'),
    ('¥', '￥'),
    ('‾', '￣'),
];

/// Appends a text; every character that changes is reported with what is written instead.
pub(super) fn encode(text: &str, into: &mut Vec<u8>, mut replaced: impl FnMut(char, char)) {
    if text.is_ascii() {
        into.extend_from_slice(text.as_bytes());
        return;
    }
    let mut buffer = [0_u8; 4];
    for character in text.chars() {
        if character.is_ascii() {
            into.push(u8::try_from(character).unwrap_or(b' '));
            continue;
        }
        let twin = TWINS.iter().find(|(from, _)| *from == character).map(|(_, to)| *to);
        let wanted = twin.unwrap_or(character);
        let written = if is_in_cp932(wanted, &mut buffer) { wanted } else { MISSING };
        if written != character {
            replaced(character, written);
        }
        let (bytes, _, _) = SHIFT_JIS.encode(written.encode_utf8(&mut buffer));
        into.extend_from_slice(&bytes);
    }
}

/// Whether a document can have the character as it is.
pub(in crate::medication) fn has(character: char) -> bool {
    character.is_ascii() || is_in_cp932(character, &mut [0; 4])
}

fn is_in_cp932(character: char, buffer: &mut [u8; 4]) -> bool {
    let (bytes, _, unmappable) = SHIFT_JIS.encode(character.encode_utf8(buffer));
    !unmappable && {
        let (back, _) = SHIFT_JIS.decode_without_bom_handling(&bytes);
        back.chars().eq([character])
    }
}

/// How bytes were understood.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Charset {
    Cp932,
    Utf8,
    Utf8WithMark,
}

/// Decodes bytes; what is no character becomes U+FFFD.
///
/// UTF-8 is taken only with its byte order mark, or where the bytes are no CP932 but UTF-8: what conforms is never misread.
pub(super) fn decode(bytes: &[u8]) -> (String, Charset) {
    if let Some(rest) = bytes.strip_prefix(b"\xEF\xBB\xBF") {
        return (String::from_utf8_lossy(rest).into_owned(), Charset::Utf8WithMark);
    }
    let (text, had_errors) = SHIFT_JIS.decode_without_bom_handling(bytes);
    if had_errors && let Ok(utf8) = std::str::from_utf8(bytes) {
        return (utf8.to_owned(), Charset::Utf8);
    }
    (text.into_owned(), Charset::Cp932)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn r36_vendor_characters_survive_and_the_rest_is_reported() {
        let mut bytes = Vec::new();
        let mut changes = Vec::new();
        encode("髙﨑①㈱Ⅳｱﾞ～ 𠮷〜¥", &mut bytes, |from, to| changes.push((from, to)));
        assert_eq!(decode(&bytes), ("髙﨑①㈱Ⅳｱﾞ～ ■～￥".to_owned(), Charset::Cp932));
        assert_eq!(changes, [('𠮷', '■'), ('〜', '～'), ('¥', '￥')]);
    }

    #[test]
    fn the_width_of_every_character_is_the_length_of_its_bytes() {
        for character in '\0'..='\u{FFFF}' {
            let mut bytes = Vec::new();
            encode(character.encode_utf8(&mut [0; 4]), &mut bytes, |_, _| {});
            assert_eq!(bytes.len(), width(character), "{:x}", u32::from(character));
        }
    }

    #[test]
    fn utf8_is_recognised_where_it_cannot_be_cp932() {
        let text = "11,有明調剤薬局,43";
        assert_eq!(decode(text.as_bytes()), (text.to_owned(), Charset::Utf8));
        assert_eq!(decode("\u{FEFF}熊本".as_bytes()), ("熊本".to_owned(), Charset::Utf8WithMark));
    }
}
