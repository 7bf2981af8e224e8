//! Every operation, whatever its context: names, tests, and what a stranger sees.

use std::collections::BTreeSet;

use serde_json::Value;
use support::{City, Person};

use super::files;
use super::source::code;
use xtask::events::{is_of_staff, owner, sample};

#[test]
fn names_and_routes_are_unique_and_follow_the_style() {
    let (mut names, mut routes) = (BTreeSet::new(), BTreeSet::new());
    for (_, operation) in catalogue::operations() {
        let spec = &operation.spec;
        assert!(names.insert(spec.name), "{} twice", spec.name);
        let shape = spec.path.split('/').map(|part| if part.starts_with('{') { "{}" } else { part });
        assert!(routes.insert((spec.method, shape.collect::<Vec<_>>().join("/"))), "{} twice", spec.route_key());
        assert!(spec.name.bytes().all(|b| b.is_ascii_lowercase() || b == b'-'), "{}", spec.name);
        assert!(spec.path.starts_with("/v1/"), "{}", spec.path);
    }
}

/// A file is found by its URL in one guess: the operation's file carries its name, and opens with its route.
#[test]
fn every_operation_has_a_file_of_its_name_that_opens_with_its_route() {
    for (context, operation) in catalogue::operations() {
        let spec = &operation.spec;
        let path = format!("functions/{}/src/{}.rs", context.name, spec.name.replace('-', "_"));
        let text = std::fs::read_to_string(super::root().join(&path)).unwrap_or_else(|_| panic!("{path} is missing"));
        assert!(text.starts_with(&format!("//! {}", spec.route_key())), "{path} does not open with its route");
    }
}

#[test]
fn every_operation_has_a_test_file_or_is_named_at_the_head_of_one() {
    for (context, operation) in catalogue::operations() {
        let name = operation.spec.name;
        let own = format!("tests/{}/{}.rs", context.name, name.replace('-', "_"));
        let tests = files("tests", ".rs");
        let folder = format!("tests/{}/", context.name);
        let named = tests.iter().filter(|(path, _)| path.starts_with(&folder)).any(|(path, text)| {
            let head: String = text.lines().take_while(|line| line.starts_with("//!")).collect();
            let code = code(text);
            let tries = ["#[test]", "#[tokio::test"].iter().any(|test| code.contains(test));
            tries && (*path == own || head.contains(name))
        });
        assert!(named, "{name} has no test: write {own}");
    }
}

#[test]
fn every_write_honours_an_idempotency_key() {
    for (_, operation) in catalogue::operations() {
        let spec = &operation.spec;
        // A key belongs to an account; an opening that is repeated is one more opening.
        assert_eq!(spec.idempotent, spec.writes() && !spec.is_public(), "{}", spec.name);
    }
}

#[test]
fn every_operation_is_described_for_the_people_who_read_the_contract() {
    let document: Value =
        serde_json::from_str(&std::fs::read_to_string(super::root().join("infra/openapi.json")).unwrap()).unwrap();
    for (_, operation) in catalogue::operations() {
        let spec = &operation.spec;
        let described = &document["paths"][spec.path][spec.method.as_str().to_lowercase()];
        assert_eq!(described["operationId"], spec.name);
        assert!(described["summary"].as_str().unwrap().len() > 10, "{} has no description", spec.name);
    }
}

