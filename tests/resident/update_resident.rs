use serde_json::json;
use support::keys::{NOTEBOOK, PROFILE};
use support::{City, Person, Write, crash_sweep};

#[tokio::test]
async fn a_person_changes_what_is_theirs_and_clears_with_null() {
    let (city, hanako) = (City::new(), Person::resident("hanako"));
    let path = format!("/v1/residents/{}", city.proved_resident(&hanako).await);
    let body = json!({ "display_name": "はなこ", "identity": { "alias": "ハナ" }, "profile": { "allergies": ["卵"] } });
    let reply = city.patch(&hanako, &path, body).await.expect(200);
    assert_eq!(reply.body["display_name"], "はなこ");
    assert_eq!(reply.body["identity"]["kana"], "アラオ ハナコ");
    assert_eq!(reply.body["profile"]["allergies"], json!(["卵"]));
    let cleared = city.patch(&hanako, &path, json!({ "identity": { "alias": null } })).await.expect(200);
    assert!(cleared.body["identity"]["alias"].is_null());
    assert_eq!(cleared.body["profile"]["allergies"], json!(["卵"]));
    assert_eq!(cleared.header("etag"), Some("\"3\""));
}

#[tokio::test]
async fn a_change_of_one_thing_in_the_profile_leaves_the_others_and_null_clears() {
    let (city, hanako) = (City::new(), Person::resident("hanako"));
    let path = format!("/v1/residents/{}", city.proved_resident(&hanako).await);
    let whole = json!({
        "allergies": ["卵"], "adverse_reactions": ["発疹"], "history": ["喘息"], "pregnancy_due_on": "2027-01-01",
        "listed_disability": "身体 1 級", "long_term_illness": "潰瘍性大腸炎", "blood_type": "A+",
        "emergency_contacts": [{ "name": "太郎", "relation": "夫", "phone": "090-0000-0000" }],
    });
    city.patch(&hanako, &path, json!({ "profile": whole })).await.expect(200);
    let reply = city.patch(&hanako, &path, json!({ "profile": { "allergies": ["卵", "乳"] } })).await.expect(200);
    let mut wanted = whole.clone();
    wanted["allergies"] = json!(["卵", "乳"]);
    assert_eq!(reply.body["profile"], wanted);
    for (name, cleared) in
        [("allergies", json!([])), ("blood_type", json!("unknown")), ("pregnancy_due_on", json!(null))]
    {
        let reply = city.patch(&hanako, &path, json!({ "profile": { name: null } })).await.expect(200);
        wanted[name] = cleared;
        assert_eq!(reply.body["profile"], wanted);
    }
    for (body, code, pointer) in [
        (json!({ "display_name": null }), "invalid_value", "/display_name"),
        (json!({ "identity": null }), "invalid_value", "/identity"),
        (json!({ "identity": { "legal_name": null } }), "verified_field", "/identity/legal_name"),
        (json!({ "profile": { "allergies": vec!["卵"; 51] } }), "invalid_value", "/profile/allergies"),
        (json!({ "profile": ["卵"] }), "invalid_value", "/profile"),
    ] {
        let reply = city.patch(&hanako, &path, body).await.expect_problem(422, code);
        assert_eq!(reply.body["errors"][0]["pointer"], pointer);
    }
    let reply = city.patch(&hanako, &path, json!({ "profile": null })).await.expect(200);
    assert_eq!(reply.body["profile"]["history"], json!([]));
}

#[tokio::test]
async fn an_old_version_is_refused_and_the_newer_one_stays() {
    let (city, hanako) = (City::new(), Person::resident("hanako"));
    let line = format!("PATCH /v1/residents/{}", city.proved_resident(&hanako).await);
    let send = async |name: &str, version: &str| {
        let version = version.to_owned();
        city.send(&hanako, &line, json!({ "display_name": name }), |r| r.if_match = Some(version)).await
    };
    send("一", "\"1\"").await.expect(200);
    send("二", "\"1\"").await.expect_problem(412, "version_mismatch");
    send("三", "\"2\"").await.expect(200);
    send("四", "*").await.expect(200);
}

#[tokio::test]
async fn r04_status_ownership_and_timestamps_cannot_be_written() {
    let (city, hanako) = (City::new(), Person::resident("hanako"));
    let path = format!("/v1/residents/{}", city.open_notebook(&hanako).await);
    for field in ["status", "resident_id", "version", "residency_checked_at", "pk", "schema_version"] {
        let refused = city.patch(&hanako, &path, json!({ field: "verified_resident" })).await;
        let refused = refused.expect_problem(422, "unknown_field");
        assert_eq!(refused.body["errors"][0]["pointer"], format!("/{field}"));
    }
}

