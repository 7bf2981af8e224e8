//! PUT /v1/residents/{resident_id}/consents

use notebook::access::{Level, RelationKind, Section};
use platform::prelude::*;

use crate::consent::{Consent, ConsentItem, Consents, MOST_CONSENTS, check_initial, list, plan_all};

/// Sets what the person agrees to. What is not named is withdrawn, at once. Using the notebook itself stays named: whoever
/// no longer wants it closes the account.
#[derive(JsonSchema)]
pub struct UpdateConsents;

/// All consents from now on.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// At most one a purpose.
    #[schemars(length(min = 1, max = 10))]
    consents: Vec<Consent>,
}

impl Endpoint for UpdateConsents {
    const SPEC: Spec = Spec::put("update-consents", "/v1/residents/{resident_id}/consents")
        .who(Who::Resident(Section::Profile, Level::Manage))
        .touches(&[Touch::TableRead, Touch::TableWrite])
        .idempotent();
    type Subject = Resident;
    type Input = Input;
    type Output = Consents;

    fn example() -> serde_json::Value {
        json!({ "consents": [
            { "purpose": "use_of_notebook", "version": "2026-04" },
            { "purpose": "sharing_with_institutions", "version": "2026-04" },
        ] })
    }

    fn plan(_: &Call, _: &Input, keys: &Proposed, plan: &mut ReadPlan) -> Result<(), Problem> {
        plan_all(keys.resident()?, plan);
        Ok(())
    }

    async fn handle(
        app: &App,
        call: &Call,
        subject: Authorised<Resident>,
        input: Input,
    ) -> Result<Answer<Consents>, Problem> {
        // Consent is the person's own, or a guardian's; not something that family records for them.
        if subject.relation().kind == RelationKind::Family {
            return Err(Problem::of(Code::Forbidden));
        }
        if input.consents.len() > MOST_CONSENTS {
            return Err(Problem::field(Code::InvalidValue, "/consents", Wrong::TooMany { most: MOST_CONSENTS }));
        }
        check_initial(&input.consents)?;
        let mut shown = list(&subject)?;
        let meta = Meta { version: Some(1), ..Meta::default() };
        let mut effect = Transaction::on(&app.table);
        for current in &mut shown.items {
            let named = input.consents.iter().find(|consent| consent.purpose == current.purpose);
            let item = match (named, &current.consent) {
                (Some(consent), Some(held)) if held.stands_for(consent) => continue,
                (Some(consent), _) => ConsentItem::given(consent, call.now()),
                (None, Some(held)) if held.withdrawn_at.is_none() => held.clone().withdrawn(call.now()),
                (None, _) => continue,
            };
            effect.put(&subject.keys().consent(current.purpose.as_str()), &item, &meta, Only::Always)?;
            current.consent = Some(item);
        }
        if !effect.is_empty() {
            call.commit(app, effect, &[]).await?;
        }
        Ok(Answer::of(shown))
    }

    async fn replay(
        _: &App,
        _: &Call,
        subject: Authorised<Resident>,
        _: Vec<String>,
    ) -> Result<Answer<Consents>, Problem> {
        Ok(Answer::of(list(&subject)?))
    }
}
