//! The medicines of a dispensing in one line, each with its amount and what that counts.

use notebook::medication::amount::Language;
use notebook::medication::dispensing::Drug;
use platform::prelude::*;
use serde_json::Value;

use super::timeline::{drugs, shortened};

/// Most characters of a medicine's name.
const MOST_NAME: usize = 40;
/// Most characters of the line.
const MOST_LINE: usize = 200;

/// `アムロジピンOD錠5mg 1日1錠、ロキソプロフェンNa錠60mg 1回1錠`. Medicines that do not fit are counted and not cut: half of an
/// amount is another amount.
pub(crate) fn line(dispensing: &Value) -> String {
    let all: Vec<String> = drugs(dispensing).map(medicine).collect();
    let mut line = String::new();
    for (place, medicine) in all.iter().enumerate() {
        let between = if place == 0 { "" } else { "、" };
        if line.chars().count() + medicine.chars().count() > MOST_LINE {
            return format!("{line}{between}ほか{}剤", all.len() - place);
        }
        line.push_str(between);
        line.push_str(medicine);
    }
    line
}

fn medicine(drug: &Value) -> String {
    let name = drug.get("name").and_then(Value::as_str).unwrap_or_default();
    let name = shortened(name, MOST_NAME);
    match Drug::deserialize(drug).ok().and_then(|drug| drug.amount(Language::Japanese)) {
        Some(amount) => format!("{name} {amount}"),
        None => name,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]
mod tests {
    use super::*;

    fn drug(name: &str, quantity: &Value, unit: &str, basis: &str) -> Value {
        json!({ "name": name, "quantity": quantity, "unit": unit, "quantity_basis": basis, "code": null,
                "generic_name": null, "generic_name_code": null, "notes": [] })
    }

    fn dispensing(drugs: &[Value]) -> Value {
        json!({ "groups": drugs.iter().map(|drug| json!({ "drugs": [drug] })).collect::<Vec<_>>() })
    }

    #[test]
    fn every_amount_says_what_it_counts() {
        let drugs = [
            drug("カロナール錠", &json!(3), "錠", "per_day"),
            drug("ロキソニン錠", &json!(1), "錠", "per_use"),
            drug("モーラステープ", &json!(14), "枚", "total"),
            drug("名前だけの薬", &Value::Null, "", "total"),
        ];
        let wanted = "カロナール錠 1日3錠、ロキソニン錠 1回1錠、モーラステープ 全量 14枚、名前だけの薬";
        assert_eq!(line(&dispensing(&drugs)), wanted);
        assert_eq!(line(&json!({})), "");
    }

    #[test]
    fn an_amount_is_whole_or_not_there() {
        let one = drug(&"長".repeat(60), &json!(123_456), "錠", "per_day");
        for count in 1..30 {
            let line = line(&dispensing(&vec![one.clone(); count]));
            assert!(line.chars().count() <= MOST_LINE + 10, "{line}");
            let shown = line.matches("1日123456錠").count();
            let left = line.rsplit_once("ほか").map_or(0, |(_, rest)| rest.trim_end_matches('剤').parse().unwrap());
            assert_eq!(shown + left, count, "{line}");
        }
        let odd = drug("薬", &json!(1), &"単".repeat(250), "per_day");
        assert_eq!(line(&dispensing(&[odd])), "ほか1剤");
    }
}
