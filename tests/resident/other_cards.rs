//! A card that is not the notebook's own: who is told of it, where it is in the log, and that no name differs on one day.

use std::sync::{Arc, Mutex};

use alarm_mail::send_alarm_mail::SendAlarmMail;
use notebook::access::Section;
use platform::job::{Batch, Record, System};
use ringing::dispatch_alarms::DispatchAlarms;
use serde_json::{Value, json};
use support::clinic::CLINIC;
use support::keys::{CARD_REVIEWS, LOG, NOTEBOOK, NOTICES, WAITING};
use support::post::Weather;
use support::provider::{Card, HANAKO, Provider};
use support::{City, Person, Post};

use super::identity_proof::prove;

const TARO: Card =
    Card { sub: "card-taro", name: "玉名　太郎", birthdate: "1966-08-20", gender: "male", ..HANAKO };
const TWIN: Card = Card { sub: "card-twin", name: "長洲　花子", ..HANAKO };

/// Whose notebook each notice that waits is about, and what happened.
fn waiting(city: &City) -> Vec<(String, String)> {
    let text = |item: &Value, name: &str| item[name]["S"].as_str().unwrap().to_owned();
    let notices = city.items(NOTICES, WAITING);
    let mut found: Vec<_> = notices.iter().map(|item| (text(item, "account"), text(item, "notice"))).collect();
    found.sort();
    found
}

fn sorted(mut notices: Vec<(String, &str)>) -> Vec<(String, String)> {
    notices.sort_unstable();
    notices.into_iter().map(|(account, notice)| (account, notice.to_owned())).collect()
}

/// The newest line of a person's log.
async fn newest(city: &City, person: &Person, id: &str) -> Value {
    let log = city.get(person, &format!("/v1/residents/{id}/access-log")).await.expect(200).body;
    assert_eq!(log["verified"], true);
    log["items"][0].clone()
}

/// Two proved notebooks: of Hanako, and of somebody with this card.
async fn two(city: &City, provider: &Provider, card: &Card) -> [(Person, String); 2] {
    let (hanako, other) = (Person::resident("hanako"), Person::resident("other"));
    let (id, other_id) = (city.open_notebook(&hanako).await, city.open_notebook(&other).await);
    prove(city, provider, &hanako, &id, &HANAKO).await.expect(200);
    prove(city, provider, &other, &other_id, card).await.expect(200);
    assert!(waiting(city).is_empty(), "one's own card is told to nobody");
    [(hanako, id), (other, other_id)]
}

#[tokio::test]
async fn a_twins_card_is_reviewed_told_to_both_and_in_both_logs_without_saying_where() {
    let city = City::new();
    let provider = Provider::at(&city);
    let [(hanako, id), (twin, twin_id)] = two(&city, &provider, &TWIN).await;
    let reply = prove(&city, &provider, &hanako, &id, &TWIN).await.expect(200);
    assert_eq!(reply.body, json!({ "status": "manual_review" }), "equal birth date and sex: always a review");
    assert_eq!(city.items(NOTEBOOK.of(&id), CARD_REVIEWS).len(), 1);
    let both = vec![(hanako.actor(), "another_card_here"), (twin.actor(), "card_elsewhere")];
    assert_eq!(waiting(&city), sorted(both));

    let own = newest(&city, &hanako, &id).await;
    assert_eq!((&own["actor"]["role"], &own["decision"]), (&json!("self"), &json!("refused")));
    let theirs = newest(&city, &twin, &twin_id).await;
    assert_eq!((&theirs["actor"]["role"], &theirs["decision"]), (&json!("stranger"), &json!("refused")));
    assert_eq!((&theirs["action"], &theirs["on_behalf_of"]), (&json!("finish-identity-proof"), &Value::Null));
    let told = theirs.to_string();
    assert!(!told.contains(&id) && !told.contains(&hanako.actor()), "{told}");
    let notices = city.items(NOTICES, WAITING);
    assert!(!json!(notices).to_string().contains("花子") && !json!(notices).to_string().contains(&id));
}

#[tokio::test]
async fn a_card_of_another_is_told_to_the_holder_of_the_notebook_and_to_the_cards_own() {
    let city = City::new();
    let provider = Provider::at(&city);
    let [(hanako, id), (taro, taro_id)] = two(&city, &provider, &TARO).await;
    let unknown = Card { sub: "card-nobody", ..TARO };
    prove(&city, &provider, &hanako, &id, &unknown).await.expect_problem(422, "card_of_another");
    assert_eq!(waiting(&city), sorted(vec![(hanako.actor(), "another_card_here")]));
    prove(&city, &provider, &hanako, &id, &TARO).await.expect_problem(422, "card_of_another");
    let all = [
        (hanako.actor(), "another_card_here"),
        (hanako.actor(), "another_card_here"),
        (taro.actor(), "card_elsewhere"),
    ];
    assert_eq!(waiting(&city), sorted(all.to_vec()));
    assert_eq!(newest(&city, &taro, &taro_id).await["actor"]["role"], "stranger");
}

