//! The decision: from a policy row, a caller and what the table says, to a subject or a refusal.
//!
//! First [`plan`] names the items that the decision needs, so that they travel with the operation's own reads; then
//! [`decide`] looks at them. An item that is not there never allows anything. What a decision rested on is given back with it:
//! whatever is written because of it requires that it is still so.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use notebook::access::consent::{Rule, governing};
use notebook::access::{Act, Grant, GrantState, RelationKind, RelationState, Role, Section};
use notebook::guidance::FollowUp;
use notebook::id::{ResidentId, VisitId};
use notebook::time::{Instant, jst_day};

use super::basis::Basis;
use super::caller::{Caller, ClientKind};
pub use super::decided::Allowed;
pub(crate) use super::decided::Target;
use super::decisive;
use super::denied::Denied;
use super::dispensing::{self, Led};
use super::emergency_card::emergency_card;
use super::lacking::{consents, lacking};
use super::own_entries::Span;
pub use super::own_entries::{OWN_ENTRY_DAYS, own_entries_since, own_entries_until};
use crate::problem::{Code, Problem};
use crate::spec::{Spec, Who};
use crate::table::items::{ConsentItem, InstitutionItem, OwnNotebookItem, RelationItem, SessionsItem, StaffItem};
use crate::table::schema::{ActorKeys, ResidentKeys, shared};
use crate::table::{Fetched, Ground, ReadPlan};

/// The rules that need no read: which client, which factor.
pub(crate) fn precheck(spec: &Spec, caller: &Caller) -> Result<(), Problem> {
    match (spec.who, caller.client) {
        (
            Who::Account
            | Who::Staff(_)
            | Who::Clinic(_)
            | Who::Counter(_)
            | Who::ClinicVisit(_)
            | Who::Guidance(_)
            | Who::OwnGuidance(_)
            | Who::Dispensing(_),
            ClientKind::Staff,
        ) => {
            if caller.second_factor {
                Ok(())
            } else {
                Err(Problem::of(Code::TotpRequired))
            }
        }
        (Who::ResidentAccount, ClientKind::Staff) => Err(Problem::of(Code::Forbidden)),
        // The rest is decided from the table. A resident's account at a clinic's door, and the reverse, finds nothing
        // there: as if the door did not exist.
        (_, ClientKind::Residents | ClientKind::Nobody)
        | (Who::Resident(..) | Who::Related(_) | Who::Nobody | Who::EmergencyCard, ClientKind::Staff) => Ok(()),
    }
}

/// Names what the decision needs to read.
pub(crate) fn plan(spec: &Spec, target: &Target, caller: &Caller, now: Instant, plan: &mut ReadPlan) {
    if !spec.is_public() {
        plan.get(ActorKeys::of(&caller.actor).sessions());
    }
    let person = match target {
        Target::Account => {
            plan.get(ActorKeys::of(&caller.actor).own_notebook());
            return;
        }
        Target::Staff { institution } => return plan_staff(institution, caller, plan),
        Target::Resident(id) => {
            let keys = ResidentKeys::new(*id);
            plan.get(keys.relation(&caller.actor));
            keys
        }
        Target::Patient { institution, id } => {
            let keys = ResidentKeys::new(*id);
            plan_staff(institution, caller, plan);
            plan.get(keys.grant(institution, jst_day(now))).get(keys.known_institution(institution));
            keys
        }
        Target::PatientVisit { institution, id, visit } => {
            let keys = ResidentKeys::new(*id);
            plan_staff(institution, caller, plan);
            plan.get(keys.visit(*visit)).get(keys.known_institution(institution));
            keys
        }
        Target::Guidance { institution, id, guidance } => {
            let keys = ResidentKeys::new(*id);
            plan_staff(institution, caller, plan);
            plan.get(keys.known_institution(institution));
            match guidance {
                Some(guidance) => plan.get(keys.guidance(institution, *guidance)),
                None => plan.get(keys.grant(institution, jst_day(now))).get(keys.follow_up(institution)),
            };
            keys
        }
        Target::Dispensing { institution, id } => {
            let keys = ResidentKeys::new(*id);
            plan_staff(institution, caller, plan);
            plan.get(keys.known_institution(institution));
            dispensing::plan(keys, institution, now, plan);
            keys
        }
        Target::EmergencyCard { reference, .. } => {
            let keys = ResidentKeys::new(reference.resident_id);
            plan.get(keys.emergency_card()).get(keys.relation(&reference.made_by));
            keys
        }
    };
    plan.get(person.chain().head());
    for rule in consents(spec) {
        plan.get(person.consent(rule.purpose.as_str()));
    }
}

