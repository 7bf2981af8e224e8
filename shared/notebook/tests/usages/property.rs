//! Whatever the text: it is read, in linear time, and never as more frequent than what stands in it.

use notebook::medication::usage;
use notebook::rhythm::{Frequency, Rhythm};
use proptest::prelude::*;
use proptest::sample::select;

use crate::support::{busy, rows};

/// Words of every day.
const DAILY: [&str; 24] = [
    "1日3回",
    "１日１回",
    "毎食後",
    "朝食後",
    "朝夕食後",
    "就寝前",
    "起床時",
    "毎日",
    "分3",
    "1回1錠",
    "服用",
    "食前",
    "8時間毎",
    "7日分",
    "朝",
    "夕食後",
    "及び",
    "1日3錠",
    "両眼に点眼",
    "(3-2-1)",
    "昼食直前",
    "15時",
    "水で",
    "食間",
];

/// Words of other days, with the number of dosing days and of how many; none of either where nothing may be concluded.
const NOT_DAILY: [(&str, u32, u32); 44] = [
    ("隔日", 1, 2),
    ("２日に１回", 1, 2),
    ("一日おき", 1, 2),
    ("2日毎", 1, 2),
    ("48時間毎", 1, 2),
    ("３日に１回", 1, 3),
    ("2日おきに", 1, 3),
    ("72時間ごと", 1, 3),
    ("隔週", 1, 14),
    ("2週間に1回", 1, 14),
    ("１週間おき", 1, 14),
    ("4週に1回", 1, 28),
    ("毎4週", 1, 28),
    ("月に１回", 1, 28),
    ("1ヶ月に1回", 1, 28),
    ("毎月1回", 1, 28),
    ("週１回", 1, 7),
    ("週4回", 4, 7),
    ("1週間に2回", 2, 7),
    ("週3日", 3, 7),
    ("毎週月曜", 1, 7),
    ("月・木", 2, 7),
    ("火曜日、木曜日、土曜日", 3, 7),
    ("月水金", 3, 7),
    ("１４日間服用７日間休薬", 14, 21),
    ("4投3休", 4, 7),
    ("3週間内服1週間休薬", 21, 28),
    ("頓服", 0, 1),
    ("疼痛時", 0, 1),
    ("必要時", 0, 1),
    ("１日２回まで", 0, 1),
    ("咳がひどいとき", 0, 1),
    ("38.5℃以上の時", 0, 1),
    ("透析日", 0, 1),
    ("非透析日のみ", 0, 1),
    ("毎月10日", 0, 1),
    ("奇数日", 0, 1),
    ("交互に", 0, 1),
    ("医師の指示通り", 0, 1),
    ("適宜", 0, 1),
    ("漸減", 0, 1),
    ("2日に3回", 0, 1),
    ("第2火曜", 0, 1),
    ("1日目のみ", 0, 1),
];

fn at_most(found: Option<Frequency>, dosing_days: u32, of_days: u32) -> bool {
    found.is_none_or(|found| {
        u64::from(found.dosing_days) * u64::from(of_days) <= u64::from(dosing_days) * u64::from(found.of_days)
    })
}

/// Whether it names days of the week: another such letter beside it is one day more, and rightly so.
fn lists_days(word: &str) -> bool {
    ["曜", "月・木", "月水金"].iter().any(|days| word.contains(days))
}

/// Fragments beside one another with something between them, so that no two become a third.
fn joined(pieces: &[&str], between: &[&str]) -> String {
    pieces.iter().zip(between.iter().cycle()).flat_map(|(piece, between)| [*piece, *between]).collect()
}

fn separators() -> impl Strategy<Value = Vec<&'static str>> {
    prop::collection::vec(select(vec!["　", " ", "、", "）（", "\n", "。"]), 1..5)
}

