//! The stand-ins of the queues and of the push service answer the real clients as the services would.

use platform::effects::Services;
use platform::job::System;
use platform::queue::{Letter, Queue};
use ringing::notify_alarms::NotifyAlarms;
use serde_json::json;
use support::post::Weather;
use support::{City, Post};

fn services(city: &City) -> Services<'_> {
    System::of::<NotifyAlarms>().services(&city.app)
}

#[tokio::test]
async fn letters_go_out_in_batches_of_ten_with_their_delays_and_none_is_left_behind() {
    let city = City::new();
    let post = Post::at(&city);
    let letters: Vec<_> = (0..25).map(|n| Letter::new(&json!({ "n": n }), n * 40).unwrap()).collect();
    let queue = Queue::at(services(&city), &city.app.settings.alarms.notify_queue);
    post.expect(&[Weather::FirstOfBatchRefused]);
    queue.send(&letters).await.unwrap();
    let mut sent: Vec<_> =
        post.queued("notify").iter().map(|q| (q.body["n"].as_i64().unwrap(), q.delay_seconds)).collect();
    sent.sort_unstable();
    assert_eq!(sent, (0..25).map(|n| (n, (n * 40).min(900))).collect::<Vec<_>>());
    assert_eq!(post.requests(), 4);
    post.always(Some(Weather::Throttled));
    assert!(queue.send(&letters[..1]).await.is_err());
}

#[tokio::test]
async fn endpoints_come_and_go_and_a_disabled_one_cannot_be_reached() {
    let city = City::new();
    let post = Post::at(&city);
    let sns = aws_sdk_sns::Client::new(&services(&city).aws_config());
    let application = "arn:aws:sns:ap-northeast-1:000000000000:app/APNS/test";
    let create = |token: &str, data: &str| {
        sns.create_platform_endpoint().platform_application_arn(application).token(token).custom_user_data(data).send()
    };
    let arn = create("token+/= 1", "hanako").await.unwrap().endpoint_arn.unwrap();
    assert!(arn.starts_with("arn:aws:sns:ap-northeast-1:000000000000:endpoint/APNS/test/"));
    assert_eq!(create("token+/= 1", "hanako").await.unwrap().endpoint_arn.unwrap(), arn);
    let refused = create("token+/= 1", "taro").await.unwrap_err().into_service_error();
    assert!(refused.is_invalid_parameter_exception());
    assert_eq!(post.endpoints()[0].token, "token+/= 1");

    sns.publish().target_arn(&arn).message("今です").send().await.unwrap();
    assert_eq!((post.published()[0].to.as_str(), post.published()[0].message.as_str()), (arn.as_str(), "今です"));
    post.disable(&arn);
    let gone = sns.publish().target_arn(&arn).message("m").send().await.unwrap_err().into_service_error();
    assert!(gone.is_endpoint_disabled_exception());
    let attributes = sns.get_endpoint_attributes().endpoint_arn(&arn).send().await.unwrap().attributes.unwrap();
    assert_eq!(attributes["Enabled"], "false");
    let renew = sns.set_endpoint_attributes().endpoint_arn(&arn);
    renew.attributes("Enabled", "true").attributes("Token", "new").send().await.unwrap();
    sns.publish().target_arn(&arn).message("m").send().await.unwrap();
    sns.delete_endpoint().endpoint_arn(&arn).send().await.unwrap();
    let missing = sns.get_endpoint_attributes().endpoint_arn(&arn).send().await.unwrap_err().into_service_error();
    assert!(missing.is_not_found_exception());

    post.expect(&[Weather::Throttled, Weather::FirstOfBatchRefused]);
    let entry = |id: &str| {
        let entry = aws_sdk_sns::types::PublishBatchRequestEntry::builder();
        entry.id(id).message(format!("to {id}")).build().unwrap()
    };
    let batch = sns.publish_batch().topic_arn("arn:aws:sns:ap-northeast-1:000000000000:alarms");
    let batch = batch.publish_batch_request_entries(entry("a")).publish_batch_request_entries(entry("b"));
    // The client does not count this code among those that it tries again by itself.
    let slow = batch.clone().send().await.unwrap_err();
    assert_eq!(slow.raw_response().unwrap().status().as_u16(), 429);
    let answer = batch.send().await.unwrap();
    assert_eq!((answer.failed()[0].id(), answer.successful()[0].id()), ("a", Some("b")));
    assert_eq!(post.published().last().unwrap().message, "to b");
}
