//! What an operation is, said once. Router, policy, IAM statement, SAM function, route, OpenAPI, sample events and the
//! guard tests are all made from a `Spec`.

mod hourly;
mod problems;
mod touch;

use notebook::access::{Act, Level, Role, Section};

pub use hourly::Hourly;

use crate::problem::Code;

pub use touch::{Touch, WITH_ROUTE, iam_actions, variables};

/// HTTP methods of the API.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Method {
    /// Read.
    Get,
    /// Create, or an action.
    Post,
    /// Replace.
    Put,
    /// Change in part.
    Patch,
    /// Remove or end.
    Delete,
}

impl Method {
    /// As it stands in a request line.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }

    /// Whether a request of this method usually carries a body.
    const fn has_body(self) -> bool {
        matches!(self, Self::Post | Self::Put | Self::Patch)
    }
}

/// What the `ETag` of an answer stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tag {
    /// There is none.
    None,
    /// The version of what is shown or was written; see [`Spec::tagged`].
    Version,
    /// What is shown, for a page that asks again; see [`Spec::refreshed`].
    Content,
}

/// The policy row: who may call the operation. Everything else is refused.
#[derive(Debug, Clone, Copy)]
pub enum Who {
    /// Nobody: what a Spec says before it was given a policy row. Such an operation does not compile.
    Nobody,
    /// Whoever is signed in; the operation concerns the caller's own account.
    Account,
    /// Whoever is signed in as a resident; the operation concerns the caller's own account.
    ResidentAccount,
    /// The person of `{resident_id}`, or someone whose relation reaches this level in this section.
    Resident(Section, Level),
    /// The person of `{resident_id}`, or someone whose relation reaches this level in any section. The handler shows of each
    /// section only what [`crate::auth::Authorised::allows`], and names in the log what it showed.
    Related(Level),
    /// Staff of `{code}` with one of these roles.
    Staff(&'static [Role]),
    /// Staff of `{code}` with one of these roles, for a `{resident_id}` who has opened the notebook to them today.
    Clinic(&'static [Role]),
    /// Staff of `{code}` with one of these roles, for a person who checked in there today, whatever became of that: the one of
    /// `{resident_id}`, or whose check-in `{visit_id}` is. It leads to nothing of what was opened.
    Counter(&'static [Role]),
    /// Staff of `{code}` with one of these roles, on their own entries of `{visit_id}` there, for some days after it.
    ClinicVisit(&'static [Role]),
    /// Staff of `{code}` with one of these roles, on guidance for a `{resident_id}` who has opened anything to them today or whom
    /// the office follows up. It leads to nothing but the office's own guidance.
    Guidance(&'static [Role]),
    /// Staff of `{code}` with one of these roles, on their own `{guidance_id}`, for some days after it was written.
    OwnGuidance(&'static [Role]),
    /// Staff of `{code}` with one of these roles, for a `{resident_id}` who opened the medicines to them at a check-in, for some days
    /// after it. It leads to what the institution dispensed itself; what else is open, only while it is.
    Dispensing(&'static [Role]),
    /// Whoever holds an emergency card, with no account and no token: the secret that the body says leads to the notebook. Its route
    /// has no authorizer; see [`Spec::is_public`].
    EmergencyCard,
}

/// The kinds of [`Who`], for matching a policy row with the subject that a handler asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SubjectKind {
    /// None: there is no policy row.
    Nothing,
    /// The caller's own account.
    Account,
    /// A resident's notebook.
    Resident,
    /// An institution.
    Staff,
    /// A notebook opened to an institution today.
    Patient,
    /// A person who checked in at an institution today.
    Arrived,
    /// A visit at an institution.
    PatientVisit,
    /// A person whom an office guides.
    Guided,
    /// A person to whom an institution dispenses.
    Dispensed,
    /// An emergency card that somebody holds.
    CardHolder,
}

impl Who {
    /// The kind of subject that a handler of such an operation is given.
    pub const fn kind(&self) -> SubjectKind {
        match self {
            Self::Nobody => SubjectKind::Nothing,
            Self::Account | Self::ResidentAccount => SubjectKind::Account,
            Self::Resident(..) | Self::Related(_) => SubjectKind::Resident,
            Self::Staff(_) => SubjectKind::Staff,
            Self::Clinic(_) => SubjectKind::Patient,
            Self::Counter(_) => SubjectKind::Arrived,
            Self::ClinicVisit(_) => SubjectKind::PatientVisit,
            Self::Guidance(_) | Self::OwnGuidance(_) => SubjectKind::Guided,
            Self::Dispensing(_) => SubjectKind::Dispensed,
            Self::EmergencyCard => SubjectKind::CardHolder,
        }
    }
}

/// What an answer shows, as far as the log is concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shows {
    /// Something of the notebook.
    Notebook,
    /// Ids, versions and what the caller sent.
    OnlyIds,
    /// The answer of a question that is no look and no write.
    Question,
}

/// One operation.
#[derive(Debug, Clone, Copy)]
pub struct Spec {
    /// Its name: the `Handler`, the folder of its events, the operationId.
    pub name: &'static str,
    /// The method of its route.
    pub method: Method,
    /// The path of its route, with `{placeholders}`.
    pub path: &'static str,
    /// The policy row.
    pub who: Who,
    /// What it does with a notebook, where that is not what its row and method say; see [`Spec::act`].
    other_act: Option<Act>,
    /// What it touches beside the table; see [`Spec::touches`].
    beside_the_table: &'static [Touch],
    /// Whether `Idempotency-Key` makes a repetition harmless.
    pub idempotent: bool,
    /// The status of success.
    pub success: u16,
    /// The largest request body in bytes.
    pub max_body: usize,
    /// What its answer shows, as far as the log is concerned.
    shows: Shows,
    /// How often one account may do it in an hour, where that does not follow from its kind; see [`Spec::hourly`].
    own_limit: Option<Hourly>,
    /// Whether `If-Match` is honoured.
    pub versioned: bool,
    /// What the `ETag` of its answer stands for.
    pub tag: Tag,
    /// Whether it is a DELETE that takes a body; see [`Spec::says_why`].
    says_why: bool,
    /// Problems that do not follow from its kind.
    own_problems: &'static [Code],
    /// Those that it shares with others that take the same; see [`Spec::problems_of`].
    shared_problems: &'static [Code],
}

impl Spec {
    /// An operation that admits nobody; the builders below say more.
    pub const fn new(method: Method, name: &'static str, path: &'static str) -> Self {
        Self {
            name,
            method,
            path,
            who: Who::Nobody,
            other_act: None,
            beside_the_table: &[],
            idempotent: false,
            success: 200,
            max_body: 16 * 1024,
            shows: Shows::Notebook,
            own_limit: None,
            versioned: false,
            tag: Tag::None,
            says_why: false,
            own_problems: &[],
            shared_problems: &[],
        }
    }

    /// A GET that answers 200.
    pub const fn get(name: &'static str, path: &'static str) -> Self {
        Self::new(Method::Get, name, path)
    }

    /// A clinic's page that shows it stays open and asks again: its answer carries an `ETag`, and where `If-None-Match` names the one that
    /// it would have now, it is 304 without content. Every such request is decided anew; only what shows something is a look.
    #[must_use]
    pub const fn refreshed(mut self) -> Self {
        self.tag = Tag::Content;
        self
    }

    /// A POST that answers 201.
    pub const fn post(name: &'static str, path: &'static str) -> Self {
        Self::new(Method::Post, name, path).answers(201)
    }

    /// A PUT that answers 200.
    pub const fn put(name: &'static str, path: &'static str) -> Self {
        Self::new(Method::Put, name, path)
    }

    /// A PATCH that answers 200.
    pub const fn patch(name: &'static str, path: &'static str) -> Self {
        Self::new(Method::Patch, name, path)
    }

    /// A DELETE that answers 204.
    pub const fn delete(name: &'static str, path: &'static str) -> Self {
        Self::new(Method::Delete, name, path).answers(204)
    }

    /// A DELETE whose body says why: a reason in the query would stand in every log of addresses on the way.
    #[must_use]
    pub const fn says_why(mut self) -> Self {
        self.says_why = true;
        self
    }

    /// Whether a request carries a body.
    pub const fn has_body(&self) -> bool {
        self.method.has_body() || self.says_why
    }

    /// Sets the policy row.
    #[must_use]
    pub const fn who(mut self, who: Who) -> Self {
        self.who = who;
        self
    }

    /// Says what it does with a notebook, as far as consents govern it, where that is more or less than to read or to write.
    #[must_use]
    pub const fn acts(mut self, act: Act) -> Self {
        self.other_act = Some(act);
        self
    }

    /// What it does with a notebook, as far as consents govern it; none where it is about no notebook.
    pub const fn act(&self) -> Option<Act> {
        match (self.other_act, self.who, self.method) {
            (Some(act), ..) => Some(act),
            (None, Who::Nobody | Who::Account | Who::ResidentAccount | Who::Staff(_), _) => None,
            (None, Who::Resident(..) | Who::Related(_), Method::Get) => Some(Act::Read),
            (None, Who::Resident(..) | Who::Related(_), Method::Delete) => Some(Act::Remove),
            (None, Who::Resident(..) | Who::Related(_), _) => Some(Act::Keep),
            (None, Who::Clinic(_) | Who::Guidance(_), _) => Some(Act::Look),
            (None, Who::Counter(_) | Who::ClinicVisit(_) | Who::OwnGuidance(_) | Who::Dispensing(_), _) => {
                Some(Act::Note)
            }
            (None, Who::EmergencyCard, _) => Some(Act::Card),
        }
    }

    /// Whether anybody may call it, without an account: the gateway asks for no token, what a request carries of one is not looked at,
    /// and a key for repetitions, a limit by account and a log of refusals, which all need an account, are not there.
    pub const fn is_public(&self) -> bool {
        matches!(self.who, Who::EmergencyCard)
    }

    /// Says what it touches beside the table.
    #[must_use]
    pub const fn also_touches(mut self, beside_the_table: &'static [Touch]) -> Self {
        self.beside_the_table = beside_the_table;
        self
    }

    /// What it touches, which is what its role allows. Every operation reads the table. All write it, too, a look at least its
    /// entry in the log, but those that only show the caller's own account and do not count how often.
    pub fn touches(&self) -> impl Iterator<Item = Touch> + use<> {
        let only_shows_own = matches!(self.who, Who::Nobody | Who::Account | Who::ResidentAccount) && !self.writes();
        let writes = !only_shows_own || self.own_limit.is_some();
        let table = [Some(Touch::TableRead), writes.then_some(Touch::TableWrite)];
        table.into_iter().flatten().chain(self.beside_the_table.iter().copied())
    }

    /// Honours `Idempotency-Key`.
    #[must_use]
    pub const fn idempotent(mut self) -> Self {
        self.idempotent = true;
        self
    }

    /// Sets the status of success.
    #[must_use]
    pub const fn answers(mut self, status: u16) -> Self {
        self.success = status;
        self
    }

    /// Sets the largest request body in bytes.
    #[must_use]
    pub const fn max_body(mut self, bytes: usize) -> Self {
        self.max_body = bytes;
        self
    }

    /// The answer holds ids, versions and what the caller sent, and nothing else of the notebook. A repetition that changes
    /// nothing is then no look at it, and leaves no entry in the person's log.
    #[must_use]
    pub const fn only_ids(mut self) -> Self {
        self.shows = Shows::OnlyIds;
        self
    }

    /// A question with a body, because what it says must not stand in a path: it writes nothing, so that repeating it needs no key,
    /// and shows nothing that is worth an entry in the log.
    #[must_use]
    pub const fn only_asks(mut self) -> Self {
        self.shows = Shows::Question;
        self
    }

    /// Whether it only asks; see [`Self::only_asks`].
    pub const fn asks(&self) -> bool {
        matches!(self.shows, Shows::Question)
    }

    /// Whether it may write: everything but a GET and what only asks.
    pub const fn writes(&self) -> bool {
        !matches!(self.method, Method::Get) && !self.asks()
    }

    /// Whether a successful answer shows nothing of the notebook.
    pub const fn shows_only_ids(&self) -> bool {
        !matches!(self.shows, Shows::Notebook) || self.success == 204
    }

    /// The gateway's name of the route: `GET /v1/me`.
    pub fn route_key(&self) -> String {
        format!("{} {}", self.method.as_str(), self.path)
    }

    /// The names of the placeholders of the path, in order.
    pub fn placeholders(&self) -> impl Iterator<Item = &'static str> + use<> {
        self.path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'))
    }
}
