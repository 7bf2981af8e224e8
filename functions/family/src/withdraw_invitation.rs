//! DELETE /v1/residents/{resident_id}/invitations/{invitation_id}

use notebook::access::{Act, Level, RelationKind, Section};
use platform::auth::Invited;
use platform::table::schema::shared::invitation;
use records::items::OpenInvitationItem;
use records::prelude::*;

/// Withdraws an invitation that nobody has accepted: its code opens nothing from now on. One that was accepted, withdrawn or is
/// over is 404; whoever accepted stands in the list of the family.
#[derive(JsonSchema)]
pub struct WithdrawInvitation;

impl Endpoint for WithdrawInvitation {
    const SPEC: Spec = Spec::delete("withdraw-invitation", "/v1/residents/{resident_id}/invitations/{invitation_id}")
        .who(Who::Resident(Section::Profile, Level::Manage))
        .acts(Act::Leave)
        .idempotent();
    type Subject = Resident;
    type Input = Nothing;
    type Reads = ();
    type Output = Nothing;

    fn plan(call: &Call, _: &Nothing, keys: &Proposed, plan: &mut ReadPlan) -> Result<(), Problem> {
        plan.get(keys.resident()?.open_invitation(call.path("invitation_id")?));
        Ok(())
    }

    async fn handle(
        app: &App,
        call: &Call,
        subject: Authorised<Resident>,
        _: Nothing,
    ) -> Result<Answer<Nothing>, Problem> {
        // Family sees none of them.
        if subject.relation().kind == RelationKind::Family {
            return Err(Problem::of(Code::Forbidden));
        }
        let key = subject.keys().open_invitation(call.path("invitation_id")?);
        let found: Option<OpenInvitationItem> = subject.fetched().get(&key)?;
        let found = found.filter(|item| call.now() < item.until).ok_or_else(Problem::not_found)?;
        let mut effect = Transaction::on(&app.table);
        // Of this and an acceptance at once, one finds that it is gone.
        effect.delete(&invitation(&found.place), Some(Invited::VERSION))?;
        effect.delete(&key, None)?;
        call.commit(app, effect, &[]).await?;
        Ok(Answer::empty())
    }
}
