//! The two languages of the API.

use notebook::wrong::Wrong;

use super::Code;

/// The language of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Language {
    /// 日本語, the default.
    #[default]
    Japanese,
    /// English.
    English,
}

impl Language {
    /// From `Accept-Language`: whichever of the two is named first with a weight above zero; Japanese if neither is.
    pub fn from_header(header: Option<&str>) -> Self {
        let weight = |parameters: &str| {
            parameters.trim().strip_prefix("q=").and_then(|q| q.trim().parse::<f32>().ok()).unwrap_or(1.0)
        };
        let mut best = (0.0, Self::Japanese);
        for range in header.unwrap_or_default().split(',').take(16) {
            let (tag, q) = range.split_once(';').map_or((range, 1.0), |(tag, rest)| (tag, weight(rest)));
            let language = match tag.trim().get(..2).map(str::to_ascii_lowercase).as_deref() {
                Some("ja") => Self::Japanese,
                Some("en") => Self::English,
                _ => continue,
            };
            if q > best.0 {
                best = (q, language);
            }
        }
        best.1
    }

    /// What is wrong with a value, in this language.
    pub fn of(self, wrong: &Wrong) -> String {
        match self {
            Self::Japanese => wrong.japanese(),
            Self::English => wrong.english(),
        }
    }

    /// The tag for `Content-Language`.
    pub fn tag(self) -> &'static str {
        match self {
            Self::Japanese => "ja",
            Self::English => "en",
        }
    }
}

/// The detail of too many calls where it is known for how long to wait, in whole seconds, minutes or hours, rounded up.
pub(super) fn waiting(code: Code, seconds: u32, language: Language) -> Option<String> {
    if code != Code::TooManyRequests {
        return None;
    }
    let (count, japanese, english) = match seconds {
        0..60 => (seconds.max(1), "秒", "second"),
        60..=3_600 => (seconds.div_ceil(60), "分", "minute"),
        _ => (seconds.div_ceil(3_600), "時間", "hour"),
    };
    let s = if count == 1 { "" } else { "s" };
    Some(match language {
        Language::Japanese => format!("短い時間に操作が続きました。{count} {japanese}後に、もう一度お試しください。"),
        Language::English => format!("Too many in a short time. Try again in {count} {english}{s}."),
    })
}
