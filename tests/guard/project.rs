//! Rules about the source: sizes, directions of dependency, words that must not stand there.

use super::source::code;
use super::{files, root};

#[test]
fn no_file_is_longer_than_400_lines() {
    let web = ["web/src", "web/test", "web/e2e", "web/scripts"];
    for ending in [".rs", ".py", ".mjs", ".ts", ".tsx", ".css"] {
        let mut seen = 0;
        for folder in ["shared", "functions", "tests", "xtask", "infra", "local", "bench"].into_iter().chain(web) {
            if !root().join(folder).exists() {
                continue;
            }
            // Written by `make infra`.
            let generated = |path: &str| path.ends_with("web/src/api/contract.ts");
            for (path, text) in files(folder, ending).into_iter().filter(|(path, _)| !generated(path)) {
                assert!(text.lines().count() <= 400, "{path} has {} lines", text.lines().count());
                seen += 1;
            }
        }
        assert!(seen > 0, "no file ends with {ending}");
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
            let code = code(&text);
            let has = |words: &[&str]| words.iter().any(|word| code.contains(word));
            let allowed =
                |owners: &[&str]| owners.iter().any(|owner| path.ends_with(owner)) || path.contains("/tests/");
            let clock = has(&["SystemTime::now", "Utc::now"]);
            assert!(!clock || allowed(&["platform/src/clock.rs"]), "{path} reads the clock");
            let prints = has(&["stdout()", "println!"]);
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
            let source = code(&text);
            for words in ["custom(\"", "custom(format", "write_str(\"must", "write!(f, \"must"] {
                assert!(!source.contains(words), "{path}: {words}");
            }
        }
    }
}

/// The lines of a template with a wildcard in what a role may do, or with what: beside the key, or below it in a list.
fn wildcards(template: &str) -> Vec<&str> {
    // Where the key stands below which a line is.
    let (mut below, mut found) = (None, Vec::new());
    for line in template.lines().filter(|line| !line.trim().is_empty()) {
        let own = line.trim_start_matches([' ', '-']);
        let (indent, own_indent) = (line.len() - line.trim_start().len(), line.len() - own.len());
        let is_item = line.trim_start().starts_with('-');
        // The items of a list may stand as far left as its key does.
        below = below.filter(|key| indent > *key || (indent == *key && is_item));
        let names_key = ["Action:", "Resource:"].iter().any(|key| line.contains(key));
        if below.is_none()
            && ["Action", "NotAction", "Resource", "NotResource"].contains(&own.split(':').next().unwrap())
        {
            below = Some(own_indent);
        }
        // Devices' endpoints have addresses that nobody knows beforehand.
        let known = line.replace(":endpoint/*", "").replace(":app/*", "");
        if (names_key || below.is_some()) && known.contains('*') {
            found.push(line);
        }
    }
    found
}

#[test]
fn roles_name_no_wildcard_and_no_managed_policy() {
    for (path, text) in files("infra/generated", ".yaml") {
        assert_eq!(wildcards(&text), Vec::<&str>::new(), "{path}");
        assert!(!text.contains("ManagedPolicy"), "{path}");
    }
}

#[test]
fn a_wildcard_is_seen_beside_its_key_and_in_a_list_below() {
    let template = r#"
        - Sid: One
          Action: ["dynamodb:*"]
          Resource:
          - "*"
        - Effect: Allow
          Resource:
            - !Sub arn:${AWS::Partition}:sns:${AWS::Region}:${AWS::AccountId}:app/*
            - !Sub ${TableArn}/*
            - Fn::Sub:
                "${DataKeyArn}*"
          Condition:
            StringLike: { kms:ViaService: "*" }
        - Action:
            - "*"
        - { Effect: Allow, Action: "sqs:*" }
      SourceArn: !Sub ${ApiExecutionArn}/$default/GET/v1/residents/*
"#;
    let found: Vec<_> = wildcards(template).into_iter().map(str::trim).collect();
    assert_eq!(
        found,
        [
            r#"Action: ["dynamodb:*"]"#,
            r#"- "*""#,
            "- !Sub ${TableArn}/*",
            r#""${DataKeyArn}*""#,
            r#"- "*""#,
            r#"- { Effect: Allow, Action: "sqs:*" }"#,
        ]
    );
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
