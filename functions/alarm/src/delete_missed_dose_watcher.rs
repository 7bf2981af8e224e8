//! DELETE /v1/residents/{resident_id}/missed-dose-watchers/{actor_id}

use notebook::access::{Act, Level, Section};
use records::prelude::*;

use crate::watcher::{self, Watchers};

/// Takes back that a family member is told of missed doses. From then on nobody there is told, whatever they agreed to.
#[derive(JsonSchema)]
pub struct DeleteMissedDoseWatcher;

impl Endpoint for DeleteMissedDoseWatcher {
    const SPEC: Spec =
        Spec::delete("delete-missed-dose-watcher", "/v1/residents/{resident_id}/missed-dose-watchers/{actor_id}")
            .who(Who::Resident(Section::Medication, Level::Manage))
            .acts(Act::Leave)
            .idempotent();
    type Subject = Resident;
    type Input = Nothing;
    type Reads = watcher::Reads;
    type Output = Nothing;

    fn plan(_: &Call, _: &Nothing, keys: &Proposed, plan: &mut ReadPlan) -> Result<Self::Reads, Problem> {
        watcher::plan(keys, plan)
    }

    async fn handle(
        app: &App,
        call: &Call,
        subject: Authorised<Resident, Self::Reads>,
        _: Nothing,
    ) -> Result<Answer<Nothing>, Problem> {
        let (subject, reads) = subject.reads();
        let watchers = Watchers::read(app, &subject, reads).await?;
        let mut item = watchers.find(&watcher::actor(call)?).ok_or_else(Problem::not_found)?;
        // Asked for again, both have to agree again.
        item.offered_at = None;
        item.accepted_at = None;
        let mut effect = Transaction::on(&app.table);
        watchers.write(&mut effect, &subject, item)?;
        call.commit(app, effect, &[]).await?;
        Ok(Answer::empty())
    }
}