fn plan_staff(institution: &str, caller: &Caller, plan: &mut ReadPlan) {
    plan.get(shared::staff(institution, &caller.actor)).get(shared::institution(institution));
}

/// Decides. What is missing, over, ended or another's reads as not there. What it rested on comes with it.
pub(crate) fn decide(
    spec: &Spec,
    target: &Target,
    caller: &Caller,
    now: Instant,
    fetched: &Fetched,
) -> Result<(Allowed, Vec<Ground>), Denied> {
    if !spec.is_public() {
        session_counts(caller, fetched)?;
    }
    let mut basis = Basis::of(fetched);
    let allowed = match (spec.who, target) {
        (Who::Account | Who::ResidentAccount, Target::Account) => account(caller, &mut basis),
        (Who::Resident(..) | Who::Related(_), Target::Resident(id)) if caller.client == ClientKind::Residents => {
            resident(spec, *id, caller, now, &mut basis)
        }
        (Who::Staff(roles), Target::Staff { institution }) => {
            let role = staff(caller, institution, roles, &mut basis)?;
            Ok(Allowed::Staff { institution: institution.clone(), role })
        }
        (Who::Clinic(roles), Target::Patient { institution, id }) => {
            let role = staff(caller, institution, roles, &mut basis)?;
            let grant = grant(spec, institution, *id, now, &mut basis)?;
            Ok(Allowed::Patient { institution: institution.clone(), role, id: *id, grant })
        }
        (Who::Counter(roles), Target::Patient { institution, id }) => {
            let role = staff(caller, institution, roles, &mut basis)?;
            let grant = arrived(spec, institution, *id, now, &mut basis)?;
            Ok(Allowed::Arrived { institution: institution.clone(), role, id: *id, grant })
        }
        // The path leads to nobody who checked in there: the wrong role is told so all the same.
        (Who::Counter(roles), Target::Staff { institution }) => {
            staff(caller, institution, roles, &mut basis)?;
            Err(Denied::not_there())
        }
        (Who::ClinicVisit(roles), Target::PatientVisit { institution, id, visit }) => {
            let role = staff(caller, institution, roles, &mut basis)?;
            own_entries(spec, institution, *id, *visit, now, &mut basis)?;
            Ok(Allowed::PatientVisit { institution: institution.clone(), role, id: *id, visit: *visit })
        }
        (Who::Guidance(roles), Target::Guidance { institution, id, guidance: None }) => {
            let role = staff(caller, institution, roles, &mut basis)?;
            let grant = guided(spec, institution, *id, now, &mut basis)?;
            Ok(Allowed::Guided { institution: institution.clone(), role, id: *id, grant })
        }
        (Who::OwnGuidance(roles), Target::Guidance { institution, id, guidance: Some(guidance) }) => {
            let role = staff(caller, institution, roles, &mut basis)?;
            let written = ResidentKeys::new(*id).guidance(institution, *guidance);
            let span = Span::of_guidance(&written, &mut basis)?;
            holds(spec, &span, *id, now, &mut basis)?;
            Ok(Allowed::Guided { institution: institution.clone(), role, id: *id, grant: None })
        }
        (Who::Dispensing(roles), Target::Dispensing { institution, id }) => {
            let role = staff(caller, institution, roles, &mut basis)?;
            let Led { grant, is_open } = dispensing::led(institution, *id, now, fetched, &mut basis)?;
            Ok(Allowed::Dispensed { institution: institution.clone(), role, id: *id, grant, is_open })
        }
        (Who::EmergencyCard, Target::EmergencyCard { reference, secret_hash }) => {
            emergency_card(spec, reference, secret_hash, now, &mut basis)
        }
        _ => Err(Denied::not_there()),
    };
    allowed.map(|allowed| (allowed, basis.grounds()))
}

/// 401 where the caller's account has ended the sign-ins that this is one of. Of whatever the account does in notebooks and at
/// institutions this is no ground: what was read before the end may still be written in the moment after it, and whatever runs
/// again from its read is refused. [`account`] makes it one of what concerns the account itself.
pub(crate) fn session_counts(caller: &Caller, fetched: &Fetched) -> Result<(), Denied> {
    let item: Option<SessionsItem> = fetched.get(&ActorKeys::of(&caller.actor).sessions()).map_err(Denied::of)?;
    check_session(caller, item.map(|item| item.sessions_valid_from))
}

