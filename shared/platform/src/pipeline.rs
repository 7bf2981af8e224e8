//! The one path that every request takes: caller, input, reads with the authorisation in one wave, decision, handler,
//! what follows the commit, audit entry, answer.

use std::sync::Arc;
use std::time::Duration;

use notebook::access::Section;
use notebook::id::ResidentId;
use notebook::time::{Instant, jst_day};

use crate::answer::Answer;
use crate::app::App;
use crate::audit::{self, Decision, Look};
use crate::auth::denied::Denied;
use crate::auth::policy::{self, Allowed, Target};
use crate::auth::{Authorised, Caller};
use crate::call::Call;
use crate::effects::Happened;
use crate::endpoint::{Endpoint, Proposed};
use crate::idempotency::Remembered;
use crate::input;
use crate::limit;
use crate::path::InstitutionDigits;
use crate::problem::{Audit, Code, Language, Problem};
use crate::refresh::Seen;
use crate::request::{Log, Request, Response};
use crate::spec::{Spec, Who};
use crate::table::Cancelled;
use crate::table::items::{EmergencyCardItem, EmergencyCardReference, VisitReferenceItem};
use crate::table::schema::{ActorKeys, ResidentKeys, shared};
use crate::table::{Fetched, Key, ReadPlan, Transaction};

/// A lost race is run again from its read at most this often. One of those who meet at an item wins each time: a phone that
/// sends thirty sheets of one person at once has them all.
const MOST_RACES: u32 = 40;

/// The longest pause before a race is run again, in milliseconds: it grows with those that were lost.
fn longest_pause(race: u32) -> u64 {
    16 + u64::from(race.min(12)) * 8
}

/// Entries about refusals that one account's chain takes in an hour; further refusals are counted.
const REFUSALS_AN_HOUR: u32 = 60;

/// Serves a request, whatever happens.
pub(crate) async fn serve<E: Endpoint>(app: &App, request: &Request) -> Response {
    let language = request.language();
    if !app.settings.edge.admit(request.edge_key.as_deref()) {
        return failure(&Problem::not_found().logged("not through the edge"), language, &request.request_id);
    }
    let happened = Arc::new(Happened::default());
    for race in 0..MOST_RACES {
        match attempt::<E>(app, request, &happened, race == 0).await {
            Ok(response) => return response,
            Err(problem) if problem.lost_race && race + 1 < MOST_RACES => {
                let pause = app.random::<1>().map_or(0, |[byte]| u64::from(byte) % longest_pause(race));
                tokio::time::sleep(Duration::from_millis(pause)).await;
            }
            Err(problem) => return failure(&problem, language, &request.request_id),
        }
    }
    failure(&Problem::of(Code::Conflict), language, &request.request_id)
}

async fn attempt<E: Endpoint>(
    app: &App,
    request: &Request,
    happened: &Arc<Happened>,
    first: bool,
) -> Result<Response, Problem> {
    let spec = E::SPEC;
    let now = app.clock.now();
    let caller = if spec.is_public() {
        Caller::nobody(now)
    } else {
        Caller::from_claims(&request.claims, &app.settings.clients)?
    };
    policy::precheck(&spec, &caller)?;
    let input: E::Input = input::read(&spec, request)?;
    let call = Call::new(&spec, request, caller.clone(), now, Arc::clone(happened))?;
    let (target, pointed_at) = target::<E>(app, &call, &input).await?;

    let mut plan = ReadPlan::default();
    let proposed = proposed(&target, pointed_at, &caller, now);
    let reads = E::plan(&call, &input, &proposed, &mut plan)?;
    policy::plan(&spec, &target, &caller, now, &mut plan);
    if let Some(idempotency) = &call.idempotency {
        plan.get(idempotency.key().clone());
    }
    let decide = |fetched: &Fetched| policy::decide(&spec, &target, &caller, now, fetched);
    let (read, limited) = tokio::join!(app.table.read_if(plan, decide), limit::count(app, &spec, &caller, now, first));
    let (fetched, decided) = read?;
    // Whoever holds a sign-in that was ended uses up nothing of what the account may do.
    let ended = |denied: &Denied| denied.problem.code == Code::SessionEnded;
    if let Some(denied) = decided.as_ref().err().filter(|denied| ended(denied)) {
        limit::take_back(app, &spec, &caller, now, first).await?;
        return Err(denied.problem.clone());
    }
    limited?;

    let (allowed, grounds) = match decided {
        Ok(decided) => decided,
        Err(Denied { problem, refused_look }) => {
            let problem = Problem { refused_look, ..problem };
            return Err(refuse(app, &call, &target, told(&call, &target, &fetched), problem).await);
        }
    };
    call.stands_on(grounds);
    let told = told(&call, &target, &fetched);
    if policy::is_by_another(&allowed) {
        *call.pending_audit() = audit_plan(&call, &allowed, &fetched)?;
    }
    let remembered = recall(&call, &fetched, now)?;
    let seen = Seen::of(&spec, &caller, &allowed, request);
    let subject = Authorised::<E::Subject>::new(caller, now, fetched, allowed)?.with(reads);
    let is_repetition = remembered.is_some();
    let answer = match remembered {
        Some(remembered) => E::replay(app, &call, subject, remembered.ids).await,
        None => E::handle(app, &call, subject, input).await.map_err(|problem| call.refusal(problem)),
    };
    let answer = call.follow(app, is_repetition, answer).await;
    let answer = match answer {
        Err(problem) if problem.refused_look => return Err(refuse(app, &call, &target, told, problem).await),
        other => other,
    };
    // What the entry was not written for with the effect: a look; a repetition, or a write that changes nothing, is one
    // where its answer shows the notebook; so is a refusal that says how things are there.
    let looked = match &answer {
        Ok(_) => !spec.shows_only_ids(),
        Err(problem) => problem.tells_of_what_is_there(),
    };
    let passing = answer.as_ref().ok().and_then(|answer| answer.passing.clone());
    let answer = answer.map(|answer| success(&spec, &answer));
    let (answer, is_known) = match (answer, seen) {
        (Ok(response), Some(seen)) => {
            let (response, is_known) = seen.again(response, passing.as_deref());
            (Ok(response), is_known)
        }
        (answer, _) => (answer, false),
    };
    // What the page has already shows nothing, and is no look.
    if looked && !is_known {
        if answer.is_err()
            && let Some(plan) = call.pending_audit().as_mut()
        {
            plan.came_to_nothing();
        }
        log_access(app, &call).await?;
    }
    answer
}

