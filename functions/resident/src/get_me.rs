//! GET /v1/me

use std::collections::BTreeMap;

use notebook::access::{Level, RelationKind, Role, Section};
use notebook::id::ResidentId;
use notebook::text::Text;
use platform::prelude::*;
use platform::table::items::OwnNotebookItem;

/// Says who the signed-in account is: its notebook, its work, its family.
#[derive(JsonSchema)]
pub struct GetMe;

/// The account.
#[derive(Serialize, JsonSchema)]
pub struct Output {
    /// Pseudonymous id of the account, as it stands in access logs.
    pub actor_id: String,
    /// The account's own notebook, once there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resident_id: Option<ResidentId>,
    /// Where the account works.
    pub memberships: Vec<Membership>,
    /// Whose notebooks the account may see.
    pub family: Vec<FamilyMember>,
}

/// A place of work.
#[derive(Serialize, Deserialize, JsonSchema)]
pub struct Membership {
    /// 10 digits.
    pub institution_code: String,
    /// The role there.
    pub role: Role,
}

/// A member of the family.
#[derive(Serialize, Deserialize, JsonSchema)]
pub struct FamilyMember {
    /// The notebook.
    pub resident_id: ResidentId,
    /// What the family calls the person.
    pub display_name: Text<60>,
    /// What the account is to the person.
    pub relation: RelationKind,
    /// How far it reaches.
    pub scopes: BTreeMap<Section, Level>,
}

impl Endpoint for GetMe {
    const SPEC: Spec = Spec::get("get-me", "/v1/me").who(Who::Account).touches(&[Touch::TableRead, Touch::TableWrite]);
    type Subject = Account;
    type Input = Nothing;
    type Output = Output;

    fn plan(_: &Call, _: &Nothing, keys: &Proposed, plan: &mut ReadPlan) -> Result<(), Problem> {
        // One Query for the account's few items; pending proofs and limits lie outside of both ranges.
        let partition = keys.account().partition();
        plan.get(keys.account().own_notebook()).query(RangeQuery::prefix(partition, "MEMBER#").limit(50));
        Ok(())
    }

    async fn handle(_: &App, _: &Call, subject: Authorised<Account>, _: Nothing) -> Result<Answer<Output>, Problem> {
        let own: Option<OwnNotebookItem> = subject.fetched().get(&subject.keys().own_notebook())?;
        let memberships = subject.fetched().page(0)?.items.iter().map(from_item).collect::<Result<_, _>>()?;
        Ok(Answer::of(Output {
            actor_id: subject.caller().actor.clone(),
            resident_id: own.map(|own| own.resident_id),
            memberships,
            family: Vec::new(),
        }))
    }
}
