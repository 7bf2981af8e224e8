//! The processes that are compared, started with the environment that Lambda gives.

use std::ffi::OsString;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::runtime_api::RuntimeApi;
use bench_harness::canned;

/// The longest that anything may take.
const PATIENCE: Duration = Duration::from_mins(1);

/// One of the compared programs.
pub(crate) struct Peer {
    pub(crate) name: &'static str,
    pub(crate) command: Vec<OsString>,
    /// Where it is started; Lambda's `/var/task`.
    pub(crate) folder: PathBuf,
    /// The package that is uploaded.
    pub(crate) zip: PathBuf,
    /// Where its output goes.
    pub(crate) log: PathBuf,
    /// Whether it reads the table and answers the person.
    pub(crate) works: bool,
}

/// A started peer; ends when dropped.
pub(crate) struct Running {
    pub(crate) api: RuntimeApi,
    pub(crate) spawned: Instant,
    child: Child,
}

/// One start: until the runtime asked for its first event, and until its first answer.
pub(crate) struct Start {
    pub(crate) asked: Duration,
    pub(crate) answered: Duration,
    /// Processor time of all its threads until then, and how often a page of memory had to be found.
    pub(crate) processor: Duration,
    pub(crate) page_faults: u64,
}

impl Peer {
    /// Starts it, or a wrapper with it as the last arguments.
    pub(crate) fn spawn(&self, wrapper: &[OsString], event: &Arc<[u8]>, dynamodb: &str) -> Result<Running, String> {
        let failed = |error: std::io::Error| format!("{}: {error}", self.name);
        let api = RuntimeApi::start(Arc::clone(event)).map_err(failed)?;
        let log = File::create(&self.log).map_err(failed)?;
        let mut words = wrapper.iter().chain(&self.command);
        let mut command = Command::new(words.next().ok_or("nothing to start")?);
        command
            .args(words)
            .current_dir(&self.folder)
            .env_clear()
            .envs(environment(dynamodb))
            .env("AWS_LAMBDA_RUNTIME_API", api.address().to_string());
        command.stdin(Stdio::null()).stdout(log.try_clone().map_err(failed)?).stderr(log);
        let spawned = Instant::now();
        let child = command.spawn().map_err(failed)?;
        Ok(Running { api, spawned, child })
    }

    /// From nothing to the first answer.
    pub(crate) fn start(&self, event: &Arc<[u8]>, dynamodb: &str) -> Result<(Running, Start), String> {
        let running = self.spawn(&[], event, dynamodb)?;
        running.api.queue();
        let answer = running.api.answer(PATIENCE).ok_or_else(|| self.silent())?;
        self.check(&answer.body)?;
        let asked = running.api.first_asked(PATIENCE).ok_or_else(|| self.silent())?;
        let start = Start {
            asked: asked - running.spawned,
            answered: answer.arrived - running.spawned,
            processor: running.processor().ok_or("no /proc/<pid>/task")?,
            page_faults: running.page_faults().ok_or("no /proc/<pid>/stat")?,
        };
        Ok((running, start))
    }

    /// One further invocation: from the event's handing over to the whole answer.
    pub(crate) fn invoke(&self, running: &Running) -> Result<Duration, String> {
        running.api.queue();
        let answer = running.api.answer(PATIENCE).ok_or_else(|| self.silent())?;
        Ok(answer.arrived - answer.delivered)
    }

    /// The answer must be the one that every peer gives.
    fn check(&self, body: &[u8]) -> Result<(), String> {
        let wrong = || format!("{} answered: {}", self.name, String::from_utf8_lossy(body));
        let answer: Value = serde_json::from_slice(body).map_err(|_| wrong())?;
        if !self.works {
            return if answer.get("statusCode") == Some(&json!(200)) { Ok(()) } else { Err(wrong()) };
        }
        let header = |name: &str| answer.get("headers")?.get(name).cloned();
        let text = answer.get("body").and_then(Value::as_str).unwrap_or_default();
        let given = json!({
            "status": answer.get("statusCode"),
            "etag": header("etag"),
            "cache-control": header("cache-control"),
            "content-type": header("content-type"),
            "body": serde_json::from_str::<Value>(text).map_err(|_| wrong())?,
        });
        if given == canned::answer() { Ok(()) } else { Err(wrong()) }
    }

