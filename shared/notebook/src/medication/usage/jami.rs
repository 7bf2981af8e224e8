//! The usage code of the Japan Association for Medical Informatics (JAMI 標準用法): 16 characters, and the supplementary
//! one of 8. What is not laid down in the published tables is left unread.
//!
//! Sources: JP Core, `JP_MedicationUsageJAMI_CS` and `JP_MedicationUsageJAMIAdditional_CS`; HL7 FHIR 処方情報記述仕様,
//! 定時用法と頓用; the ministry's notes on preparing a usage master.

use super::{Dose, Meal, Relation, Timing, Usage};
use crate::alarm::TimeOfDay;
use crate::rhythm::{Rhythm, Weekdays};

/// What a code says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Code {
    /// So many times a day (none where it is not fixed), at these times where they are named. On which of the days it is
    /// taken, a code of 16 characters does not say.
    Times { count: Option<usize>, timings: Vec<Timing> },
    /// When it is needed.
    AsNeeded,
    /// A supplementary code: on which days.
    Days(Rhythm),
}

/// Reads a code; none where it is no code or its meaning is not laid down.
pub(super) fn read(code: &str) -> Option<Code> {
    let code = code.trim().as_bytes();
    if !code.iter().all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase()) {
        return None;
    }
    match code.len() {
        16 => usage(code),
        8 => supplement(code),
        _ => None,
    }
}

fn usage(code: &[u8]) -> Option<Code> {
    let [method, _, kind, count, rest @ ..] = code else { return None };
    let digit = |byte: u8| byte.is_ascii_digit().then(|| usize::from(byte - b'0')).filter(|count| *count > 0);
    let count = digit(*count);
    match (*method, *kind) {
        (b'1', b'1') => {
            meals(rest).filter(|timings| Some(timings.len()) == count).map(|timings| Code::Times { count, timings })
        }
        // So many times, so many hours apart; at an event of the day; outside by the day's rhythm.
        (b'1', b'2' | b'4') | (b'2', b'6') => Some(Code::Times { count: Some(count?), timings: Vec::new() }),
        (_, b'3') => {
            let hours =
                rest.iter().take_while(|byte| **byte != b'0').map(|byte| hour(*byte)).collect::<Option<Vec<_>>>()?;
            (Some(hours.len()) == count).then_some(Code::Times { count, timings: hours })
        }
        // 1日1～2回 has its upper bound behind the lower.
        (b'2', b'7') => Some(Code::Times { count: count.filter(|_| rest.first() == Some(&b'0')), timings: Vec::new() }),
        // Events of the day (B…) stand among the occasions: 起床時 点眼.
        (_, b'5') if rest.first() != Some(&b'B') => Some(Code::AsNeeded),
        _ => None,
    }
}

/// Bedtime, supper, lunch, breakfast, getting up, and hours as letters.
fn meals(rest: &[u8]) -> Option<Vec<Timing>> {
    let [bedtime, supper, lunch, breakfast, wake, hours @ ..] = rest else { return None };
    let mut timings = Vec::new();
    match wake {
        b'0' => {}
        b'9' => timings.push(Timing::Wake),
        _ => return None,
    }
    for (meal, byte) in [(Meal::Breakfast, breakfast), (Meal::Lunch, lunch), (Meal::Supper, supper)] {
        let relation = match byte {
            b'0' => continue,
            b'1' => Relation::Before,
            b'2' => Relation::JustBefore,
            b'3' => Relation::JustAfter,
            b'4' => Relation::After,
            b'5' => Relation::Between,
            b'6' => Relation::During,
            _ => return None,
        };
        timings.push(Timing::Meal(meal, relation));
    }
    match bedtime {
        b'0' => {}
        b'1' => timings.push(Timing::Bedtime),
        _ => return None,
    }
    for byte in hours.iter().filter(|byte| **byte != b'0') {
        timings.push(hour(*byte)?);
    }
    timings.sort_unstable();
    Some(timings)
}

/// A is midnight, X is 23 o'clock.
fn hour(byte: u8) -> Option<Timing> {
    let hour = u16::from(byte.checked_sub(b'A')?);
    (hour < 24).then(|| TimeOfDay::from_minutes(hour * 60)).flatten().map(Timing::At)
}

fn supplement(code: &[u8]) -> Option<Code> {
    let rhythm = match code {
        b"I1100000" => Rhythm::every(2)?,
        [b'W', days @ ..] => {
            let mut bits = 0_u8;
            // From Sunday to Saturday; ours begin with Monday.
            for (place, byte) in days.iter().enumerate() {
                match byte {
                    b'1' => bits |= 1 << ((place + 6) % 7),
                    b'0' => {}
                    _ => return None,
                }
            }
            Rhythm::Weekdays { days: Weekdays::from_bits(bits)? }
        }
        [b'C', b'W', number, b'0', b'0', b'0', b'0', b'0'] => Rhythm::per_week(u16::from(number.checked_sub(b'0')?))?,
        // How much each time: nothing of the days.
        [b'V', ..] => return None,
        // Dates and what else there is: it limits the days, and is not understood.
        _ => Rhythm::Unknown,
    };
    Some(Code::Days(rhythm))
}

