//! Rules about the source: sizes, directions of dependency, words that must not stand there.

use super::{files, root};

#[test]
fn no_file_is_longer_than_400_lines() {
    for ending in [".rs", ".py", ".mjs", ".ts"] {
        for folder in ["shared", "functions", "tests", "xtask", "infra", "local", "bench", "web/src", "web/test"] {
            if !root().join(folder).exists() {
                continue;
            }
            // Written by `make infra`.
            let generated = |path: &str| path.ends_with("web/src/api/contract.ts");
            for (path, text) in files(folder, ending).into_iter().filter(|(path, _)| !generated(path)) {
                assert!(text.lines().count() <= 400, "{path} has {} lines", text.lines().count());
            }
        }
    }
}

/// The names of the dependencies of a package (not of its tests).
pub(super) fn dependencies(package: &str) -> Vec<String> {
    let manifest = std::fs::read_to_string(root().join(package).join("Cargo.toml")).unwrap();
    let section = manifest.split("\n[dependencies]\n").nth(1).unwrap_or_default();
    let section = section.split("\n[").next().unwrap_or_default();
    section
        .lines()
        .filter_map(|line| Some(line.split(['.', ' ', '=']).next()?.to_owned()))
        .filter(|n| !n.is_empty())
        .collect()
}

#[test]
fn the_domain_depends_on_no_aws_http_or_async_crate() {
    for name in dependencies("shared/notebook") {
        let pure = ["chrono", "encoding_rs", "schemars", "serde", "serde_json", "unicode-normalization", "uuid"];
        assert!(pure.contains(&name.as_str()), "shared/notebook depends on {name}");
    }
}

#[test]
fn contexts_do_not_depend_on_one_another() {
    for context in catalogue::CONTEXTS {
        for name in dependencies(&format!("functions/{}", context.name)) {
            assert!(catalogue::CONTEXTS.iter().all(|other| other.name != name), "{} depends on {name}", context.name);
        }
    }
}

#[test]
fn only_the_clock_reads_the_time_and_only_the_log_writes_to_standard_output() {
    for folder in ["shared", "functions"] {
        for (path, text) in files(folder, ".rs") {
            let source = text.split("#[cfg(test)]").next().unwrap();
            let code = || source.lines().filter(|line| !line.trim_start().starts_with("//"));
            let allowed =
                |owners: &[&str]| owners.iter().any(|owner| path.ends_with(owner)) || path.contains("/tests/");
            let clock = code().any(|line| line.contains("SystemTime::now") || line.contains("Utc::now"));
            assert!(!clock || allowed(&["platform/src/clock.rs"]), "{path} reads the clock");
            let prints = code().any(|line| line.contains("stdout()") || line.contains("println!"));
            assert!(!prints || allowed(&["platform/src/log.rs"]) || path.contains("/examples/"), "{path} prints");
        }
    }
}

#[test]
fn functions_have_no_time_switch_no_stand_in_and_no_secret_in_their_environment() {
    for (path, text) in files("functions", ".rs") {
        for word in ["ministack", "127.0.0.1", "localhost", "FAKE", "TEST_", "cfg!(debug"] {
            assert!(!text.contains(word), "{path}: {word}");
        }
    }
    for (path, text) in files("infra/generated", ".yaml") {
        for word in ["SECRET", "PASSWORD", "PRIVATE_KEY", "TOKEN:"] {
            assert!(!text.contains(word), "{path}: {word}");
        }
    }
}

/// What a person reads is in the list of `Wrong`, in both languages; words in one place of the code would be in one only.
#[test]
fn what_is_wrong_with_a_field_is_said_by_the_list_of_both_languages() {
    for folder in ["shared/notebook/src", "shared/platform/src", "shared/records/src", "functions"] {
        for (path, text) in files(folder, ".rs") {
            let source = text.split("#[cfg(test)]").next().unwrap();
            for words in ["custom(\"", "custom(format", "write_str(\"must", "write!(f, \"must"] {
                assert!(!source.contains(words), "{path}: {words}");
            }
        }
    }
}

#[test]
fn roles_name_no_wildcard_and_no_managed_policy() {
    for (path, text) in files("infra/generated", ".yaml") {
        for line in text.lines() {
            let action_or_resource = line.contains("Action:") || line.contains("Resource:");
            // Devices' endpoints have addresses that nobody knows beforehand; a list of resources stands on further lines.
            let own = line.replace(":endpoint/*", "").replace(":app/*", "");
            let listed = line.trim_start().starts_with("- !");
            assert!(!((action_or_resource || listed) && own.contains('*')), "{path}: {line}");
            assert!(!line.contains("ManagedPolicy"), "{path}: {line}");
        }
    }
}

/// The stand-in does not check them, so a role without them would fail only on AWS.
#[test]
fn every_role_that_uses_something_encrypted_has_the_rights_to_its_key() {
    for (path, text) in files("infra/generated", ".yaml") {
        for role in text.split("Type: AWS::IAM::Role").skip(1) {
            let role =
                role.split("\n  ").take_while(|line| line.starts_with(' ') || line.is_empty()).collect::<String>();
            let has = |sid: &str| role.contains(&format!("Sid: {sid}"));
            let queue = ["SendCollect", "SendNotify", "SendFollowUp", "ReceiveMessages"].into_iter().any(has);
            assert_eq!(role.contains("dynamodb:"), has("TableKey"), "{path}");
            assert_eq!(queue, has("QueueKey"), "{path}");
            assert_eq!(has("PublishToTopic"), has("TopicKey"), "{path}");
            let keys = ["TableKey", "QueueKey", "TopicKey"].into_iter().filter(|sid| has(sid)).count();
            assert_eq!(keys, role.matches("Resource: !Ref DataKeyArn").count(), "{path}");
        }
    }
}
