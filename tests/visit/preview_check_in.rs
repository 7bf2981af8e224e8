use serde_json::{Value, json};
use support::keys::{CONSENTS, INSTITUTION, KNOWN, LIMITS, LOG, NOTEBOOK, PROFILE};
use support::{City, Person};

use super::{CLINIC, NOBODY, at_clinic, checked_in, city, city_of, close, written};

const PREVIEWS: &str = "/v1/check-in-previews";

fn asked(id: &str) -> Value {
    json!({ "resident_id": id, "institution_code": CLINIC, "purpose": "consultation" })
}

/// The table without the counts of calls.
fn data(city: &City) -> Vec<Value> {
    let mut items = city.store.everything();
    items.retain(|item| !LIMITS.begins(item));
    items
}

fn section<'a>(preview: &'a Value, name: &str) -> &'a Value {
    preview["sections"].as_array().unwrap().iter().find(|section| section["section"] == name).unwrap()
}

#[tokio::test]
async fn it_says_who_would_see_what_until_when_in_one_round_trip_and_writes_nothing() {
    let hanako = Person::resident("hanako");
    let (city, id) = city_of(&hanako).await;
    for (name, value) in [("address", "荒尾市宮内出目390"), ("kana", "ミドリナイカクリニック")] {
        city.set_attribute(INSTITUTION.of(CLINIC), PROFILE, name, &json!(value));
    }
    city.seed_medication(&id, "2026-11-01", "アムロジピン錠", false);
    city.seed_medication(&id, "2026-11-02", "ロキソニン錠", false);
    city.seed_medication(&id, "2026-11-03", "内緒の薬", true);
    for _ in 0..51 {
        city.seed_daily(&id, &json!({ "mood": 4 }));
    }
    let before = data(&city);
    city.store.forget();
    let preview = city.post(&hanako, PREVIEWS, asked(&id)).await.expect(200).body;
    assert_eq!(city.store.seen().depth, 1);
    let offered =
        |section: &str, count: &str| json!({ "section": section, "chosen_last_time": false, "count_text": count });
    assert_eq!(
        preview,
        json!({
            "institution": {
                "code": CLINIC, "name": "みどり内科クリニック", "kana": "ミドリナイカクリニック", "kind": "medical",
                "address": "荒尾市宮内出目390",
            },
            "sections": [
                offered("profile", "記録なし"), offered("medication", "2件"), offered("daily", "50件以上"),
                offered("visits", "記録なし"), offered("health_guidance", "記録なし"),
            ],
            "until": "2026-11-22T15:00:00Z",
        })
    );
    assert_eq!(data(&city), before, "nothing is opened, written or logged");
    let english = |request: &mut platform::request::Request| request.accept_language = Some("en".to_owned());
    let preview = city.send(&hanako, &format!("POST {PREVIEWS}"), asked(&id), english).await.expect(200).body;
    let texts: Vec<_> = preview["sections"].as_array().unwrap().iter().map(|one| one["count_text"].clone()).collect();
    assert_eq!(texts, ["no entries", "2 entries", "50 entries or more", "no entries", "no entries"]);
}

#[tokio::test]
async fn what_was_chosen_at_this_institution_last_time_is_remembered_however_long_ago() {
    let hanako = Person::resident("hanako");
    let (city, id) = city_of(&hanako).await;
    let chosen = async || {
        let preview = city.post(&hanako, PREVIEWS, asked(&id)).await.expect(200).body;
        let sections = preview["sections"].as_array().unwrap().iter();
        let chosen = sections.filter(|one| one["chosen_last_time"] == true).map(|one| one["section"].clone());
        chosen.collect::<Vec<_>>()
    };
    let visit = checked_in(&city, &hanako, &id).await;
    assert_eq!(chosen().await, ["profile"]);
    city.delete(&hanako, &format!("/v1/check-ins/{visit}")).await.expect(204);
    city.post(&hanako, "/v1/check-ins", at_clinic(&id, &["medication", "visits"])).await.expect(200);
    city.set_time("2027-06-01T10:00:00+09:00");
    assert_eq!(chosen().await, ["medication", "visits"]);
    // Known since before it was kept what was chosen.
    city.seed_item(NOTEBOOK.of(&id), KNOWN.of(CLINIC), &json!({ "institution_code": CLINIC }), json!({}));
    assert!(chosen().await.is_empty());
}