/// The caller's own account: a sign-in that was not ended, also in the moment of the write, so that what is taken off at the end
/// of all sign-ins (devices) does not come back by one of them.
fn account(caller: &Caller, basis: &mut Basis<'_>) -> Result<Allowed, Denied> {
    let keys = ActorKeys::of(&caller.actor);
    let _: Option<SessionsItem> = basis.find(&keys.sessions(), SessionsItem::DECISIVE)?;
    let key = keys.own_notebook();
    let own: Option<OwnNotebookItem> = basis.find(&key, SessionsItem::DECISIVE)?;
    check_session(caller, own.and_then(|own| own.sessions_valid_from))?;
    Ok(Allowed::Account { actor: caller.actor.clone() })
}

/// As many bytes has the key that seals the cursors of a person's lists.
const CURSOR_KEY_BYTES: usize = 16;

/// A relation that reaches the section, and the consents that the operation needs.
fn resident(
    spec: &Spec,
    id: ResidentId,
    caller: &Caller,
    now: Instant,
    basis: &mut Basis<'_>,
) -> Result<Allowed, Denied> {
    let (sections, level) = match &spec.who {
        Who::Resident(section, level) => (std::slice::from_ref(section), *level),
        Who::Related(level) => (Section::ALL.as_slice(), *level),
        _ => return Err(Denied::not_there()),
    };
    let keys = ResidentKeys::new(id);
    let found: Option<RelationItem> = basis.find(&keys.relation(&caller.actor), RelationItem::DECISIVE)?;
    let RelationItem { relation, cursor_key, .. } = found.ok_or_else(Denied::not_there)?;
    if relation.state == RelationState::Active {
        check_session(caller, relation.sessions_valid_from)?;
    }
    if !sections.iter().any(|section| relation.allows(*section, level, caller.signed_in_at, now)) {
        return Err(Denied::not_there());
    }
    if let Some(rule) = lacking(spec, keys, basis, Rule::allows)? {
        return Err(Denied::of(Problem::of(Code::ConsentRequired).with("purpose", rule.purpose.as_str())));
    }
    let cursor_key = URL_SAFE_NO_PAD.decode(cursor_key).ok().filter(|key| key.len() >= CURSOR_KEY_BYTES);
    let cursor_key =
        cursor_key.ok_or_else(|| Denied::of(Problem::internal("a relation without a key for its cursors")))?;
    Ok(Allowed::Resident { id, relation, cursor_key })
}

/// What the person opened to the institution today, as long as they agree to that.
fn grant(spec: &Spec, institution: &str, id: ResidentId, now: Instant, basis: &mut Basis<'_>) -> Result<Grant, Denied> {
    let keys = ResidentKeys::new(id);
    let found: Option<Grant> = basis.find(&keys.grant(institution, jst_day(now)), decisive::GRANT)?;
    let grant = found.filter(|grant| grant.state(now) == GrantState::Open).ok_or_else(Denied::not_there)?;
    match lacking(spec, keys, basis, |rule, consent| rule.carries(&grant, consent))? {
        None => Ok(grant),
        Some(_) => Err(Denied::not_there()),
    }
}

/// The check-in of today, also one that was ended or cancelled since: the counter reads nothing by it.
fn arrived(
    spec: &Spec,
    institution: &str,
    id: ResidentId,
    now: Instant,
    basis: &mut Basis<'_>,
) -> Result<Grant, Denied> {
    let keys = ResidentKeys::new(id);
    let found: Option<Grant> = basis.find(&keys.grant(institution, jst_day(now)), decisive::GRANT)?;
    let grant = found.ok_or_else(Denied::not_there)?;
    match lacking(spec, keys, basis, Rule::allows)? {
        None => Ok(grant),
        Some(_) => Err(Denied::not_there()),
    }
}

