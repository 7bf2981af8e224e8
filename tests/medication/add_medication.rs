use std::sync::Arc;

use serde_json::{Value, json};
use support::{City, Person, Write, crash_sweep};

use super::{added, by_hand, bytes, entry, listed, medications, notebook, sample, scan, state, times};

fn whole() -> Value {
    json!({
        "dispensed_on": "2026-11-20",
        "pharmacy": { "name": "有明薬局", "code": "4340412345", "phone": "0968-00-0002" },
        "prescriber": { "institution": "荒尾内科", "doctor": "髙﨑 誠", "department": "内科" },
        "groups": [
            {
                "usage_text": "１日３回毎食後", "dosage_form": "oral", "supply_count": 14, "supply_unit": "日分",
                "drugs": [
                    { "name": "アムロジピンＯＤ錠５ｍｇ", "quantity": 1.5, "unit": "錠", "code": { "system": "yj", "value": "2171022F4137" } },
                    { "name": "酸化マグネシウム錠", "generic_name": "酸化マグネシウム" },
                ],
            },
            { "usage_text": "疼痛時", "dosage_form": "as_needed", "supply_count": 10, "drugs": [{ "name": "カロナール", "quantity": 1 }] },
        ],
        "remark": "朝に飲み忘れやすい", "concealed": true,
    })
}

fn otc() -> Value {
    json!({ "otc": {
        "name": "かぜぐすりＡ微粒", "jan": "4987306045019", "started_on": "2026-11-01", "ended_on": "2026-11-05",
        "ingredients": [{ "name": "アセトアミノフェン" }, { "name": "無水カフェイン", "code": "TESTCODE001" }],
    } })
}

#[tokio::test]
async fn a_typed_dispensing_is_kept_as_it_was_typed_in_two_round_trips() {
    let (city, hanako, id) = notebook().await;
    city.store.forget();
    let reply = city.post(&hanako, &medications(&id), whole()).await.expect(201);
    assert_eq!(city.store.seen().depth, 2);
    assert_eq!(reply.header("etag"), Some("\"1\""));
    let kept = &reply.body["entry"];
    for (pointer, wanted) in [
        ("/kind", json!("dispensing")),
        ("/source", json!("manual")),
        ("/version", Value::Null),
        ("/added_by", json!("self")),
        ("/concealed", json!(true)),
        ("/remark", json!("朝に飲み忘れやすい")),
        ("/pharmacy/name", json!("有明薬局")),
        ("/prescriber/doctor", json!("髙﨑 誠")),
        ("/groups/0/rp", json!(1)),
        ("/groups/1/rp", json!(2)),
        ("/groups/0/drugs/0/quantity", json!(1.5)),
        ("/groups/0/drugs/0/quantity_basis", json!("per_day")),
        ("/groups/1/drugs/0/quantity_basis", json!("per_use")),
    ] {
        assert_eq!(kept.pointer(pointer).unwrap(), &wanted, "{pointer}");
    }
    let alarm = &reply.body["suggested_alarms"][0];
    assert_eq!(times(alarm), json!(["07:30", "12:30", "19:00"]));
    assert_eq!((&alarm["until"], &alarm["dispensing_id"]), (&json!("2026-12-03"), &kept["id"]));
    assert_eq!((&reply.body["alerts"], &reply.body["links"]), (&json!([]), &json!([])));
    assert_eq!(&entry(&city, &hanako, &id, kept["id"].as_str().unwrap()).await, kept);
}

#[tokio::test]
async fn a_typed_amount_whose_meaning_nobody_said_is_divided_by_nothing() {
    let (city, hanako, id) = notebook().await;
    let drug = |more: Value| {
        let mut drug = json!({ "name": "テスト錠", "quantity": 1, "unit": "錠" });
        drug.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let group = json!({ "drugs": [drug], "usage_text": "毎食後", "supply_count": 7, "supply_unit": "日分" });
        json!({ "dispensed_on": "2026-11-20", "groups": [group] })
    };
    let reply = city.post(&hanako, &medications(&id), drug(json!({}))).await.expect(201);
    assert_eq!(reply.body["entry"]["groups"][0]["drugs"][0]["quantity_basis"], "unknown");
    let times = reply.body["suggested_alarms"][0]["times"].as_array().unwrap().clone();
    assert!(times.len() == 3 && times.iter().all(|time| time["amount"].is_null()), "{times:?}");
    let said = city.post(&hanako, &medications(&id), drug(json!({ "quantity_basis": "per_use" }))).await.expect(201);
    let times = said.body["suggested_alarms"][0]["times"].as_array().unwrap().clone();
    assert!(times.iter().all(|time| time["amount"].as_f64() == Some(1.0)), "{times:?}");
}

