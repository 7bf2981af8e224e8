//! No file depends on one that depends on it: what two files need of each other stands in a third.

use std::collections::{BTreeMap, BTreeSet};

use super::files;
use super::source::code;

/// A file as a module: the parts of its path below `src`.
type Module = Vec<String>;

fn module(crate_folder: &str, path: &str) -> Module {
    let inner = path.strip_prefix(crate_folder).unwrap().trim_start_matches("/src/").trim_end_matches(".rs");
    let mut parts: Module = inner.split('/').map(str::to_owned).collect();
    if matches!(parts.last().map(String::as_str), Some("mod" | "lib" | "main")) {
        parts.pop();
    }
    parts
}

/// Every path that begins with `crate`, `super` or `self`; of a list in braces, each.
fn paths(code: &str) -> Vec<Vec<String>> {
    let is_name = |c: char| c.is_alphanumeric() || c == '_';
    let mut found = Vec::new();
    for begin in ["crate::", "super::", "self::"] {
        for (at, _) in code.match_indices(begin) {
            if code[..at].ends_with(|c| is_name(c) || c == ':') {
                continue;
            }
            let (mut parts, mut rest) = (Vec::new(), &code[at..]);
            loop {
                let name: String = rest.chars().take_while(|c| is_name(*c)).collect();
                rest = &rest[name.len()..];
                parts.push(name);
                let Some(more) = rest.strip_prefix("::") else {
                    found.push(parts);
                    break;
                };
                if let Some(list) = more.strip_prefix('{') {
                    for one in list.split('}').next().unwrap().split(',') {
                        let name: String = one.trim().chars().take_while(|c| is_name(*c)).collect();
                        found.push(parts.iter().cloned().chain([name]).collect());
                    }
                    break;
                }
                rest = more;
            }
        }
    }
    found
}

/// The file that a path leads to from a module, where it is another one of the crate. A file may use those around it: that
/// `mod.rs` names what is below it, and is named from there, is no circle of its own.
fn target(from: &Module, path: &[String], modules: &BTreeSet<Module>) -> Option<Module> {
    let ups = path.iter().take_while(|part| *part == "super").count();
    let base = match path.first()?.as_str() {
        "crate" => Vec::new(),
        "self" => from.clone(),
        _ => from.get(..from.len().checked_sub(ups)?)?.to_vec(),
    };
    let skipped = ups.max(1);
    let full: Module = base.into_iter().chain(path.get(skipped..)?.iter().cloned()).collect();
    let to = (1..=full.len()).rev().map(|length| full[..length].to_vec()).find(|part| modules.contains(part))?;
    (to != *from && !from.starts_with(&to)).then_some(to)
}

fn circles(crate_folder: &str) -> Vec<String> {
    let sources = files(&format!("{crate_folder}/src"), ".rs");
    let modules: BTreeSet<Module> = sources.iter().map(|(path, _)| module(crate_folder, path)).collect();
    let mut uses: BTreeMap<Module, BTreeSet<Module>> = BTreeMap::new();
    for (path, text) in &sources {
        let from = module(crate_folder, path);
        let targets = paths(&code(text)).into_iter().filter_map(|path| target(&from, &path, &modules));
        uses.entry(from.clone()).or_default().extend(targets);
    }
    let reached = |from: &Module| {
        let (mut seen, mut open) = (BTreeSet::new(), uses[from].iter().collect::<Vec<_>>());
        while let Some(next) = open.pop() {
            if seen.insert(next) {
                open.extend(uses.get(next).into_iter().flatten());
            }
        }
        seen
    };
    let shown = |module: &Module| format!("{crate_folder}: {}", module.join("::"));
    uses.keys().filter(|module| reached(module).contains(module)).map(shown).collect()
}

#[test]
fn no_file_depends_on_one_that_depends_on_it() {
    let mut found = Vec::new();
    for folder in ["shared", "functions"] {
        for (manifest, _) in files(folder, "Cargo.toml") {
            found.extend(circles(manifest.trim_end_matches("/Cargo.toml")));
        }
    }
    assert_eq!(found, Vec::<String>::new(), "each of these depends on itself through others");
}

#[test]
fn a_circle_is_seen() {
    let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Module>();
    let modules = BTreeSet::from([names(&["one"]), names(&["two", "deep"]), names(&["two"])]);
    let code = code(
        "use super::deep; // crate::one\nuse crate::{one, two::deep::X};\n\n#[cfg(test)]\nmod tests {\n crate::nothing }",
    );
    let seen: BTreeSet<_> = paths(&code).iter().filter_map(|path| target(&names(&["one"]), path, &modules)).collect();
    assert_eq!(seen, BTreeSet::from([names(&["two"])]));
    let up = paths("use super::super::one::Thing;");
    assert_eq!(target(&names(&["two", "deep"]), &up[0], &modules), Some(names(&["one"])));
}
