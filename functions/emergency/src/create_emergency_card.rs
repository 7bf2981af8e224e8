//! POST /v1/residents/{resident_id}/emergency-card

use notebook::access::emergency::EmergencySecret;
use notebook::access::{Level, Section};
use notebook::time::Instant;
use platform::notice;
use records::devices;
use records::items::{ContactItem, EmergencyCardItem, EmergencyCardReference};
use records::keys::ringing::contact;
use records::kinship::{Kinship, KinshipPage};
use records::prelude::*;

/// Makes the person's emergency card, or a new one in the place of the one before, which opens nothing from then on. Whoever holds
/// it reads allergies, medicines and contacts without an account and without a passcode. Its secret is in this answer alone, because only
/// a hash of it is kept: a card that was lost is made anew. A repetition under the same key shows it again as long as that card
/// counts. It takes who may manage all that the card shows. Whoever keeps the notebook is told by e-mail.
#[derive(JsonSchema)]
pub struct CreateEmergencyCard;

/// The card.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "MadeEmergencyCard")]
pub struct Output {
    /// 32 letters. They stand in no path, no query and no log.
    #[schemars(length(min = 32, max = 32))]
    pub secret: String,
    /// What the QR code says, behind the address of the residents' pages. The secret is the fragment, which no browser sends.
    #[schemars(length(max = 60))]
    pub address: String,
    /// When it was made.
    pub made_at: Instant,
}

impl Output {
    fn of(secret: &EmergencySecret, made_at: Instant) -> Self {
        let secret = secret.as_str().to_owned();
        Self { address: format!("/emergency#{secret}"), secret, made_at }
    }
}

impl Endpoint for CreateEmergencyCard {
    const SPEC: Spec = Spec::post("create-emergency-card", "/v1/residents/{resident_id}/emergency-card")
        .who(Who::Resident(Section::Profile, Level::Manage))
        .idempotent()
        .only_ids()
        .writes_an_hour(20);
    type Subject = Resident;
    type Input = Nothing;
    type Reads = KinshipPage;
    type Output = Output;

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
    ) -> Result<Answer<Output>, Problem> {
        let (subject, page) = subject.reads();
        for section in EmergencyCardItem::SHOWS {
            subject.require(section, Level::Manage)?;
            call.also(section);
        }
        let (keys, fetched, now) = (subject.keys(), subject.fetched(), call.now());
        let (key, actor) = (keys.emergency_card(), &subject.caller().actor);
        let before: Option<EmergencyCardItem> = fetched.get(&key)?;
        let seed = app.random_text()?;
        let secret = EmergencySecret::drawn(call.drawn_again(app, &seed)?);
        let secret_hash = EmergencyCardItem::hash(secret.as_str());
        let version = before.as_ref().map_or(0, |card| card.version) + 1;
        let card = EmergencyCardItem {
            secret_hash: secret_hash.clone(),
            seed,
            made_by: actor.clone(),
            made_as: subject.relation().kind,
            made_at: now,
            version,
        };
        let mut effect = Transaction::on(&app.table);
        let meta = Meta { version: Some(version), ..Meta::default() };
        let only = before.as_ref().map_or(Only::IfNew, |card| Only::IfVersion(card.version));
        effect.put(&key, &card, &meta, only)?;
        if let Some(before) = &before {
            effect.delete(&shared::emergency_card(&before.secret_hash), None)?;
        }
        let reference = EmergencyCardReference { resident_id: subject.resident(), made_by: actor.clone() };
        effect.put(&shared::emergency_card(&secret_hash), &reference, &Meta::default(), Only::IfNew)?;
        // Whoever has somebody's unlocked phone could make a card and go: the person hears of it, also of their own.
        let known: Option<ContactItem> = fetched.get(&contact(actor))?;
        devices::know(&mut effect, actor, known.as_ref(), &subject.caller().subject)?;
        let kinship = Kinship::read(fetched, keys, page, now)?;
        kinship.tell(app, call, &mut effect, notice::Kind::EmergencyCardMade, Some(actor.as_str()))?;
        subject.enters(call, &EmergencyCardItem::SHOWS)?;
        call.commit(app, effect, &[secret_hash]).await?;
        Ok(Answer::of(Output::of(&secret, now)))
    }

    async fn replay(
        app: &App,
        call: &Call,
        subject: Authorised<Resident, Self::Reads>,
        ids: Vec<String>,
    ) -> Result<Answer<Output>, Problem> {
        let (subject, _) = subject.reads();
        let card: Option<EmergencyCardItem> = subject.fetched().get(&subject.keys().emergency_card())?;
        // Ended since, or another one stands in its place.
        let card = card.filter(|card| ids.first() == Some(&card.secret_hash)).ok_or_else(Problem::not_found)?;
        let secret = EmergencySecret::drawn(call.drawn_again(app, &card.seed)?);
        Ok(Answer::of(Output::of(&secret, card.made_at)))
    }
}
