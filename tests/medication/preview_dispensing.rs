use serde_json::json;

use super::add_dispensing::{MEDICINES, PHARMACY, pharmacy, typed};
use super::{bytes, sheet, state};

#[tokio::test]
async fn it_says_what_would_be_registered_and_writes_nothing() {
    let (city, pharmacist, hanako, _, path) = pharmacy(MEDICINES).await;
    let preview = path.replace("/dispensings", "/dispensing-previews");
    let before = state(&city);
    city.store.forget();
    let reply = city.post(&pharmacist, &preview, bytes(&sheet("20261120", "アムロジピン錠"))).await.expect(200);
    assert_eq!(city.store.seen().depth, 1);
    let shown = &reply.body["dispensings"][0];
    assert_eq!(shown["groups"][0]["drugs"][0]["name"], "アムロジピン錠");
    assert_eq!((&shown["pharmacy"]["code"], &shown["source"]), (&json!(PHARMACY), &json!("pharmacy")));
    city.post(&pharmacist, &preview, typed("2026-11-20", "カロナール錠")).await.expect(200);
    let another = sheet("20261120", "薬").replace("花子", "太郎");
    city.post(&pharmacist, &preview, bytes(&another)).await.expect_problem(422, "sheet_of_another");
    city.post(&hanako, &preview, typed("2026-11-20", "薬")).await.expect(404);
    assert_eq!(state(&city), before);
}
