//! Amounts come back from the table as they were written.

use notebook::medication::quantity::Quantity;
use serde_json::{Value, json};
use support::keys::MEDICATIONS;

use super::{bytes, medications, notebook, scan};

#[tokio::test]
async fn every_kind_of_amount_is_kept_exactly() {
    let (city, hanako, id) = notebook().await;
    let amounts: Vec<String> = (0..=5)
        .flat_map(|scale| {
            let unit = 10_i64.pow(scale);
            [1, 3, 7, 9, 33_333, 99_999, 123_456, 999_999, 99_999_999_999, 12_345_678_901].map(|mantissa| {
                let whole = mantissa / unit % 1_000_000;
                format!("{whole}.{:0width$}", mantissa % unit, width = scale as usize)
            })
        })
        .chain(["0".to_owned(), "0.00001".to_owned(), "0.1".to_owned(), "999999.99999".to_owned()])
        .collect();
    let drugs = format!("201,1,薬,{},錠,1,,1\n", amounts.join(",錠,1,,1\n201,1,薬,"));
    let text = format!("JAHISTC08,1\n1,荒尾　花子,2,S260314\n5,20261120,1\n{drugs}301,1,朝食後,28,日分,1,1,,1\n");
    let reply = scan(&city, &hanako, &id, bytes(&text)).await.expect(201);
    let wanted: Vec<Quantity> = amounts.iter().map(|amount| amount.trim_end_matches('.').parse().unwrap()).collect();
    let amounts_of = |dispensing: &Value| -> Vec<Quantity> {
        let groups = dispensing["groups"].as_array().unwrap();
        let drugs = groups.iter().flat_map(|group| group["drugs"].as_array().unwrap());
        drugs.map(|drug| serde_json::from_value(drug["quantity"].clone()).unwrap()).collect()
    };
    assert_eq!(amounts_of(&reply.body["dispensings"][0]), wanted);
    let list = city.get(&hanako, &medications(&id)).await.expect(200);
    assert_eq!(amounts_of(&list.body["items"][0]), wanted);
    let kept = city.items("", MEDICATIONS)[0]["dispensing"]["M"]["groups"]["L"][0]["M"]["drugs"]["L"].clone();
    for (drug, wanted) in kept.as_array().unwrap().iter().zip(&wanted) {
        assert_eq!(
            drug["M"]["quantity"],
            json!({ "N": wanted.to_string() }),
            "the decimal itself, never a float's tail"
        );
    }
}

#[test]
fn a_hundred_thousand_amounts_survive_the_tables_own_numbers() {
    for step in 0..100_000_i64 {
        let mantissa = step * 999_983 % 100_000_000_000;
        let text = format!("{}.{:05}", mantissa / 100_000, mantissa % 100_000);
        let quantity: Quantity = text.parse().unwrap();
        let item = platform::table::to_item(&json!({ "q": quantity })).unwrap();
        assert_eq!(item["q"].as_n().unwrap(), &quantity.to_string());
        let back: std::collections::HashMap<String, Quantity> = platform::table::from_item(&item).unwrap();
        assert_eq!(back["q"], quantity);
    }
}
