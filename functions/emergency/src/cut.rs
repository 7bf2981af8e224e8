//! Texts that are longer than what fits.

/// A text of at most so many characters; the beginning of what is longer ends in `…`.
pub(crate) fn beginning(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((at, _)) => format!("{}…", text.get(..at).unwrap_or_default()),
        None => text.to_owned(),
    }
}
