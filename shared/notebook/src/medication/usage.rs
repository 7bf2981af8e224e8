//! Reads when a medicine is taken out of the words of a usage (用法名称). Words that are not understood suggest nothing.

use super::name;

/// The most times a day that are understood.
pub const MAX_TIMES_A_DAY: u8 = 8;

/// When a medicine is taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Usage {
    /// The times of day that the text names, in order of the day.
    pub timings: Vec<Timing>,
    /// 1日N回, 分N, or what N時間毎 amounts to.
    pub times_a_day: Option<u8>,
}

/// A time of day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Timing {
    /// 起床時.
    Wake,
    /// 食前.
    Before(Meal),
    /// 食直前.
    JustBefore(Meal),
    /// 食直後.
    JustAfter(Meal),
    /// 食後.
    After(Meal),
    /// 朝, 昼, 夕 without a word about the meal.
    Around(Meal),
    /// 食間: about two hours after the meal.
    Between(Meal),
    /// 就寝前.
    Bedtime,
}

/// A meal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Meal {
    /// 朝食.
    Breakfast,
    /// 昼食.
    Lunch,
    /// 夕食.
    Supper,
}

/// 食前, 食後 …: makes a time of a meal.
type Relation = fn(Meal) -> Timing;

const MEALS: [Meal; 3] = [Meal::Breakfast, Meal::Lunch, Meal::Supper];

/// Words of usages that have no time of day, or not every day: as needed, weekly, every other day.
const IRREGULAR: [&str; 27] = [
    "頓",
    "屯",
    "必要時",
    "疼痛時",
    "痛ミ時",
    "痛イ時",
    "発熱時",
    "発作時",
    "不眠時",
    "便秘時",
    "下痢時",
    "頭痛時",
    "嘔気時",
    "症状",
    "適宜",
    "医師ノ指示",
    "隔日",
    "1日置キ",
    "1日オキ",
    "毎週",
    "週1",
    "週2",
    "週3",
    "週ニ",
    "週間ニ",
    "曜日",
    "月1回",
];

/// Words for each time, longest first.
const BEDTIME: [&str; 8] = ["就寝前", "就寝時", "就床前", "就寝直前", "寝ル前", "寝ルマエ", "眠前", "入眠前"];
const WAKE: [&str; 3] = ["起床時", "起床後", "朝起キタ時"];

/// Reads a usage; none where it is irregular or says nothing of times.
pub fn read(text: &str) -> Option<Usage> {
    let text = name::fold(text);
    if IRREGULAR.iter().any(|word| text.contains(word)) {
        return None;
    }
    let mut reader = Reader { count: count(&text), timings: Vec::new(), meals: Vec::new() };
    let mut rest = text.as_str();
    while let Some(character) = rest.chars().next() {
        rest = reader.step(rest).unwrap_or_else(|| rest.get(character.len_utf8()..).unwrap_or_default());
    }
    let Reader { count, mut timings, meals } = reader;
    timings.extend(meals.into_iter().map(Timing::Around));
    timings.sort_by_key(|timing| order(*timing));
    timings.dedup();
    (!timings.is_empty() || count.is_some()).then_some(Usage { timings, times_a_day: count })
}

struct Reader {
    count: Option<u8>,
    timings: Vec<Timing>,
    /// Meals that were named and wait for 食後, 食前 …
    meals: Vec<Meal>,
}

