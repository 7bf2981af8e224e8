//! GET /v1/consent-texts

use notebook::access::ConsentPurpose;
use notebook::access::consent::text::Words;
use notebook::access::consent::{RULES, Rule};
use records::prelude::*;

/// Lists what a person is asked to agree to, by purpose, with the present texts in both languages: what create-resident and
/// update-consents take the versions of. Nobody needs a notebook to read them.
#[derive(JsonSchema)]
pub struct ListConsentTexts;

/// The present text of a purpose.
#[derive(Serialize, JsonSchema)]
pub struct ConsentText {
    /// For what.
    purpose: ConsentPurpose,
    /// The version that a consent names.
    version: &'static str,
    /// Whether there is no notebook without it.
    required: bool,
    /// For what, in a few words.
    title: Words,
    /// What it allows, and what its withdrawal means.
    text: Words,
}

impl From<&Rule> for ConsentText {
    fn from(rule: &Rule) -> Self {
        Self {
            purpose: rule.purpose,
            version: rule.version,
            required: rule.purpose == ConsentPurpose::UseOfNotebook,
            title: rule.text.title,
            text: rule.text.body,
        }
    }
}

impl Endpoint for ListConsentTexts {
    const SPEC: Spec = Spec::get("list-consent-texts", "/v1/consent-texts").who(Who::Account);
    type Subject = Account;
    type Input = Nothing;
    type Reads = ();
    type Output = List<ConsentText>;

    async fn handle(_: &App, _: &Call, _: Authorised<Account>, _: Nothing) -> Result<Answer<Self::Output>, Problem> {
        Ok(Answer::of(List { items: RULES.iter().map(ConsentText::from).collect(), next_cursor: None }))
    }
}
