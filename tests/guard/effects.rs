//! Effects outside the table: a handler that is run again repeats none, one that never commits leaves none behind, and nothing in
//! a context reaches a service but an effect, or a job.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use platform::request::{Request, Response};
use records::prelude::*;
use support::keys::{ACCOUNT, CONTACT};
use support::store::Store;
use support::{City, Person};

use super::files;
use super::source::code;

/// What happened, and whether the service fails.
#[derive(Default)]
struct Ledger {
    happened: Mutex<Vec<&'static str>>,
    fails: AtomicBool,
}

impl Ledger {
    fn of(app: &App) -> std::sync::Arc<Self> {
        app.kept.get_or(Self::default)
    }

    fn happened(city: &City) -> Vec<&'static str> {
        Self::of(&city.app).happened.lock().unwrap().clone()
    }
}

/// What has to happen before the commit; gives how many came before it.
struct Before;

impl OutsideEffect for Before {
    type Done = usize;

    async fn happen(self, services: Services<'_>) -> Result<usize, Problem> {
        let ledger = Ledger::of(services.app());
        let mut happened = ledger.happened.lock().unwrap();
        happened.push("before");
        Ok(happened.len())
    }
}

/// What follows the commit, and finds its item there.
struct After(&'static str, Key);

impl OutsideEffect for After {
    type Done = ();

    async fn happen(self, services: Services<'_>) -> Result<(), Problem> {
        let mut plan = ReadPlan::default();
        plan.get(self.1.clone());
        let fetched = services.app().table.read(plan).await?;
        assert!(fetched.item(&self.1)?.is_some(), "nothing was committed yet");
        let ledger = Ledger::of(services.app());
        ledger.happened.lock().unwrap().push(self.0);
        let fails = ledger.fails.load(Ordering::Relaxed);
        if fails { Err(Problem::of(Code::Unavailable).lost_race()) } else { Ok(()) }
    }
}

/// An operation of this test.
#[derive(JsonSchema)]
struct Probe;

#[derive(Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Does {
    /// Commits, whatever it finds.
    Commit,
    /// Commits only where nothing is there yet.
    CommitFirst,
    /// Forgets to commit.
    Forget,
}

#[derive(Deserialize, JsonSchema)]
struct Input {
    does: Does,
    /// Whether the answer stands where what follows fails.
    stands: bool,
}

impl Probe {
    fn follow(call: &Call, key: &Key, stands: bool) {
        let if_it_fails = if stands { IfItFails::LeftUndone("what a test wanted") } else { IfItFails::Answered };
        call.afterwards(if_it_fails, After("first", key.clone()));
        call.afterwards(if_it_fails, After("second", key.clone()));
    }
}

impl Endpoint for Probe {
    const SPEC: Spec = Spec::post("probe", "/v1/me/probes").who(Who::ResidentAccount).idempotent();
    type Subject = Account;
    type Input = Input;
    type Reads = ();
    type Output = Nothing;

    fn plan(_: &Call, _: &Input, keys: &Proposed, plan: &mut ReadPlan) -> Result<(), Problem> {
        plan.get(keys.account().contact());
        Ok(())
    }

    async fn handle(
        app: &App,
        call: &Call,
        subject: Authorised<Account>,
        input: Input,
    ) -> Result<Answer<Nothing>, Problem> {
        let key = subject.keys().contact();
        let version: Option<u64> =
            subject.fetched().item(&key)?.map(|item| item["version"].as_n().unwrap().parse().unwrap());
        assert_eq!(call.once(app, (), Before).await?, 1, "what came of it is kept");
        Self::follow(call, &key, input.stands);
        match input.does {
            Does::CommitFirst if version.is_some() => return Err(Problem::of(Code::Forbidden)),
            Does::Forget => return Ok(Answer::empty()),
            Does::Commit | Does::CommitFirst => {}
        }
        let mut effect = Transaction::on(&app.table);
        let meta = Meta { version: Some(version.unwrap_or_default() + 1), ..Meta::default() };
        effect.put(&key, &json!({}), &meta, version.map_or(Only::IfNew, Only::IfVersion))?;
        call.commit(app, effect, &[]).await?;
        Ok(Answer::empty())
    }

    async fn replay(
        _: &App,
        call: &Call,
        subject: Authorised<Account>,
        _: Vec<String>,
    ) -> Result<Answer<Nothing>, Problem> {
        Self::follow(call, &subject.keys().contact(), false);
        Ok(Answer::empty())
    }
}

const PROBE: Operation = Operation::of::<Probe>();

async fn probe(city: &City, does: &str, stands: bool) -> Response {
    let request = Request {
        claims: Person::resident("hanako").claims,
        idempotency_key: Some("one".to_owned()),
        body: json!({ "does": does, "stands": stands }).to_string().into_bytes(),
        ..Request::default()
    };
    PROBE.serve(&city.app, &request).await
}