/// Writes the entry of an access, unless it was written with the effect. No entry, no answer.
async fn log_access(app: &App, call: &Call) -> Result<(), Problem> {
    let pending = call.pending_audit().take();
    let Some(plan) = pending else { return Ok(()) };
    match call.counted(app, Some(plan), Transaction::on(&app.table)).await {
        Ok(()) => Ok(()),
        // What allowed the look ended meanwhile: the request runs again from its read, and is refused there.
        Err(ended @ Cancelled::Ground) => Err(ended.into()),
        Err(Cancelled::Failed(problem)) if problem.code == Code::TooManyRequests => Err(problem),
        Err(_) => Err(Problem::of(Code::Unavailable).logged(Audit::EntryNotWritten).retry_after(1)),
    }
}

fn recall(call: &Call, fetched: &Fetched, now: Instant) -> Result<Option<Remembered>, Problem> {
    call.idempotency.as_ref().map_or(Ok(None), |idempotency| idempotency.recall(fetched, now))
}

/// Whom the request is about, and the institution that the endpoint's pointer names beside the person.
async fn target<E: Endpoint>(app: &App, call: &Call, input: &E::Input) -> Result<(Target, Option<String>), Problem> {
    let institution = || institution_code(call);
    let mut pointed_at = None;
    let target = match E::SPEC.who {
        Who::Nobody => return Err(Problem::not_found()),
        Who::Account | Who::ResidentAccount => Target::Account,
        Who::Resident(..) | Who::Related(_) => {
            let id = if let Some(key) = E::pointer(call)? {
                let reference = pointed(app, call, key).await?.ok_or_else(Problem::not_found)?;
                pointed_at = Some(reference.institution_code);
                reference.resident_id
            } else if let Some(id) = E::resident(input) {
                id
            } else {
                call.path::<ResidentId>("resident_id")?
            };
            Target::Resident(id)
        }
        Who::Staff(_) => Target::Staff { institution: institution()? },
        Who::Clinic(_) => Target::Patient { institution: institution()?, id: call.path("resident_id")? },
        Who::Counter(_) => match E::pointer(call)? {
            Some(key) => {
                let (code, pointed) = (institution()?, pointed(app, call, key).await?);
                // A visit of elsewhere is not there. Whether the caller may ask at all is decided with or without a person.
                match pointed.filter(|reference| reference.institution_code == code) {
                    Some(reference) => Target::Patient { institution: code, id: reference.resident_id },
                    None => Target::Staff { institution: code },
                }
            }
            None => Target::Patient { institution: institution()?, id: call.path("resident_id")? },
        },
        Who::ClinicVisit(_) => Target::PatientVisit {
            institution: institution()?,
            id: call.path("resident_id")?,
            visit: call.path("visit_id")?,
        },
        Who::Guidance(_) => {
            Target::Guidance { institution: institution()?, id: call.path("resident_id")?, guidance: None }
        }
        Who::OwnGuidance(_) => Target::Guidance {
            institution: institution()?,
            id: call.path("resident_id")?,
            guidance: Some(call.path("guidance_id")?),
        },
        Who::Dispensing(_) => Target::Dispensing { institution: institution()?, id: call.path("resident_id")? },
        Who::EmergencyCard => {
            let secret = E::emergency_secret(input).ok_or_else(Problem::not_found)?;
            let secret_hash = EmergencyCardItem::hash(secret);
            let key = shared::emergency_card(&secret_hash);
            let mut plan = ReadPlan::default();
            plan.get(key.clone());
            let reference: Option<EmergencyCardReference> = app.table.read(plan).await?.get(&key)?;
            Target::EmergencyCard { reference: reference.ok_or_else(Problem::not_found)?, secret_hash }
        }
    };
    Ok((target, pointed_at))
}

