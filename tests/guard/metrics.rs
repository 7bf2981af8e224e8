//! Somebody is woken by a number that is written, and is no other's.

use platform::log::{Line, NAMESPACE};
use platform::problem::{Audit, Code, Reason};
use platform::request::Log;
use serde_json::Value;

use super::source::code;
use super::{files, root};

#[test]
fn every_number_of_ours_that_wakes_somebody_is_written_by_the_code() {
    let template = std::fs::read_to_string(root().join("infra/observability.yaml")).unwrap();
    let ours = format!(" Namespace: {NAMESPACE}\n");
    let names: Vec<_> = template.split(&ours).skip(1).map(|rest| rest.trim_start().lines().next().unwrap()).collect();
    let names: Vec<_> = names.into_iter().map(|line| line.strip_prefix("MetricName: ").unwrap()).collect();
    assert!(names.contains(&"AuditFailures") && names.len() > 2, "{names:?}");
    let sources: Vec<_> = ["functions", "shared"].iter().flat_map(|folder| files(folder, ".rs")).collect();
    for name in names {
        let spelled = format!("\"{name}\"");
        // What the gateway's own lines are counted by.
        if template.contains(&format!("MetricNamespace: {NAMESPACE}, MetricName: {name},")) {
            continue;
        }
        assert!(sources.iter().any(|(_, text)| code(text).contains(&spelled)), "nothing writes {name}");
    }
}

#[test]
fn r40_an_entry_that_failed_counts_1_in_the_number_that_wakes_somebody() {
    let counted = |reason: Option<Reason>| {
        let log = Log { code: Some(Code::Unavailable), reason };
        let (operation, request_id) = ("open-notebook", "r");
        let line = Line { operation, request_id, status: 503, log, millis: 1.0, cold_start: false, timestamp: 0 };
        let line = line.to_json();
        let metrics = &line["_aws"]["CloudWatchMetrics"][0];
        assert_eq!(
            (&metrics["Namespace"], &metrics["Metrics"][0]["Name"]),
            (&NAMESPACE.into(), &"AuditFailures".into())
        );
        line["AuditFailures"].clone()
    };
    assert_eq!(counted(Some(Audit::EntryNotWritten.into())), Value::from(1));
    assert_eq!(counted(Some(Reason::Said("audit of something else"))), Value::from(0));
    assert_eq!(counted(None), Value::from(0));
}