/// Fills the placeholders of a path.
fn path(template: &str, resident: &str) -> String {
    template
        .replace("{resident_id}", resident)
        .replace("{code}", "4310112347")
        .replace("{institution_code}", "4310112347")
        .replace("{visit_id}", "019aa000-0000-7000-8000-0000000000aa")
        .replace("{appointment_id}", "019aa000-0000-7000-8000-0000000000b3")
        .replace("{record_id}", "019aa000-0000-7000-8000-0000000000ab")
        .replace("{note_id}", "019aa000-0000-7000-8000-0000000000ac")
        .replace("{guidance_id}", "019aa000-0000-7000-8000-0000000000b4")
        .replace("{alarm_id}", "019aa000-0000-7000-8000-0000000000af")
        .replace("{device_id}", "019aa000-0000-7000-8000-0000000000b0")
        .replace("{actor_id}", "an-account-of-the-family")
        .replace("{other_id}", "an-account-of-the-family")
        .replace("{alert_id}", "an-alert-that-nobody-has")
        .replace("{sheet_id}", "019aa000-0000-7000-8000-0000000000b2")
        .replace("{section}", "visits")
        .replace("{intake_id}", "019aa000-0000-7000-8000-0000000000b1")
        .replace("{date}", "2026-11-22")
        .replace("{time}", "08:00")
        .replace("{medication_id}", "019aa000-0000-7000-8000-0000000000ad")
}

/// The example of an operation without a body, as a query.
fn query(operation: &platform::operation::Operation) -> String {
    let example = operation.example();
    let Some(parameters) = example.as_object().filter(|_| !operation.spec.has_body()) else {
        return String::new();
    };
    let pairs = parameters.iter().map(|(name, value)| format!("{name}={}", value.as_str().unwrap()));
    format!("?{}", pairs.collect::<Vec<_>>().join("&"))
}

#[tokio::test]
async fn r01_without_a_token_or_with_one_that_is_not_ours_every_operation_answers_401() {
    let city = City::new();
    let id_token = Person::resident("hanako").claiming("token_use", "id");
    let foreign = Person::resident("hanako").claiming("client_id", "another-client");
    let undated = Person::resident("hanako").claiming("auth_time", "").claiming("iat", "1795309200");
    for (_, operation) in catalogue::operations() {
        let spec = &operation.spec;
        if spec.is_public() {
            continue;
        }
        let line = format!("{} {}", spec.method.as_str(), path(spec.path, "019aa000-0000-7000-8000-0000000000ae"));
        for person in [&Person::nobody(), &id_token, &foreign, &undated] {
            city.call(person, &line, Value::Null).await.expect_problem(401, "unauthenticated");
        }
    }
    assert!(city.store.everything().is_empty(), "nothing is written for nobody");
}

#[tokio::test]
async fn r02_anothers_object_answers_a_stranger_as_a_missing_one_in_every_operation() {
    let (city, hanako, stranger) = (City::new(), Person::resident("hanako"), Person::resident("stranger"));
    city.institution("4310112347", "荒尾内科");
    let staff =
        [(sample::DOCTOR, "doctor"), (sample::NURSE, "public_health_nurse"), (sample::PHARMACIST, "pharmacist")];
    for (name, role) in staff {
        city.employ(&Person::staff(name), "4310112347", role);
    }
    let theirs = city.proved_resident(&hanako).await;
    for (_, operation) in catalogue::operations() {
        let spec = &operation.spec;
        if !spec.path.contains("{resident_id}") {
            continue;
        }
        // The wrong role at one's own institution is told so.
        let staff = Person::staff(if is_of_staff(spec) { owner(spec) } else { sample::DOCTOR });
        for person in [&stranger, &staff] {
            let answer = async |id: &str| {
                let line = format!("{} {}{}", spec.method.as_str(), path(spec.path, id), query(operation));
                let example = if spec.has_body() { operation.example() } else { Value::Null };
                let reply = city.call(person, &line, example).await;
                assert_eq!(reply.status, 404, "{line}: {}", String::from_utf8_lossy(&reply.raw));
                reply.raw
            };
            assert_eq!(answer(&theirs).await, answer("019aa000-0000-7000-8000-0000000000ae").await, "{}", spec.name);
            // Nor does the time say how much there is: a refusal does not wait for the lists of a notebook.
            city.store.hold_queries(true);
            answer(&theirs).await;
            city.store.hold_queries(false);
        }
    }
}
