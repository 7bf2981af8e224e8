//! whatever is typed, nothing answers 500 or above.

use serde_json::json;
use support::besiege;

use super::{added, by_hand, entry_path, medications, notebook, scanned};

#[tokio::test]
async fn r30_hostile_writes_of_the_notebook_give_no_5xx() {
    let (city, hanako, id) = notebook().await;
    let typed = entry_path(&id, &added(&city, &hanako, &id, by_hand("2026-11-20", "アムロジピン")).await);
    let record = scanned(&city, &hanako, &id, "20261120", "アムロジピン錠").await;
    let group = json!({
        "rp": 1, "usage_text": "毎食後", "dosage_form": "oral", "supply_count": 3, "supply_unit": "日分",
        "drugs": [{ "name": "薬", "quantity": 1.5, "unit": "錠", "code": { "system": "yj", "value": "2171022F4137" } }],
    });
    let dispensing =
        json!({ "dispensed_on": "2026-11-20", "groups": [group], "pharmacy": { "name": "薬局" }, "remark": "苦い" });
    let otc = json!({ "otc": {
        "name": "目薬", "jan": "4987306045019", "started_on": "2026-11-01", "ended_on": "2026-11-02",
        "ingredients": [{ "name": "成分", "code": "1" }],
    } });
    let meals =
        json!({ "wake": "06:00", "breakfast": "06:30", "lunch": "12:00", "supper": "18:00", "bedtime": "21:30" });
    for (seed, line, good) in [
        (41, format!("POST {}", medications(&id)), &dispensing),
        (42, format!("POST {}", medications(&id)), &otc),
        (43, format!("PATCH {typed}"), &dispensing),
        (44, format!("PUT {typed}/link"), &json!({ "linked_to": record })),
        (45, format!("PUT /v1/residents/{id}/meal-times"), &meals),
    ] {
        let answers = besiege(&city, &hanako, &line, good, seed, 300).await;
        assert!(answers.contains_key(&422), "{line}: {answers:?}");
    }
}
