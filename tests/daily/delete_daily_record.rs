use serde_json::{Value, json};
use support::{City, Person, Write, crash_sweep};

use super::{changed, kept, notebook, records, whole};

#[tokio::test]
async fn a_deleted_record_is_gone_from_everywhere() {
    let (city, hanako, id) = notebook().await;
    let record = kept(&city, &hanako, &id, whole()).await;
    let path = format!("{}/{record}", records(&id));
    city.store.forget();
    let reply = city.delete(&hanako, &path).await.expect(204);
    assert_eq!(city.store.seen().depth, 2);
    assert!(reply.raw.is_empty());
    city.get(&hanako, &path).await.expect_problem(404, "not_found");
    city.delete(&hanako, &path).await.expect_problem(404, "not_found");
    assert_eq!(city.get(&hanako, &records(&id)).await.body["items"], json!([]));
    assert!(city.store.everything().iter().all(|item| !item.to_string().contains("朝食前")));
}

#[tokio::test]
async fn an_older_version_deletes_nothing() {
    let (city, hanako, id) = notebook().await;
    let record = kept(&city, &hanako, &id, whole()).await;
    let path = format!("{}/{record}", records(&id));
    city.put(&hanako, &path, changed()).await.expect(200);
    let line = format!("DELETE {path}");
    let delete = async |version: &str| {
        let version = version.to_owned();
        city.send(&hanako, &line, Value::Null, |request| request.if_match = Some(version)).await
    };
    delete("\"1\"").await.expect_problem(412, "version_mismatch");
    delete("\"2\"").await.expect(204);
}

#[tokio::test]
async fn r02_a_record_of_another_notebook_cannot_be_deleted_through_ones_own() {
    let (city, hanako, id) = notebook().await;
    let taro = Person::resident("taro");
    let theirs = city.open_notebook(&taro).await;
    let record = kept(&city, &taro, &theirs, whole()).await;
    city.delete(&hanako, &format!("{}/{record}", records(&id))).await.expect_problem(404, "not_found");
    city.get(&taro, &format!("{}/{record}", records(&theirs))).await.expect(200);
}

#[tokio::test]
async fn r52_r53_a_deletion_survives_a_crash_at_every_point() {
    let (hanako, son) = (Person::resident("hanako"), Person::resident("son"));
    let arrange = async |city: &City, person: &Person| {
        let id = city.open_notebook(&hanako).await;
        city.relate(&son, &id, "family", &[("daily", "manage")]);
        let record = kept(city, &hanako, &id, whole()).await;
        Write::new(person, &format!("DELETE {}/{record}", records(&id)), Value::Null)
    };
    crash_sweep(async |city: &City| arrange(city, &hanako).await).await;
    crash_sweep(async |city: &City| arrange(city, &son).await).await;
}
