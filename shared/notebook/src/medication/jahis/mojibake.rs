//! Text that a scanner made of the symbol's bytes by taking them for Latin-1 (or Windows-1252), as many libraries do.
//!
//! Every byte is still there, as a character, so the bytes can be had back. CP932 has a few characters of Latin-1 itself
//! (± × ÷ ° § ¶ ´ ¨): as bytes they are half-width kana or no character, never a full-width one, so that a text which
//! holds what CP932 has is never taken for garbled.

/// What became of a text on its way here.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Text {
    /// It is what was printed.
    Plain,
    /// These are the symbol's bytes.
    Bytes(Vec<u8>),
    /// Bytes of it are lost.
    Garbled,
}

/// The characters that Windows-1252 has for the bytes 80h to 9Fh; a space where it has none.
const WINDOWS_1252: [char; 32] = [
    '€', ' ', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', ' ', 'Ž', ' ', ' ', '‘', '’', '“', '”', '•', '–',
    '—', '˜', '™', 'š', '›', 'œ', ' ', 'ž', 'Ÿ',
];

/// Looks whether a text is bytes in disguise.
pub(super) fn look(text: &str) -> Text {
    if text.is_ascii() {
        return Text::Plain;
    }
    let mut bytes = Vec::with_capacity(text.len());
    let (mut lost, mut latin, mut control) = (false, false, false);
    for character in text.chars() {
        match byte(character) {
            Some(byte) => {
                latin |= byte >= 0x80;
                control |= matches!(character, '\u{80}'..='\u{9F}');
                bytes.push(byte);
            }
            None if character == '\u{FFFD}' => lost = true,
            None => return Text::Plain,
        }
    }
    if lost {
        return if latin { Text::Garbled } else { Text::Plain };
    }
    let (read, _) = super::cp932::decode(&bytes);
    let is_wide = |character| matches!(character, '\u{3000}'..='\u{9FFF}' | '\u{FF01}'..='\u{FF60}');
    match (read.contains('\u{FFFD}'), read.contains(is_wide)) {
        (false, true) => Text::Bytes(bytes),
        // What the standard has no character for does not come about by typing.
        (true, true) if control => Text::Garbled,
        _ => Text::Plain,
    }
}

fn byte(character: char) -> Option<u8> {
    let place = || WINDOWS_1252.iter().position(|known| *known == character && character != ' ');
    u8::try_from(u32::from(character)).ok().or_else(|| Some(0x80 + u8::try_from(place()?).ok()?))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]
mod tests {
    use encoding_rs::{SHIFT_JIS, WINDOWS_1252 as CP1252};

    use super::*;

    #[test]
    fn bytes_that_were_taken_for_latin_letters_are_had_back() {
        for text in ["1,荒尾　花子,2", "201,1,アムロジピンＯＤ錠５ｍｇ「サワイ」,1,錠", "ｱﾗｵ ﾊﾅｺ 髙﨑①～∥"]
        {
            let bytes = SHIFT_JIS.encode(text).0.into_owned();
            let latin: String = bytes.iter().map(|byte| char::from(*byte)).collect();
            assert_eq!(look(&latin), Text::Bytes(bytes.clone()), "{text}");
            assert_eq!(look(&CP1252.decode(&bytes).0), Text::Bytes(bytes), "{text}");
            assert_eq!(look(text), Text::Plain);
        }
    }

    #[test]
    fn what_lost_a_byte_is_known_to_have() {
        let bytes = SHIFT_JIS.encode("荒尾　花子").0;
        let mut latin: Vec<char> = bytes.iter().map(|byte| char::from(*byte)).collect();
        latin[0] = '\u{FFFD}';
        assert_eq!(look(&latin.iter().collect::<String>()), Text::Garbled);
        latin.remove(0);
        latin.push('\u{81}');
        assert_eq!(look(&latin.iter().collect::<String>()), Text::Garbled);
    }

    #[test]
    fn a_text_of_what_cp932_has_is_never_taken_for_garbled() {
        let own: Vec<char> =
            ('\u{80}'..='\u{FF}').filter(|c| !SHIFT_JIS.encode(c.encode_utf8(&mut [0; 4])).2).collect();
        for one in &own {
            for other in own.iter().chain(&['a', '1', ',', 'ｱ', '錠']) {
                assert_eq!(look(&format!("4,{one}{other}")), Text::Plain, "{one}{other}");
            }
        }
        for name in ["Zoë", "José Ñandú", "a\u{FFFD}b"] {
            assert_eq!(look(name), Text::Plain, "{name}");
        }
    }
}