#[tokio::test]
async fn a_day_and_one_name_are_enough() {
    let (city, hanako, id) = notebook().await;
    let medication = added(&city, &hanako, &id, by_hand("2026-11-22", "アムロジピン")).await;
    assert_eq!(listed(&city, &hanako, &id).await, [medication]);
}

#[tokio::test]
async fn an_otc_medicine_is_listed_with_the_dispensings_newest_first() {
    let (city, hanako, id) = notebook().await;
    let later = added(&city, &hanako, &id, by_hand("2026-11-20", "アムロジピン")).await;
    let reply = city.post(&hanako, &medications(&id), otc()).await.expect(201);
    let cold = reply.body["entry"]["id"].as_str().unwrap().to_owned();
    let earlier = added(&city, &hanako, &id, by_hand("2026-10-20", "アムロジピン")).await;
    let undated = added(&city, &hanako, &id, json!({ "otc": { "name": "目薬" } })).await;
    assert_eq!(listed(&city, &hanako, &id).await, [undated.clone(), later, cold, earlier]);
    let kept = &reply.body["entry"];
    assert_eq!(
        (&kept["kind"], &kept["source"], &kept["dispensed_on"]),
        (&json!("otc"), &json!("manual"), &json!("2026-11-01"))
    );
    assert_eq!(kept["otc"]["jan"], "4987306045019");
    assert_eq!(kept["otc"]["ingredients"][1], json!({ "name": "無水カフェイン", "code": "TESTCODE001" }));
    assert_eq!(kept["otc"]["author"], "patient");
    assert_eq!(kept["groups"][0]["drugs"][0]["name"], "かぜぐすりＡ微粒");
    assert_eq!(reply.body["suggested_alarms"], json!([]));
    assert_eq!(entry(&city, &hanako, &id, &undated).await["dispensed_on"], "2026-11-22", "today where no day is known");
}

#[tokio::test]
async fn what_is_taken_twice_and_what_harmed_before_is_told_by_ingredient() {
    let (city, hanako, id) = notebook().await;
    let profile = json!({ "profile": { "allergies": ["アセトアミノフェンで発疹"] } });
    city.patch(&hanako, &format!("/v1/residents/{id}"), profile).await.expect(200);
    let calonal = added(&city, &hanako, &id, by_hand("2026-11-01", "アセトアミノフェン錠")).await;
    let reply = city.post(&hanako, &medications(&id), otc()).await.expect(201);
    let alerts = reply.body["alerts"].as_array().unwrap();
    let codes: Vec<_> = alerts.iter().map(|alert| alert["code"].as_str().unwrap()).collect();
    assert_eq!(codes, ["allergy_match", "duplicate_ingredient"]);
    for alert in alerts {
        assert_eq!(alert["otc"], json!({ "place": "notebook", "id": reply.body["entry"]["id"] }));
    }
    assert_eq!(alerts[1]["with"]["dispensing_id"], calonal);
    // The other way round: what is scanned is compared with the box's ingredients.
    let (city, hanako, id) = notebook().await;
    let cold = added(&city, &hanako, &id, otc()).await;
    let reply = city.post(&hanako, &medications(&id), by_hand("2026-11-03", "アセトアミノフェン錠")).await.expect(201);
    assert_eq!(reply.body["alerts"][0]["with"]["id"], cold);
    let later = city.post(&hanako, &medications(&id), by_hand("2026-11-06", "アセトアミノフェン錠")).await.expect(201);
    let others = later.body["alerts"].as_array().unwrap().iter().map(|alert| alert["with"]["id"].clone());
    assert!(!others.collect::<Vec<_>>().contains(&json!(cold)), "after its last day it is not taken any more");
}

#[tokio::test]
async fn otc_medicines_of_a_sheet_are_entries_of_their_own_once() {
    let (city, hanako, id) = notebook().await;
    let reply = scan(&city, &hanako, &id, bytes(sample("08-every-record"))).await.expect(201);
    let list = city.get(&hanako, &medications(&id)).await.expect(200);
    let items = list.body["items"].as_array().unwrap();
    assert_eq!(items.len(), 2);
    assert_eq!((&items[1]["kind"], &items[1]["source"]), (&json!("otc"), &json!("qr")));
    assert_eq!(items[1]["otc"]["name"], "かぜぐすりＡ微粒");
    assert_eq!(items[1]["otc"]["jan"], "4987306045018", "as the sheet has it");
    assert_eq!(reply.body["dispensings"].as_array().unwrap().len(), 1, "the sheet's dispensings are as they were");
    let before = state(&city);
    scan(&city, &hanako, &id, bytes(sample("08-every-record"))).await.expect(200);
    assert_eq!(state(&city), before);
}

