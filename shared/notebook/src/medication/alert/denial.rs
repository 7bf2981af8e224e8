//! What a text of allergies denies, and of what.
//!
//! A denial makes an alert less sure, so only what is understood is one: its end of a clause, the words of reactions
//! before it, and a subject that is a plain name. Everything else (…は否定できない, …で意識がない) is read as what it may
//! be, a harm.

use super::words::{self, Script};
use crate::medication::name;

/// What ends a clause within a sentence, as it is written.
const COMMAS: [char; 12] = ['、', ',', ':', '(', ')', '「', '」', '【', '】', '→', '=', '|'];
/// Words that begin another clause.
const CONJUNCTIONS: [&str; 10] =
    ["だが", "ですが", "けれども", "けれど", "けど", "たが", "ものの", "のに", "しかし", "ただし"];
/// What stands behind a denial, folded.
const TAILS: [&str; 7] = ["デシタ", "デス", "ダッタ", "デアル", "トノコト", "ダ", "ヨ"];
/// What denies, folded.
const DENIALS: [&str; 18] = [
    "アリマセンデシタ",
    "ゴザイマセンデシタ",
    "アリマセン",
    "ゴザイマセン",
    "出マセンデシタ",
    "ダイジョウブ",
    "出ナカッタ",
    "ナカッタ",
    "大丈夫",
    "出ナイ",
    "ナイ",
    "ナシ",
    "無シ",
    "無イ",
    "無カッタ",
    "平気",
    "否定",
    "陰性",
];
/// Reactions and what is said of them, folded: what is denied, and never a medicine.
const REACTIONS: [&str; 58] = [
    "アレルギー",
    "アナフィラキシー",
    "ショック",
    "過敏症",
    "過敏",
    "副作用",
    "副反応",
    "反応",
    "症状",
    "異常",
    "問題",
    "支障",
    "既往歴",
    "既往",
    "服用歴",
    "歴",
    "経験",
    "発疹",
    "薬疹",
    "湿疹",
    "皮疹",
    "蕁麻疹",
    "ジン麻疹",
    "ジンマシン",
    "ジンマ疹",
    "ホッシン",
    "喘息",
    "ゼンソク",
    "発作",
    "カユミ",
    "痒ミ",
    "ハレ",
    "腫レ",
    "ムクミ",
    "浮腫",
    "発赤",
    "紅斑",
    "カブレ",
    "下痢",
    "嘔吐",
    "吐キ気",
    "悪心",
    "腹痛",
    "胃痛",
    "頭痛",
    "メマイ",
    "発熱",
    "高熱",
    "呼吸困難",
    "空咳",
    "咳",
    "ケイレン",
    "痙攣",
    "動悸",
    "筋肉痛",
    "肝障害",
    "皮内テスト",
    "皮内",
];
/// What stands beside them, folded. 今は is not here: it says that there was something before.
const ADVERBS: [&str; 16] = [
    "特ニ",
    "トクニ",
    "全ク",
    "一切",
    "今マデ",
    "コレマデ",
    "今ノトコロ",
    "現在マデ",
    "以前",
    "飲ンデモ",
    "使ッテモ",
    "服用シテモ",
    "使用シテモ",
    "内服シテモ",
    "服用後",
    "使用後",
];
/// Particles, as they are written: katakana of a name are none.
const PARTICLES: [&str; 13] =
    ["に対する", "に対して", "による", "での", "では", "には", "など", "は", "が", "も", "の", "で", "に"];