/// Whose visit an id of the path is. An ended sign-in is told so here, whether the id is anybody's or not.
async fn pointed(app: &App, call: &Call, key: Key) -> Result<Option<VisitReferenceItem>, Problem> {
    let mut plan = ReadPlan::default();
    plan.get(key.clone()).get(ActorKeys::of(&call.caller.actor).sessions());
    let fetched = app.table.read(plan).await?;
    policy::session_counts(&call.caller, &fetched).map_err(|denied| denied.problem)?;
    fetched.get(&key)
}

fn institution_code(call: &Call) -> Result<String, Problem> {
    call.path::<InstitutionDigits>("code").map(|code| code.0)
}

fn proposed(target: &Target, pointed_at: Option<String>, caller: &Caller, now: Instant) -> Proposed {
    let (resident, institution) = match target {
        Target::Account => (None, None),
        Target::Resident(id) => (Some(*id), pointed_at),
        Target::Staff { institution } => (None, Some(institution.clone())),
        Target::Patient { institution, id }
        | Target::PatientVisit { institution, id, .. }
        | Target::Guidance { institution, id, .. }
        | Target::Dispensing { institution, id } => (Some(*id), Some(institution.clone())),
        Target::EmergencyCard { reference, .. } => (Some(reference.resident_id), None),
    };
    Proposed { resident, actor: caller.actor.clone(), institution, now }
}

/// The entry in the person's chain for an access by another.
fn audit_plan(call: &Call, allowed: &Allowed, fetched: &Fetched) -> Result<Option<audit::Plan>, Problem> {
    let names = |sections: &mut dyn Iterator<Item = Section>| sections.map(|s| s.as_str().to_owned()).collect();
    let (id, role, institution, sections) = match allowed {
        Allowed::Account { .. } | Allowed::Staff { .. } => return Ok(None),
        Allowed::Resident { id, relation, .. } => {
            let section = match call.spec.who {
                Who::Resident(section, _) => Some(section),
                _ => None,
            };
            (*id, relation.kind.as_str(), None, names(&mut section.into_iter()))
        }
        Allowed::Patient { institution, role, id, grant } => {
            (*id, role.as_str(), Some(institution.clone()), names(&mut grant.sections.iter().copied()))
        }
        Allowed::Arrived { institution, role, id, .. } | Allowed::PatientVisit { institution, role, id, .. } => {
            (*id, role.as_str(), Some(institution.clone()), names(&mut std::iter::once(Section::Visits)))
        }
        Allowed::Guided { institution, role, id, .. } => {
            (*id, role.as_str(), Some(institution.clone()), names(&mut std::iter::once(Section::HealthGuidance)))
        }
        Allowed::Dispensed { institution, role, id, .. } => {
            (*id, role.as_str(), Some(institution.clone()), names(&mut std::iter::once(Section::Medication)))
        }
        Allowed::EmergencyCard { id, .. } => {
            (*id, Look::CARD_HOLDER, None, names(&mut [Section::Profile, Section::Medication].into_iter()))
        }
    };
    let look = Look {
        at: call.now,
        actor: call.caller.actor.clone(),
        role: role.to_owned(),
        institution,
        action: call.spec.name,
        sections,
        decision: Decision::Allowed,
        about: None,
    };
    audit::Plan::new(ResidentKeys::new(id).chain(), fetched, look).map(Some)
}

/// The entry of what a call does in a notebook beside the one that its route leads to, where that is another person's.
pub(crate) fn enters_elsewhere(call: &Call, allowed: &Allowed, fetched: &Fetched) -> Result<(), Problem> {
    if policy::is_by_another(allowed)
        && let Some(plan) = audit_plan(call, allowed, fetched)?
    {
        call.also_enters(plan);
    }
    Ok(())
}

