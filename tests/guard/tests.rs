//! Rules about the tests: how long their names are, and who spells keys.

use super::files;

/// A name is a sentence that a list of results shows on one line.
#[test]
fn the_name_of_a_test_is_under_80_characters() {
    let mut tests = 0;
    for folder in ["tests", "functions", "shared", "xtask", "infra", "local", "bench"] {
        for (path, text) in files(folder, ".rs") {
            for name in text.split("fn ").skip(1) {
                let name = name.split(|letter: char| !letter.is_alphanumeric() && letter != '_').next().unwrap();
                assert!(name.len() < 80, "{path}: {name} has {} characters", name.len());
                tests += 1;
            }
        }
    }
    assert!(tests > 1_000, "only {tests} were found");
}

/// Tests take keys from `support/keys.rs`, so that a change of a spelling changes none of them.
#[test]
fn no_test_spells_what_a_key_begins_with() {
    let begins: Vec<_> = records::all()
        .flat_map(|kind| [Some(kind.pk), Some(kind.sk), kind.by_time])
        .flatten()
        .filter_map(|pattern| pattern.split_once('#'))
        .map(|(begins, _)| begins)
        .filter(|begins| !begins.starts_with('<'))
        .collect();
    for (path, text) in files("tests", ".rs").into_iter().filter(|(path, _)| path != "tests/support/keys.rs") {
        for begins in &begins {
            assert!(!text.contains(&format!("\"{begins}#")), "{path} spells {begins}#");
        }
    }
}
