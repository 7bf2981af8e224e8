//! PATCH /v1/residents/{resident_id}/family/{other_id}

use std::collections::BTreeMap;

use notebook::access::{Act, Level, RelationKind, Section};
use platform::notice;
use platform::path::ActorId;
use platform::table::transaction::Change;
use records::consents;
use records::devices;
use records::items::{EmergencyCardItem, RelationItem};
use records::keys::account::kin_of;
use records::keys::ringing::contact;
use records::kinship::{Kinship, KinshipPage};
use records::parting::{Parting, PartingPages};
use records::prelude::*;

use crate::relative::{GROUND, Relative, named};

/// Opens more of the notebook to somebody of the family, or less: a section that is not named stays, `null` closes it. The person,
/// and a guardian, decide; family can only give up part of its own. To open more needs the consent that keeping the notebook needs,
/// is told to whoever keeps it, the person too, and stands in the log. What may not be seen any more ends with it: its alarms, that
/// they are told of missed doses, what they chose there, the emergency card that they made, of which both and whoever keeps the notebook
/// are told. At least one section stays open: to close all of them, end the relation.
#[derive(JsonSchema)]
pub struct UpdateRelation;

/// The changes; what is absent stays.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Input {
    /// How far it reaches.
    #[schemars(with = "ByKey<Section, Option<Level>>")]
    scopes: Always<BTreeMap<Section, Option<Level>>>,
}

impl Input {
    /// The scopes after the change; or what is wrong with it.
    fn onto(self, item: &RelationItem, is_own: bool) -> Result<BTreeMap<Section, Level>, Problem> {
        let wrong = |wrong| Err(Problem::field(Code::InvalidValue, "/scopes", wrong));
        let before = &item.relation.scopes;
        let Some(changes) = self.scopes.value() else { return Ok(before.clone()) };
        if item.relation.kind == RelationKind::Guardian {
            // What stands there may be sent back.
            let reach = item.relation.reach();
            let stays = changes.iter().all(|(section, level)| *level == reach.get(section).copied());
            return if stays { Ok(before.clone()) } else { wrong(Wrong::GuardianHasAll) };
        }
        let mut after = before.clone();
        for (section, level) in changes {
            match level {
                Some(level) if is_own && before.get(&section).is_none_or(|held| level > *held) => {
                    return wrong(Wrong::OnlyNarrower);
                }
                Some(level) => after.insert(section, level),
                None => after.remove(&section),
            };
        }
        if after.is_empty() { wrong(Wrong::OpensNothing) } else { Ok(after) }
    }
}

/// In which sections `after` reaches further than `before`.
fn widened(before: &BTreeMap<Section, Level>, after: &BTreeMap<Section, Level>) -> Vec<Section> {
    let further = |(section, level): &(&Section, &Level)| before.get(*section).is_none_or(|held| *level > held);
    after.iter().filter(further).map(|(section, _)| *section).collect()
}

/// Where what the plan named is found.
#[derive(Default)]
pub struct Reads {
    kinship: KinshipPage,
    parting: PartingPages,
}

impl Endpoint for UpdateRelation {
    const SPEC: Spec = Spec::patch("update-relation", "/v1/residents/{resident_id}/family/{other_id}")
        .who(Who::Related(Level::See))
        // What takes away is never refused for want of a consent; what gives more is, below.
        .acts(Act::Leave)
        .hourly_limit(30)
        .tagged()
        .idempotent()
        .versioned();
    type Subject = Resident;
    type Input = Input;
    type Reads = Reads;
    type Output = Relative;

    fn example() -> serde_json::Value {
        json!({ "scopes": { "medication": "see", "daily": null } })
    }

    fn plan(call: &Call, _: &Input, keys: &Proposed, plan: &mut ReadPlan) -> Result<Self::Reads, Problem> {
        let ActorId(other) = call.path("other_id")?;
        let keys = keys.resident()?;
        plan.get(keys.relation(&other)).get(kin_of(&other, keys.resident())).get(contact(&call.caller().actor));
        consents::plan(keys, Act::Keep, plan);
        Ok(Reads { kinship: Kinship::plan(keys, plan), parting: Parting::plan(keys, &other, plan) })
    }

    async fn handle(
        app: &App,
        call: &Call,
        subject: Authorised<Resident, Self::Reads>,
        input: Input,
    ) -> Result<Answer<Relative>, Problem> {
        let (subject, reads) = subject.reads();
        let (other, before) = named(call, &subject)?;
        call.check_version(before.version)?;
        let scopes = input.onto(&before, other == subject.caller().actor)?;
        let mut effect = Transaction::on(&app.table);
        let mut after = before.clone();
        if scopes != before.relation.scopes {
            let (keys, fetched) = (subject.keys(), subject.fetched());
            let key = keys.relation(&other);
            call.rest_on(fetched, &key, GROUND)?;
            let kinship = Kinship::read(fetched, keys, reads.kinship, call.now())?;
            let more = widened(&before.relation.scopes, &scopes);
            // Somebody else may have had the person's unlocked phone: the person hears of it as well.
            let caller = subject.caller().actor.as_str();
            if !more.is_empty() {
                if let Some(rule) = consents::lacking(call, fetched, keys, Act::Keep)? {
                    return Err(Problem::of(Code::ConsentRequired).with("purpose", rule.purpose.as_str()));
                }
                kinship.tell(app, call, &mut effect, notice::Kind::FamilyWidened, [caller])?;
            }
            kinship.raise(&mut effect)?;
            for section in scopes.keys().filter(|section| !before.relation.scopes.contains_key(section)) {
                after.opened.insert(*section, call.now());
            }
            after.opened.retain(|section, _| scopes.contains_key(section));
            after.relation.scopes = scopes;
            after.version += 1;
            effect.put(&key, &after, &Meta::default(), Only::Always)?;
            let kin = kin_of(&other, subject.resident());
            if fetched.item(&kin)?.is_some() {
                let mut change = Change::default();
                change.set("scopes", &after.relation.scopes)?;
                effect.change(&kin, &change)?;
            }
            let parting = Parting::read(app, (keys, fetched), &other, reads.parting).await?;
            let ends_card = parting.ends_card(&after, call.now());
            if ends_card {
                kinship.tell(app, call, &mut effect, notice::Kind::EmergencyCardEnded, [caller, other.as_str()])?;
            }
            if ends_card || !more.is_empty() {
                devices::know(&mut effect, caller, fetched.get(&contact(caller))?.as_ref(), &subject.caller().subject)?;
                let shown = EmergencyCardItem::SHOWS.into_iter().filter(|section| ends_card && !more.contains(section));
                subject.enters(call, &more.iter().copied().chain(shown).collect::<Vec<_>>())?;
            }
            parting.end(app, call, &mut effect, &after, subject.relation().kind).await?;
        }
        call.commit(app, effect, &[]).await?;
        Ok(shown(&subject, other, after))
    }

    async fn replay(
        _: &App,
        call: &Call,
        subject: Authorised<Resident, Self::Reads>,
        _: Vec<String>,
    ) -> Result<Answer<Relative>, Problem> {
        let (subject, _) = subject.reads();
        let (other, item) = named(call, &subject)?;
        Ok(shown(&subject, other, item))
    }
}

fn shown(subject: &Authorised<Resident>, other: String, item: RelationItem) -> Answer<Relative> {
    let version = item.version;
    Answer::of(Relative::new(other, item, &subject.caller().actor)).version(version)
}