#[tokio::test]
async fn family_needs_manage_and_a_stranger_finds_nothing() {
    let (city, hanako, son) = (City::new(), Person::resident("hanako"), Person::resident("son"));
    let id = city.proved_resident(&hanako).await;
    let path = format!("/v1/residents/{id}");
    let body = json!({ "display_name": "母" });
    city.patch(&son, &path, body.clone()).await.expect_problem(404, "not_found");
    city.relate(&son, &id, "family", &[("profile", "record")]);
    city.patch(&son, &path, body.clone()).await.expect_problem(404, "not_found");
    city.relate(&son, &id, "family", &[("profile", "manage")]);
    city.patch(&son, &path, body).await.expect(200);
}

#[tokio::test]
async fn r53_a_change_is_stopped_at_every_point_and_ends_the_same() {
    let swept = crash_sweep(async |city: &City| {
        let hanako = Person::resident("hanako");
        let id = city.proved_resident(&hanako).await;
        Write::new(&hanako, &format!("PATCH /v1/residents/{id}"), json!({ "display_name": "母" })).if_match("\"1\"")
    })
    .await;
    assert_eq!(swept.requests, 3, "the wave with its query, and the transaction");
}

#[tokio::test]
async fn r53_opening_a_notebook_is_stopped_at_every_point_and_ends_the_same() {
    let body = json!({ "display_name": "花子", "consents": [{ "purpose": "use_of_notebook", "version": "2026-04" }] });
    crash_sweep(async |_: &City| {
        Write::new(&Person::resident("hanako"), "POST /v1/residents", body.clone()).drawn(&["cursor_key"])
    })
    .await;
}

#[tokio::test]
async fn r53_consents_are_stopped_at_every_point_and_end_the_same() {
    crash_sweep(async |city: &City| {
        let hanako = Person::resident("hanako");
        let id = city.open_notebook(&hanako).await;
        let body = json!({ "consents": [
            { "purpose": "use_of_notebook", "version": "2026-04" }, { "purpose": "statistics", "version": "2026-04" },
        ] });
        Write::new(&hanako, &format!("PUT /v1/residents/{id}/consents"), body)
    })
    .await;
}

#[tokio::test]
async fn r36_readings_are_of_their_letters_and_names_of_one_line() {
    let (city, hanako) = (City::new(), Person::resident("hanako"));
    let path = format!("/v1/residents/{}", city.proved_resident(&hanako).await);
    let typed = json!({
        "display_name": "はな\nこ", "identity": { "kana": "あらお\nﾊﾅｺ", "alias": "ハナ\n■通報", "romaji": "Ａｒａｏ\nHanako" },
        "profile": {
            "allergies": ["卵\n乳"], "listed_disability": "身体\n1 級",
            "emergency_contacts": [{ "name": "太\n郎", "relation": "夫\nか", "phone": "090\n1" }],
        },
    });
    let reply = city.patch(&hanako, &path, typed).await.expect(200);
    assert_eq!(reply.body["display_name"], "はな こ");
    let identity = &reply.body["identity"];
    assert_eq!((&identity["kana"], &identity["alias"]), (&json!("アラオ ハナコ"), &json!("ハナ ■通報")));
    assert_eq!(identity["romaji"], "Arao Hanako");
    let profile = &reply.body["profile"];
    assert_eq!((&profile["allergies"], &profile["listed_disability"]), (&json!(["卵 乳"]), &json!("身体 1 級")));
    let contact = json!({ "name": "太 郎", "relation": "夫 か", "phone": "090 1" });
    assert_eq!(profile["emergency_contacts"][0], contact);
    for (field, value, japanese, english) in [
        ("kana", "荒尾 花子", "カタカナ", "kana"),
        ("kana", "ARAO", "カタカナ", "kana"),
        ("romaji", "アラオ", "アルファベット", "Latin"),
        ("romaji", "<b>", "アルファベット", "Latin"),
    ] {
        for (language, words) in [("ja", japanese), ("en", english)] {
            let body = json!({ "identity": { field: value } });
            let in_language = |request: &mut platform::request::Request| {
                request.accept_language = Some(language.to_owned());
            };
            let reply = city.send(&hanako, &format!("PATCH {path}"), body, in_language).await;
            let reply = reply.expect_problem(422, "invalid_value");
            assert_eq!(reply.body["errors"][0]["pointer"], format!("/identity/{field}"));
            assert!(reply.body["errors"][0]["detail"].as_str().unwrap().contains(words), "{}", reply.body);
        }
    }
}

#[tokio::test]
async fn names_that_were_kept_with_line_breaks_are_still_read() {
    let (city, hanako) = (City::new(), Person::resident("hanako"));
    let id = city.proved_resident(&hanako).await;
    city.set_attribute(NOTEBOOK.of(&id), PROFILE, "display_name", &json!("はな\nこ"));
    let path = format!("/v1/residents/{id}");
    city.get(&hanako, &path).await.expect(200);
    let reply = city.patch(&hanako, &path, json!({ "identity": { "alias": "ハナ" } })).await.expect(200);
    assert_eq!(reply.body["identity"]["alias"], "ハナ");
}
