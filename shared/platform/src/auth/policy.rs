//! The decision: from a policy row, a caller and what the table says, to a subject or a refusal.
//!
//! First [`plan`] names the items that the decision needs, so that they travel with the operation's own reads; then
//! [`decide`] looks at them. An item that is not there never allows anything.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use notebook::access::{Grant, GrantState, Relation, RelationKind, Role};
use notebook::id::{ResidentId, VisitId};
use notebook::time::{Instant, jst_day};
use serde::Deserialize;

use super::caller::{Caller, ClientKind};
use crate::problem::{Code, Problem};
use crate::spec::{Spec, Who};
use crate::table::items::{InstitutionItem, RelationItem, StaffItem};
use crate::table::schema::{ResidentKeys, shared};
use crate::table::{Fetched, ReadPlan};

/// Whom or what a request is about, before anything is known of permission.
#[derive(Debug, Clone)]
pub(crate) enum Target {
    Account,
    Resident(ResidentId),
    Staff { institution: String },
    Patient { institution: String, id: ResidentId },
    PatientVisit { institution: String, id: ResidentId, visit: VisitId },
}

/// What the policy allowed.
pub enum Allowed {
    /// The caller's own account.
    Account {
        /// The account.
        actor: String,
    },
    /// A resident's notebook.
    Resident {
        /// The person.
        id: ResidentId,
        /// What the caller is to the person.
        relation: Relation,
        /// Seals cursors.
        cursor_key: Vec<u8>,
    },
    /// An institution.
    Staff {
        /// 10 digits.
        institution: String,
        /// The caller's role there.
        role: Role,
    },
    /// A notebook opened to an institution today.
    Patient {
        /// 10 digits.
        institution: String,
        /// The caller's role there.
        role: Role,
        /// The person.
        id: ResidentId,
        /// What was opened.
        grant: Grant,
    },
    /// A visit at an institution.
    PatientVisit {
        /// 10 digits.
        institution: String,
        /// The caller's role there.
        role: Role,
        /// The person.
        id: ResidentId,
        /// The visit.
        visit: VisitId,
    },
}

/// A refusal, and whether it is to be logged as a look that was refused.
pub(crate) struct Denied {
    pub(crate) problem: Problem,
    pub(crate) refused_look: bool,
}

/// For how many days after a visit an institution may add, amend or retract its own entries.
pub const OWN_ENTRY_DAYS: i64 = 7;

/// The part of a visit that the decision needs.
#[derive(Deserialize)]
struct VisitGround {
    institution_code: Option<String>,
    checked_in_at: Option<Instant>,
}

/// The rules that need no read: which client, which factor.
pub(crate) fn precheck(spec: &Spec, caller: &Caller) -> Result<(), Problem> {
    match (spec.who, caller.client) {
        (Who::Account | Who::Staff(_) | Who::Clinic(_) | Who::ClinicVisit(_), ClientKind::Staff) => {
            if caller.second_factor { Ok(()) } else { Err(Problem::of(Code::TotpRequired)) }
        }
        (Who::ResidentAccount, ClientKind::Staff) => Err(Problem::of(Code::Forbidden)),
        // The rest is decided from the table. A resident's account at a clinic's door, and the reverse, finds nothing
        // there: as if the door did not exist.
        (_, ClientKind::Residents) | (Who::Resident(..) | Who::Nobody, ClientKind::Staff) => Ok(()),
    }
}

/// Names what the decision needs to read.
pub(crate) fn plan(target: &Target, caller: &Caller, now: Instant, plan: &mut ReadPlan) {
    match target {
        Target::Account => {}
        Target::Resident(id) => {
            let keys = ResidentKeys::new(*id);
            plan.get(keys.relation(&caller.actor)).get(keys.chain().head());
        }
        Target::Staff { institution } => plan_staff(institution, caller, plan),
        Target::Patient { institution, id } => {
            let keys = ResidentKeys::new(*id);
            plan_staff(institution, caller, plan);
            plan.get(keys.grant(institution, jst_day(now)))
                .get(keys.known_institution(institution))
                .get(keys.chain().head());
        }
        Target::PatientVisit { institution, id, visit } => {
            let keys = ResidentKeys::new(*id);
            plan_staff(institution, caller, plan);
            plan.get(keys.visit(*visit)).get(keys.known_institution(institution)).get(keys.chain().head());
        }
    }
}

fn plan_staff(institution: &str, caller: &Caller, plan: &mut ReadPlan) {
    plan.get(shared::staff(institution, &caller.actor)).get(shared::institution(institution));
}

