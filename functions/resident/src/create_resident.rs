//! POST /v1/residents

use notebook::access::consent::RULES;
use notebook::id::ResidentId;
use notebook::line::Line;
use notebook::resident::{Resident as Person, Status};
use records::items::{ConsentItem, OwnNotebookItem, RelationItem};
use records::prelude::*;

use crate::consent::{self, Consent};

/// Opens a notebook for the account that is signed in. It starts unverified: it may hold daily values and medicines,
/// and the card opens the rest.
#[derive(JsonSchema)]
pub struct CreateResident;

/// A new notebook.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// What the family calls the person.
    display_name: Line<60>,
    /// What the person agreed to; using the notebook itself is required.
    #[schemars(length(min = 1, max = 10))]
    consents: Vec<Consent>,
}

/// The new notebook.
#[derive(Serialize, JsonSchema)]
pub struct Output {
    /// Its id.
    pub resident_id: ResidentId,
    /// `unverified`.
    pub status: Status,
}

impl Endpoint for CreateResident {
    const SPEC: Spec = Spec::post("create-resident", "/v1/residents")
        .who(Who::ResidentAccount)
        .idempotent()
        .hourly_limit(20)
        .problems_of_its_own(&[Code::AlreadyRegistered, Code::ConsentOutdated]);
    type Subject = Account;
    type Input = Input;
    type Reads = ();
    type Output = Output;

    fn example() -> serde_json::Value {
        json!({ "display_name": "花子", "consents": [{ "purpose": "use_of_notebook", "version": "2026-04" }] })
    }

    fn plan(_: &Call, _: &Input, keys: &Proposed, plan: &mut ReadPlan) -> Result<(), Problem> {
        plan.get(keys.account().own_notebook());
        Ok(())
    }

    async fn handle(
        app: &App,
        call: &Call,
        subject: Authorised<Account>,
        input: Input,
    ) -> Result<Answer<Output>, Problem> {
        consent::check_initial(&input.consents)?;
        if subject.fetched().item(&subject.keys().own_notebook())?.is_some() {
            return Err(Problem::of(Code::AlreadyRegistered));
        }
        let id = ResidentId::new(call.now(), app.random()?);
        let keys = subject.own_notebook_keys(id);
        let first = Meta { version: Some(1), ..Meta::default() };

        let mut effect = Transaction::on(&app.table);
        effect.put(
            &subject.keys().own_notebook(),
            &OwnNotebookItem { resident_id: id, sessions_valid_from: None },
            &Meta::default(),
            Only::IfNew,
        )?;
        let relation = RelationItem::oneself(app.random_text()?);
        effect.put(&keys.relation(&subject.caller().actor), &relation, &Meta::default(), Only::IfNew)?;
        effect.put(&keys.profile(), &Person::unverified(input.display_name.into()), &first, Only::IfNew)?;
        for rule in RULES.iter().filter(|rule| input.consents.iter().any(|given| given.purpose == rule.purpose)) {
            let item = ConsentItem::given(rule, None, call.now());
            effect.put(&keys.consent(rule.purpose.as_str()), &item, &first, Only::IfNew)?;
        }
        call.commit(app, effect, &[id.to_string()]).await?;
        Ok(Answer::of(Output { resident_id: id, status: Status::Unverified }))
    }

    async fn replay(_: &App, _: &Call, _: Authorised<Account>, ids: Vec<String>) -> Result<Answer<Output>, Problem> {
        let id = ids.first().and_then(|id| id.parse().ok()).ok_or_else(|| Problem::internal("no id remembered"))?;
        Ok(Answer::of(Output { resident_id: id, status: Status::Unverified }))
    }
}
