//! GET /v1/residents/{resident_id}

use notebook::access::{Level, Section};
use notebook::resident::{Identity, Profile, Resident as Person, SelfReported, Status};
use notebook::text::Text;
use records::prelude::*;

/// Shows a person: names, what the card proved, and what every doctor should know first.
#[derive(JsonSchema)]
pub struct GetResident;

/// A person.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Resident")]
pub struct Output {
    /// What the family calls the person.
    pub display_name: Text<60>,
    /// How far it is known who the person is.
    pub status: Status,
    /// Who the person is.
    pub identity: ShownIdentity,
    /// What every doctor should know first.
    pub profile: Profile,
}

/// Who the person is, and which of it is only typed.
#[derive(Serialize, JsonSchema)]
pub struct ShownIdentity {
    #[serde(flatten)]
    identity: Identity,
    /// The fields that the person typed and that no document proves.
    self_reported: Vec<SelfReported>,
}

impl From<Person> for Output {
    fn from(person: Person) -> Self {
        let identity = ShownIdentity { identity: person.identity, self_reported: Identity::SELF_REPORTED.to_vec() };
        Self { display_name: person.display_name, status: person.status, identity, profile: person.profile }
    }
}

impl Endpoint for GetResident {
    const SPEC: Spec = Spec::get("get-resident", "/v1/residents/{resident_id}")
        .who(Who::Resident(Section::Profile, Level::See))
        .tagged();
    type Subject = Resident;
    type Input = Nothing;
    type Reads = ();
    type Output = Output;

    fn plan(_: &Call, _: &Nothing, keys: &Proposed, plan: &mut ReadPlan) -> Result<(), Problem> {
        plan.get(keys.resident()?.profile());
        Ok(())
    }

    async fn handle(_: &App, _: &Call, subject: Authorised<Resident>, _: Nothing) -> Result<Answer<Output>, Problem> {
        let stored: Versioned<Person> = from_item(subject.need(&subject.keys().profile())?)?;
        Ok(Answer::of(stored.item.into()).version(stored.version))
    }
}
