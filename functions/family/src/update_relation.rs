//! PATCH /v1/residents/{resident_id}/family/{other_id}

use std::collections::BTreeMap;

use notebook::access::{Level, RelationKind, Section};
use platform::path::ActorId;
use platform::table::transaction::Change;
use records::items::RelationItem;
use records::keys::account::kin_of;
use records::parting::{Parting, PartingPages};
use records::prelude::*;

use crate::relative::{GROUND, Relative, named};

/// Opens more of the notebook to somebody of the family, or less: a section that is not named stays, `null` closes it. The person,
/// and a guardian, decide; family can only give up part of its own. What may not be seen any more ends with it: its alarms, that
/// they are told of missed doses, what they chose there. At least one section stays open: to close all of them, end the relation.
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

impl Endpoint for UpdateRelation {
    const SPEC: Spec = Spec::patch("update-relation", "/v1/residents/{resident_id}/family/{other_id}")
        .who(Who::Related(Level::See))
        .tagged()
        .idempotent()
        .versioned();
    type Subject = Resident;
    type Input = Input;
    type Reads = PartingPages;
    type Output = Relative;

    fn example() -> serde_json::Value {
        json!({ "scopes": { "medication": "record", "visits": "see" } })
    }

    fn plan(call: &Call, _: &Input, keys: &Proposed, plan: &mut ReadPlan) -> Result<Self::Reads, Problem> {
        let ActorId(other) = call.path("other_id")?;
        plan.get(keys.resident()?.relation(&other)).get(kin_of(&other, keys.resident()?.resident()));
        Ok(Parting::plan(keys.resident()?, &other, plan))
    }

    async fn handle(
        app: &App,
        call: &Call,
        subject: Authorised<Resident, Self::Reads>,
        input: Input,
    ) -> Result<Answer<Relative>, Problem> {
        let (subject, pages) = subject.reads();
        let (other, before) = named(call, &subject)?;
        call.check_version(before.version)?;
        let scopes = input.onto(&before, other == subject.caller().actor)?;
        let mut effect = Transaction::on(&app.table);
        let mut after = before.clone();
        if scopes != before.relation.scopes {
            let key = subject.keys().relation(&other);
            call.rest_on(subject.fetched(), &key, GROUND)?;
            after.relation.scopes = scopes;
            after.version += 1;
            effect.put(&key, &after, &Meta::default(), Only::Always)?;
            let kin = kin_of(&other, subject.resident());
            if subject.fetched().item(&kin)?.is_some() {
                let mut change = Change::default();
                change.set("scopes", &after.relation.scopes)?;
                effect.change(&kin, &change)?;
            }
            let parting = Parting::read(app, &subject, &other, pages).await?;
            parting.end(app, call, &subject, &mut effect, &after).await?;
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