#[test]
fn hours_that_may_be_more_than_a_day_are_not_every_day() {
    for text in [
        "１日１回　夕食後　１ー、72時間ごと、１錠　７日分",
        "1日1回 朝食後 24〜48時間ごと",
        "毎6〜36時間 1日1回 朝食後",
    ] {
        let read = usage::read(text).rhythm;
        assert!(at_most(read.frequency(), 2, 3), "{text} {read:?}");
    }
    assert!(usage::read("1日1回 夕食後").rhythm.frequency().is_some());
    assert!(!usage::read("毎、2日に3回、日３回朝昼食前寝前服用").rhythm.can_ring());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3_000))]

    #[test]
    fn no_rhythm_is_more_frequent_than_what_the_text_says(
        daily in prop::collection::vec(select(DAILY.to_vec()), 0..6),
        (word, dosing_days, of_days) in select(NOT_DAILY.to_vec()),
        place in 0_usize..6,
        between in separators(),
    ) {
        let mut pieces = daily.clone();
        pieces.insert(place.min(daily.len()), word);
        let text = joined(&pieces, &between);
        let read = usage::read(&text);
        prop_assert!(at_most(read.rhythm.frequency(), dosing_days, of_days), "{} {:?}", text, read.rhythm);
        if dosing_days == 0 {
            prop_assert!(!read.rhythm.can_ring() && read.doses.is_empty(), "{} {:?}", text, read);
        }
    }

    #[test]
    fn two_words_of_other_days_are_never_read_as_the_more_frequent_one(
        one in select(NOT_DAILY.to_vec()),
        other in select(NOT_DAILY.to_vec()),
        daily in prop::collection::vec(select(DAILY.to_vec()), 0..4),
        between in separators(),
    ) {
        let mut pieces = vec![one.0];
        pieces.extend(&daily);
        pieces.push(other.0);
        let text = joined(&pieces, &between);
        // Days of the week beside one another are one list of days.
        let listed = lists_days(one.0) && lists_days(other.0);
        let read = usage::read(&text).rhythm;
        for (_, dosing_days, of_days) in [one, other].into_iter().filter(|_| !listed) {
            prop_assert!(at_most(read.frequency(), dosing_days, of_days), "{} {:?}", text, read);
        }
    }

    #[test]
    fn a_mutated_text_is_no_more_frequent_than_the_words_that_it_still_has(
        row in select(rows().into_iter().map(|row| row.text).collect::<Vec<_>>()),
        (word, dosing_days, of_days) in select(NOT_DAILY.into_iter().filter(|(word, ..)| !lists_days(word)).collect::<Vec<_>>()),
        place in 0_usize..40,
        cut in 0_usize..40,
        letter in select("1回日食後前朝、週月時毎隔ま3透ー～々".chars().collect::<Vec<_>>()),
    ) {
        // The text itself is changed by one letter, then the word is put into it.
        let mut letters: Vec<char> = row.chars().collect();
        let cut = cut % letters.len();
        letters[cut] = letter;
        let place = place % (letters.len() + 1);
        let (before, behind): (String, String) = (letters[..place].iter().collect(), letters[place..].iter().collect());
        let text = format!("{before}、{word}、{behind}");
        let read = usage::read(&text).rhythm;
        let other_days = matches!(usage::read(&format!("{before}、{behind}")).rhythm, Rhythm::Weekdays { .. });
        prop_assert!(other_days || at_most(read.frequency(), dosing_days, of_days), "{} {:?}", text, read);
    }

    #[test]
    fn times_are_never_more_than_their_number_that_is_said(
        count in 1_usize..=8,
        daily in prop::collection::vec(select(DAILY.to_vec()), 0..5),
        between in separators(),
    ) {
        let said = format!("1日{count}回");
        let mut pieces = vec![said.as_str()];
        pieces.extend(&daily);
        let read = usage::read(&joined(&pieces, &between));
        prop_assert!(read.doses.len() <= count, "{:?}", read);
    }

    #[test]
    fn every_text_has_a_reading(text in "\\PC{0,80}") {
        let read = usage::read(&text);
        prop_assert!(read.doses.len() <= usage::MOST_TIMES_A_DAY);
        prop_assert!(read.rhythm.checked().is_some());
    }

    #[test]
    fn every_mixture_of_letters_of_usages_has_a_reading(
        text in prop::collection::vec(select("0123456789一二十日週月火曜回分錠時間前後食朝昼夕就寝起床毎隔休薬服用まで/～ー・（、（ ".chars().collect::<Vec<_>>()), 0..60)
    ) {
        let text: String = text.into_iter().collect();
        let read = usage::read(&text);
        prop_assert!(read.doses.len() <= usage::MOST_TIMES_A_DAY && read.rhythm.checked().is_some(), "{}", text);
    }
}

#[test]
fn reading_is_linear_in_the_length_of_the_text() {
    let pieces = [
        "1日3回毎食後、",
        "痛",
        "咳、",
        "1-",
        "月・",
        "１日服用２日休薬",
        "(",
        "朝2錠",
        "8:30 ",
        "食",
        "頓服あ",
        "隔日2日おき",
    ];
    // The thread's own time: a busy machine makes it wait, and that is nobody's fault here.
    let time = |piece: &str, times: usize, readings: usize| {
        let text = piece.repeat(times);
        let begin = busy();
        for _ in 0..readings {
            std::hint::black_box(usage::read(&text));
        }
        busy() - begin
    };
    for piece in pieces {
        time(piece, 2_000, 1);
        let short = time(piece, 2_000, 20).max(0.02);
        let long = time(piece, 40_000, 1);
        assert!(long < short * 6.0, "{piece}: {short} {long}");
    }
}