#[tokio::test]
async fn it_is_refused_for_what_the_check_in_is_refused_for_with_the_same_words() {
    let (city, hanako) = (city(), Person::resident("hanako"));
    let id = city.open_notebook(&hanako).await;
    let both = async |change: &dyn Fn(&mut Value)| {
        let (mut preview, mut check_in) = (asked(&id), at_clinic(&id, &["profile"]));
        change(&mut preview);
        change(&mut check_in);
        let preview = city.post(&hanako, PREVIEWS, preview).await;
        let check_in = city.post(&hanako, "/v1/check-ins", check_in).await;
        assert_eq!(preview.body, check_in.body);
        preview.code().to_owned()
    };
    assert_eq!(both(&|_| {}).await, "identity_proof_required");
    city.set_attribute(NOTEBOOK.of(&id), PROFILE, "status", &json!("verified_resident"));
    assert_eq!(both(&|body| body["institution_code"] = json!("4310100000")).await, "not_found");
    let qr = |body: &mut Value| {
        body.as_object_mut().unwrap().remove("institution_code");
        body["qr"] = json!("https://notebook.test/c#forged");
    };
    assert_eq!(both(&qr).await, "invalid_poster");
    assert_eq!(both(&|body| body["qr"] = json!("x")).await, "invalid_value");
    city.institution("4340112345", "はまかぜ薬局");
    assert_eq!(both(&|body| body["institution_code"] = json!("4340112345")).await, "purpose_not_offered");
    city.set_attribute(INSTITUTION.of("4340112345"), PROFILE, "kind", &json!("city_office"));
    assert_eq!(both(&|body| body["institution_code"] = json!("4340112345")).await, "no_check_in_here");
    let only_use = json!({ "consents": [{ "purpose": "use_of_notebook", "version": "2026-04" }] });
    let consents = format!("/v1/residents/{id}/consents");
    let shared = json!({ "consents": [
        { "purpose": "use_of_notebook", "version": "2026-04" },
        { "purpose": "sharing_with_institutions", "version": "2026-11" },
    ] });
    city.put(&hanako, &consents, shared).await.expect(200);
    city.put(&hanako, &consents, only_use).await.expect(200);
    assert_eq!(both(&|_| {}).await, "consent_required");
    close(&city, CLINIC);
    city.store.seed(json!({
        "pk": { "S": NOTEBOOK.of(&id) }, "sk": { "S": CONSENTS.of("sharing_with_institutions") },
        "for": { "S": "sharing_with_institutions" }, "text_version": { "S": "2026-04" },
        "given_at": { "S": "2026-11-21T00:00:00Z" }, "version": { "N": "9" },
    }));
    assert_eq!(both(&|_| {}).await, "institution_unavailable");
}

#[tokio::test]
async fn family_that_may_check_in_is_offered_what_it_may_open_and_others_find_nothing() {
    let hanako = Person::resident("hanako");
    let (city, id) = city_of(&hanako).await;
    written(&city, &hanako, &id, super::entry("2026-11-20", "done")).await;
    let son = Person::resident("son");
    city.relate(&son, &id, "family", &[("visits", "manage"), ("medication", "record"), ("daily", "manage")]);
    let preview = city.post(&son, PREVIEWS, asked(&id)).await.expect(200).body;
    let offered: Vec<_> = preview["sections"].as_array().unwrap().iter().map(|one| one["section"].clone()).collect();
    assert_eq!(offered, ["daily", "visits"]);
    assert_eq!(section(&preview, "visits")["count_text"], "1件");
    assert_eq!(city.entries(LOG.of(&id)), 0);
    city.relate(&son, &id, "family", &[("visits", "record"), ("medication", "manage")]);
    let doctor = Person::staff("doctor");
    city.employ(&doctor, CLINIC, "doctor");
    for person in [&son, &Person::resident("stranger"), &doctor] {
        let theirs = city.post(person, PREVIEWS, asked(&id)).await.expect_problem(404, "not_found");
        let nobodys = city.post(person, PREVIEWS, asked(NOBODY)).await.expect_problem(404, "not_found");
        assert_eq!(theirs.raw, nobodys.raw, "R-02");
    }
    city.post(&Person::nobody(), PREVIEWS, asked(&id)).await.expect_problem(401, "unauthenticated");
}