#[tokio::test]
async fn r04_what_cannot_be_kept_is_refused_by_name_and_leaves_nothing() {
    let (city, hanako, id) = notebook().await;
    let with = |name: &str, value: Value| {
        let mut body = by_hand("2026-11-20", "薬");
        body[name] = value;
        body
    };
    let drug = |drug: Value| with("groups", json!([{ "drugs": [drug] }]));
    let bought = |name: &str, value: Value| {
        let mut body = otc();
        body["otc"][name] = value;
        body
    };
    let before = state(&city);
    for (body, code, pointer) in [
        (json!({}), "invalid_value", "/dispensed_on"),
        (json!({ "dispensed_on": "2026-11-20" }), "invalid_value", "/groups"),
        (with("groups", json!([])), "invalid_value", "/groups"),
        (with("groups", json!([{ "drugs": [] }])), "invalid_value", "/groups/0/drugs"),
        (with("groups", json!([{}])), "invalid_value", "/groups/0/drugs"),
        (with("groups", json!([{ "drugs": [{ "name": "薬" }], "rp": 1000 }])), "invalid_value", "/groups/0/rp"),
        (with("groups", json!(vec![json!({ "drugs": [{ "name": "薬" }] }); 201])), "invalid_value", "/groups"),
        (drug(json!({ "name": " " })), "invalid_value", "/groups/0/drugs/0/name"),
        (drug(json!({ "name": "薬".repeat(257) })), "invalid_value", "/groups/0/drugs/0/name"),
        (drug(json!({ "name": "薬\u{202E}" })), "invalid_value", "/groups/0/drugs/0/name"),
        (drug(json!({ "name": "薬", "quantity": -1 })), "invalid_value", "/groups/0/drugs/0/quantity"),
        (
            drug(json!({ "name": "薬", "code": { "system": "jan", "value": "1" } })),
            "invalid_value",
            "/groups/0/drugs/0/code/system",
        ),
        (drug(json!({ "name": "薬", "id": "x" })), "unknown_field", "/groups/0/drugs/0/id"),
        (with("dispensed_on", json!("2026-11-23")), "invalid_value", "/dispensed_on"),
        (with("dispensed_on", json!("1899-12-31")), "invalid_value", "/dispensed_on"),
        (with("dispensed_on", json!("+262142-12-31")), "invalid_value", "/dispensed_on"),
        (with("remark", json!("あ".repeat(801))), "invalid_value", "/remark"),
        (with("source", json!("qr")), "unknown_field", "/source"),
        (with("id", json!("019aa000-0000-7000-8000-0000000000ae")), "unknown_field", "/id"),
        (with("added_by", json!("self")), "unknown_field", "/added_by"),
        (with("added_at", json!("2026-11-20T00:00:00Z")), "unknown_field", "/added_at"),
        (with("fingerprint", json!("x")), "unknown_field", "/fingerprint"),
        (with("linked_to", json!("019aa000-0000-7000-8000-0000000000ae")), "unknown_field", "/linked_to"),
        (with("kind", json!("otc")), "unknown_field", "/kind"),
        (with("otc", json!({ "name": "目薬" })), "invalid_value", "/dispensed_on"),
        (bought("name", Value::Null), "invalid_value", "/otc/name"),
        (bought("jan", json!("4987306045018")), "invalid_value", "/otc/jan"),
        (bought("jan", json!("498730604501")), "invalid_value", "/otc/jan"),
        (bought("jan", json!("薬")), "invalid_value", "/otc/jan"),
        (bought("jan", json!(4_987_306_045_019_u64)), "invalid_value", "/otc/jan"),
        (bought("started_on", json!("2026-11-06")), "invalid_value", "/otc/ended_on"),
        (bought("started_on", json!("2026-11-23")), "invalid_value", "/otc/started_on"),
        (bought("ended_on", json!("2036-11-23")), "invalid_value", "/otc/ended_on"),
        (bought("ingredients", json!(vec![json!({ "name": "x" }); 101])), "invalid_value", "/otc/ingredients"),
        (bought("author", json!("professional")), "unknown_field", "/otc/author"),
    ] {
        let reply = city.post(&hanako, &medications(&id), body).await.expect_problem(422, code);
        assert_eq!(reply.body["errors"][0]["pointer"], pointer);
        assert!(!String::from_utf8_lossy(&reply.raw).contains('薬'), "{pointer}");
    }
    assert_eq!(state(&city), before);
    for jan in ["49123456", "４９８７３０６０４５０１９"] {
        city.post(&hanako, &medications(&id), bought("jan", json!(jan))).await.expect(201);
    }
}