/// Decides. What is missing, over, ended or another's reads as not there.
pub(crate) fn decide(
    spec: &Spec,
    target: &Target,
    caller: &Caller,
    now: Instant,
    fetched: &Fetched,
) -> Result<Allowed, Denied> {
    let not_there = || Denied { problem: Problem::not_found(), refused_look: true };
    let unreadable = |problem| Denied { problem, refused_look: false };
    match (spec.who, target) {
        (Who::Account | Who::ResidentAccount, Target::Account) => Ok(Allowed::Account { actor: caller.actor.clone() }),
        (Who::Resident(section, level), Target::Resident(id)) if caller.client == ClientKind::Residents => {
            let key = ResidentKeys::new(*id).relation(&caller.actor);
            let item: RelationItem = fetched.get(&key).map_err(unreadable)?.ok_or_else(not_there)?;
            if !item.relation.allows(section, level, caller.signed_in_at, now) {
                return Err(not_there());
            }
            let cursor_key = URL_SAFE_NO_PAD.decode(&item.cursor_key).unwrap_or_default();
            Ok(Allowed::Resident { id: *id, relation: item.relation, cursor_key })
        }
        (Who::Staff(roles), Target::Staff { institution }) => {
            let role = staff(caller, institution, fetched).map_err(unreadable)?.ok_or_else(not_there)?;
            role_of(role, roles)?;
            Ok(Allowed::Staff { institution: institution.clone(), role })
        }
        (Who::Clinic(roles), Target::Patient { institution, id }) => {
            let role = staff(caller, institution, fetched).map_err(unreadable)?.ok_or_else(not_there)?;
            let key = ResidentKeys::new(*id).grant(institution, jst_day(now));
            let grant: Grant = fetched.get(&key).map_err(unreadable)?.ok_or_else(not_there)?;
            if grant.state(now) != GrantState::Open || !roles.contains(&role) {
                return Err(not_there());
            }
            Ok(Allowed::Patient { institution: institution.clone(), role, id: *id, grant })
        }
        (Who::ClinicVisit(roles), Target::PatientVisit { institution, id, visit }) => {
            let role = staff(caller, institution, fetched).map_err(unreadable)?.ok_or_else(not_there)?;
            let key = ResidentKeys::new(*id).visit(*visit);
            let ground: VisitGround = fetched.get(&key).map_err(unreadable)?.ok_or_else(not_there)?;
            let theirs = ground.institution_code.as_deref() == Some(institution.as_str());
            let Some(checked_in_at) = ground.checked_in_at.filter(|_| theirs && roles.contains(&role)) else {
                return Err(not_there());
            };
            let days = (jst_day(now) - jst_day(checked_in_at)).num_days();
            if !(0..=OWN_ENTRY_DAYS).contains(&days) {
                return Err(Denied { problem: Problem::of(Code::NotePeriodOver), refused_look: true });
            }
            Ok(Allowed::PatientVisit { institution: institution.clone(), role, id: *id, visit: *visit })
        }
        _ => Err(not_there()),
    }
}

fn role_of(role: Role, roles: &[Role]) -> Result<(), Denied> {
    if roles.contains(&role) {
        Ok(())
    } else {
        Err(Denied { problem: Problem::of(Code::Forbidden), refused_look: true })
    }
}

/// The caller's role at an institution that takes part, through the staff's client with a second factor only.
fn staff(caller: &Caller, institution: &str, fetched: &Fetched) -> Result<Option<Role>, Problem> {
    if caller.client != ClientKind::Staff || !caller.second_factor {
        return Ok(None);
    }
    let place: Option<InstitutionItem> = fetched.get(&shared::institution(institution))?;
    if place.is_none_or(|place| !place.active) {
        return Ok(None);
    }
    let item: Option<StaffItem> = fetched.get(&shared::staff(institution, &caller.actor))?;
    let counts = |item: &StaffItem| item.active && item.sessions_valid_from.is_none_or(|at| caller.signed_in_at >= at);
    Ok(item.filter(counts).map(|item| item.role))
}

/// Whether the caller works at an institution that takes part: such a look is the institution's, another is only the
/// caller's own.
pub(crate) fn is_member(caller: &Caller, institution: &str, fetched: &Fetched) -> bool {
    matches!(staff(caller, institution, fetched), Ok(Some(_)))
}

/// Whether an allowed access is by someone else than the person, and so must be logged.
pub(crate) fn is_by_another(allowed: &Allowed) -> bool {
    match allowed {
        Allowed::Account { .. } | Allowed::Staff { .. } => false,
        Allowed::Resident { relation, .. } => relation.kind != RelationKind::Oneself,
        Allowed::Patient { .. } | Allowed::PatientVisit { .. } => true,
    }
}