/// What says that a medicine was taken, and no more, folded.
const TAKEN: [&str; 14] = [
    "服用歴アリ",
    "使用歴アリ",
    "服用歴有リ",
    "使用歴有リ",
    "服用歴",
    "使用歴",
    "服用中",
    "使用中",
    "服用シ",
    "使用シ",
    "内服シ",
    "ヲ飲ン",
    "服用",
    "使用",
];
/// What stands between names, in hiragana.
const JOINERS: [&str; 6] = ["と", "や", "の", "も", "または", "および"];
/// Kanji behind a name in katakana or Latin letters that belong to it.
const KINDS: [&str; 20] = [
    "系",
    "剤",
    "薬",
    "類",
    "酸",
    "錠",
    "散",
    "液",
    "注",
    "注射",
    "点滴",
    "点眼",
    "軟膏",
    "系薬",
    "系薬剤",
    "系抗菌薬",
    "系抗生剤",
    "系抗生物質",
    "阻害薬",
    "造影剤",
];
/// What makes a name stand for the others, folded: ペニシリン以外は大丈夫.
const OTHERS: [&str; 5] = ["以外", "除", "他", "外", "ホカ"];

/// What a text says in one breath, and whether it denies that.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Said {
    /// The words, in normal form (NFKC).
    pub(super) text: String,
    /// Whether it is denied.
    pub(super) denied: bool,
}

/// The clauses of a text. A denial reaches its own subject, or where it has none the clause before it, in one sentence.
pub(super) fn said(text: &str) -> Vec<Said> {
    let mut all = Vec::new();
    for sentence in sentences(&words::normal(text)) {
        let first = all.len();
        for phrase in sentence.split(COMMAS).flat_map(by_conjunction) {
            // What blanks part is one name or several clauses: together again unless a denial parts them.
            let mut begun = false;
            for piece in by_blank(&phrase) {
                for (part, denied) in parts(&piece) {
                    let before = (all.len() > first).then(|| all.last_mut()).flatten();
                    let denied = match (denied, before) {
                        (Denied::Before, Some(Said { text, denied })) => {
                            *denied |= only_names(text);
                            *denied
                        }
                        (Denied::Before, None) | (Denied::No, _) => false,
                        (Denied::Itself, _) => true,
                    };
                    match all.last_mut() {
                        Some(last) if begun && last.denied == denied => {
                            last.text.push(' ');
                            last.text.push_str(&part);
                        }
                        _ => all.push(Said { text: part, denied }),
                    }
                    begun = true;
                }
            }
        }
    }
    all
}

/// A dot ends a sentence, but not within a number.
fn sentences(text: &str) -> Vec<String> {
    let mut sentences = vec![String::new()];
    let mut rest = text.chars().peekable();
    while let Some(character) = rest.next() {
        let dot = character == '.' && !rest.peek().is_some_and(char::is_ascii_digit);
        if dot || matches!(character, '。' | ';' | '!' | '?' | '\n' | '\r') {
            sentences.push(String::new());
        } else if let Some(sentence) = sentences.last_mut() {
            sentence.push(character);
        }
    }
    sentences
}

fn by_conjunction(phrase: &str) -> Vec<String> {
    let mut pieces = vec![phrase];
    for word in CONJUNCTIONS {
        pieces = pieces.into_iter().flat_map(|piece| piece.split(word)).collect();
    }
    pieces.into_iter().filter(|piece| !piece.trim().is_empty()).map(str::to_owned).collect()
}

/// Blanks part clauses, but not Latin words.
fn by_blank(phrase: &str) -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    for word in phrase.split_whitespace() {
        match pieces.last_mut() {
            Some(last)
                if last.chars().next_back().is_some_and(is_latin) && word.chars().next().is_some_and(is_latin) =>
            {
                last.push(' ');
                last.push_str(word);
            }
            _ => pieces.push(word.to_owned()),
        }
    }
    pieces
}

fn is_latin(character: char) -> bool {
    Script::of(character) == Some(Script::Latin)
}

/// Of what a part is denied.
enum Denied {
    No,
    /// The part itself.
    Itself,
    /// It names nothing: what stands before it, as the part itself.
    Before,
}

