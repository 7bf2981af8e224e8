//! R-30 for every operation: made of its own example, hostile requests get an answer below 500.
//!
//! 100 requests an operation; `HEALTH_NOTEBOOK_CASES=2000` for the full set (`make test-long`).

use serde_json::Value;
use support::{Person, besiege};
use xtask::events::{is_of_staff, owner};

use super::events::sample_city;

#[tokio::test]
async fn r30_no_operation_answers_a_hostile_request_with_a_server_error() {
    let cases = std::env::var("HEALTH_NOTEBOOK_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(100);
    for (_, operation) in catalogue::operations() {
        let spec = &operation.spec;
        let (city, ids) = sample_city().await;
        let real = |text: String| ids.iter().fold(text, |text, (sample, real)| text.replace(sample, real));
        let staff = is_of_staff(spec);
        let person = if staff { Person::staff(owner(spec)) } else { Person::resident(owner(spec)) };
        let path = xtask::events::path(spec);
        let line = real(format!("{} {path}", spec.method.as_str()));
        let example = operation.example();
        let good: Value = serde_json::from_str(&real(example.to_string())).unwrap();
        let good = if good.is_null() { serde_json::json!({}) } else { good };
        let answers = besiege(&city, &person, &line, &good, 30, cases).await;
        assert!(answers.values().sum::<u32>() == cases, "{}: {answers:?}", spec.name);
        assert!(answers.keys().any(|status| (400..500).contains(status)), "{}: {answers:?}", spec.name);
    }
}
