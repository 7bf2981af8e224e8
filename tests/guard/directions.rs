//! Who may know whom: the platform knows no medicine, and what opens a notebook is made in few places.

use std::collections::BTreeSet;

use super::files;
use super::project::dependencies;
use super::source::code;

/// Whether a file lists keys, or the kinds of items that these are of.
fn lists_keys(path: &str) -> bool {
    let lists = ["records/src/keys/", "records/src/kinds.rs", "platform/src/table/schema/"];
    lists.iter().any(|place| path.contains(place))
}

#[test]
fn the_platform_names_no_concept_of_the_notebook() {
    for name in ["records", "alarm-engine", "alarm-delivery"] {
        assert!(!dependencies("shared/platform").contains(&name.to_owned()), "shared/platform depends on {name}");
    }
    for (path, text) in files("shared/platform/src", ".rs") {
        for concept in ["alarm", "daily", "dose", "medication", "notification", "otc", "rhythm"] {
            // What stands in paths is typed in one list, whatever it stands for.
            let listed = path.ends_with("platform/src/path.rs");
            assert!(
                listed || !code(&text).contains(&format!("notebook::{concept}")),
                "{path} knows notebook::{concept}"
            );
        }
    }
}

#[test]
fn what_the_table_holds_depends_on_no_context_and_on_no_delivery() {
    let knows = |package: &str, name: &str| dependencies(package).contains(&name.to_owned());
    assert!(!knows("shared/records", "alarm-delivery"));
    for package in ["shared/records", "shared/alarm-delivery"] {
        for context in catalogue::CONTEXTS {
            assert!(!knows(package, context.name), "{package} depends on {}", context.name);
        }
    }
}

/// What rings and mails is the jobs'; what people do with their devices is about items of the table.
#[test]
fn the_delivery_of_alarms_is_known_to_jobs_alone() {
    let delivers = |name: &str| dependencies(&format!("functions/{name}")).contains(&"alarm-delivery".to_owned());
    for context in catalogue::CONTEXTS.iter().filter(|context| !context.operations.is_empty()) {
        assert!(!delivers(context.name), "{} depends on alarm-delivery", context.name);
    }
    assert!(delivers("ringing"));
}

/// A key that is made from texts could be anybody's; the proof that a job runs opens what the job declares.
#[test]
fn keys_are_made_where_they_are_listed_and_a_jobs_proof_where_it_is_served() {
    for folder in ["shared", "functions"] {
        for (path, text) in files(folder, ".rs") {
            let code = code(&text);
            let lists_keys = lists_keys(&path);
            for kind in ["Sort::of(", "Sort::<", "Sort as", "Family::of(", "Family as", "item_of_day("] {
                assert!(lists_keys || !code.contains(kind), "{path} makes a key of its own");
            }
            // A section that somebody else made a type of would open what its keys belong to.
            let lists_sections = path.ends_with("records/src/keys/section.rs");
            assert!(lists_sections || !code.contains("InSection for"), "{path} makes a type of a section");
            let finds_accounts = path.contains("platform/src/")
                || ["records/src/devices.rs", "alarm-delivery/src/doses.rs"].iter().any(|finds| path.ends_with(finds));
            assert!(
                lists_keys || finds_accounts || !code.contains("ActorKeys::of("),
                "{path} makes the keys of somebody's account"
            );
            for proof in ["System::of::<", "<System>", "System as", "job::run::<"] {
                let serves = path.ends_with("platform/src/job/mod.rs");
                assert!(serves || !code.contains(proof), "{path} calls itself a job");
            }
        }
    }
    for job in catalogue::CONTEXTS.iter().flat_map(|context| context.jobs) {
        for reach in job.reaches {
            assert!(reach.why.len() > 20, "{} says why it reaches {:?}", job.name, reach.section);
        }
    }
}

/// What keys begin with, or are, is spelled where the keys are listed, and so cannot be spelled in two ways.
#[test]
fn nothing_else_spells_what_a_key_begins_with() {
    let words = records::all().flat_map(|kind| [kind.pk, kind.sk]).filter_map(|key| key.split(['#', '<']).next());
    let words: BTreeSet<_> = words.filter(|word| word.len() > 1).collect();
    assert!(words.contains("DUE") && words.contains("CITY"), "of several parts, and of one");
    for (path, text) in ["functions", "shared"].iter().flat_map(|folder| files(folder, ".rs")) {
        if lists_keys(&path) {
            continue;
        }
        let code = code(&text);
        for word in &words {
            for spelled in [format!("\"{word}#"), format!("\"{word}\"")] {
                assert!(!code.contains(&spelled), "{path} spells {spelled}");
            }
        }
    }
}