impl Code {
    /// What the code alone says.
    pub(super) fn usage(self) -> Usage {
        match self {
            Self::AsNeeded => Usage { rhythm: Rhythm::AsNeeded { max_per_day: None }, doses: Vec::new() },
            Self::Days(rhythm) => Usage { rhythm, doses: Vec::new() },
            Self::Times { timings, .. } => {
                let doses = timings.into_iter().map(|timing| Dose { timing: Some(timing), amount: None }).collect();
                Usage { rhythm: Rhythm::Daily, doses }
            }
        }
    }

    /// Whether a text says the same, as far as both say it.
    pub(super) fn agrees_with(&self, usage: &Usage) -> bool {
        let as_needed = matches!(usage.rhythm, Rhythm::AsNeeded { .. });
        match self {
            Self::AsNeeded => as_needed,
            Self::Days(rhythm) => *rhythm == usage.rhythm,
            Self::Times { .. } if as_needed => false,
            Self::Times { count, timings } => {
                let doses = &usage.doses;
                let counted = doses.is_empty() || count.is_none_or(|count| count == doses.len());
                let named: Vec<Timing> = doses.iter().filter_map(|dose| dose.timing).collect();
                let comparable = !timings.is_empty() && !named.is_empty();
                let same = timings.len() == named.len()
                    && timings.iter().zip(&named).all(|(code, text)| same_time(*code, *text));
                counted && (!comparable || same)
            }
        }
    }
}

/// 朝 in the text is 朝食後 of the code.
fn same_time(code: Timing, text: Timing) -> bool {
    match (code, text) {
        (Timing::Meal(of_code, _), Timing::Meal(of_text, Relation::Around)) => of_code == of_text,
        (code, text) => code == text,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)] // tests
    use super::super::read as text;
    use super::*;

    #[test]
    fn published_codes_say_what_their_names_say() {
        for (code, name) in [
            ("1011000090000000", "内服・経口・１日１回起床時"),
            ("1011000100000000", "内服・経口・１日１回朝食前"),
            ("1011000500000000", "内服・経口・１日１回朝食２時間後"),
            ("1011040000000000", "内服・経口・１日１回夕食後"),
            ("1011100000000000", "内服・経口・１日１回就寝前"),
            ("1012100400000000", "内服・経口・１日２回朝食後と就寝前"),
            ("1012020200000000", "内服・経口・１日２回朝夕食直前"),
            ("1012050500000000", "内服・経口・１日２回朝夕食事２時間後"),
            ("1013033300000000", "内服・経口・１日３回朝昼夕食直後"),
            ("1013055500000000", "内服・経口・１日３回朝昼夕食後２時間"),
            ("1014144400000000", "内服・経口・１日４回朝昼夕食後と就寝前"),
            ("101514440P000000", "内服・経口・１日５回朝昼夕食後、１５時、就寝前"),
            ("1033IPV000000000", "内服・経口・１日３回８時、１５時、２１時"),
            ("1031A00000000000", "1日1回0時に 服用"),
        ] {
            let Some(Code::Times { count, timings }) = read(code) else { panic!("{code}") };
            let named: Vec<Timing> = text(name).doses.iter().filter_map(|dose| dose.timing).collect();
            assert_eq!((count, &timings), (Some(named.len()), &named), "{code} {name}");
        }
        for (code, name) in [
            ("1022000000000000", "内服・経口・１日２回１２時間毎"),
            ("1028000000000000", "内服・経口・１日８回３時間毎"),
            ("1041480000000000", "内服・経口・１日１回空腹時"),
            ("1043B70000000000", "内服・経口・１日３回哺乳時"),
            ("2B62100900000000", "外用・塗布・１日２回朝と就寝前"),
            ("2B71200000000000", "外用・塗布・１日１～２回"),
            ("1050110000000000", "内服・経口・疼痛時"),
            ("2B50810000000000", "外用・塗布・かゆいとき"),
            ("1050W10000000000", "必要時 服用"),
            ("I1100000", "１日おき"),
            ("W0100100", "月曜日、木曜日"),
            ("W0101000", "月曜日、水曜日"),
            ("CW100000", "週１回"),
        ] {
            assert!(read(code).unwrap().agrees_with(&text(name)), "{code} {name}");
        }
    }

    #[test]
    fn what_is_not_laid_down_says_nothing_or_unknown() {
        for code in
            ["", "0X0000000000000", "101X000000000000", "2H50B10000000000", "V13NNNNN", "1013044000000000", "１０１１"]
        {
            assert_eq!(read(code), None, "{code}");
        }
        for code in ["D0AK0000", "I2100000", "DCAKU000"] {
            assert_eq!(read(code), Some(Code::Days(Rhythm::Unknown)), "{code}");
        }
        // Printed as Sunday and Monday in one public table; the digits say Saturday as well, and the digits count.
        let days = serde_json::from_str(r#"["sun","mon","sat"]"#).unwrap();
        assert_eq!(read("W1100001"), Some(Code::Days(Rhythm::Weekdays { days })));
    }
}
