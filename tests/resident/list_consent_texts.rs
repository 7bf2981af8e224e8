use serde_json::{Value, json};
use support::{City, Person};

#[tokio::test]
async fn the_texts_are_there_before_the_notebook_in_the_versions_that_it_takes() {
    let (city, hanako) = (City::new(), Person::resident("hanako"));
    city.store.forget();
    let texts = city.get(&hanako, "/v1/consent-texts").await.expect(200).body;
    assert_eq!(city.store.seen().depth, 1);
    let texts = texts["items"].as_array().unwrap();
    let required: Vec<&Value> =
        texts.iter().filter(|text| text["required"] == true).map(|text| &text["purpose"]).collect();
    assert_eq!(required, ["use_of_notebook"]);
    for text in texts {
        for words in [&text["title"], &text["text"]] {
            assert!(words["ja"].as_str().unwrap().len() > 3 && words["en"].as_str().unwrap().len() > 3);
        }
    }
    let all: Vec<Value> =
        texts.iter().map(|text| json!({ "purpose": text["purpose"], "version": text["version"] })).collect();
    city.post(&hanako, "/v1/residents", json!({ "display_name": "花子", "consents": all })).await.expect(201);
    let me = city.get(&hanako, "/v1/me").await.expect(200).body;
    assert_eq!(me["consents_due"], json!([]));
}

#[tokio::test]
async fn whoever_is_signed_in_reads_them_and_nobody_else() {
    let city = City::new();
    city.get(&Person::nobody(), "/v1/consent-texts").await.expect_problem(401, "unauthenticated");
    city.get(&Person::staff_without_totp("doctor"), "/v1/consent-texts").await.expect_problem(403, "totp_required");
    city.get(&Person::staff("doctor"), "/v1/consent-texts").await.expect(200);
}