/// Whether what a person opened still counts: no consent that a look needs was withdrawn since. For operations that read
/// these consents with their authorisation.
///
/// # Errors
///
/// `internal` where they were not read: a consent that nobody asked for is not one that was never withdrawn.
pub fn carries(keys: ResidentKeys, grant: &Grant, fetched: &Fetched) -> Result<bool, Problem> {
    for rule in governing(Act::Look) {
        let item: Option<ConsentItem> = fetched.get(&keys.consent(rule.purpose.as_str()))?;
        if !rule.carries(grant, item.as_ref().map(|item| &item.consent)) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// A visit at the institution, not longer ago than it may write about it.
fn own_entries(
    spec: &Spec,
    institution: &str,
    id: ResidentId,
    visit: VisitId,
    now: Instant,
    basis: &mut Basis<'_>,
) -> Result<(), Denied> {
    let span = Span::of(institution, &ResidentKeys::new(id).visit(visit), basis)?;
    holds(spec, &span, id, now, basis)
}

/// What an institution wrote itself, not longer ago than it may write about it, as long as the person agrees to that.
fn holds(spec: &Spec, span: &Span, id: ResidentId, now: Instant, basis: &mut Basis<'_>) -> Result<(), Denied> {
    if lacking(spec, ResidentKeys::new(id), basis, Rule::allows)?.is_some() {
        return Err(Denied::not_there());
    }
    span.holds(now)
}

/// What leads an office to its own guidance of a person: a check-in of today that opened the section, or that it follows the person up.
/// Gives the check-in where it rests on one. Both need the consents without which an institution sees nothing, and neither survives
/// that one was withdrawn since.
fn guided(
    spec: &Spec,
    institution: &str,
    id: ResidentId,
    now: Instant,
    basis: &mut Basis<'_>,
) -> Result<Option<Grant>, Denied> {
    let keys = ResidentKeys::new(id);
    let grant: Option<Grant> = basis.find(&keys.grant(institution, jst_day(now)), decisive::GRANT)?;
    let follow_up: Option<FollowUp> = basis.find(&keys.follow_up(institution), FollowUp::DECISIVE)?;
    let opens = |grant: &Grant| FollowUp::is_opened_by(grant, follow_up.as_ref());
    let mut grant = grant.filter(|grant| grant.state(now) == GrantState::Open && opens(grant));
    let mut follow_up = follow_up.filter(|follow_up| follow_up.runs(now));
    for rule in consents(spec) {
        let item: Option<ConsentItem> = basis.find(&keys.consent(rule.purpose.as_str()), ConsentItem::DECISIVE)?;
        let consent = item.as_ref().map(|item| &item.consent);
        grant = grant.filter(|grant| rule.carries(grant, consent));
        follow_up = follow_up.filter(|follow_up| rule.carries_since(follow_up.opened_at, consent));
    }
    if grant.is_none() && follow_up.is_none() { Err(Denied::not_there()) } else { Ok(grant) }
}

/// The caller as a member of an institution that takes part, through the staff's client with a second factor only.
fn member(caller: &Caller, institution: &str, basis: &mut Basis<'_>) -> Result<StaffItem, Denied> {
    if caller.client != ClientKind::Staff || !caller.second_factor {
        return Err(Denied::not_there());
    }
    let place: Option<InstitutionItem> = basis.find(&shared::institution(institution), InstitutionItem::DECISIVE)?;
    let item: Option<StaffItem> = basis.find(&shared::staff(institution, &caller.actor), decisive::STAFF)?;
    let item = item.filter(|item| item.active && place.is_some_and(|place| place.active));
    let item = item.ok_or_else(Denied::not_there)?;
    check_session(caller, item.sessions_valid_from)?;
    Ok(item)
}

/// The caller's role at an institution. At one's own institution the wrong role is told so, before anything of a person is
/// looked at.
fn staff(caller: &Caller, institution: &str, roles: &[Role], basis: &mut Basis<'_>) -> Result<Role, Denied> {
    let item = member(caller, institution, basis)?;
    if roles.contains(&item.role) {
        return Ok(item.role);
    }
    let may: Vec<_> = roles.iter().map(|role| role.as_str()).collect();
    Err(Denied::look(Problem::of(Code::RoleNotAllowed).with("roles", may)))
}

/// 401 where all sign-ins of before were ended: the caller's own item says so, so that it tells nothing of anybody else.
fn check_session(caller: &Caller, valid_from: Option<Instant>) -> Result<(), Denied> {
    if valid_from.is_none_or(|from| caller.signed_in_at >= from) {
        return Ok(());
    }
    Err(Denied::of(Problem::of(Code::SessionEnded).logged("the sign-in was ended")))
}

/// Whether the caller works at an institution that takes part: such a look is the institution's, another is only the
/// caller's own.
pub(crate) fn is_member(caller: &Caller, institution: &str, fetched: &Fetched) -> bool {
    member(caller, institution, &mut Basis::of(fetched)).is_ok()
}

/// Whether an allowed access is by someone else than the person, and so must be logged.
pub(crate) fn is_by_another(allowed: &Allowed) -> bool {
    match allowed {
        Allowed::Account { .. } | Allowed::Staff { .. } => false,
        Allowed::Resident { relation, .. } => relation.kind != RelationKind::Oneself,
        Allowed::Patient { .. }
        | Allowed::Arrived { .. }
        | Allowed::PatientVisit { .. }
        | Allowed::Guided { .. }
        | Allowed::Dispensed { .. }
        | Allowed::EmergencyCard { .. } => true,
    }
}
