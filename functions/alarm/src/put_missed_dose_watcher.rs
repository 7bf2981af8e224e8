//! PUT /v1/residents/{resident_id}/missed-dose-watchers/{actor_id}

use notebook::access::{Level, Section};
use records::items::{RelationItem, WatcherItem};
use records::prelude::*;

use crate::watcher::{self, Watcher, Watchers};

/// Asks that a family member be told of missed doses. Nobody is told before the family member agrees as well; the person
/// may ask to be told too.
#[derive(JsonSchema)]
pub struct PutMissedDoseWatcher;

impl Endpoint for PutMissedDoseWatcher {
    const SPEC: Spec =
        Spec::put("put-missed-dose-watcher", "/v1/residents/{resident_id}/missed-dose-watchers/{actor_id}")
            .who(Who::Resident(Section::Medication, Level::Manage))
            .idempotent()
            .problems_of_its_own(&[Code::ReadOnlyField, Code::NotFamily]);
    type Subject = Resident;
    type Input = Replace<Nothing, Watcher>;
    type Reads = watcher::Reads;
    type Output = Watcher;

    fn example() -> serde_json::Value {
        json!({})
    }

    fn plan(call: &Call, _: &Self::Input, keys: &Proposed, plan: &mut ReadPlan) -> Result<Self::Reads, Problem> {
        plan.get(keys.resident()?.relation(&watcher::actor(call)?));
        watcher::plan(keys, plan)
    }

    async fn handle(
        app: &App,
        call: &Call,
        subject: Authorised<Resident, Self::Reads>,
        input: Self::Input,
    ) -> Result<Answer<Watcher>, Problem> {
        let (subject, reads) = subject.reads();
        let actor = watcher::actor(call)?;
        let key = subject.keys().relation(&actor);
        let relation: Option<RelationItem> = subject.fetched().get(&key)?;
        let now = call.now();
        let relation = relation.filter(|item| item.relation.allows(Section::Medication, Level::See, now, now));
        let relation = relation.ok_or_else(|| Problem::of(Code::NotFamily))?.relation;
        // Where it ends meanwhile nothing is offered to somebody who is no family any more.
        call.rest_on(subject.fetched(), &key, &["kind", "state", "scopes", "ward_birth_date"])?;
        let watchers = Watchers::read(app, &subject, reads).await?;
        let before = watchers.find(&actor);
        let Nothing {} = input.over(before.as_ref().map(Watcher::from).as_ref())?;
        let mut item = before.clone().unwrap_or(WatcherItem {
            actor,
            kind: relation.kind,
            offered_at: None,
            accepted_at: None,
            version: 0,
        });
        item.kind = relation.kind;
        item.offered_at = item.offered_at.or(Some(now));
        let mut effect = Transaction::on(&app.table);
        let item = watchers.write(&mut effect, &subject, item)?;
        call.commit(app, effect, &[]).await?;
        Ok(Answer::of(Watcher::from(&item)))
    }

    async fn replay(
        app: &App,
        call: &Call,
        subject: Authorised<Resident, Self::Reads>,
        _: Vec<String>,
    ) -> Result<Answer<Watcher>, Problem> {
        let (subject, reads) = subject.reads();
        let watchers = Watchers::read(app, &subject, reads).await?;
        let item = watchers.find(&watcher::actor(call)?).ok_or_else(Problem::not_found)?;
        Ok(Answer::of(Watcher::from(&item)))
    }
}
