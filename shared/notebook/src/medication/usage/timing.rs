//! Times of day as usages name them.

use crate::alarm::TimeOfDay;

/// A time of day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Timing {
    /// 起床時.
    Wake,
    /// What a meal has to do with it.
    Meal(Meal, Relation),
    /// 就寝前.
    Bedtime,
    /// 15時: the clock itself.
    At(TimeOfDay),
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

impl Meal {
    /// All of them, in order of the day.
    pub const ALL: [Self; 3] = [Self::Breakfast, Self::Lunch, Self::Supper];
}

/// When, seen from a meal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Relation {
    /// 食前: half an hour before.
    Before,
    /// 食直前.
    JustBefore,
    /// 食事中.
    During,
    /// 食直後.
    JustAfter,
    /// 食後: within half an hour.
    After,
    /// 朝, 昼, 夕 without a word about the meal.
    Around,
    /// 食間: about two hours after the meal.
    Between,
}

impl Timing {
    /// In Japanese.
    pub fn label(self) -> String {
        let (meal, relation) = match self {
            Self::Wake => return "起床時".to_owned(),
            Self::Bedtime => return "就寝前".to_owned(),
            Self::At(time) => return clock(time),
            Self::Meal(meal, relation) => (meal, relation),
        };
        let between = match meal {
            Meal::Breakfast => "朝食と昼食の間",
            Meal::Lunch => "昼食と夕食の間",
            Meal::Supper => "夕食の2時間後",
        };
        let name = match meal {
            Meal::Breakfast => "朝",
            Meal::Lunch => "昼",
            Meal::Supper => "夕",
        };
        let words = match relation {
            Relation::Between => return between.to_owned(),
            Relation::Around => "",
            Relation::Before => "食前",
            Relation::JustBefore => "食直前",
            Relation::During => "食中",
            Relation::JustAfter => "食直後",
            Relation::After => "食後",
        };
        format!("{name}{words}")
    }
}

fn clock(time: TimeOfDay) -> String {
    let (hour, minute) = (time.minutes() / 60, time.minutes() % 60);
    if minute == 0 { format!("{hour}時") } else { format!("{hour}時{minute}分") }
}
