//! What of a sheet may be missing or wrong is said on its entries, wherever they are read.

use serde_json::json;

use super::{bytes, dispensings, entry, medications, notebook, scan, sheet};

#[tokio::test]
async fn what_was_cut_left_out_or_guessed_stays_in_sight_on_the_entry() {
    let drugs = (0..150).map(|n| format!("201,1,薬{n},1,錠,1,,1\n")).collect::<Vec<_>>().concat();
    let whole = sheet("20261101", "薬");
    for (name, text, doubts) in [
        ("a usual sheet", whole.clone(), json!(null)),
        ("150 medicines of one usage", whole.replace("301,", &format!("{drugs}301,")), json!(["too_long"])),
        ("an amount of 29 digits", whole.replace(",1,錠,", &format!(",{},錠,", "9".repeat(29))), json!(["too_long"])),
        ("a line of an unknown kind", format!("{whole}999,x\n"), json!(["unknown_record"])),
        ("a second pharmacy", whole.replace("201,", "11,別の薬局,43,4,0499999,,,,1\n201,"), json!(["repeated_record"])),
    ] {
        let (city, hanako, id) = notebook().await;
        let reply = scan(&city, &hanako, &id, bytes(&text)).await.expect(201);
        let first = &reply.body["dispensings"][0];
        assert_eq!(first["doubts"], doubts, "{name}");
        let shown = entry(&city, &hanako, &id, first["id"].as_str().unwrap()).await;
        assert_eq!(shown["doubts"], doubts, "{name}");
        let list = city.get(&hanako, &medications(&id)).await.expect(200);
        assert_eq!(list.body["items"][0]["doubts"], doubts, "{name}");
        let sheets = city.get(&hanako, &dispensings(&id)).await.expect(200);
        let of_sheet = if doubts.is_null() { json!([]) } else { doubts };
        assert_eq!(sheets.body["items"][0]["doubts"], of_sheet, "{name}");
    }
}
