//! What stands around a field and is not part of it.

/// Whether a character around a field is not part of it. An EOF mark is none either, wherever a scanner left it.
pub(in crate::medication) const fn is_space(character: char) -> bool {
    matches!(character, ' ' | '\t' | '\u{3000}' | '\u{1A}' | '\u{FEFF}')
}

/// Whether a field begins or ends with bytes of which a space may be: of what it is not said, nothing has to be trimmed.
pub(super) const fn may_have_spaces(field: &str) -> bool {
    let bytes = field.as_bytes();
    matches!(bytes, [0..=b' ', ..] | [0xE3, 0x80, ..] | [0xEF, 0xBB, ..])
        || matches!(bytes, [.., 0..=b' '] | [.., 0x80, 0x80] | [.., 0xBB, 0xBF])
}
