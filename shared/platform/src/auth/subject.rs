//! What a handler is given instead of a bare id: proof that the policy allowed this caller this person, institution or
//! visit. Only the policy module can make one, and the keys of the table are built from it.

mod arrived;
mod card_holder;
mod dispensed;
mod guided;

use notebook::access::{Act, Grant, Level, Relation, Role, Section};
use notebook::id::{ResidentId, VisitId};
use notebook::time::Instant;

pub use arrived::Arrived;
pub use card_holder::CardHolder;
pub use dispensed::Dispensed;
pub use guided::Guided;

use super::caller::Caller;
use super::denied::Denied;
use super::policy::{self, Allowed, Target};
use crate::app::App;
use crate::call::Call;
use crate::pipeline;
use crate::problem::{Code, Problem};
use crate::spec::{SubjectKind, Who};
use crate::table::schema::{ActorKeys, ResidentKeys};
use crate::table::{Fetched, Item, Key, ReadPlan};

/// Proof of permission, with what was read in the same wave. `R` says where the operation's own queries are found in it.
pub struct Authorised<S, R = ()> {
    caller: Caller,
    now: Instant,
    fetched: Fetched,
    subject: S,
    reads: R,
}

/// The caller's own account.
pub struct Account {
    keys: ActorKeys,
}

/// A resident's notebook.
pub struct Resident {
    id: ResidentId,
    relation: Relation,
    cursor_key: Vec<u8>,
}

/// An institution at which the caller works.
pub struct Staff {
    institution: String,
    role: Role,
}

/// A notebook that was opened to an institution today.
pub struct Patient {
    institution: String,
    role: Role,
    id: ResidentId,
    grant: Grant,
}

/// A visit at an institution at which the caller works.
pub struct PatientVisit {
    institution: String,
    role: Role,
    id: ResidentId,
    visit: VisitId,
}

/// A kind of subject.
pub trait Subject: Sized {
    /// The policy rows that lead to it.
    const KIND: SubjectKind;

    /// Takes its part of a decision of the policy.
    fn from_allowed(allowed: Allowed) -> Option<Self>;
}

impl<S: Subject> Authorised<S> {
    /// Only the pipeline calls this, with what the policy decided.
    pub(crate) fn new(caller: Caller, now: Instant, fetched: Fetched, allowed: Allowed) -> Result<Self, Problem> {
        let subject = S::from_allowed(allowed).ok_or_else(|| Problem::internal("policy row and subject differ"))?;
        Ok(Self { caller, now, fetched, subject, reads: () })
    }

    /// The same with where the operation's own queries are found.
    pub(crate) fn with<R>(self, reads: R) -> Authorised<S, R> {
        Authorised { caller: self.caller, now: self.now, fetched: self.fetched, subject: self.subject, reads }
    }
}

impl<S, R> Authorised<S, R> {
    /// The proof, and where the operation's own queries are found.
    pub fn reads(self) -> (Authorised<S>, R) {
        let Self { caller, now, fetched, subject, reads } = self;
        (Authorised { caller, now, fetched, subject, reads: () }, reads)
    }
}

impl<S> Authorised<S> {
    /// Who is calling.
    pub fn caller(&self) -> &Caller {
        &self.caller
    }

    /// The instant of the decision: one request has one time.
    pub fn now(&self) -> Instant {
        self.now
    }

    /// What the operation's plan read.
    pub fn fetched(&self) -> &Fetched {
        &self.fetched
    }

    /// An item of the plan, or 404.
    pub fn need(&self, key: &Key) -> Result<&Item, Problem> {
        self.fetched.item(key)?.ok_or_else(Problem::not_found)
    }

    /// The keys of the caller's own account.
    pub fn account_keys(&self) -> ActorKeys {
        ActorKeys::of(&self.caller.actor)
    }
}

impl Authorised<Account> {
    /// The account's keys.
    pub fn keys(&self) -> &ActorKeys {
        &self.subject.keys
    }

    /// That the account may also do this with a notebook which only its own items name: read now, decided as for any operation on
    /// a notebook, and from now on a ground of the call. Gives what it read: the head of the person's chain, and what
    /// `reads` names of the notebook.
    pub async fn reaches<R>(
        &self,
        app: &App,
        call: &Call,
        id: ResidentId,
        (section, level): (Section, Level),
        act: Act,
        reads: impl FnOnce(ResidentKeys, &mut ReadPlan) -> R,
    ) -> Result<(Fetched, R), Problem> {
        let row = (section, level, act);
        let decided = decide_on(app, call, (&self.caller, self.now), id, row, reads).await;
        decided.map(|(_, fetched, reads)| (fetched, reads)).map_err(|denied| denied.problem)
    }

    /// The keys of a notebook that this operation is about to create, or that the account's own `SELF` item names.
    pub fn own_notebook_keys(&self, id: ResidentId) -> ResidentKeys {
        ResidentKeys::new(id)
    }
}

/// The decision on a notebook beside the one that the route leads to: read now, decided as for any operation on a notebook,
/// and from now on a ground of the call.
async fn decide_on<R>(
    app: &App,
    call: &Call,
    (caller, now): (&Caller, Instant),
    id: ResidentId,
    (section, level, act): (Section, Level, Act),
    reads: impl FnOnce(ResidentKeys, &mut ReadPlan) -> R,
) -> Result<(Allowed, Fetched, R), Denied> {
    let spec = call.spec.who(Who::Resident(section, level)).acts(act);
    let target = Target::Resident(id);
    let mut plan = ReadPlan::default();
    policy::plan(&spec, &target, caller, now, &mut plan);
    let reads = reads(ResidentKeys::new(id), &mut plan);
    let fetched = app.table.read(plan).await.map_err(Denied::of)?;
    let (allowed, grounds) = policy::decide(&spec, &target, caller, now, &fetched)?;
    call.also_stands_on(grounds);
    Ok((allowed, fetched, reads))
}

