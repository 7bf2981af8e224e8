//! What a person should know of a dose that they logged, in their language.

use notebook::alarm::LogWarning;
use platform::problem::Language;
use records::prelude::*;

/// A warning, and how it reads.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "ShownIntakeWarning")]
pub(crate) struct Warning {
    #[serde(flatten)]
    warning: LogWarning,
    /// What it says and what to do next, in the language of the request.
    text: String,
}

/// These, as they are shown.
pub(crate) fn shown(warnings: &[LogWarning], language: Language) -> Vec<Warning> {
    warnings.iter().map(|warning| Warning { warning: warning.clone(), text: text(warning, language) }).collect()
}

fn text(warning: &LogWarning, language: Language) -> String {
    let (japanese, english) = match warning {
        LogWarning::MaxPerDayExceeded { max_per_day, taken } => (
            format!(
                "24時間のあいだに{taken}回分になります。使えるのは1日{max_per_day}回までです。次を飲む前に、医師か薬剤師にご相談ください。"
            ),
            format!(
                "This makes {taken} doses within 24 hours; at most {max_per_day} a day are allowed. Ask a doctor or pharmacist before you take another."
            ),
        ),
        LogWarning::AlreadyLogged { .. } => (
            "同じ時刻の記録がすでにあります。二重の記録であれば、どちらかを消してください。".to_owned(),
            "A dose at the same minute is logged already. If it is the same one, delete one of the two.".to_owned(),
        ),
        LogWarning::NotCounted => (
            "飲んだ量が分からないため、残りの数は変わっていません。量を入れて記録し直すか、アラームの残りの数を直してください。".to_owned(),
            "How much was taken is not known, so the number left has not changed. Log it again with an amount, or correct the number in the alarm.".to_owned(),
        ),
        LogWarning::PlannedDoseOpen { .. } => (
            "この日の予定の分がまだ記録されていません。その分を飲んだのであれば、この記録を消して、予定の分に「飲んだ」と記録してください。".to_owned(),
            "A planned dose of this day is not answered yet. If it was this one, delete this entry and answer the planned dose.".to_owned(),
        ),
    };
    match language {
        Language::Japanese => japanese,
        Language::English => english,
    }
}
