//! PUT /v1/residents/{resident_id}/missed-dose-watch

use notebook::access::{Level, RelationKind, Section};
use records::devices;
use records::items::WatcherItem;
use records::keys::ringing;
use records::prelude::*;

use crate::watcher::{self, Watcher, Watchers};

/// Agrees, as a family member, to be told of this person's missed doses, or no longer. Nobody is told before the person has
/// asked for it as well. The person may say so too, to be
/// reminded once more.
#[derive(JsonSchema)]
pub struct PutMissedDoseWatch;

/// Yes or no.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// Whether to be told.
    agreed: bool,
}

impl Endpoint for PutMissedDoseWatch {
    const SPEC: Spec = Spec::put("put-missed-dose-watch", "/v1/residents/{resident_id}/missed-dose-watch")
        .who(Who::Resident(Section::Medication, Level::See))
        .idempotent();
    type Subject = Resident;
    type Input = Input;
    type Reads = watcher::Reads;
    type Output = Watcher;

    fn example() -> serde_json::Value {
        json!({ "agreed": true })
    }

    fn plan(call: &Call, _: &Input, keys: &Proposed, plan: &mut ReadPlan) -> Result<Self::Reads, Problem> {
        plan.get(ringing::contact(&call.caller().actor));
        watcher::plan(keys, plan)
    }

    async fn handle(
        app: &App,
        call: &Call,
        subject: Authorised<Resident, Self::Reads>,
        input: Input,
    ) -> Result<Answer<Watcher>, Problem> {
        let (subject, reads) = subject.reads();
        let kind = subject.relation().kind;
        let actor = subject.caller().actor.clone();
        let watchers = Watchers::read(app, &subject, reads).await?;
        let new = WatcherItem { actor: actor.clone(), kind, offered_at: None, accepted_at: None, version: 0 };
        let mut item = watchers.find(&actor).unwrap_or(new);
        item.accepted_at = input.agreed.then(|| item.accepted_at.unwrap_or(call.now()));
        if kind == RelationKind::Oneself {
            // The person need not be asked twice.
            item.offered_at = item.accepted_at;
        }
        let mut effect = Transaction::on(&app.table);
        if input.agreed {
            let contact = subject.fetched().get(&ringing::contact(&actor))?;
            devices::know(&mut effect, &actor, contact.as_ref(), &subject.caller().subject)?;
        }
        let item = watchers.write(&mut effect, &subject, item)?;
        call.commit(app, effect, &[]).await?;
        Ok(Answer::of(Watcher::from(&item)))
    }

    async fn replay(
        app: &App,
        _: &Call,
        subject: Authorised<Resident, Self::Reads>,
        _: Vec<String>,
    ) -> Result<Answer<Watcher>, Problem> {
        let (subject, reads) = subject.reads();
        let actor = subject.caller().actor.clone();
        let kind = subject.relation().kind;
        let gone = WatcherItem { actor: actor.clone(), kind, offered_at: None, accepted_at: None, version: 0 };
        let item = Watchers::read(app, &subject, reads).await?.find(&actor).unwrap_or(gone);
        Ok(Answer::of(Watcher::from(&item)))
    }
}
