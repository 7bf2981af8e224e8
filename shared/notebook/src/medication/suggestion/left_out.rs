//! Why nothing is suggested, and what a person reads of it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::medication::amount::Language;

/// Why no alarm is suggested.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum NoSuggestion {
    /// There is no usage.
    UsageMissing,
    /// Not every word of the usage is understood.
    UsageNotUnderstood,
    /// The usage's code says something else than its text.
    UsageCodeDiffers,
    /// It is taken when it is needed.
    AsNeeded,
    /// So many days a week, which are not named.
    DaysNotNamed,
    /// The days are known, the times of day are not.
    TimesNotNamed,
    /// It is not taken by the clock (injections, materials).
    NotByTheClock,
    /// The supply was used up before today.
    SupplyOver,
    /// Another entry is shown for it, and its alarms are suggested there.
    ShownElsewhere,
}

impl NoSuggestion {
    /// What a person reads.
    pub const fn text(self, language: Language) -> &'static str {
        match (self, language) {
            (Self::UsageMissing | Self::UsageNotUnderstood | Self::UsageCodeDiffers, Language::Japanese) => {
                "用法を見て、自分で時刻を決めてください"
            }
            (Self::UsageMissing | Self::UsageNotUnderstood | Self::UsageCodeDiffers, Language::English) => {
                "Look at how it is to be taken, and set the times yourself"
            }
            (Self::AsNeeded, Language::Japanese) => "必要なときに使う薬のため、時刻は提案しません",
            (Self::AsNeeded, Language::English) => "It is taken when it is needed, so no times are suggested",
            (Self::DaysNotNamed, Language::Japanese) => "用法を見て、曜日と時刻を自分で決めてください",
            (Self::DaysNotNamed, Language::English) => {
                "Look at how it is to be taken, and set the days and times yourself"
            }
            (Self::TimesNotNamed, Language::Japanese) => "時刻の決まりがないため、自分で時刻を決めてください",
            (Self::TimesNotNamed, Language::English) => "No times of day are named: set the times yourself",
            (Self::NotByTheClock, Language::Japanese) => "時刻を決めて使う薬ではないため、時刻は提案しません",
            (Self::NotByTheClock, Language::English) => "It is not taken by the clock, so no times are suggested",
            (Self::SupplyOver, Language::Japanese) => {
                "出された日数がすでに過ぎているため、時刻は提案しません。まだ使う場合は自分でアラームを作ってください"
            }
            (Self::SupplyOver, Language::English) => {
                "What was handed out has been used up by now, so no times are suggested. Make an alarm yourself if you still take it"
            }
            (Self::ShownElsewhere, Language::Japanese) => {
                "同じ調剤の別の記録にまとめて表示しているため、そちらのアラームを使ってください"
            }
            (Self::ShownElsewhere, Language::English) => {
                "It is shown with another entry of the same dispensing: use that entry's alarms"
            }
        }
    }
}
