//! What of a source counts as code: not its comments, and not what is compiled for its tests alone.

/// What a piece of a source is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Is {
    Code,
    Text,
    Comment,
}

/// What stands before an item that only tests have.
const FOR_TESTS: &str = "#[cfg(test)]";

fn is_name(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

/// How long the comment or the text is that a source begins with here; none where it goes on with code. Braces and words in
/// either are no code.
fn piece(rest: &str, follows_name: bool) -> Option<(Is, usize)> {
    let until = |end: &str, from: usize| rest[from..].find(end).map_or(rest.len(), |at| from + at + end.len());
    if rest.starts_with("//") {
        return Some((Is::Comment, rest.find('\n').unwrap_or(rest.len())));
    }
    if rest.starts_with("/*") {
        return Some((Is::Comment, until("*/", 2)));
    }
    let hashes = rest.strip_prefix('r').map(|raw| raw.len() - raw.trim_start_matches('#').len());
    if let Some(hashes) = hashes.filter(|hashes| !follows_name && rest[1 + hashes..].starts_with('"')) {
        return Some((Is::Text, until(&format!("\"{}", "#".repeat(hashes)), hashes + 2)));
    }
    let ends_at = |quote: char| {
        let mut escaped = false;
        let mut letters = rest.char_indices().skip(1);
        let end = letters.find(|(_, letter)| {
            let ends = *letter == quote && !escaped;
            escaped = *letter == '\\' && !escaped;
            ends
        });
        end.map_or(rest.len(), |(at, _)| at + 1)
    };
    if rest.starts_with('"') {
        return Some((Is::Text, ends_at('"')));
    }
    // A letter in quotes; what has no second quote is a lifetime.
    let is_letter = rest.starts_with("'\\") || (rest.starts_with('\'') && rest.chars().nth(2) == Some('\''));
    is_letter.then(|| (Is::Text, ends_at('\'')))
}

/// The pieces of a source, of code each letter.
fn pieces(text: &str) -> Vec<(Is, &str)> {
    let (mut found, mut at, mut follows_name) = (Vec::new(), 0, false);
    while let Some(letter) = text[at..].chars().next() {
        let (is, length) = piece(&text[at..], follows_name).unwrap_or((Is::Code, letter.len_utf8()));
        found.push((is, &text[at..at + length]));
        // `b` and `c` may stand before the `r` of a text.
        follows_name = is == Is::Code && is_name(letter) && !matches!(letter, 'b' | 'c');
        at += length;
    }
    found
}

/// How many pieces an item has, further attributes before it included: until its block ends, or its semicolon.
fn length_of_item(pieces: &[(Is, &str)]) -> usize {
    let (mut deep, mut in_attribute) = (0, false);
    for (at, (is, letter)) in pieces.iter().enumerate() {
        match *letter {
            _ if *is != Is::Code => {}
            "#" if deep == 0 => in_attribute = true,
            "(" | "[" | "{" => deep += 1,
            // What stands around the item ends.
            ")" | "]" | "}" if deep == 0 => return at,
            "]" if deep == 1 && in_attribute => (deep, in_attribute) = (0, false),
            ")" | "]" => deep -= 1,
            "}" => {
                deep -= 1;
                if deep == 0 {
                    return at + 1;
                }
            }
            ";" if deep == 0 => return at + 1,
            _ => {}
        }
    }
    pieces.len()
}

/// The code of a source, line by line where it stood: without comments, and without modules and single items that are
/// compiled for tests alone.
pub(super) fn code(text: &str) -> String {
    let pieces = pieces(text);
    let (mut code, mut at, mut from) = (String::new(), 0, 0);
    while let Some((is, piece)) = pieces.get(at) {
        if *is == Is::Code && *piece == "#" && text[from..].starts_with(FOR_TESTS) {
            let behind = at + FOR_TESTS.len();
            let end = behind + length_of_item(&pieces[behind..]);
            let left_out: usize = pieces[at..end].iter().map(|(_, piece)| piece.len()).sum();
            code.extend(text[from..from + left_out].chars().filter(|letter| *letter == '\n'));
            (at, from) = (end, from + left_out);
            continue;
        }
        match is {
            Is::Comment => code.extend(piece.chars().filter(|letter| *letter == '\n')),
            Is::Code | Is::Text => code.push_str(piece),
        }
        (at, from) = (at + 1, from + piece.len());
    }
    code
}

#[test]
fn code_goes_on_behind_what_only_tests_have() {
    let source = r##"
mod one;
#[cfg(test)]
mod tests;
mod two; // not this
/* nor this { */
#[cfg(test)]
#[allow(dead_code, reason = "not; here")]
impl<T: Into<[u8; 3]>> Default for Part<T> {
    fn default() -> Self { left_out("}", '}', '\'', r#"}"}"#) }
}
fn three<'a>(link: &'a str) -> bool { link == "https://example.jp" && link != "\"//" }
macro_rules! made {
    () => {
        #[cfg(test)]
        const LISTS: &[&str; 2] = &["left_out", "left_out"];
        #[cfg_attr(test, derive(Default))]
        struct Four;
    };
}

#[cfg(test)]
mod tests {
    fn left_out() {}
}
fn five() {}
"##;
    let code = code(source);
    for part in ["mod one;", "mod two;", "fn three", "https://example.jp", r#""\"//""#, "struct Four;", "fn five()"] {
        assert!(code.contains(part), "{part}: {code}");
    }
    for part in ["left_out", "mod tests", "impl<T", "allow", "not this", "nor this", "LISTS"] {
        assert!(!code.contains(part), "{part}: {code}");
    }
    assert_eq!(code.lines().count(), source.lines().count(), "lines stand where they stood");
}

#[test]
fn code_behind_every_item_of_tests_alone_is_seen_in_the_sources() {
    let (mut looked, mut seen) = (0, 0);
    for (path, text) in ["functions", "shared"].iter().flat_map(|folder| super::files(folder, ".rs")) {
        // A file ends with its tests, or not: then what is last is code.
        let last = text.trim_end().lines().last().unwrap_or_default();
        looked += usize::from(text.contains(FOR_TESTS));
        if text.contains(FOR_TESTS) && !text.contains("\nmod tests {") && !last.ends_with("tests;") {
            assert!(code(&text).trim_end().ends_with(last), "{path} is not read to its end");
            seen += 1;
        }
    }
    assert!(looked > 20 && seen > 1, "{looked} {seen}");
}