/// Somebody else writes the item first.
fn lose_a_race(city: &City) {
    let actor = Person::resident("hanako").actor();
    city.store.interrupt(1, move |store: &Store| {
        store.seed(json!({ "pk": { "S": ACCOUNT.of(&actor) }, "sk": { "S": CONTACT }, "version": { "N": "7" } }));
    });
}

#[tokio::test]
async fn a_handler_that_is_run_again_repeats_no_effect_and_loses_none() {
    for races in [0, 1] {
        let city = City::new();
        if races == 1 {
            lose_a_race(&city);
        }
        assert_eq!(probe(&city, "commit", false).await.status, 201);
        assert!(!city.store.was_not_interrupted());
        assert_eq!(Ledger::happened(&city), ["before", "first", "second"], "{races}");
    }
}

#[tokio::test]
async fn a_call_that_never_commits_leaves_nothing_behind_of_what_was_to_follow() {
    let city = City::new();
    lose_a_race(&city);
    assert_eq!(probe(&city, "commit_first", false).await.status, 403);
    assert_eq!(Ledger::happened(&city), ["before"]);
}

#[tokio::test]
async fn whoever_forgets_to_commit_is_told_so() {
    let city = City::new();
    assert_eq!(probe(&city, "forget", false).await.status, 500);
    assert_eq!(Ledger::happened(&city), ["before"]);
}

#[tokio::test]
async fn what_fails_after_the_commit_leaves_the_answer_or_is_repeated_as_declared() {
    for (stands, status) in [(true, 201), (false, 503)] {
        let city = City::new();
        Ledger::of(&city.app).fails.store(true, Ordering::Relaxed);
        assert_eq!(probe(&city, "commit", stands).await.status, status);
        assert_eq!(Ledger::happened(&city), ["before", "first", "second"], "the handler is not run again for it");
        Ledger::of(&city.app).fails.store(false, Ordering::Relaxed);
        assert_eq!(probe(&city, "commit", stands).await.status, 201);
        assert_eq!(Ledger::happened(&city)[3..], ["first", "second"], "the repetition does what follows, and it alone");
    }
}

/// What makes a client of a service.
const CLIENTS: [&str; 5] = ["Client::new(", "Push::of(", "Queue::at(", "Web::of(", "KmsKey::assertion("];

/// Where a job reaches a service, each with why that may be repeated.
const JOBS: [(&str, &str); 3] = [
    ("functions/alarm_mail/src/address.rs", "a read: where the letter goes"),
    ("functions/alarm_mail/src/send_alarm_mail.rs", "the letter is marked as sent in the table, by its id"),
    ("functions/sign_in/src/pool.rs", "a read; a mark that no longer fits is taken away, which changes nothing twice"),
];

#[test]
fn in_a_context_only_effects_and_the_listed_jobs_reach_a_service() {
    let mut reached = Vec::new();
    for (path, text) in files("functions", ".rs") {
        let code = code(&text);
        for client in CLIENTS {
            for (place, _) in code.match_indices(client) {
                let block =
                    code[..place].rmatch_indices("\nimpl").next().map_or("", |(begin, _)| &code[begin + 1..place]);
                let in_effect = block.starts_with("impl OutsideEffect for") && !block.contains("\n}");
                if !in_effect {
                    let why = JOBS.iter().find(|(listed, _)| *listed == path);
                    assert!(why.is_some(), "{path} reaches a service outside of an effect: {client}");
                    reached.push(path.clone());
                }
            }
        }
    }
    for (listed, _) in JOBS {
        assert!(reached.iter().any(|path| path == listed), "{listed} reaches no service and needs no line");
    }
}

/// What the types leave open: the connections themselves, and to have an effect happen by hand.
#[test]
fn nobody_but_the_platform_opens_connections_or_has_an_effect_happen() {
    for folder in ["functions", "shared"] {
        for (path, text) in files(folder, ".rs") {
            let code = code(&text);
            let is = |owners: &[&str]| owners.iter().any(|owner| path == format!("shared/platform/src/{owner}"));
            for words in [".http.clone()", ".web_http", ".aws.config(", "Environment::from_variables"] {
                let connects = is(&["app.rs", "outside.rs"]) || path.starts_with("shared/platform/src/aws/");
                assert!(connects || !code.contains(words), "{path}: {words}");
            }
            // What is kept of months is no effect of an operation: it is made anew where it is not there.
            let keeps_sums = path.ends_with("daily/src/months.rs");
            for words in [".happen(", "left_undone("] {
                let has = is(&["effects.rs", "call/effects.rs", "log.rs"]) || keeps_sums && words == "left_undone(";
                assert!(has || !code.contains(words), "{path}: {words}");
            }
            let gives = is(&["effects.rs", "call/effects.rs"]) || path.starts_with("shared/platform/src/job");
            assert!(gives || !code.contains("Services::of("), "{path} gives itself the services");
        }
    }
}