    fn silent(&self) -> String {
        let log = fs::read_to_string(&self.log).unwrap_or_default();
        format!("{} gave no answer; its output ({}):\n{log}", self.name, self.log.display())
    }
}

impl Running {
    /// Resident memory now and at its highest, in kB.
    pub(crate) fn memory(&self) -> Option<(u64, u64)> {
        let status = fs::read_to_string(self.proc().join("status")).ok()?;
        let field = |name: &str| {
            let line = status.lines().find_map(|line| line.strip_prefix(name))?;
            line.trim_matches([':', ' ', '\t']).split(' ').next()?.parse().ok()
        };
        Some((field("VmRSS")?, field("VmHWM")?))
    }

    /// Time on a processor, of all threads.
    fn processor(&self) -> Option<Duration> {
        let threads = fs::read_dir(self.proc().join("task")).ok()?;
        let nanoseconds = threads.flatten().filter_map(|thread| {
            let text = fs::read_to_string(thread.path().join("schedstat")).ok()?;
            text.split(' ').next()?.parse::<u64>().ok()
        });
        Some(Duration::from_nanos(nanoseconds.sum()))
    }

    fn page_faults(&self) -> Option<u64> {
        let stat = fs::read_to_string(self.proc().join("stat")).ok()?;
        // The program's name stands in brackets and may hold spaces; minflt is the eighth field after it.
        stat.rsplit_once(')')?.1.split_whitespace().nth(7)?.parse().ok()
    }

    fn proc(&self) -> PathBuf {
        Path::new("/proc").join(self.child.id().to_string())
    }

    /// Asks it to end, and waits: what counts its instructions writes them down then.
    pub(crate) fn terminate(mut self) -> Result<(), String> {
        let asked = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status();
        asked.and_then(|_| self.child.wait()).map(drop).map_err(|error| error.to_string())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended by itself; either way it is gone afterwards.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

fn environment(dynamodb: &str) -> Vec<(&'static str, String)> {
    let mut variables: Vec<(&str, String)> = [
        ("_HANDLER", "get-resident"),
        ("AWS_REGION", "ap-northeast-1"),
        ("AWS_DEFAULT_REGION", "ap-northeast-1"),
        ("AWS_ACCESS_KEY_ID", "BENCH"),
        ("AWS_SECRET_ACCESS_KEY", "bench"),
        ("AWS_SESSION_TOKEN", "bench"),
        ("AWS_EXECUTION_ENV", "AWS_Lambda_bench"),
        ("AWS_LAMBDA_FUNCTION_NAME", "get-resident"),
        ("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST"),
        ("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "256"),
        ("AWS_LAMBDA_LOG_GROUP_NAME", "bench"),
        ("AWS_LAMBDA_LOG_STREAM_NAME", "bench"),
        ("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand"),
        ("LANG", "en_US.UTF-8"),
        ("PATH", "/usr/local/bin:/usr/bin:/bin"),
        ("TZ", ":UTC"),
        ("TABLE_NAME", canned::TABLE),
        ("RESIDENTS_CLIENT_ID", canned::RESIDENTS_CLIENT),
        ("STAFF_CLIENT_ID", canned::STAFF_CLIENT),
        ("MUNICIPALITY_CODE", "432041"),
        ("MUNICIPALITY_PREFIXES", "熊本県荒尾市|荒尾市"),
    ]
    .map(|(name, value)| (name, value.to_owned()))
    .into();
    variables.push(("AWS_ENDPOINT_URL", dynamodb.to_owned()));
    variables
}
