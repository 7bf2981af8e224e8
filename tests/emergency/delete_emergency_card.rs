use serde_json::Value;
use support::keys::{EMERGENCY_CARD, EMERGENCY_SECRETS, LEADS, LOG, NOTEBOOK};
use support::{City, Person, Write, crash_sweep};

use super::{NOBODY, card, made, open, told, with_card};

#[tokio::test]
async fn from_its_answer_on_the_card_opens_nothing() {
    let (city, hanako, id, secret) = with_card().await;
    open(&city, &secret).await.expect(200);
    city.store.forget();
    city.delete(&hanako, &card(&id)).await.expect(204);
    assert!(city.store.seen().depth <= 3);
    let ended = open(&city, &secret).await.expect_problem(404, "not_found");
    let unknown = open(&city, &"A".repeat(32)).await.expect_problem(404, "not_found");
    assert_eq!(ended.raw, unknown.raw, "a card that ended is none that ever was");
    assert!(city.items(NOTEBOOK.of(&id), EMERGENCY_CARD).is_empty());
    assert!(city.items(EMERGENCY_SECRETS, LEADS).is_empty());
    let shown = city.get(&hanako, &card(&id)).await.expect(200).body;
    assert_eq!((&shown["card"], &shown["openings"][0]["count"]), (&Value::Null, &1.into()));
    // Where there is none, it is so already.
    city.delete(&hanako, &card(&id)).await.expect(204);
}

#[tokio::test]
async fn family_that_manages_the_profile_ends_it_and_nobody_else_does() {
    let (city, _, id, secret) = with_card().await;
    let (son, stranger) = (Person::resident("son"), Person::resident("stranger"));
    city.relate(&son, &id, "family", &[("profile", "record"), ("medication", "manage")]);
    for person in [&son, &stranger] {
        let theirs = city.delete(person, &card(&id)).await.expect_problem(404, "not_found");
        let missing = city.delete(person, &card(NOBODY)).await.expect_problem(404, "not_found");
        assert_eq!(theirs.raw, missing.raw, "R-02");
    }
    open(&city, &secret).await.expect(200);
    city.relate(&son, &id, "family", &[("profile", "manage")]);
    let entries = city.entries(LOG.of(&id));
    city.delete(&son, &card(&id)).await.expect(204);
    assert_eq!(city.entries(LOG.of(&id)), entries + 1, "R-40");
    open(&city, &secret).await.expect_problem(404, "not_found");
}

#[tokio::test]
async fn r53_a_card_ends_wholly_wherever_the_writing_stops() {
    let swept = crash_sweep(async |city: &City| {
        let hanako = Person::resident("hanako");
        let id = city.proved_resident(&hanako).await;
        made(city, &hanako, &id).await;
        Write::new(&hanako, &format!("DELETE {}", card(&id)), Value::Null).drawn(&["pk", "sk", "notice_id"])
    })
    .await;
    assert_eq!(swept.reply.status, 204);
}

#[tokio::test]
async fn every_end_is_told_and_a_line_of_the_log_also_of_the_persons_own() {
    let (city, hanako, id, _) = with_card().await;
    let ended = |city: &City| -> Vec<String> {
        told(city).into_iter().filter_map(|(kind, actor)| (kind == "emergency_card_ended").then_some(actor)).collect()
    };
    let entries = city.entries(LOG.of(&id));
    city.delete(&hanako, &card(&id)).await.expect(204);
    assert_eq!(ended(&city), [hanako.actor()], "her phone may have been in other hands");
    let log = city.get(&hanako, &format!("/v1/residents/{id}/access-log")).await.expect(200).body;
    assert_eq!(log["items"][0]["action"], "delete-emergency-card");
    assert_eq!(city.entries(LOG.of(&id)), entries + 1);
    // Where there is none, nothing ends.
    city.delete(&hanako, &card(&id)).await.expect(204);
    assert_eq!((ended(&city).len(), city.entries(LOG.of(&id))), (1, entries + 1));
    // Family that ends somebody else's card: the person, who made it and who ended it.
    let (daughter, son) = (Person::resident("daughter"), Person::resident("son"));
    city.relate(&daughter, &id, "family", &[("profile", "manage"), ("medication", "manage")]);
    city.relate(&son, &id, "family", &[("profile", "manage")]);
    made(&city, &daughter, &id).await;
    city.delete(&son, &card(&id)).await.expect(204);
    let mut wanted = [hanako.actor(), hanako.actor(), daughter.actor(), son.actor()];
    wanted.sort();
    assert_eq!(ended(&city), wanted);
}
