//! GET /v1/residents/{resident_id}/emergency-card

use notebook::access::emergency::{MOST_KEPT, Opening};
use notebook::access::{Act, Level, RelationKind, Section};
use notebook::time::{Day, Instant};
use platform::auth::card_counts;
use records::consents;
use records::items::{EmergencyCardItem, EmergencyOpeningsItem, RelationItem};
use records::prelude::*;
use records::related::{self, Related};

/// Says whether there is an emergency card that opens something, since when, and when the person's cards were opened, those before it
/// included. Its secret is kept nowhere and not shown.
#[derive(JsonSchema)]
pub struct GetEmergencyCard;

/// The card and its openings.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "EmergencyCard")]
pub struct Output {
    /// The card; null where there is none that opens anything now.
    card: Option<Card>,
    /// The latest openings, newest first: those within ten minutes of the first of them are one, and so are all that come after the
    /// twentieth of a day in Japan.
    #[schemars(length(max = MOST_KEPT))]
    openings: Vec<Opening>,
}

/// A card that opens something.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "StandingEmergencyCard")]
pub struct Card {
    /// When it was made.
    made_at: Instant,
    /// What who made it is to the person.
    made_as: RelationKind,
    /// The day on which it ends by itself at 00:00 in Japan: that of who made it, on a child's 18th birthday. Null for others.
    ends_on: Option<Day>,
}

impl Endpoint for GetEmergencyCard {
    const SPEC: Spec = Spec::get("get-emergency-card", "/v1/residents/{resident_id}/emergency-card")
        .who(Who::Resident(Section::Profile, Level::See));
    type Subject = Resident;
    type Input = Nothing;
    type Reads = PageOf<RelationItem>;
    type Output = Output;

    fn plan(_: &Call, _: &Nothing, keys: &Proposed, plan: &mut ReadPlan) -> Result<Self::Reads, Problem> {
        let keys = keys.resident()?;
        plan.get(keys.emergency_card()).get(keys.emergency_openings());
        consents::plan(keys, Act::Card, plan);
        Ok(plan.query(Related::query(keys)))
    }

    async fn handle(
        _: &App,
        call: &Call,
        subject: Authorised<Resident, Self::Reads>,
        _: Nothing,
    ) -> Result<Answer<Output>, Problem> {
        let (subject, page) = subject.reads();
        let (keys, fetched) = (subject.keys(), subject.fetched());
        let card: Option<EmergencyCardItem> = fetched.get(&keys.emergency_card())?;
        let openings: Option<EmergencyOpeningsItem> = fetched.get(&keys.emergency_openings())?;
        let relations = related::relations(fetched.page(page)?)?;
        let mut shown = None;
        if let Some(card) = card {
            let maker = relations.iter().find(|(actor, _)| *actor == card.made_by).map(|(_, relation)| relation);
            if card_counts(keys, &card, maker, fetched, call.now())? {
                let ends_on = maker.and_then(|maker| maker.relation.ends_on());
                shown = Some(Card { made_at: card.made_at, made_as: card.made_as, ends_on });
            }
        }
        let openings = openings.map(|item| item.openings.latest).unwrap_or_default();
        Ok(Answer::of(Output { card: shown, openings }))
    }
}