/// A refusal at such a notebook: logged as if the route led there, and no refused look at the one where it does.
pub(crate) async fn refuse_elsewhere(app: &App, call: &Call, id: ResidentId, denied: Denied) -> Problem {
    let problem = Problem { refused_look: denied.refused_look, ..denied.problem };
    let refused = refuse(app, call, &Target::Resident(id), false, problem).await;
    Problem { refused_look: false, ..refused }
}

/// Whether the person is told of a look that is refused: a member of an institution that is or was theirs tried.
fn told(call: &Call, target: &Target, fetched: &Fetched) -> bool {
    let (Target::Patient { institution, id }
    | Target::PatientVisit { institution, id, .. }
    | Target::Guidance { institution, id, .. }
    | Target::Dispensing { institution, id }) = target
    else {
        return false;
    };
    let known = fetched.item(&ResidentKeys::new(*id).known_institution(institution));
    known.is_ok_and(|known| known.is_some()) && policy::is_member(&call.caller, institution, fetched)
}

/// Logs a refusal in the chain of the account that was refused, and as one line for the person where they are told; then
/// gives the refusal back.
async fn refuse(app: &App, call: &Call, target: &Target, told: bool, problem: Problem) -> Problem {
    // Of nobody there is no log in which it could stand.
    if !problem.refused_look || call.spec.is_public() {
        return problem;
    }
    log_refusal(app, call, target, told).await.err().unwrap_or(problem)
}

async fn log_refusal(app: &App, call: &Call, target: &Target, told: bool) -> Result<(), Problem> {
    let (about, institution) = match target {
        Target::Account => (None, None),
        Target::Resident(id) => (Some(*id), None),
        Target::Staff { institution } => (None, Some(institution.clone())),
        Target::Patient { institution, id }
        | Target::PatientVisit { institution, id, .. }
        | Target::Guidance { institution, id, .. }
        | Target::Dispensing { institution, id } => (Some(*id), Some(institution.clone())),
        Target::EmergencyCard { .. } => return Ok(()),
    };
    let chain = ActorKeys::of(&call.caller.actor).chain();
    let mut plan = ReadPlan::default();
    plan.get(chain.head());
    let heads = app.table.read(plan).await?;
    let look = Look {
        at: call.now,
        actor: call.caller.actor.clone(),
        role: match call.caller.client {
            crate::auth::ClientKind::Residents => "resident".to_owned(),
            crate::auth::ClientKind::Staff => "staff".to_owned(),
            crate::auth::ClientKind::Nobody => "nobody".to_owned(),
        },
        institution: institution.clone(),
        action: call.spec.name,
        sections: Vec::new(),
        decision: Decision::Refused,
        about: about.map(|id| id.to_string()),
    };
    let plan = audit::Plan::new(chain, &heads, look)?.at_most_an_hour(REFUSALS_AN_HOUR);
    let mut effect = Transaction::on(&app.table);
    if let (Some(id), Some(institution), true) = (about, &institution, told) {
        let line = ResidentKeys::new(id).chain().refused(institution, jst_day(call.now));
        effect.count(&line, audit::COUNT, call.now.timestamp() + audit::COUNT_SECONDS)?;
    }
    let written = plan.commit(&app.table, &effect).await;
    written.map_err(|_| Problem::of(Code::Unavailable).logged(Audit::RefusalNotWritten).retry_after(1))
}

fn success<T: serde::Serialize>(spec: &Spec, answer: &Answer<T>) -> Response {
    let mut headers = vec![("cache-control", "no-store".to_owned())];
    if let Some(version) = answer.version {
        headers.push(("etag", format!("\"{version}\"")));
    }
    let body = match answer.body.as_ref().map(serde_json::to_vec) {
        None => Vec::new(),
        Some(Ok(body)) => body,
        Some(Err(_)) => return failure(&Problem::internal("unwritable answer"), Language::default(), ""),
    };
    let content_type = (!body.is_empty()).then_some("application/json");
    Response { status: answer.status.unwrap_or(spec.success), content_type, headers, body, log: Log::default() }
}

/// The response of a problem.
pub(crate) fn failure(problem: &Problem, language: Language, request_id: &str) -> Response {
    let mut headers = vec![("cache-control", "no-store".to_owned()), ("content-language", language.tag().to_owned())];
    if let Some(seconds) = problem.retry_after {
        headers.push(("retry-after", seconds.to_string()));
    }
    let body = problem.document(language, request_id).to_string().into_bytes();
    let log = Log { code: Some(problem.code), reason: problem.reason };
    Response { status: problem.code.status(), content_type: Some("application/problem+json"), headers, body, log }
}
