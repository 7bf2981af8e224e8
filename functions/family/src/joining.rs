//! What has to be so in a notebook for somebody to become family of it, and what is written then: the relation there, what the
//! account may see on its own side, and the line in the log.

use std::collections::BTreeMap;

use notebook::access::relation::is_minor;
use notebook::access::{Act, Relation, RelationKind, RelationState};
use notebook::resident::Resident as Person;
use notebook::text::Text;
use notebook::time::Instant;
use platform::audit::{Decision, Look, Plan};
use platform::auth::Invited;
use platform::notice;
use platform::table::Fetched;
use records::consents;
use records::items::{KinItem, RelationItem, SessionsItem};
use records::keys::account::{kin_of, sessions_of};
use records::kinship::{Kinship, KinshipPage};
use records::parting::{Parting, PartingPages};
use records::prelude::*;

/// Where what [`plan`] named is found.
pub(crate) struct Pages {
    kinship: KinshipPage,
    parting: PartingPages,
}

/// Names what [`Joining::read`] looks at in the notebook.
pub(crate) fn plan(invited: &Invited, actor: &str, plan: &mut ReadPlan) -> Pages {
    let keys = invited.keys();
    plan.get(keys.profile()).get(keys.chain().head());
    let from = &invited.invitation().inviter;
    plan.get(keys.relation(actor)).get(keys.relation(from)).get(sessions_of(from));
    consents::plan(keys, Act::Keep, plan);
    Pages { kinship: Kinship::plan(keys, plan), parting: Parting::plan(keys, actor, plan) }
}

/// Somebody who becomes family of a notebook.
pub(crate) struct Joining<'a> {
    invited: &'a Invited,
    fetched: &'a Fetched,
    kinship: Kinship,
    parting: PartingPages,
    person: Person,
    relation: Relation,
}

impl<'a> Joining<'a> {
    /// What the invitation opens now; none where it opens nothing any more: who invited may not now or ended that sign-in, the
    /// person withdrew the consent, the child is of age, or has a guardian and this one was invited by the child. What is found is a ground of the call.
    pub(crate) fn read(
        call: &Call,
        invited: &'a Invited,
        fetched: &'a Fetched,
        pages: Pages,
    ) -> Result<Option<Self>, Problem> {
        let (keys, invitation, now) = (invited.keys(), invited.invitation(), call.now());
        if consents::lacking(call, fetched, keys, Act::Keep)?.is_some() {
            return Ok(None);
        }
        let key = keys.relation(&invitation.inviter);
        call.rest_on(fetched, &key, RelationItem::DECISIVE)?;
        let theirs: Option<RelationItem> = fetched.get(&key)?;
        let sessions = sessions_of(&invitation.inviter);
        call.rest_on(fetched, &sessions, SessionsItem::DECISIVE)?;
        let ended: Option<SessionsItem> = fetched.get(&sessions)?;
        let counts = |from: Option<Instant>| from.is_none_or(|from| invitation.signed_in_at >= from);
        let is_signed_in = counts(ended.map(|item| item.sessions_valid_from));
        // Who keeps the notebook is read in this wave, and nobody may change that until the write.
        let kinship = Kinship::read(fetched, keys, pages.kinship, now)?;
        let may_invite = |relation: &Relation| {
            let is_allowed = relation.holds(now) && kinship.may_invite(relation.kind, invitation.kind);
            is_allowed && is_signed_in && counts(relation.sessions_valid_from)
        };
        let by = theirs.map(|item| item.relation).filter(may_invite);
        let person: Option<Person> = fetched.get(&keys.profile())?;
        let Some((by, person)) = by.zip(person) else { return Ok(None) };
        let relation = match invitation.kind {
            RelationKind::Guardian => {
                call.rest_on(fetched, &keys.profile(), &["identity"])?;
                person.identity.birth_date.filter(|birth| is_minor(*birth, now)).map(Relation::guardian)
            }
            // What a guardian opens lasts no longer than a guardian's own part.
            _ => Some(Relation { ward_birth_date: by.ward_birth_date, ..Relation::family(invitation.scopes.clone()) }),
        };
        let parting = pages.parting;
        Ok(relation.map(|relation| Self { invited, fetched, kinship, parting, person, relation }))
    }

    /// Adds all that is written, and the line in the person's log. 409 where the account is related to the person already, or is
    /// the person; 422 where there are enough.
    pub(crate) async fn write(
        self,
        app: &App,
        call: &Call,
        effect: &mut Transaction,
        name: Option<Text<100>>,
    ) -> Result<KinItem, Problem> {
        let actor = &call.caller().actor;
        let (keys, now) = (self.invited.keys(), call.now());
        if self.kinship.find(actor).is_some() {
            return Err(Problem::of(Code::AlreadyRelated));
        }
        self.kinship.has_room_for(self.relation.kind, 0)?;
        let key = keys.relation(actor);
        call.rest_on(self.fetched, &key, RelationItem::DECISIVE)?;
        let before: Option<RelationItem> = self.fetched.get(&key)?;
        // Who parted since, or was parted from, is not let in again by an older code.
        let ended = before.as_ref().and_then(|before| before.ended_at);
        if ended.is_some_and(|ended| ended >= self.invited.invitation().made_at) {
            return Err(Problem::of(Code::InvalidInvitation));
        }
        let item = RelationItem {
            // Sign-ins that were ended do not count again.
            relation: Relation {
                sessions_valid_from: before.as_ref().and_then(|before| before.relation.sessions_valid_from),
                ..self.relation.clone()
            },
            cursor_key: app.random_text()?,
            name,
            since: Some(now),
            opened: BTreeMap::new(),
            ended_at: None,
            version: before.as_ref().map_or(0, |before| before.version) + 1,
        };
        if let Some(before) = before {
            // Where a birthday ended it, nobody has taken away yet what rested on it: it is not to begin again.
            let mut over = before;
            over.relation.state = RelationState::Ended;
            let parting = Parting::read(app, (keys, self.fetched), actor, self.parting).await?;
            parting.end(app, call, effect, &over, self.relation.kind).await?;
        }
        effect.put(&key, &item, &Meta::default(), Only::Always)?;
        let kin = KinItem::new(self.invited.invitation().resident_id, &self.person, self.relation, now);
        effect.put(&kin_of(actor, kin.resident_id), &kin, &Meta::default(), Only::Always)?;
        self.invited.take(effect)?;
        effect.delete(&keys.open_invitation(self.invited.invitation().invitation_id), None)?;
        self.kinship.raise(effect)?;
        self.kinship.tell(app, call, effect, notice::Kind::FamilyJoined, None)?;
        let look = Look {
            at: now,
            actor: actor.clone(),
            role: kin.relation.kind.as_str().to_owned(),
            institution: None,
            action: call.spec.name,
            sections: kin.relation.reach().into_keys().map(|section| section.as_str().to_owned()).collect(),
            decision: Decision::Allowed,
            about: None,
        };
        call.enters(Plan::new(keys.chain(), self.fetched, look)?);
        Ok(kin)
    }
}
