//! What the two steps of a card proof share: the provider, the attempt under way, the link of a card.

use std::sync::LazyLock;

use notebook::id::{ProofId, ResidentId};
use notebook::municipality::{AddressPrefix, Municipality, MunicipalityCode};
use notebook::residency::Residency;
use notebook::resident::{Sex, Status};
use notebook::time::Instant;
use platform::app::Settings;
use platform::problem::Reason;
use records::prelude::*;
use relying_party::{Error, FourAttributes, KeyCache, Kind, Pending, Provider};

/// The provider's keys, kept while the process lives.
pub(crate) static KEYS: LazyLock<KeyCache> = LazyLock::new(KeyCache::new);

/// An attempt under way, in the account's own partition: only the person who started it can find it.
#[derive(Serialize, Deserialize)]
pub(crate) struct Attempt {
    pub(crate) proof_id: ProofId,
    pub(crate) resident_id: ResidentId,
    pub(crate) authorization_url: String,
    pub(crate) pending: Pending,
}

/// The link of a card to a notebook.
#[derive(Serialize, Deserialize)]
pub(crate) struct CardLink {
    pub(crate) resident_id: ResidentId,
    pub(crate) linked_at: Instant,
    /// Whose notebook that is, to be told where the card is held to another. Links from before it was kept have none until their
    /// card proves its notebook again.
    #[serde(default)]
    pub(crate) account: Option<String>,
}

/// The provider that this stack's parameters name.
pub(crate) fn provider(settings: &Settings) -> Result<Provider, Problem> {
    let identity = &settings.identity;
    Provider::new(relying_party::Settings {
        issuer: identity.issuer.clone(),
        authorization_endpoint: identity.authorization_endpoint.clone(),
        token_endpoint: identity.token_endpoint.clone(),
        userinfo_endpoint: identity.userinfo_endpoint.clone(),
        jwks_uri: identity.jwks_uri.clone(),
        client_id: identity.client_id.clone(),
        redirect_uri: identity.redirect_uri.clone(),
        acr_values: None,
        names_issuer: identity.names_issuer,
    })
    .map_err(problem)
}

/// The provider's errors as ours; which of its many checks failed goes to the log only.
pub(crate) fn problem(error: Error) -> Problem {
    let code = match error.kind() {
        Kind::Cancelled => Code::ProofCancelled,
        Kind::StartAgain => Code::InvalidState,
        Kind::Unavailable => Code::IdentityProviderUnavailable,
        Kind::Refused | Kind::Incomplete => Code::ProofRejected,
        Kind::Misconfigured => Code::Internal,
    };
    Problem::of(code).logged(Reason::Identity(error.code()))
}

/// The municipality of this stack.
pub(crate) fn municipality(settings: &Settings) -> Result<Municipality, Problem> {
    let wrong = || Problem::internal("the municipality's parameters are not valid");
    let prefixes = settings.municipality_prefixes.split('|').map(AddressPrefix::parse);
    Ok(Municipality {
        code: MunicipalityCode::parse(&settings.municipality_code).map_err(|_| wrong())?,
        name: String::new(),
        prefixes: prefixes.collect::<Result<_, _>>().map_err(|_| wrong())?,
    })
}

/// What the card's address makes of the person.
pub(crate) fn status(attributes: &FourAttributes, municipality: &Municipality) -> Status {
    match Residency::of(&attributes.address, municipality) {
        Residency::Resident => Status::VerifiedResident,
        Residency::Outside => Status::OutsideMunicipality,
        Residency::ManualReview => Status::ManualReview,
    }
}

/// The register's sex as the notebook keeps it.
pub(crate) fn sex(sex: relying_party::Sex) -> Sex {
    match sex {
        relying_party::Sex::Male => Sex::Male,
        relying_party::Sex::Female => Sex::Female,
        relying_party::Sex::NotApplicable | relying_party::Sex::NotKnown => Sex::Other,
    }
}
