//! DELETE /v1/residents/{resident_id}/emergency-card

use notebook::access::{Level, Section};
use platform::notice;
use records::devices;
use records::items::{ContactItem, EmergencyCardItem};
use records::keys::ringing::contact;
use records::kinship::{Kinship, KinshipPage};
use records::prelude::*;

/// Ends the person's emergency card: from this answer on it opens nothing, on whatever paper it stands. Where there is none, it is
/// answered as done. No consent is needed to end one. Whoever keeps the notebook, whoever made the card and whoever ends it are told by
/// e-mail.
#[derive(JsonSchema)]
pub struct DeleteEmergencyCard;

impl Endpoint for DeleteEmergencyCard {
    const SPEC: Spec = Spec::delete("delete-emergency-card", "/v1/residents/{resident_id}/emergency-card")
        .who(Who::Resident(Section::Profile, Level::Manage))
        .idempotent();
    type Subject = Resident;
    type Input = Nothing;
    type Reads = KinshipPage;
    type Output = Nothing;

    fn plan(call: &Call, _: &Nothing, keys: &Proposed, plan: &mut ReadPlan) -> Result<Self::Reads, Problem> {
        let keys = keys.resident()?;
        plan.get(keys.emergency_card()).get(contact(&call.caller().actor));
        Ok(Kinship::plan(keys, plan))
    }

    async fn handle(
        app: &App,
        call: &Call,
        subject: Authorised<Resident, Self::Reads>,
        _: Nothing,
    ) -> Result<Answer<Nothing>, Problem> {
        let (subject, page) = subject.reads();
        let (keys, fetched, caller) = (subject.keys(), subject.fetched(), subject.caller());
        let key = keys.emergency_card();
        let card: Option<EmergencyCardItem> = fetched.get(&key)?;
        let mut effect = Transaction::on(&app.table);
        if let Some(card) = card {
            effect.delete(&key, Some(card.version))?;
            effect.delete(&shared::emergency_card(&card.secret_hash), None)?;
            // Who relies on the paper in their purse hears that it opens nothing, whoever ended it: also with their own unlocked phone.
            let known: Option<ContactItem> = fetched.get(&contact(&caller.actor))?;
            devices::know(&mut effect, &caller.actor, known.as_ref(), &caller.subject)?;
            let kinship = Kinship::read(fetched, keys, page, call.now())?;
            let also = [caller.actor.as_str(), card.made_by.as_str()];
            kinship.tell(app, call, &mut effect, notice::Kind::EmergencyCardEnded, also)?;
            subject.enters(call, &EmergencyCardItem::SHOWS)?;
        }
        call.commit(app, effect, &[]).await?;
        Ok(Answer::empty())
    }
}
