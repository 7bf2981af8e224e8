//! Lines in the logs of notebooks, beside the one that an access by another is anyhow.

use notebook::access::{RelationKind, Section};
use notebook::id::ResidentId;

use super::subject::{Account, Authorised, Resident};
use crate::app::App;
use crate::audit::{Decision, Look, Plan};
use crate::call::Call;
use crate::problem::Problem;
use crate::table::ReadPlan;
use crate::table::schema::ResidentKeys;

/// What the caller does as the person, or as what they are to one.
fn own(call: &Call, kind: RelationKind, sections: &[Section]) -> Look {
    Look {
        at: call.now(),
        actor: call.caller().actor.clone(),
        role: kind.as_str().to_owned(),
        institution: None,
        action: call.spec.name,
        sections: sections.iter().map(|section| section.as_str().to_owned()).collect(),
        decision: Decision::Allowed,
        about: None,
    }
}

impl Authorised<Account> {
    /// The line in the log of another notebook that its card was held to this account's. Nothing of that notebook is read but the
    /// end of its log, and nothing of this one is said there.
    pub async fn line_elsewhere(&self, app: &App, call: &Call, id: ResidentId) -> Result<Plan, Problem> {
        let look = Look {
            // Nobody's pseudonym: it would tell whose notebook the card was held to.
            actor: String::new(),
            role: Look::STRANGER.to_owned(),
            decision: Decision::Refused,
            ..own(call, RelationKind::Oneself, &[Section::Profile])
        };
        at_the_end(app, id, look).await
    }

    /// The line in the log of the account's own notebook, which its `SELF` item names, of what the account does to itself. Nothing of
    /// the notebook is read but the end of its log.
    pub async fn own_line(&self, app: &App, call: &Call, id: ResidentId) -> Result<Plan, Problem> {
        at_the_end(app, id, own(call, RelationKind::Oneself, &[])).await
    }
}

async fn at_the_end(app: &App, id: ResidentId, look: Look) -> Result<Plan, Problem> {
    let chain = ResidentKeys::new(id).chain();
    let mut plan = ReadPlan::default();
    plan.get(chain.head());
    Plan::new(chain, &app.table.read(plan).await?, look)
}

impl Authorised<Resident> {
    /// That what the person does with their own notebook is a line of its log as well. What somebody else does is one anyhow.
    pub fn enters(&self, call: &Call, sections: &[Section]) -> Result<(), Problem> {
        if self.relation().kind == RelationKind::Oneself {
            let look = own(call, RelationKind::Oneself, sections);
            call.enters(Plan::new(self.keys().chain(), self.fetched(), look)?);
        }
        Ok(())
    }

    /// The keys of a notebook that this call makes for another person. Its log begins with that it was made, by whom and as what.
    pub fn makes(&self, call: &Call, id: ResidentId, kind: RelationKind) -> ResidentKeys {
        let keys = ResidentKeys::new(id);
        call.also_enters(Plan::first(keys.chain(), own(call, kind, &[Section::Profile])));
        keys
    }
}
