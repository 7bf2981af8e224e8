//! Rules about the project itself.

mod access;
mod answers;
mod bench;
mod bodies;
mod circles;
mod consents;
mod contract;
mod directions;
mod edge;
mod effects;
mod ends;
pub(crate) mod events;
mod generated;
mod hostile;
mod item_kinds;
mod keys;
mod levels;
mod limits;
mod metrics;
mod operations;
mod parting;
mod project;
mod repeats;
mod replays;
mod sessions;
mod source;
mod take_back;
mod tests;

use std::path::{Path, PathBuf};

/// The root of the project.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_path_buf()
}

/// Every file below a folder whose name ends like this, with its text; build output and installed packages left out.
fn files(folder: &str, ending: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut open = vec![root().join(folder)];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let entry = entry.unwrap();
            let (path, name) = (entry.path(), entry.file_name().to_string_lossy().into_owned());
            if entry.file_type().unwrap().is_dir() {
                if !["target", "node_modules", "__pycache__", ".git", ".venv", ".local", "corpus"]
                    .contains(&name.as_str())
                {
                    open.push(path);
                }
            } else if name.ends_with(ending) {
                let shown = path.strip_prefix(root()).unwrap().to_string_lossy().into_owned();
                found.push((shown, std::fs::read_to_string(&path).unwrap_or_default()));
            }
        }
    }
    found.sort();
    found
}
