//! GET /v1/residents/{resident_id}/family

use notebook::access::{Level, RelationKind};
use platform::table::schema::ActorKeys;
use records::items::{FamilyMember, KinItem};
use records::kinship::{Kinship, KinshipPage};
use records::prelude::*;

use crate::open_invitations::{self, InvitationPage, OpenInvitation};
use crate::relative::Relative;

/// Lists who may see the notebook, how far and since when, who joined last first. The person and a guardian see everybody,
/// others themselves. In one's own notebook `sees` says whose notebooks one may see oneself.
#[derive(JsonSchema)]
pub struct ListFamily;

/// Both directions.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Family")]
pub struct Output {
    /// Who may see the notebook, beside the person.
    pub items: Vec<Relative>,
    /// All of them stand on one page.
    #[schemars(with = "Option<Cursor>")]
    pub next_cursor: Option<String>,
    /// Invitations that can still be accepted, the newest first: for the person and a guardian.
    pub invitations: Vec<OpenInvitation>,
    /// Whose notebooks the person's account may see; of another's notebook nothing.
    pub sees: Vec<FamilyMember>,
}

/// Where what the plan named is found.
#[derive(Default)]
pub struct Reads {
    kinship: KinshipPage,
    kin: PageOf<KinItem>,
    open: InvitationPage,
}

impl Endpoint for ListFamily {
    const SPEC: Spec = Spec::get("list-family", "/v1/residents/{resident_id}/family").who(Who::Related(Level::See));
    type Subject = Resident;
    type Input = Nothing;
    type Reads = Reads;
    type Output = Output;

    fn plan(call: &Call, _: &Nothing, keys: &Proposed, plan: &mut ReadPlan) -> Result<Self::Reads, Problem> {
        let own = RangeQuery::prefix(keys.account().partition(), ActorKeys::KIN);
        let keys = keys.resident()?;
        let open = open_invitations::plan(keys, &call.caller().actor, plan);
        Ok(Reads { kinship: Kinship::plan(keys, plan), kin: plan.query(own), open })
    }

    async fn handle(
        _: &App,
        call: &Call,
        subject: Authorised<Resident, Self::Reads>,
        _: Nothing,
    ) -> Result<Answer<Output>, Problem> {
        let (subject, reads) = subject.reads();
        let (now, asks) = (call.now(), &subject.caller().actor);
        let kind = subject.relation().kind;
        let kinship = Kinship::read(subject.fetched(), subject.keys(), reads.kinship, now)?;
        let mut invitations = Vec::new();
        if kind != RelationKind::Family {
            let open = open_invitations::read(&subject, reads.open, &kinship)?;
            invitations.extend(open.into_iter().map(OpenInvitation::from));
        }
        let mut others = kinship.others();
        others.retain(|(actor, _)| kind != RelationKind::Family || actor == asks);
        let items = others.into_iter().map(|(actor, item)| Relative::new(actor, item, asks)).collect();
        let mut sees = Vec::new();
        if kind == RelationKind::Oneself {
            sees.extend(subject.fetched().all(reads.kin)?.into_iter().filter_map(|kin| kin.shown(now)));
        }
        Ok(Answer::of(Output { items, next_cursor: None, invitations, sees }))
    }
}
