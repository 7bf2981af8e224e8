//! The rules, as data.

use schemars::JsonSchema;
use serde::Serialize;

use super::super::measure::Measure;
use super::super::occasion::Occasion;

/// The source of a rule for which none can be cited.
pub const UNVERIFIED: &str = "unverified";

/// What a notice is called on the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "DailyNoticeCode")]
pub enum NoticeCode {
    /// A blood pressure at which help is called.
    BloodPressureVeryHigh,
    /// Home blood pressure at or above the threshold, of the mornings or of the evenings.
    HomeBloodPressureHigh,
    /// Fever.
    TemperatureRaised,
    /// Less weight within a month.
    WeightLossMonth,
    /// Less weight within half a year.
    WeightLossHalfYear,
    /// More weight within a month.
    WeightGainMonth,
    /// More weight within half a year.
    WeightGainHalfYear,
}

/// One rule.
#[derive(Debug)]
pub struct Rule {
    /// Its name on the wire; the rules of a morning and of an evening share one.
    pub code: NoticeCode,
    /// Where it is published, or [`UNVERIFIED`].
    pub source: &'static str,
    /// First day on which it counts: year, month, day.
    pub from: (i32, u32, u32),
    /// Last day on which it counts; none while it is current.
    pub to: Option<(i32, u32, u32)>,
    /// For whom.
    pub whom: Whom,
    /// How many days, the last one included, it looks at.
    pub days: u64,
    /// What it looks for.
    pub test: Test,
    /// 日本語
    pub japanese: &'static str,
    /// English
    pub english: &'static str,
}

/// For whom a rule was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whom {
    /// Everyone.
    All,
    /// From 18 years of age; children grow and have values of their own.
    Adults,
    /// Adults who are not pregnant.
    AdultsNotPregnant,
}

/// What a rule looks for in its days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Test {
    /// At least so many days measured on this occasion, the mean of whose daily means reaches either value, in mmHg.
    PressureMean {
        /// Morning and evening are looked at for themselves.
        occasion: Occasion,
        /// Fewer days say nothing.
        measured_days: usize,
        /// Systolic.
        systolic: i64,
        /// Diastolic.
        diastolic: i64,
    },
    /// A sitting whose last measurement reaches either value, in mmHg. Measurements count as one sitting while each is taken
    /// soon after the one before: whoever rests and measures again is told of what the second measurement says.
    PressureCrisis {
        /// Systolic.
        systolic: i64,
        /// Diastolic.
        diastolic: i64,
    },
    /// Both of the last two measured days lie below two measured days in a row before them by at least so many thousandths:
    /// one value that slipped, on either side, is no change of weight.
    WeightLoss {
        /// Thousandths of the earlier weight.
        permille: i64,
    },
    /// Both of the last two measured days lie above two measured days in a row before them by at least so many thousandths.
    WeightGain {
        /// Thousandths of the earlier weight.
        permille: i64,
    },
    /// The last measured day reached this temperature, in hundredths of a degree.
    Temperature {
        /// Hundredths of a degree Celsius.
        hundredths: i64,
    },
}

impl Test {
    /// The measures beside whose line its notice is shown.
    pub fn concerns(self, measure: Measure) -> bool {
        match self {
            Self::PressureMean { .. } | Self::PressureCrisis { .. } => {
                matches!(measure, Measure::SystolicMmhg | Measure::DiastolicMmhg)
            }
            Self::WeightLoss { .. } | Self::WeightGain { .. } => measure == Measure::WeightKg,
            Self::Temperature { .. } => measure == Measure::TemperatureC,
        }
    }
}

/// Morning and evening have a mean each; the measurements of one occasion (usually two) are averaged first.
const HOME_BLOOD_PRESSURE: &str = "日本高血圧学会 高血圧治療ガイドライン2019 (JSH 2019)、高血圧管理・治療ガイドライン2025 (JSH 2025): 家庭血圧 135/85 mmHg 以上, 朝・晩それぞれ 5 日以上 (原則 7 日) の測定の平均";

/// The value of a crisis, that it is measured again before it counts, and what to do.
const BLOOD_PRESSURE_CRISIS: &str = "日本高血圧学会 高血圧治療ガイドライン2019 (JSH 2019): 高血圧緊急症、多くは 180/120 mmHg 以上; American Heart Association, When To Call 911 About High Blood Pressure; NHLBI (NIH), High Blood Pressure – Symptoms: 180/120 mmHg 以上なら、数分おいて測り直す";

