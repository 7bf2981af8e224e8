//! The table of usages, and short ways to write what is read.

use notebook::medication::dispensing::Dispensing;
use notebook::medication::usage::{Dose, Usage};
use notebook::rhythm::{Rhythm, Weekdays};
use serde_json::json;
use uuid::Uuid;

/// One row of `usages.tsv`.
pub(crate) struct Row {
    pub(crate) text: &'static str,
    pub(crate) source: &'static str,
    pub(crate) rhythm: Rhythm,
    pub(crate) doses: &'static str,
}

pub(crate) fn rows() -> Vec<Row> {
    let row = |line: &'static str| {
        let [text, source, rhythm, doses] = line.split('\t').collect::<Vec<_>>()[..] else { panic!("{line}") };
        Row { text, source, rhythm: rhythm_of(rhythm), doses }
    };
    include_str!("usages.tsv").lines().skip(1).map(row).collect()
}

/// `every 2`, `weekdays mon,thu`, `on 14 off 7`, `per_week 3`, `needed 3`.
fn rhythm_of(text: &str) -> Rhythm {
    let words: Vec<&str> = text.split(' ').collect();
    let number = |text: &str| text.parse().unwrap();
    match words[..] {
        ["daily"] => Rhythm::Daily,
        ["every", n] => Rhythm::EveryNDays { n: number(n) },
        ["weekdays", days] => Rhythm::Weekdays { days: weekdays(days) },
        ["on", on, "off", off] => Rhythm::DaysOnOff { on: number(on), off: number(off) },
        ["per_week", n] => Rhythm::NPerWeek { n: number(n) },
        ["monthly"] => Rhythm::Monthly,
        ["needed"] => Rhythm::AsNeeded { max_per_day: None },
        ["needed", most] => Rhythm::AsNeeded { max_per_day: Some(number(most)) },
        ["unknown"] => Rhythm::Unknown,
        _ => panic!("{text}"),
    }
}

pub(crate) fn weekdays(days: &str) -> Weekdays {
    serde_json::from_value(days.split(',').collect::<Vec<_>>().into()).unwrap()
}

/// `朝食後=1 夕食後`, `x3` where only their number is said, `-` where there are none.
pub(crate) fn doses(usage: &Usage) -> String {
    let amount = |dose: &Dose| dose.amount.map(|amount| format!("={amount}")).unwrap_or_default();
    match usage.doses.as_slice() {
        [] => "-".to_owned(),
        [first, ..] if first.timing.is_none() => format!("x{}{}", usage.doses.len(), amount(first)),
        doses => {
            let shown = doses.iter().map(|dose| format!("{}{}", dose.timing.unwrap().label(), amount(dose)));
            shown.collect::<Vec<_>>().join(" ")
        }
    }
}

/// One medicine for so many days, handed out on 1 November 2026.
pub(crate) fn dispensing(text: &str, days: u16) -> Dispensing {
    serde_json::from_value(json!({
        "id": Uuid::from_u128(1), "dispensed_on": "2026-11-01", "source": "qr", "version": null,
        "pharmacy": { "code": null, "name": null, "phone": null },
        "prescriber": { "institution_code": null, "institution": null, "doctor": null, "department": null },
        "groups": [{
            "rp": 1, "usage_text": text, "dosage_form": "oral", "supply_count": days, "supply_unit": "日分",
            "drugs": [{
                "name": "アレンドロン酸錠３５ｍｇ「サワイ」", "quantity": null, "unit": "錠", "quantity_basis": "per_day", "code": null,
                "generic_name": null, "generic_name_code": null,
            }],
        }],
    }))
    .unwrap()
}

/// Seconds that this thread ran on a processor.
pub(crate) fn busy() -> f64 {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap();
    text.split(' ').next().unwrap().parse::<f64>().unwrap() / 1e9
}
