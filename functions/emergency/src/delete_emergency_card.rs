//! DELETE /v1/residents/{resident_id}/emergency-card

use notebook::access::{Level, Section};
use records::items::EmergencyCardItem;
use records::prelude::*;

/// Ends the person's emergency card: from this answer on it opens nothing, on whatever paper it stands. Where there is none, it is
/// answered as done. No consent is needed to end one.
#[derive(JsonSchema)]
pub struct DeleteEmergencyCard;

impl Endpoint for DeleteEmergencyCard {
    const SPEC: Spec = Spec::delete("delete-emergency-card", "/v1/residents/{resident_id}/emergency-card")
        .who(Who::Resident(Section::Profile, Level::Manage))
        .idempotent();
    type Subject = Resident;
    type Input = Nothing;
    type Reads = ();
    type Output = Nothing;

    fn plan(_: &Call, _: &Nothing, keys: &Proposed, plan: &mut ReadPlan) -> Result<(), Problem> {
        plan.get(keys.resident()?.emergency_card());
        Ok(())
    }

    async fn handle(
        app: &App,
        call: &Call,
        subject: Authorised<Resident>,
        _: Nothing,
    ) -> Result<Answer<Nothing>, Problem> {
        let key = subject.keys().emergency_card();
        let card: Option<EmergencyCardItem> = subject.fetched().get(&key)?;
        let mut effect = Transaction::on(&app.table);
        if let Some(card) = card {
            effect.delete(&key, Some(card.version))?;
            effect.delete(&shared::emergency_card(&card.secret_hash), None)?;
        }
        call.commit(app, effect, &[]).await?;
        Ok(Answer::empty())
    }
}