#[tokio::test]
async fn a_card_that_is_held_to_a_new_notebook_is_told_to_the_holder_of_its_own() {
    let city = City::new();
    let provider = Provider::at(&city);
    let [(hanako, id), _] = two(&city, &provider, &TARO).await;
    let thief = Person::resident("thief");
    let new = city.open_notebook(&thief).await;
    let reply = prove(&city, &provider, &thief, &new, &HANAKO).await.expect(200);
    assert_eq!(reply.body, json!({ "status": "already_linked" }));
    let both = vec![(hanako.actor(), "card_elsewhere"), (thief.actor(), "another_card_here")];
    assert_eq!(waiting(&city), sorted(both));
    assert_eq!(newest(&city, &hanako, &id).await["actor"]["role"], "stranger");
}

#[tokio::test]
async fn many_who_hold_one_card_at_once_leave_a_line_each_in_both_logs() {
    let city = Arc::new(City::new());
    let provider = Provider::at(&city);
    let [(hanako, id), _] = two(&city, &provider, &TARO).await;
    let before = city.entries(LOG.of(&id));
    let mut calls = Vec::new();
    for n in 0..6 {
        let (city, provider) = (Arc::clone(&city), provider.clone());
        let thief = Person::resident(&format!("thief-{n}"));
        let new = city.open_notebook(&thief).await;
        calls.push(tokio::spawn(async move { prove(&city, &provider, &thief, &new, &HANAKO).await.expect(200) }));
    }
    for call in calls {
        call.await.unwrap();
    }
    assert_eq!(city.entries(LOG.of(&id)), before + 6);
    newest(&city, &hanako, &id).await;
    assert_eq!(waiting(&city).len(), 12);
}

/// Cognito, which knows an address for each account, and SES, which keeps what it takes.
#[derive(Clone, Default)]
pub(crate) struct MailService(Arc<Mutex<Vec<Value>>>);

impl MailService {
    pub(crate) fn at(city: &City) -> Self {
        let service = Self::default();
        let letters = Arc::clone(&service.0);
        city.outside.open(Arc::new(move |asked| {
            let request: Value = serde_json::from_slice(&asked.body).unwrap();
            let answer = if asked.target.ends_with(".AdminGetUser") {
                let address = format!("{}@example.jp", request["Username"].as_str().unwrap());
                let attribute = |name: &str, value: &str| json!({ "Name": name, "Value": value });
                json!({ "Username": request["Username"], "Enabled": true,
                    "UserAttributes": [attribute("email", &address), attribute("email_verified", "true")] })
            } else {
                letters.lock().unwrap().push(request);
                json!({ "MessageId": "m" })
            };
            Some((200, "application/json", answer.to_string().into_bytes()))
        }));
        service
    }

    /// Address and text of each letter.
    pub(crate) fn letters(&self) -> Vec<(String, String)> {
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let letters = self.0.lock().unwrap();
        let of = |letter: &Value| {
            let simple = &letter["Content"]["Simple"];
            (text(&letter["Destination"]["ToAddresses"][0]), text(&simple["Body"]["Text"]["Data"]))
        };
        let mut found: Vec<_> = letters.iter().map(of).collect();
        found.sort();
        found
    }
}

pub(crate) async fn deliver(city: &City, post: &Post) {
    for published in post.published() {
        let record = Record { message_id: "m".to_owned(), body: published.message };
        let failed = platform::job::run::<SendAlarmMail>(&city.app, Batch { records: vec![record] }).await.unwrap();
        assert!(failed.failures.is_empty());
    }
}

#[tokio::test]
async fn both_get_one_e_mail_though_a_tick_failed_and_messages_came_twice() {
    let city = City::new();
    let (post, provider) = (Post::at(&city), Provider::at(&city));
    let [(hanako, id), (twin, _)] = two(&city, &provider, &TWIN).await;
    prove(&city, &provider, &hanako, &id, &TWIN).await.expect(200);
    // The topic takes nothing: both wait.
    post.always(Some(Weather::Broken));
    assert!(platform::notice::publish(System::of::<DispatchAlarms>().services(&city.app)).await.is_err());
    post.always(None);
    assert_eq!(waiting(&city).len(), 2);
    // Each tick publishes what waits, and takes it away.
    platform::job::run::<DispatchAlarms>(&city.app, Value::Null).await.unwrap();
    platform::job::run::<DispatchAlarms>(&city.app, Value::Null).await.unwrap();
    assert!(waiting(&city).is_empty());
    assert_eq!(post.published().len(), 2);
    let channel = |n: usize| post.published()[n].parameters.values().any(|value| value == "email");
    assert!(channel(0) && channel(1), "the subscriber that sends e-mail hears them");

    let service = MailService::at(&city);
    deliver(&city, &post).await;
    deliver(&city, &post).await;
    let letters = service.letters();
    let mut expected = [&hanako, &twin].map(|person| format!("{}@example.jp", person.claims["sub"]));
    expected.sort();
    assert_eq!(letters.iter().map(|(to, _)| to.clone()).collect::<Vec<_>>(), expected);
    for (_, text) in &letters {
        assert!(text.contains("マイナンバーカード") && text.contains("My Number Card"), "{text}");
        assert!(!text.contains("花子") && !text.contains(&id) && !text.contains("http"), "{text}");
    }
}

