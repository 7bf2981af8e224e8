//! The words of usages and what each of them is: `data/usage_words.tsv`, as people write them. They are compared folded, so
//! one spelling stands for its widths and kana.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::medication::name;

/// What a word is to the grammar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Word {
    Day,
    DaySpan,
    /// 日分, 回分: how much was handed out.
    Supply,
    Times,
    Degrees,
    Hours,
    /// 時: the clock's hour, or the time at which something is so.
    Clock,
    /// 分: minutes behind a number, parts of a day before one.
    Minutes,
    Week,
    Weeks,
    EveryWeek,
    Month,
    Months,
    EveryMonth,
    EveryDay,
    EveryMorning,
    EveryEvening,
    EveryOtherDay,
    EveryOtherWeek,
    Every,
    /// おき: so many left out.
    Apart,
    Interval,
    Above,
    Gap,
    Pause,
    /// 投 of 4投3休.
    Cast,
    Breakfast,
    Lunch,
    Supper,
    /// 夜: supper, unless going to bed follows.
    Night,
    EveryMeal,
    Food,
    Before,
    JustBefore,
    During,
    After,
    JustAfter,
    Between,
    WithFood,
    Wake,
    Bedtime,
    Bed,
    Am,
    Pm,
    /// ずつ.
    Each,
    /// 各.
    EachOf,
    UpTo,
    Within,
    AsNeeded,
    Symptom,
    /// What a symptom does: ある, 出た.
    State,
    When,
    Or,
    Total,
    /// 適量: an amount that is no number.
    Some,
    HalfHour,
    /// 半錠: an amount of its own.
    Half,
    /// A time that is none of the day's: 空腹時.
    Open,
    Unit,
    /// mg: how strong, not how many.
    Strength,
    /// A unit behind a number, and else what is done with it: 吸入.
    VerbUnit,
    /// Says nothing of when or how much.
    Noise,
}

impl Word {
    const KINDS: [(&'static str, Self); 62] = [
        ("day", Self::Day),
        ("day_span", Self::DaySpan),
        ("supply", Self::Supply),
        ("times", Self::Times),
        ("degrees", Self::Degrees),
        ("hours", Self::Hours),
        ("clock", Self::Clock),
        ("minutes", Self::Minutes),
        ("week", Self::Week),
        ("weeks", Self::Weeks),
        ("every_week", Self::EveryWeek),
        ("month", Self::Month),
        ("months", Self::Months),
        ("every_month", Self::EveryMonth),
        ("every_day", Self::EveryDay),
        ("every_morning", Self::EveryMorning),
        ("every_evening", Self::EveryEvening),
        ("every_other_day", Self::EveryOtherDay),
        ("every_other_week", Self::EveryOtherWeek),
        ("every", Self::Every),
        ("apart", Self::Apart),
        ("interval", Self::Interval),
        ("above", Self::Above),
        ("gap", Self::Gap),
        ("pause", Self::Pause),
        ("cast", Self::Cast),
        ("breakfast", Self::Breakfast),
        ("lunch", Self::Lunch),
        ("supper", Self::Supper),
        ("night", Self::Night),
        ("every_meal", Self::EveryMeal),
        ("food", Self::Food),
        ("before", Self::Before),
        ("just_before", Self::JustBefore),
        ("during", Self::During),
        ("after", Self::After),
        ("just_after", Self::JustAfter),
        ("between", Self::Between),
        ("with_food", Self::WithFood),
        ("wake", Self::Wake),
        ("bedtime", Self::Bedtime),
        ("bed", Self::Bed),
        ("am", Self::Am),
        ("pm", Self::Pm),
        ("each", Self::Each),
        ("each_of", Self::EachOf),
        ("up_to", Self::UpTo),
        ("within", Self::Within),
        ("as_needed", Self::AsNeeded),
        ("symptom", Self::Symptom),
        ("state", Self::State),
        ("when", Self::When),
        ("or", Self::Or),
        ("total", Self::Total),
        ("some", Self::Some),
        ("half_hour", Self::HalfHour),
        ("half", Self::Half),
        ("open", Self::Open),
        ("unit", Self::Unit),
        ("strength", Self::Strength),
        ("verb_unit", Self::VerbUnit),
        ("noise", Self::Noise),
    ];

    fn of(kind: &str) -> Option<Self> {
        Self::KINDS.into_iter().find(|(name, _)| *name == kind).map(|(_, word)| word)
    }
}

/// Every word by its first letter.
type Table = BTreeMap<char, Vec<(String, Word)>>;

static WORDS: LazyLock<Table> = LazyLock::new(|| {
    let mut words = Table::new();
    let rows = include_str!("../data/usage_words.tsv").lines().skip(1).filter_map(|line| line.split_once('\t'));
    for (kind, list) in rows {
        let Some(word) = Word::of(kind) else { continue };
        for text in list.split('、').map(name::fold) {
            if let Some(first) = text.chars().next() {
                words.entry(first).or_default().push((text, word));
            }
        }
    }
    words
});

/// The longest word at the beginning, with its length in bytes. A word has at most some thirty bytes, and few begin with
/// one letter, so the work at one place is bounded.
pub(super) fn at(text: &str) -> Option<(Word, usize)> {
    let first = text.chars().next()?;
    let known = WORDS.get(&first)?;
    let here = known.iter().filter(|(word, _)| text.starts_with(word.as_str()));
    here.max_by_key(|(word, _)| word.len()).map(|(word, kind)| (*kind, word.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_has_a_kind_and_no_word_stands_twice() {
        let mut seen = BTreeMap::new();
        for line in include_str!("../data/usage_words.tsv").lines().skip(1) {
            let (kind, words) = line.split_once('\t').unwrap_or_default();
            assert!(!kind.is_empty() && Word::of(kind).is_some(), "{kind}");
            for word in words.split('、').map(name::fold) {
                let before = seen.insert(word.clone(), kind);
                assert!(before.is_none_or(|before| before == kind), "{word}: {before:?} and {kind}");
                assert!(word.len() <= 90, "{word}");
            }
        }
    }
}
