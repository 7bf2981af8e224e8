use serde_json::{Value, json};
use support::keys::{NOTEBOOK, VISITS};
use support::{City, Person, Write, crash_sweep};

use super::{CLINIC, NOBODY, as_others, checked_in, city_of, entry, written};

fn path(id: &str, visit: &str) -> String {
    format!("/v1/residents/{id}/visits/{visit}/memo")
}

#[tokio::test]
async fn a_memo_is_written_and_cleared_and_touches_nothing_else() {
    let hanako = Person::resident("hanako");
    let (city, id) = city_of(&hanako).await;
    let visit = checked_in(&city, &hanako, &id).await;
    let before = city.item(NOTEBOOK, VISITS);
    city.store.forget();
    let reply = city.put(&hanako, &path(&id, &visit), json!({ "memo": "よく眠れた\n次は月曜" })).await.expect(200);
    assert_eq!((city.store.seen().depth, reply.header("etag")), (2, Some("\"2\"")));
    let mut wanted = before.clone();
    wanted["memo"] = json!({ "S": "よく眠れた\n次は月曜" });
    wanted["version"] = json!({ "N": "2" });
    assert_eq!(city.item(NOTEBOOK, VISITS), wanted);
    // What is empty already is not written again.
    for (empty, version) in [(json!(""), "3"), (json!(" \n"), "3"), (Value::Null, "3")] {
        city.put(&hanako, &path(&id, &visit), json!({ "memo": empty })).await.expect(200);
        wanted["memo"] = before["memo"].clone();
        wanted["version"] = json!({ "N": version });
        assert_eq!(city.item(NOTEBOOK, VISITS), wanted);
    }
}

#[tokio::test]
async fn a_memo_that_is_left_out_is_not_taken_for_an_empty_one() {
    let hanako = Person::resident("hanako");
    let (city, id) = city_of(&hanako).await;
    let visit = written(&city, &hanako, &id, entry("2026-11-18", "done")).await;
    for body in [json!({}), json!({ "memo": 1 }), json!({ "memo": "x".repeat(4001) }), json!({ "memo": ["x"] })] {
        let reply = city.put(&hanako, &path(&id, &visit), body).await.expect_problem(422, "invalid_value");
        assert_eq!(reply.body["errors"][0]["pointer"], "/memo");
    }
    assert_eq!(city.item(NOTEBOOK, VISITS)["memo"]["S"], "次は一週間後");
}

#[tokio::test]
async fn others_write_a_memo_only_with_the_scope() {
    let hanako = Person::resident("hanako");
    let (city, id) = city_of(&hanako).await;
    let visit = written(&city, &hanako, &id, entry("2026-11-18", "done")).await;
    let lines = (&*format!("PUT {}", path(&id, &visit)), &*format!("PUT {}", path(&id, NOBODY)));
    as_others(&city, &id, lines, json!({ "memo": "代わりに" }), "manage").await;
}

#[tokio::test]
async fn r52_r53_writing_a_memo_survives_a_crash_at_every_point() {
    let hanako = Person::resident("hanako");
    crash_sweep(async |city: &City| {
        city.institution(CLINIC, "みどり内科クリニック");
        let id = city.proved_resident(&hanako).await;
        let visit = written(city, &hanako, &id, entry("2026-11-18", "done")).await;
        Write::new(&hanako, &format!("PUT {}", path(&id, &visit)), json!({ "memo": "m" }))
    })
    .await;
}
