//! POST /v1/residents/{resident_id}/invitations

use std::collections::BTreeMap;

use chrono::TimeDelta;
use notebook::access::invitation::MOST_HOURS;
use notebook::access::relation::is_minor;
use notebook::access::{InvitationCode, Level, RelationKind, Section};
use notebook::id::InvitationId;
use notebook::resident::Resident as Person;
use notebook::time::Instant;
use platform::auth::Invited;
use platform::auth::subject::require_proved;
use platform::table::schema::shared::invitation;
use records::devices;
use records::items::{InvitationItem, OpenInvitationItem};
use records::kinship::{Kinship, KinshipPage};
use records::prelude::*;

use crate::open_invitations::{self, InvitationPage};

/// Makes a code with which one other person becomes family of this one, once and within a day, or guardian of a child. The code
/// is shown in this answer alone; a repetition under the same key shows it again as long as it can be accepted. The person
/// has to be proved; family cannot invite. A child's own account invites a guardian only as long as the child has none: after that only a
/// guardian does, and what the child's account invited before opens nothing any more.
#[derive(JsonSchema)]
pub struct CreateInvitation;

/// Whom to invite, as what.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// Family, or guardian of a child.
    relation: InvitedAs,
    /// What family may do in each section; a section that is not named stays closed. Of a guardian nothing is said: a guardian may
    /// do everything until the 18th birthday.
    #[serde(default)]
    #[schemars(with = "ByKey<Section, Level>")]
    scopes: BTreeMap<Section, Level>,
    /// For how many hours the code can be accepted; a day where nothing is said.
    #[serde(default)]
    #[schemars(range(min = 1, max = MOST_HOURS))]
    expires_in_hours: Option<u8>,
}

/// What somebody can be invited as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum InvitedAs {
    /// Family, or a proxy.
    Family,
    /// A guardian of a person under 18.
    Guardian,
}

/// The invitation.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Invitation")]
pub struct Output {
    /// Twelve letters and digits, to be read out or typed.
    pub code: String,
    /// Until when it can be accepted.
    pub expires_at: Instant,
    /// What whoever accepts becomes.
    pub relation: InvitedAs,
    /// How far it reaches; of a guardian nothing is said.
    #[schemars(with = "ByKey<Section, Level>")]
    pub scopes: BTreeMap<Section, Level>,
}

impl Input {
    /// The relation that is offered, and until when; or what is wrong with the wish.
    fn offered(&self, person: &Person, now: Instant) -> Result<(RelationKind, Instant), Problem> {
        let wrong = |pointer: &str, wrong| Err(Problem::field(Code::InvalidValue, pointer, wrong));
        let hours = self.expires_in_hours.unwrap_or(MOST_HOURS);
        if !(1..=MOST_HOURS).contains(&hours) {
            return wrong("/expires_in_hours", Wrong::Between { from: 1, to: i64::from(MOST_HOURS) });
        }
        let until = now + TimeDelta::hours(i64::from(hours));
        match self.relation {
            InvitedAs::Family if self.scopes.is_empty() => wrong("/scopes", Wrong::OpensNothing),
            InvitedAs::Family => Ok((RelationKind::Family, until)),
            InvitedAs::Guardian if !person.identity.birth_date.is_some_and(|birth| is_minor(birth, now)) => {
                wrong("/relation", Wrong::NoGuardian)
            }
            InvitedAs::Guardian if !self.scopes.is_empty() => wrong("/scopes", Wrong::GuardianHasAll),
            InvitedAs::Guardian => Ok((RelationKind::Guardian, until)),
        }
    }
}

/// Where what the plan named is found.
#[derive(Default)]
pub struct Reads {
    kinship: KinshipPage,
    open: InvitationPage,
}

impl Endpoint for CreateInvitation {
    const SPEC: Spec = Spec::post("create-invitation", "/v1/residents/{resident_id}/invitations")
        .who(Who::Resident(Section::Profile, Level::Manage))
        .idempotent()
        .only_ids()
        .hourly_limit(20)
        .problems_of_its_own(&[Code::IdentityProofRequired, Code::TooManyFamily, Code::InvalidInvitation]);
    type Subject = Resident;
    type Input = Input;
    type Reads = Reads;
    type Output = Output;

    fn example() -> serde_json::Value {
        json!({ "relation": "family", "scopes": { "medication": "see", "daily": "record" }, "expires_in_hours": 24 })
    }

