//! Who may know whom: the platform knows no medicine, and what opens a notebook is made in few places.

use super::files;
use super::project::dependencies;

/// Code without its tests and comments.
pub(super) fn code(text: &str) -> String {
    let source = text.split("#[cfg(test)]").next().unwrap();
    source.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
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

/// A key that is made from texts could be anybody's; the proof that a job runs opens what the job declares.
#[test]
fn keys_are_made_where_they_are_listed_and_a_jobs_proof_where_it_is_served() {
    for folder in ["shared", "functions"] {
        for (path, text) in files(folder, ".rs") {
            let code = code(&text);
            let lists_keys = path.contains("records/src/keys/") || path.contains("platform/src/table/schema/");
            for kind in ["Sort::of(", "Family::of("] {
                assert!(lists_keys || !code.contains(kind), "{path} makes a key of its own");
            }
            let finds_accounts = path.contains("platform/src/") || path.contains("alarm-delivery/src/");
            assert!(
                lists_keys || finds_accounts || !code.contains("ActorKeys::of("),
                "{path} makes the keys of somebody's account"
            );
            for proof in ["System::of::<", "job::run::<"] {
                let serves = path.ends_with("platform/src/job.rs");
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

/// What keys begin with is spelled where the keys are listed, and so cannot be spelled in two ways.
#[test]
fn no_context_spells_what_a_key_begins_with() {
    let kinds: Vec<_> =
        records::all().flat_map(|kind| [kind.pk, kind.sk]).filter_map(|key| key.split_once('#')).collect();
    for (path, text) in files("functions", ".rs") {
        for (begins, _) in kinds.iter().filter(|(begins, _)| begins.len() > 2 && !begins.starts_with('<')) {
            assert!(!code(&text).contains(&format!("\"{begins}#")), "{path} spells {begins}#");
        }
    }
}
