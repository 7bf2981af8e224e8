use support::Person;
use support::keys::{ACCOUNT, DIRECTORY, INSTITUTIONS};

use super::{CLINIC, OTHER_CLINIC, city, close};

#[tokio::test]
async fn everyone_who_is_signed_in_sees_who_takes_part() {
    let city = city();
    close(&city, OTHER_CLINIC);
    city.set_attribute(DIRECTORY, INSTITUTIONS.of(CLINIC), "kana", &serde_json::json!("ミドリナイカ"));
    for person in [Person::resident("hanako"), Person::staff("doctor")] {
        city.store.forget();
        let reply = city.get(&person, "/v1/institutions").await.expect(200);
        assert_eq!(city.store.seen().depth, 1);
        let own = ACCOUNT.of(person.actor());
        assert_eq!(city.store.seen().partitions.into_iter().collect::<Vec<_>>(), [own, DIRECTORY]);
        let wanted = serde_json::json!({
            "items": [{ "code": CLINIC, "name": "みどり内科クリニック", "kana": "ミドリナイカ", "kind": "medical" }], "next_cursor": null
        });
        assert_eq!(reply.body, wanted);
    }
    city.get(&Person::nobody(), "/v1/institutions").await.expect_problem(401, "unauthenticated");
    city.get(&Person::staff_without_totp("doctor"), "/v1/institutions").await.expect_problem(403, "totp_required");
}

#[tokio::test]
async fn pages_go_on_where_the_last_one_ended_and_lose_nobody() {
    let (city, hanako) = (city(), Person::resident("hanako"));
    let codes: Vec<_> = (0..7).map(|n| format!("431{n:07}")).collect();
    for code in &codes {
        city.institution(code, "医院");
    }
    close(&city, &codes[2]);
    for limit in 1..=10 {
        let (mut seen, mut cursor) = (Vec::new(), String::new());
        loop {
            let reply = city.get(&hanako, &format!("/v1/institutions?limit={limit}{cursor}")).await.expect(200);
            let items = reply.body["items"].as_array().unwrap();
            assert!(items.len() <= limit);
            seen.extend(items.iter().map(|item| item["code"].as_str().unwrap().to_owned()));
            let Some(next) = reply.body["next_cursor"].as_str() else { break };
            cursor = format!("&cursor={next}");
        }
        let mut wanted: Vec<_> = codes.iter().filter(|code| **code != codes[2]).map(String::as_str).collect();
        wanted.extend([CLINIC, OTHER_CLINIC]);
        wanted.sort_unstable();
        assert_eq!(seen, wanted, "{limit}");
    }
}

#[tokio::test]
async fn a_limit_or_a_cursor_that_is_none_is_refused() {
    let (city, hanako) = (city(), Person::resident("hanako"));
    for limit in ["0", "101", "-1", "x", "", "1.5"] {
        let reply = city.get(&hanako, &format!("/v1/institutions?limit={limit}")).await;
        reply.expect_problem(422, "invalid_value");
    }
    for cursor in ["x", "", "43101123456", "%EF%BC%91", "POSTERKEY"] {
        let reply = city.get(&hanako, &format!("/v1/institutions?cursor={cursor}")).await;
        reply.expect_problem(422, "invalid_cursor");
    }
    city.get(&hanako, "/v1/institutions?name=x").await.expect_problem(422, "unknown_field");
}