/// Every rule.
pub const RULES: &[Rule] = &[
    Rule {
        code: NoticeCode::BloodPressureVeryHigh,
        source: BLOOD_PRESSURE_CRISIS,
        from: (2019, 4, 25),
        to: None,
        // A value that is too high for every age, and in a pregnancy above all.
        whom: Whom::All,
        days: 2,
        test: Test::PressureCrisis { systolic: 180, diastolic: 120 },
        japanese: "上が 180 または下が 120（180/120 mmHg）以上の血圧が記録されています。座って 5 分ほど休み、もう一度測ってください。それでも高いときは、症状がなくても、今日のうちにかかりつけ医などに電話で相談してください。胸や背中の痛み、息苦しさ、ひどい頭痛、手足のしびれや力の入りにくさ、話しにくさ、見えにくさがあるときは、待たずに 119 番に電話してください。",
        english: "A blood pressure of 180/120 mmHg or more (either number) was recorded. Sit and rest for about 5 minutes, then measure again. If it is still that high, call your doctor today, even if you feel well. If you have pain in the chest or back, trouble breathing, a severe headache, numbness or weakness, or trouble speaking or seeing, do not wait: call 119.",
    },
    Rule {
        code: NoticeCode::HomeBloodPressureHigh,
        source: HOME_BLOOD_PRESSURE,
        from: (2019, 4, 25),
        to: None,
        whom: Whom::Adults,
        days: 7,
        test: Test::PressureMean { occasion: Occasion::Morning, measured_days: 5, systolic: 135, diastolic: 85 },
        japanese: "この 7 日間の朝の家庭血圧の平均が、目安の 135/85 mmHg 以上です。次の受診のときに、この記録を見せて相談してみてください。",
        english: "The mean of your home blood pressure in the mornings of these 7 days is at or above 135/85 mmHg. It is worth showing this record at your next visit.",
    },
    Rule {
        code: NoticeCode::HomeBloodPressureHigh,
        source: HOME_BLOOD_PRESSURE,
        from: (2019, 4, 25),
        to: None,
        whom: Whom::Adults,
        days: 7,
        test: Test::PressureMean { occasion: Occasion::Evening, measured_days: 5, systolic: 135, diastolic: 85 },
        japanese: "この 7 日間の晩の家庭血圧の平均が、目安の 135/85 mmHg 以上です。次の受診のときに、この記録を見せて相談してみてください。",
        english: "The mean of your home blood pressure in the evenings of these 7 days is at or above 135/85 mmHg. It is worth showing this record at your next visit.",
    },
    Rule {
        code: NoticeCode::TemperatureRaised,
        source: "感染症法に基づく医師の届出基準 (厚生労働省): 発熱とは体温が 37.5 ℃ 以上を呈した状態",
        from: (2007, 4, 1),
        to: None,
        whom: Whom::All,
        days: 2,
        test: Test::Temperature { hundredths: 3750 },
        japanese: "体温が 37.5 ℃ 以上でした。体調に気をつけ、続くときや心配なときは相談してください。",
        english: "A temperature of 37.5 °C or more was recorded. Take care; if it lasts or worries you, it is worth talking about.",
    },
    Rule {
        code: NoticeCode::WeightLossMonth,
        source: UNVERIFIED,
        from: (2000, 1, 1),
        to: None,
        whom: Whom::Adults,
        days: 31,
        test: Test::WeightLoss { permille: 30 },
        japanese: "体重がこの 1 か月で 3 % 以上減っています。心当たりがなければ、次の受診のときに話してみてください。",
        english: "Your weight went down by 3 % or more within a month. If you do not know why, it is worth talking about.",
    },
    Rule {
        code: NoticeCode::WeightLossHalfYear,
        source: UNVERIFIED,
        from: (2000, 1, 1),
        to: None,
        whom: Whom::Adults,
        days: 183,
        test: Test::WeightLoss { permille: 50 },
        japanese: "体重がこの 6 か月で 5 % 以上減っています。心当たりがなければ、次の受診のときに話してみてください。",
        english: "Your weight went down by 5 % or more within six months. If you do not know why, it is worth talking about.",
    },
    Rule {
        code: NoticeCode::WeightGainMonth,
        source: UNVERIFIED,
        from: (2000, 1, 1),
        to: None,
        whom: Whom::AdultsNotPregnant,
        days: 31,
        test: Test::WeightGain { permille: 30 },
        japanese: "体重がこの 1 か月で 3 % 以上増えています。心当たりがなければ、次の受診のときに話してみてください。",
        english: "Your weight went up by 3 % or more within a month. If you do not know why, it is worth talking about.",
    },
    Rule {
        code: NoticeCode::WeightGainHalfYear,
        source: UNVERIFIED,
        from: (2000, 1, 1),
        to: None,
        whom: Whom::AdultsNotPregnant,
        days: 183,
        test: Test::WeightGain { permille: 50 },
        japanese: "体重がこの 6 か月で 5 % 以上増えています。心当たりがなければ、次の受診のときに話してみてください。",
        english: "Your weight went up by 5 % or more within six months. If you do not know why, it is worth talking about.",
    },
];
