//! What a start executes: every instruction in user space from the program's exec, the dynamic loader's included, counted
//! by Valgrind. Unlike a time it is the same on a busy machine.

use std::ffi::OsString;
use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use crate::peer::Peer;

/// A counted program runs some fifty times slower.
const PATIENCE: Duration = Duration::from_mins(2);

/// Instructions until the runtime asks for its first event, and until it asks for its second.
pub(crate) fn count(peer: &Peer, folder: &Path, event: &Arc<[u8]>, dynamodb: &str) -> Result<(u64, u64), String> {
    Ok((once(peer, folder, event, dynamodb, false)?, once(peer, folder, event, dynamodb, true)?))
}

fn once(peer: &Peer, folder: &Path, event: &Arc<[u8]>, dynamodb: &str, answers: bool) -> Result<u64, String> {
    let out = folder.join(if answers { "callgrind.first-answer" } else { "callgrind.start" });
    let mut option = OsString::from("--callgrind-out-file=");
    option.push(out);
    let wrapper: [OsString; 3] = ["valgrind".into(), "--tool=callgrind".into(), option];
    let running = peer.spawn(&wrapper, event, dynamodb)?;
    let silent = || format!("{} gave no sign under valgrind, see {}", peer.name, peer.log.display());
    running.api.first_asked(PATIENCE).ok_or_else(silent)?;
    if answers {
        running.api.queue();
        running.api.answer(PATIENCE).ok_or_else(silent)?;
        running.api.asked_again(PATIENCE).ok_or_else(silent)?;
    }
    running.terminate()?;
    let log = fs::read_to_string(&peer.log).map_err(|error| error.to_string())?;
    let count = log.lines().find_map(|line| line.split_once("Collected :")?.1.trim().parse().ok());
    count.ok_or_else(silent)
}
