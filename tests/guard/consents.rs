//! every operation under every consent that was withdrawn, against the table of what each governs.

use std::collections::BTreeSet;

use notebook::access::consent::{RULES, Rule};
use platform::operation::Operation;
use platform::spec::Who;
use serde_json::{Value, json};
use support::{City, Person};
use xtask::events::sample;

use super::events::{ok_request, sample_city};

/// A sample city in which the person withdrew one consent of all that they had given.
async fn withdrawn(rule: &Rule) -> (City, Vec<(&'static str, String)>) {
    let (city, ids) = sample_city().await;
    let resident = &ids.iter().find(|(name, _)| *name == sample::RESIDENT).unwrap().1;
    let (hanako, path) = (Person::resident(sample::HANAKO), format!("/v1/residents/{resident}/consents"));
    let named = |keep: &dyn Fn(&Rule) -> bool| {
        let kept = RULES.iter().filter(|rule| keep(rule));
        let consents: Vec<Value> =
            kept.map(|rule| json!({ "purpose": rule.purpose, "version": rule.version })).collect();
        json!({ "consents": consents })
    };
    city.put(&hanako, &path, named(&|_| true)).await.expect(200);
    city.put(&hanako, &path, named(&|other| other.purpose != rule.purpose)).await.expect(200);
    (city, ids)
}

fn governs(rule: &Rule, operation: &Operation) -> bool {
    operation.spec.act().is_some_and(|act| rule.governs.contains(&act))
}

#[tokio::test]
async fn r62_a_withdrawn_consent_forbids_only_what_it_governs_in_every_operation() {
    for rule in RULES {
        for (_, operation) in catalogue::operations() {
            let (city, ids) = withdrawn(rule).await;
            let response = operation.serve(&city.app, &ok_request(operation, &ids)).await;
            let body: Value = serde_json::from_slice(&response.body).unwrap_or_default();
            let place = format!("{} without {}: {body}", operation.spec.name, rule.purpose.as_str());
            match operation.spec.who {
                Who::Resident(..) | Who::Related(_) | Who::ResidentAccount if governs(rule, operation) => {
                    assert_eq!((response.status, &body["code"]), (403, &json!("consent_required")), "{place}");
                    assert_eq!(body["purpose"], rule.purpose.as_str(), "{place}");
                }
                _ if governs(rule, operation) => assert_eq!(response.status, 404, "{place}"),
                _ => assert!((200..300).contains(&response.status), "{place}"),
            }
        }
    }
}

#[test]
fn r62_the_document_shows_the_table_of_what_each_consent_governs() {
    let document = std::fs::read_to_string(super::root().join("docs/security.md")).unwrap();
    for rule in RULES {
        let row = document.lines().find(|line| line.starts_with(&format!("| `{}` |", rule.purpose.as_str())));
        let row = row.unwrap_or_else(|| panic!("{} has no row", rule.purpose.as_str()));
        let named: BTreeSet<String> = row.split('`').skip(3).step_by(2).map(ToOwned::to_owned).collect();
        let governed: BTreeSet<String> = rule.governs.iter().map(|act| format!("{act:?}").to_lowercase()).collect();
        assert_eq!(named, governed, "{row}");
    }
}
