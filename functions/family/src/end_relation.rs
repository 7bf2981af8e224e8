//! DELETE /v1/residents/{resident_id}/family/{other_id}

use notebook::access::{Act, Level, RelationKind, RelationState};
use platform::notice;
use platform::path::ActorId;
use records::devices;
use records::items::EmergencyCardItem;
use records::keys::account::kin_of;
use records::keys::ringing::contact;
use records::kinship::{Kinship, KinshipPage};
use records::parting::{Parting, PartingPages};
use records::prelude::*;

use crate::relative::{GROUND, named};

/// Ends that somebody may see the notebook: the person, or a guardian, ends family; everybody ends their own part, and nobody
/// else a guardian's (403). With it ends what
/// rests on it: alarms that ring for them here, that they are told of missed doses, what they chose and read here, the emergency card
/// that they made. The other side, and whoever keeps the notebook, is told by e-mail, of the card too. The last guardian of a child stays (409 `last_guardian`).
#[derive(JsonSchema)]
pub struct EndRelation;

/// Where what the plan named is found.
#[derive(Default)]
pub struct Reads {
    kinship: KinshipPage,
    parting: PartingPages,
}

impl Endpoint for EndRelation {
    const SPEC: Spec = Spec::delete("end-relation", "/v1/residents/{resident_id}/family/{other_id}")
        .who(Who::Related(Level::See))
        .acts(Act::Leave)
        .idempotent()
        .problems_of_its_own(&[Code::LastGuardian]);
    type Subject = Resident;
    type Input = Nothing;
    type Reads = Reads;
    type Output = Nothing;

    fn plan(call: &Call, _: &Nothing, keys: &Proposed, plan: &mut ReadPlan) -> Result<Self::Reads, Problem> {
        let ActorId(other) = call.path("other_id")?;
        let keys = keys.resident()?;
        plan.get(keys.relation(&other)).get(contact(&call.caller().actor));
        Ok(Reads { kinship: Kinship::plan(keys, plan), parting: Parting::plan(keys, &other, plan) })
    }

    async fn handle(
        app: &App,
        call: &Call,
        subject: Authorised<Resident, Self::Reads>,
        _: Nothing,
    ) -> Result<Answer<Nothing>, Problem> {
        let (subject, reads) = subject.reads();
        let (other, before) = named(call, &subject)?;
        let keys = subject.keys();
        let kinship = Kinship::read(subject.fetched(), keys, reads.kinship, call.now())?;
        if before.relation.kind == RelationKind::Guardian {
            // Neither the other guardian nor the child puts a guardian out.
            if other != subject.caller().actor {
                return Err(Problem::of(Code::Forbidden));
            }
            if !kinship.is_kept_without(&other) {
                return Err(Problem::of(Code::LastGuardian));
            }
        }
        let key = keys.relation(&other);
        call.rest_on(subject.fetched(), &key, GROUND)?;
        let mut after = before;
        after.relation.state = RelationState::Ended;
        after.ended_at = Some(call.now());
        after.version += 1;
        let mut effect = Transaction::on(&app.table);
        effect.put(&key, &after, &Meta::default(), Only::Always)?;
        effect.delete(&kin_of(&other, subject.resident()), None)?;
        kinship.raise(&mut effect)?;
        let also = Some(other.as_str()).filter(|other| *other != subject.caller().actor);
        kinship.tell(app, call, &mut effect, notice::Kind::FamilyEnded, also)?;
        let parting = Parting::read(app, (keys, subject.fetched()), &other, reads.parting).await?;
        if parting.ends_card(&after, call.now()) {
            let both = [subject.caller().actor.as_str(), other.as_str()];
            kinship.tell(app, call, &mut effect, notice::Kind::EmergencyCardEnded, both)?;
            let (caller, key) = (subject.caller(), contact(&subject.caller().actor));
            devices::know(&mut effect, &caller.actor, subject.fetched().get(&key)?.as_ref(), &caller.subject)?;
            subject.enters(call, &EmergencyCardItem::SHOWS)?;
        }
        parting.end(app, call, &mut effect, &after, subject.relation().kind).await?;
        call.commit(app, effect, &[]).await?;
        Ok(Answer::empty())
    }
}