impl Reader {
    /// Takes a word at the beginning and answers what is behind it; none where there is no known word.
    fn step<'t>(&mut self, text: &'t str) -> Option<&'t str> {
        if let Some(rest) = after_any(text, &BEDTIME) {
            self.timings.push(Timing::Bedtime);
            return Some(rest);
        }
        if let Some(rest) = after_any(text, &WAKE) {
            self.timings.push(Timing::Wake);
            return Some(rest);
        }
        for (word, meal) in [
            ("朝", Meal::Breakfast),
            ("昼", Meal::Lunch),
            ("夕", Meal::Supper),
            ("晩", Meal::Supper),
            ("夜", Meal::Supper),
            ("アサ", Meal::Breakfast),
            ("ヒル", Meal::Lunch),
            ("ユウ", Meal::Supper),
        ] {
            if let Some(rest) = text.strip_prefix(word) {
                self.meals.push(meal);
                return Some(rest);
            }
        }
        if let Some(rest) = text.strip_prefix("毎食") {
            self.meals = MEALS.to_vec();
            return self.relation(rest);
        }
        text.strip_prefix('食').and_then(|rest| self.relation(rest))
    }

    /// What follows 食: before, after, between.
    fn relation<'t>(&mut self, text: &'t str) -> Option<&'t str> {
        let relations: [(&str, Relation); 9] = [
            ("直前", Timing::JustBefore),
            ("直後", Timing::JustAfter),
            ("前", Timing::Before),
            ("後", Timing::After),
            ("間", Timing::Between),
            ("事前", Timing::Before),
            ("事後", Timing::After),
            ("事ノ前", Timing::Before),
            ("事ノ後", Timing::After),
        ];
        let (rest, make) = relations.iter().find_map(|(word, make)| Some((text.strip_prefix(word)?, make)))?;
        let meals = std::mem::take(&mut self.meals);
        let meals = if meals.is_empty() { self.usual_meals() } else { meals };
        self.timings.extend(meals.into_iter().map(make));
        Some(rest)
    }

    /// 食後 alone: which meals depends on how many times a day.
    fn usual_meals(&self) -> Vec<Meal> {
        match self.count {
            Some(1) => vec![Meal::Breakfast],
            Some(2) => vec![Meal::Breakfast, Meal::Supper],
            _ => MEALS.to_vec(),
        }
    }
}

fn after_any<'t>(text: &'t str, words: &[&str]) -> Option<&'t str> {
    words.iter().find_map(|word| text.strip_prefix(word))
}

/// 1日N回, 分N, N時間毎.
fn count(text: &str) -> Option<u8> {
    let after = |word: &str| text.split_once(word).map(|(_, rest)| rest);
    let leading = |rest: &str| {
        let end = rest.find(|character: char| !character.is_ascii_digit()).unwrap_or(rest.len());
        rest.get(..end)?.parse::<u8>().ok()
    };
    let a_day =
        after("1日").and_then(|rest| leading(rest).filter(|_| rest.trim_start_matches(digit).starts_with('回')));
    let divided = || after("分").and_then(leading);
    let hourly = || {
        let (before, behind) = text.split_once("時間")?;
        let every = ["毎", "ゴト", "オキ", "間隔"].iter().any(|word| behind.starts_with(word));
        let start = before.trim_end_matches(digit).len();
        let hours = before.get(start..)?.parse::<u8>().ok().filter(|hours| every && (3..=24).contains(hours))?;
        Some(24 / hours)
    };
    a_day.or_else(divided).or_else(hourly).filter(|count| (1..=MAX_TIMES_A_DAY).contains(count))
}

fn digit(character: char) -> bool {
    character.is_ascii_digit()
}

/// The order of a day.
fn order(timing: Timing) -> (u8, Timing) {
    let meal = |meal: Meal, place: u8| {
        place
            + match meal {
                Meal::Breakfast => 10,
                Meal::Lunch => 20,
                Meal::Supper => 30,
            }
    };
    let place = match timing {
        Timing::Wake => 0,
        Timing::Before(at) => meal(at, 1),
        Timing::JustBefore(at) => meal(at, 2),
        Timing::JustAfter(at) => meal(at, 3),
        Timing::After(at) => meal(at, 4),
        Timing::Around(at) => meal(at, 5),
        Timing::Between(at) => meal(at, 6),
        Timing::Bedtime => 40,
    };
    (place, timing)
}

impl Timing {
    /// In Japanese.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Wake => "起床時",
            Self::Before(Meal::Breakfast) => "朝食前",
            Self::Before(Meal::Lunch) => "昼食前",
            Self::Before(Meal::Supper) => "夕食前",
            Self::JustBefore(Meal::Breakfast) => "朝食直前",
            Self::JustBefore(Meal::Lunch) => "昼食直前",
            Self::JustBefore(Meal::Supper) => "夕食直前",
            Self::JustAfter(Meal::Breakfast) => "朝食直後",
            Self::JustAfter(Meal::Lunch) => "昼食直後",
            Self::JustAfter(Meal::Supper) => "夕食直後",
            Self::After(Meal::Breakfast) => "朝食後",
            Self::After(Meal::Lunch) => "昼食後",
            Self::After(Meal::Supper) => "夕食後",
            Self::Around(Meal::Breakfast) => "朝",
            Self::Around(Meal::Lunch) => "昼",
            Self::Around(Meal::Supper) => "夕",
            Self::Between(Meal::Breakfast) => "朝食と昼食の間",
            Self::Between(Meal::Lunch) => "昼食と夕食の間",
            Self::Between(Meal::Supper) => "夕食の2時間後",
            Self::Bedtime => "就寝前",
        }
    }
}
