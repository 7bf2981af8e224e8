//! What follows from the catalogue, as files: one stack a context, the OpenAPI document, the sample events, TABLE.md.
//! All are committed; a guard compares them with what this would write.

mod door;
pub mod events;
pub mod openapi;
pub mod stack;
pub mod table;
mod trigger;

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

/// Every generated file: path from the root of the project, and content.
pub fn generated() -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    for context in catalogue::CONTEXTS {
        files.insert(format!("infra/generated/{}.yaml", context.name), stack::template(context));
        for operation in context.operations {
            for (name, event) in events::of(operation) {
                files.insert(format!("events/{}/{name}.json", operation.spec.name), pretty(&event));
            }
        }
    }
    files.insert("infra/openapi.json".to_owned(), pretty(&openapi::document()));
    files.insert("shared/records/TABLE.md".to_owned(), table::markdown());
    files
}

fn pretty(value: &serde_json::Value) -> String {
    let mut text = serde_json::to_string_pretty(value).unwrap_or_default();
    text.push('\n');
    text
}

/// Writes what is not yet as it should be; removes generated files of operations that are no more. Returns how many.
pub fn write(root: &Path) -> io::Result<usize> {
    let files = generated();
    let mut count = 0;
    for path in stale(root)? {
        let full = root.join(&path);
        match files.get(&path) {
            Some(content) => {
                if let Some(folder) = full.parent() {
                    std::fs::create_dir_all(folder)?;
                }
                std::fs::write(full, content)?;
            }
            None => std::fs::remove_file(full)?,
        }
        count += 1;
    }
    Ok(count)
}

/// The generated files that are missing, different, or left over.
pub fn stale(root: &Path) -> io::Result<Vec<String>> {
    let files = generated();
    let mut stale = Vec::new();
    for (path, content) in &files {
        if std::fs::read_to_string(root.join(path)).ok().as_ref() != Some(content) {
            stale.push(path.clone());
        }
    }
    for folder in ["infra/generated", "events"] {
        for path in files_below(root, folder)? {
            if !files.contains_key(&path) {
                stale.push(path);
            }
        }
    }
    Ok(stale)
}

fn files_below(root: &Path, folder: &str) -> io::Result<Vec<String>> {
    let mut found = Vec::new();
    let Ok(entries) = std::fs::read_dir(root.join(folder)) else { return Ok(found) };
    for entry in entries {
        let entry = entry?;
        let path = format!("{folder}/{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            found.extend(files_below(root, &path)?);
        } else {
            found.push(path);
        }
    }
    Ok(found)
}

/// `get-resident` as `GetResident`.
pub(crate) fn pascal(name: &str) -> String {
    name.split('-')
        .map(|word| {
            let mut letters = word.chars();
            letters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(letters).collect::<String>()
        })
        .collect()
}