/// The piece in its parts: what goes before the subject of a denial, and the subject with it.
fn parts(piece: &str) -> Vec<(String, Denied)> {
    let whole = || vec![(piece.to_owned(), Denied::No)];
    let letters: Vec<char> = piece.chars().collect();
    let folded: Vec<char> = name::fold(piece).chars().collect();
    if letters.len() != folded.len() {
        return whole();
    }
    let mut end = without(&folded, folded.len(), &TAILS);
    let Some(before) = DENIALS.iter().find_map(|denial| ends(&folded, end, denial)) else {
        return whole();
    };
    end = before;
    loop {
        let shorter = REACTIONS.iter().chain(&ADVERBS).find_map(|word| ends(&folded, end, word));
        let Some(shorter) = shorter.or_else(|| PARTICLES.iter().find_map(|word| ends(&letters, end, word))) else {
            break;
        };
        end = shorter;
    }
    let (left, right) = letters.split_at_checked(end).unwrap_or_default();
    if left.is_empty() {
        return vec![(piece.to_owned(), Denied::Before)];
    }
    let left: String = left.iter().collect();
    let (head, subject) = subject(&left);
    if !is_plain(subject) {
        return whole();
    }
    let denied: String = subject.chars().chain(right.iter().copied()).collect();
    let mut parts = Vec::new();
    if !head.is_empty() {
        parts.push((head.to_owned(), Denied::No));
    }
    parts.push((denied, Denied::Itself));
    parts
}

/// Where the word begins that ends at `end`.
fn ends(letters: &[char], end: usize, word: &str) -> Option<usize> {
    let start = end.checked_sub(word.chars().count())?;
    letters.get(start..end)?.iter().copied().eq(word.chars()).then_some(start)
}

/// Without one of the words at the end.
fn without(letters: &[char], end: usize, words: &[&str]) -> usize {
    words.iter().find_map(|word| ends(letters, end, word)).unwrap_or(end)
}

/// What stands before the names at the end, and these names: after the last word of hiragana that joins none.
fn subject(text: &str) -> (&str, &str) {
    let is_hiragana = |character| Script::of(character) == Some(Script::Hiragana);
    if text.chars().all(is_hiragana) {
        return ("", text);
    }
    let (mut start, mut rest) = (text.len(), text);
    while rest.chars().next_back().is_some_and(|character| !is_hiragana(character)) {
        let before = rest.trim_end_matches(|character| !is_hiragana(character));
        start = before.len();
        rest = before.trim_end_matches(is_hiragana);
        if !before.get(rest.len()..).is_some_and(|between| JOINERS.contains(&between)) {
            break;
        }
    }
    text.split_at_checked(start).unwrap_or_default()
}

/// Whether these are names and nothing else that the denial could mean: no reaction, no others, no unknown word behind.
fn is_plain(subject: &str) -> bool {
    let folded = name::fold(subject);
    if folded.is_empty() || REACTIONS.iter().chain(&OTHERS).any(|word| folded.contains(word)) {
        return false;
    }
    let runs = words::runs(subject);
    let behind = runs.iter().skip(1).zip(&runs);
    !runs.is_empty()
        && behind.into_iter().all(|(run, before)| {
            let of_name = matches!(before.script, Script::Katakana | Script::Latin) && run.script == Script::Kanji;
            !of_name || !run.joined || KINDS.contains(&run.text.as_str())
        })
}

/// Whether a clause names medicines, or says that one was taken, and tells of no harm.
fn only_names(text: &str) -> bool {
    let letters: Vec<char> = text.chars().collect();
    let folded: Vec<char> = name::fold(text).chars().collect();
    if letters.len() != folded.len() {
        return false;
    }
    let mut end = without(&letters, letters.len(), &PARTICLES);
    end = without(&folded, end, &TAKEN);
    end = without(&letters, end, &PARTICLES);
    let names: String = letters.iter().take(end).collect();
    let (head, subject) = subject(&names);
    head.is_empty() && is_plain(subject)
}