    fn plan(call: &Call, _: &Input, keys: &Proposed, plan: &mut ReadPlan) -> Result<Self::Reads, Problem> {
        plan.get(keys.resident()?.profile()).get(records::keys::ringing::contact(&call.caller().actor));
        let keys = keys.resident()?;
        Ok(Reads { kinship: Kinship::plan(keys, plan), open: open_invitations::plan(keys, &call.caller().actor, plan) })
    }

    async fn handle(
        app: &App,
        call: &Call,
        subject: Authorised<Resident, Self::Reads>,
        input: Input,
    ) -> Result<Answer<Output>, Problem> {
        let (subject, reads) = subject.reads();
        // Who else may see the notebook is the person's to say, or a guardian's.
        if subject.relation().kind == RelationKind::Family {
            return Err(Problem::of(Code::Forbidden));
        }
        let profile = subject.keys().profile();
        let person: Person = from_item(subject.need(&profile)?)?;
        require_proved(person.status)?;
        let (kind, until) = input.offered(&person, call.now())?;
        let kinship = Kinship::read(subject.fetched(), subject.keys(), reads.kinship, call.now())?;
        if !kinship.may_invite(subject.relation().kind, kind) {
            return Err(Problem::field(Code::InvalidValue, "/relation", Wrong::GuardianInvites));
        }
        let open = open_invitations::read(&subject, reads.open, &kinship)?;
        kinship.has_room_for(kind, open.len())?;
        call.rest_on(subject.fetched(), &profile, &["status"])?;

        let key = app.random_text()?;
        let code = InvitationCode::drawn(app.random()?, call.drawn_again(app, &key)?);
        let inviter = subject.caller().actor.clone();
        let invitation_id = InvitationId::new(call.now(), app.random()?);
        let item = InvitationItem {
            resident_id: subject.resident(),
            invitation_id,
            hash: InvitationItem::hash(&key, &code),
            inviter: inviter.clone(),
            signed_in_at: subject.caller().signed_in_at,
            made_at: call.now(),
            kind,
            scopes: input.scopes.clone(),
            until,
            key,
        };
        let listed = OpenInvitationItem {
            invitation_id,
            kind,
            scopes: input.scopes.clone(),
            made_at: call.now(),
            until,
            inviter: inviter.clone(),
            signed_in_at: subject.caller().signed_in_at,
            place: code.place().to_owned(),
        };
        let mut effect = Transaction::on(&app.table);
        let meta = Meta { version: Some(Invited::VERSION), expires_at: Some(until.timestamp()), ..Meta::default() };
        effect.put(&subject.keys().open_invitation(invitation_id), &listed, &meta, Only::IfNew)?;
        // Of two that are made at once the second one counts the first.
        kinship.raise(&mut effect)?;
        effect.put(&invitation(code.place()), &item, &meta, Only::IfNewOrExpired(call.now().timestamp()))?;
        // Whoever invited is told by e-mail when somebody accepts.
        let contact = subject.fetched().get(&records::keys::ringing::contact(&inviter))?;
        devices::know(&mut effect, &inviter, contact.as_ref(), &subject.caller().subject)?;
        call.commit(app, effect, &[code.place().to_owned()]).await?;
        let Input { relation, scopes, .. } = input;
        Ok(Answer::of(Output { code: code.to_string(), expires_at: until, relation, scopes }))
    }

    async fn replay(
        app: &App,
        call: &Call,
        subject: Authorised<Resident, Self::Reads>,
        ids: Vec<String>,
    ) -> Result<Answer<Output>, Problem> {
        let (subject, reads) = subject.reads();
        let kinship = Kinship::read(subject.fetched(), subject.keys(), reads.kinship, call.now())?;
        let place = ids.first().ok_or_else(|| Problem::internal("no place remembered"))?;
        let mut plan = ReadPlan::default();
        plan.get(invitation(place));
        let found: Option<InvitationItem> = app.table.read(plan).await?.get(&invitation(place))?;
        let own = found.filter(|item| item.resident_id == subject.resident());
        let own = own.filter(|item| kinship.may_invite(subject.relation().kind, item.kind));
        let again = own.and_then(|item| {
            let code = InvitationCode::again(place, call.drawn_again(app, &item.key).ok()?)?;
            item.opens(&code, call.now()).then_some((item, code))
        });
        // Accepted since, or its time is over.
        let (item, code) = again.ok_or_else(|| Problem::of(Code::InvalidInvitation))?;
        let relation = if item.kind == RelationKind::Guardian { InvitedAs::Guardian } else { InvitedAs::Family };
        Ok(Answer::of(Output { code: code.to_string(), expires_at: item.until, relation, scopes: item.scopes }))
    }
}