impl Authorised<Resident> {
    /// The same caller in another person's notebook, which the body of the request names: decided as if the route led there,
    /// and refused and logged so. Where the caller is not that person, the effect has its line in that person's log as well.
    pub async fn elsewhere<R>(
        &self,
        app: &App,
        call: &Call,
        id: ResidentId,
        row: (Section, Level, Act),
        reads: impl FnOnce(ResidentKeys, &mut ReadPlan) -> R,
    ) -> Result<(Self, R), Problem> {
        match decide_on(app, call, (&self.caller, self.now), id, row, reads).await {
            Ok((allowed, fetched, reads)) => {
                pipeline::enters_elsewhere(call, &allowed, &fetched)?;
                Ok((Self::new(self.caller.clone(), self.now, fetched, allowed)?, reads))
            }
            Err(denied) => Err(pipeline::refuse_elsewhere(app, call, id, denied).await),
        }
    }

    /// The person.
    pub fn resident(&self) -> ResidentId {
        self.subject.id
    }

    /// The keys of the notebook.
    pub fn keys(&self) -> ResidentKeys {
        ResidentKeys::new(self.subject.id)
    }

    /// What the caller is to the person.
    pub fn relation(&self) -> &Relation {
        &self.subject.relation
    }

    /// Seals this relation's cursors.
    pub fn cursor_key(&self) -> &[u8] {
        &self.subject.cursor_key
    }

    /// Whether what was opened to an institution still counts; for operations of [`notebook::access::Act::Open`], which read the
    /// consents that decide it.
    ///
    /// # Errors
    ///
    /// `internal` where they were not read: nothing counts then.
    pub fn carries(&self, grant: &Grant) -> Result<bool, Problem> {
        policy::carries(self.keys(), grant, &self.fetched)
    }

    /// Whether the relation also reaches this level in this section.
    pub fn allows(&self, section: Section, level: Level) -> bool {
        self.subject.relation.allows(section, level, self.caller.signed_in_at, self.now)
    }

    /// 404 unless the relation also reaches this level in this section.
    pub fn require(&self, section: Section, level: Level) -> Result<(), Problem> {
        if self.allows(section, level) { Ok(()) } else { Err(Problem::not_opened()) }
    }
}

impl Authorised<Staff> {
    /// The institution.
    pub fn institution(&self) -> &str {
        &self.subject.institution
    }

    /// The caller's role there.
    pub fn role(&self) -> Role {
        self.subject.role
    }
}

impl Authorised<Patient> {
    /// The institution.
    pub fn institution(&self) -> &str {
        &self.subject.institution
    }

    /// The caller's role there.
    pub fn role(&self) -> Role {
        self.subject.role
    }

    /// The person.
    pub fn resident(&self) -> ResidentId {
        self.subject.id
    }

    /// The keys of the notebook.
    pub fn keys(&self) -> ResidentKeys {
        ResidentKeys::new(self.subject.id)
    }

    /// What was opened.
    pub fn grant(&self) -> &Grant {
        &self.subject.grant
    }
}

impl Authorised<PatientVisit> {
    /// The institution.
    pub fn institution(&self) -> &str {
        &self.subject.institution
    }

    /// The caller's role there.
    pub fn role(&self) -> Role {
        self.subject.role
    }

    /// The person.
    pub fn resident(&self) -> ResidentId {
        self.subject.id
    }

    /// The visit.
    pub fn visit(&self) -> VisitId {
        self.subject.visit
    }

    /// The keys of the notebook.
    pub fn keys(&self) -> ResidentKeys {
        ResidentKeys::new(self.subject.id)
    }
}

impl Subject for Account {
    const KIND: SubjectKind = SubjectKind::Account;

    fn from_allowed(allowed: Allowed) -> Option<Self> {
        match allowed {
            Allowed::Account { actor } => Some(Self { keys: ActorKeys::of(&actor) }),
            _ => None,
        }
    }
}

impl Subject for Resident {
    const KIND: SubjectKind = SubjectKind::Resident;

    fn from_allowed(allowed: Allowed) -> Option<Self> {
        match allowed {
            Allowed::Resident { id, relation, cursor_key } => Some(Self { id, relation, cursor_key }),
            _ => None,
        }
    }
}

impl Subject for Staff {
    const KIND: SubjectKind = SubjectKind::Staff;

    fn from_allowed(allowed: Allowed) -> Option<Self> {
        match allowed {
            Allowed::Staff { institution, role } => Some(Self { institution, role }),
            _ => None,
        }
    }
}

impl Subject for Patient {
    const KIND: SubjectKind = SubjectKind::Patient;

    fn from_allowed(allowed: Allowed) -> Option<Self> {
        match allowed {
            Allowed::Patient { institution, role, id, grant } => Some(Self { institution, role, id, grant }),
            _ => None,
        }
    }
}

impl Subject for PatientVisit {
    const KIND: SubjectKind = SubjectKind::PatientVisit;

    fn from_allowed(allowed: Allowed) -> Option<Self> {
        match allowed {
            Allowed::PatientVisit { institution, role, id, visit } => Some(Self { institution, role, id, visit }),
            _ => None,
        }
    }
}

/// 403 unless the person is proved: for what the contract reserves to verified persons.
pub fn require_proved(status: notebook::resident::Status) -> Result<(), Problem> {
    if status.is_proved() { Ok(()) } else { Err(Problem::of(Code::IdentityProofRequired)) }
}