#[tokio::test]
async fn family_adds_in_two_round_trips() {
    let (city, _, id) = notebook().await;
    city.call(&city.family(&id, "medication", "record"), &format!("POST {}", medications(&id)), whole())
        .await
        .expect(201);
    city.store.forget();
    city.post(&Person::resident("member-record"), &medications(&id), otc()).await.expect(201);
    assert_eq!(city.store.seen().depth, 2);
}

#[tokio::test]
async fn family_without_the_profile_is_told_of_an_allergy_but_not_of_which() {
    let (city, hanako, id) = notebook().await;
    let profile = json!({ "profile": { "allergies": ["アムロジピン"] } });
    city.patch(&hanako, &format!("/v1/residents/{id}"), profile).await.expect(200);
    let son = Person::resident("son");
    city.relate(&son, &id, "family", &[("medication", "record")]);
    let reply = city.post(&son, &medications(&id), by_hand("2026-11-20", "アムロジピン錠")).await.expect(201);
    assert_eq!(
        (&reply.body["alerts"][0]["code"], &reply.body["alerts"][0]["with"]),
        (&json!("allergy_match"), &Value::Null)
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn r50_fifty_at_once_with_one_key_add_one_entry() {
    let (city, hanako, id) = notebook().await;
    let city = Arc::new(city);
    let calls: Vec<_> = (0..50)
        .map(|_| {
            let (city, hanako, id) = (Arc::clone(&city), hanako.clone(), id.clone());
            tokio::spawn(async move {
                let key = |request: &mut platform::request::Request| request.idempotency_key = Some("one".to_owned());
                city.send(&hanako, &format!("POST {}", medications(&id)), whole(), key).await
            })
        })
        .collect();
    let mut answers = Vec::new();
    for call in calls {
        answers.push(call.await.unwrap().expect(201));
    }
    assert!(answers.iter().all(|reply| reply.raw == answers[0].raw));
    assert_eq!(listed(&city, &hanako, &id).await.len(), 1);
}

#[tokio::test]
async fn a_repetition_finds_the_entry_wherever_it_was_moved_meanwhile() {
    let (city, hanako, id) = notebook().await;
    let key = |request: &mut platform::request::Request| request.idempotency_key = Some("one".to_owned());
    let line = format!("POST {}", medications(&id));
    let first = city.send(&hanako, &line, by_hand("2026-11-20", "薬"), key).await.expect(201);
    let medication = first.body["entry"]["id"].as_str().unwrap();
    let path = super::entry_path(&id, medication);
    city.patch(&hanako, &path, json!({ "dispensed_on": "2020-01-01" })).await.expect(200);
    let again = city.send(&hanako, &line, by_hand("2026-11-20", "薬"), key).await.expect(201);
    assert_eq!(
        (&again.body["entry"]["id"], &again.body["entry"]["dispensed_on"]),
        (&json!(medication), &json!("2020-01-01"))
    );
    city.send(&hanako, &line, by_hand("2026-11-20", "別"), key).await.expect_problem(422, "idempotency_mismatch");
}

#[tokio::test]
async fn r52_r53_an_addition_survives_a_crash_at_every_point_and_is_never_half_kept() {
    let (hanako, son) = (Person::resident("hanako"), Person::resident("son"));
    let arrange = async |city: &City, person: &Person| {
        let id = city.open_notebook(&hanako).await;
        city.relate(&son, &id, "family", &[("medication", "record")]);
        // It is linked to what was scanned, so that two entries are written.
        super::scanned(city, &hanako, &id, "20261120", "アムロジピン錠").await;
        Write::new(person, &format!("POST {}", medications(&id)), by_hand("2026-11-20", "アムロジピン"))
    };
    let own = crash_sweep(async |city: &City| arrange(city, &hanako).await).await;
    assert_eq!(own.requests, 3, "batch, query; transaction");
    assert_eq!(own.reply.body["links"].as_array().unwrap().len(), 1);
    crash_sweep(async |city: &City| arrange(city, &son).await).await;
}
