//! GET /v1/me

use notebook::access::consent::RULES;
use notebook::access::{Act, Level, Role, Section};
use notebook::id::ResidentId;
use notebook::institution::InstitutionCode;
use notebook::resident::Resident as Person;
use notebook::text::Text;
use platform::path::ActorId;
use platform::table::Fetched;
use platform::table::schema::ActorKeys;
use records::items::{ConsentItem, FamilyMember, InstitutionItem, KinItem, OwnNotebookItem};
use records::prelude::*;

use crate::consent;
use crate::list_consent_texts::ConsentText;

/// Says who the signed-in account is: its notebook, its work, its family, with their names; and which consents are to be asked for,
/// with their texts.
#[derive(JsonSchema)]
pub struct GetMe;

/// The account.
#[derive(Serialize, JsonSchema)]
pub struct Output {
    /// Pseudonymous id of the account, as it stands in access logs.
    #[schemars(with = "ActorId")]
    pub actor_id: String,
    /// The account's own notebook, once there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resident_id: Option<ResidentId>,
    /// What the family calls the account's own person, once there is a notebook.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display_name: Option<Text<60>>,
    /// What the person of the own notebook was never asked to agree to, or agreed to in an earlier version of the text; absent without
    /// a notebook: `GET /v1/consent-texts` has what is asked for then.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub consents_due: Option<Vec<ConsentText>>,
    /// Where the account works.
    pub memberships: Vec<Membership>,
    /// Whose notebooks the account may see.
    pub family: Vec<FamilyMember>,
}

/// A place of work.
#[derive(Serialize, JsonSchema)]
pub struct Membership {
    /// 10 digits.
    #[schemars(with = "InstitutionCode")]
    pub institution_code: String,
    /// Its name; null where it is not registered any more.
    pub institution_name: Option<Text<120>>,
    /// The role there.
    pub role: Role,
}

/// A place of work as it is kept.
#[derive(Deserialize)]
pub struct Works {
    institution_code: String,
    role: Role,
}

/// Where what the plan named is found.
#[derive(Default)]
pub struct Reads {
    works: PageOf<Works>,
    kin: PageOf<KinItem>,
}

impl Endpoint for GetMe {
    const SPEC: Spec = Spec::get("get-me", "/v1/me").who(Who::Account);
    type Subject = Account;
    type Input = Nothing;
    type Reads = Reads;
    type Output = Output;

    fn plan(_: &Call, _: &Nothing, keys: &Proposed, plan: &mut ReadPlan) -> Result<Self::Reads, Problem> {
        // Of the account's few items; pending proofs and limits lie outside of these ranges.
        let partition = keys.account().partition();
        plan.get(keys.account().own_notebook());
        let kin = plan.query(RangeQuery::prefix(partition.clone(), ActorKeys::KIN));
        Ok(Reads { works: plan.query(RangeQuery::prefix(partition, ActorKeys::MEMBERSHIPS).limit(50)), kin })
    }

    async fn handle(
        app: &App,
        call: &Call,
        subject: Authorised<Account, Self::Reads>,
        _: Nothing,
    ) -> Result<Answer<Output>, Problem> {
        let (subject, reads) = subject.reads();
        let own: Option<OwnNotebookItem> = subject.fetched().get(&subject.keys().own_notebook())?;
        let works = subject.fetched().all(reads.works)?;
        let kin = subject.fetched().all(reads.kin)?.into_iter();
        let places = |plan: &mut ReadPlan| {
            for work in &works {
                plan.get(shared::institution(&work.institution_code));
            }
        };
        let resident_id = own.map(|own| own.resident_id);
        let named = if let Some(id) = resident_id {
            let of_notebook = |keys: platform::table::schema::ResidentKeys, plan: &mut ReadPlan| {
                places(plan);
                plan.get(keys.profile());
                consent::plan_all(keys, plan);
            };
            let may = (Section::Profile, Level::See);
            subject.reaches(app, call, id, may, Act::Read, of_notebook).await?.0
        } else {
            let mut plan = ReadPlan::default();
            places(&mut plan);
            app.table.read(plan).await?
        };
        let keys = resident_id.map(|id| subject.own_notebook_keys(id));
        let person: Option<Person> = keys.map(|keys| named.get(&keys.profile())).transpose()?.flatten();
        let member = |work: Works| {
            let place: Option<InstitutionItem> = named.get(&shared::institution(&work.institution_code))?;
            let institution_name = place.map(|place| place.name);
            Ok(Membership { institution_code: work.institution_code, institution_name, role: work.role })
        };
        let memberships = works.into_iter().map(member).collect::<Result<_, Problem>>()?;
        Ok(Answer::of(Output {
            actor_id: subject.caller().actor.clone(),
            resident_id,
            display_name: person.map(|person| person.display_name),
            consents_due: keys.map(|keys| due(&named, keys)).transpose()?,
            memberships,
            family: kin.filter_map(|kin| kin.shown(call.now())).collect(),
        }))
    }
}

/// The texts that are to be shown.
fn due(fetched: &Fetched, keys: platform::table::schema::ResidentKeys) -> Result<Vec<ConsentText>, Problem> {
    let mut due = Vec::new();
    for rule in RULES {
        let item: Option<ConsentItem> = fetched.get(&keys.consent(rule.purpose.as_str()))?;
        if consent::is_due(rule, item.as_ref()) {
            due.push(ConsentText::from(rule));
        }
    }
    Ok(due)
}
