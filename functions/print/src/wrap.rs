//! Breaks a text into lines as Japanese is set (禁則処理): no line begins with a closing bracket, a full stop or a small
//! kana, none ends with an opening bracket, and a number or Latin word stays whole.

use crate::font::{Face, is_selector};

/// What may not begin a line.
const NOT_FIRST: &str = "、。，．・：；？！）］｝」』】〉》〕’”ー々ゝゞヽヾぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ％‰℃゛゜…‥～〜｡｣､･ｧｨｩｪｫｬｭｮｯｰﾞﾟ)]},.!?:;%";

/// What may not end a line.
const NOT_LAST: &str = "（［｛「『【〈《〔‘“([{￥＃";

/// The lines of a text that fits between margins so many points apart.
pub(crate) fn lines(face: &Face, text: &str, size: f32, width: f32) -> Vec<String> {
    let mut lines = Vec::new();
    for paragraph in text.split('\n') {
        wrap(face, paragraph, size, width, &mut lines);
    }
    lines.retain(|line| !line.is_empty());
    lines
}

fn wrap(face: &Face, paragraph: &str, size: f32, width: f32, lines: &mut Vec<String>) {
    let (mut line, mut used) = (String::new(), 0.0);
    let mut end = |line: &mut String, used: &mut f32| {
        lines.push(line.trim_end().to_owned());
        line.clear();
        *used = 0.0;
    };
    for unit in units(paragraph) {
        let unit_width = face.width(unit.trim_end(), size);
        if !line.is_empty() && used + unit_width > width {
            end(&mut line, &mut used);
        }
        if unit_width <= width {
            let unit = if line.is_empty() { unit.trim_start() } else { unit };
            line.push_str(unit);
            used += face.width(unit, size);
            continue;
        }
        // Longer than a line: there is no good place, so anywhere.
        for (place, glyph) in face.glyphs(unit) {
            let advance = glyph.advance * size;
            if !line.is_empty() && used + advance > width {
                end(&mut line, &mut used);
            }
            line.push_str(unit.get(place).unwrap_or_default());
            used += advance;
        }
    }
    end(&mut line, &mut used);
}

/// The pieces between which a line may end.
fn units(text: &str) -> Vec<&str> {
    let mut units = Vec::new();
    let (mut start, mut before) = (0, None);
    for (place, character) in text.char_indices() {
        if before.is_some_and(|before| may_break(before, character)) {
            units.extend(text.get(start..place));
            start = place;
        }
        before = Some(character);
    }
    units.extend(text.get(start..).filter(|rest| !rest.is_empty()));
    units
}

fn may_break(before: char, after: char) -> bool {
    let word = before.is_ascii_graphic() && after.is_ascii_graphic();
    !word && !is_selector(after) && !after.is_whitespace() && !NOT_FIRST.contains(after) && !NOT_LAST.contains(before)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)] // tests
    use super::*;

    fn wrapped(text: &str, characters: u8) -> Vec<String> {
        lines(&Face::new().unwrap(), text, 10.0, f32::from(characters) * 10.0)
    }

    #[test]
    fn no_line_begins_with_what_closes_nor_ends_with_what_opens() {
        let text = "毎食後、すぐに飲む。ただし「朝食」を抜いた日は、飲まないこと（医師の指示）。シャープペンシル、チョコレートー、９０％…";
        for characters in 3..40 {
            let lines = wrapped(text, characters);
            assert_eq!(lines.concat(), text, "nothing is lost");
            for line in &lines {
                let (first, last) = (line.chars().next().unwrap(), line.chars().last().unwrap());
                assert!(!NOT_FIRST.contains(first), "{characters}: {lines:?}");
                assert!(!NOT_LAST.contains(last), "{characters}: {lines:?}");
                assert!(line.chars().count() <= usize::from(characters), "{characters}: {lines:?}");
            }
        }
    }

    #[test]
    fn a_number_stays_whole_and_spaces_do_not_begin_a_line() {
        assert_eq!(wrapped("体重は 62.45kg です", 5), ["体重は", "62.45kg で", "す"]);
        assert_eq!(wrapped("一\n二", 5), ["一", "二"]);
    }

    #[test]
    fn what_is_longer_than_a_line_is_broken_anywhere() {
        assert_eq!(wrapped("abcdefghijklmnopqrstu", 5), ["abcdefghij", "klmnopqrst", "u"]);
        assert_eq!(wrapped("。。。。。。。", 5), ["。。。。。", "。。"]);
        assert_eq!(wrapped("", 5), Vec::<String>::new());
    }
}