#[tokio::test]
async fn a_notice_of_a_kind_that_is_not_known_yet_holds_up_no_other() {
    let city = City::new();
    let (post, provider) = (Post::at(&city), Provider::at(&city));
    let [(hanako, id), _] = two(&city, &provider, &TWIN).await;
    prove(&city, &provider, &hanako, &id, &TWIN).await.expect(200);
    let mut items = city.items(NOTICES, WAITING).into_iter();
    // The oldest was written by a newer program.
    let mut newer = items.next().unwrap();
    newer["notice"] = json!({ "S": "of_tomorrow" });
    city.store.seed(newer);
    let published = platform::notice::publish(System::of::<DispatchAlarms>().services(&city.app)).await;
    assert!(published.is_err(), "somebody is to hear of it");
    assert_eq!(waiting(&city).into_iter().map(|(_, notice)| notice).collect::<Vec<_>>(), ["of_tomorrow"]);
    assert_eq!(post.published().len(), 1);
}

/// `operate end-sessions` writes the item without this program (`infra/operate/people.py`).
#[tokio::test]
async fn a_notice_that_an_operator_wrote_goes_out_once() {
    let city = City::new();
    let post = Post::at(&city);
    let (at, id) = ("2026-11-22T01:00:00Z", "4f3c2b1a");
    city.store.seed(json!({
        "pk": { "S": NOTICES }, "sk": { "S": WAITING.of("2026-11-22T01:00:00.000Z").of(id) },
        "notice_id": { "S": id }, "notice": { "S": "sessions_ended" }, "at": { "S": at }, "account": { "S": "hanako" },
    }));
    for _ in 0..2 {
        platform::notice::publish(System::of::<DispatchAlarms>().services(&city.app)).await.unwrap();
    }
    assert_eq!(post.published().len(), 1);
    assert!(waiting(&city).is_empty());
}

#[tokio::test]
async fn a_refreshed_name_is_the_same_in_the_days_list_and_in_the_notebook() {
    let city = City::new();
    let provider = Provider::at(&city);
    let (doctor, hanako) = (Person::staff("doctor"), Person::resident("hanako"));
    city.institution(CLINIC, "テスト医院");
    city.employ(&doctor, CLINIC, "doctor");
    let id = city.open_notebook(&hanako).await;
    prove(&city, &provider, &hanako, &id, &HANAKO).await.expect(200);
    city.check_in(&id, CLINIC, &[Section::Daily]);
    let list = format!("/v1/institutions/{CLINIC}/patients");
    let open = format!("{list}/{id}/notebook");
    prove(&city, &provider, &hanako, &id, &Card { name: "玉名　華子", ..HANAKO }).await.expect(200);
    let changed = json!({ "identity": { "kana": "タマナ　ハナコ" } });
    city.patch(&hanako, &format!("/v1/residents/{id}"), changed).await.expect(200);
    let row = city.get(&doctor, &list).await.expect(200).body["items"][0].clone();
    let opened = city.get(&doctor, &open).await.expect(200).body["resident"].clone();
    assert_eq!(row["legal_name"], "玉名　華子");
    for field in ["resident_id", "legal_name", "kana", "alias", "birth_date", "sex", "age"] {
        assert_eq!(row[field], opened[field], "{field}");
    }
}

#[tokio::test]
async fn a_birth_date_that_the_register_corrects_is_the_one_by_which_guardians_part() {
    let (city, teen, mother) = (City::new(), Person::resident("teen"), Person::resident("mother"));
    let provider = Provider::at(&city);
    let id = city.open_notebook(&teen).await;
    city.proved_resident(&mother).await;
    let card = |birthdate| Card { sub: "card-teen", birthdate, ..HANAKO };
    prove(&city, &provider, &teen, &id, &card("2012-05-01")).await.expect(200);
    let body = json!({ "relation": "guardian" });
    let reply = city.post(&teen, &format!("/v1/residents/{id}/invitations"), body).await.expect(201);
    city.accept(&mother, reply.body["code"].as_str().unwrap()).await.expect(201);
    let ends_on = async || city.get(&mother, "/v1/me").await.expect(200).body["family"][0]["ends_on"].clone();
    assert_eq!(ends_on().await, "2030-05-01");
    prove(&city, &provider, &teen, &id, &card("2011-05-01")).await.expect(200);
    assert_eq!(ends_on().await, "2029-05-01");
    city.set_time("2029-05-01T00:00:00+09:00");
    city.get(&mother, &format!("/v1/residents/{id}")).await.expect_problem(404, "not_found");
}
