//! POST /v1/emergency-cards

use notebook::access::emergency::{EmergencySecret, Opened};
use notebook::line::Line;
use notebook::resident::Resident as Person;
use platform::notice;
use platform::table::Cancelled;
use records::items::{EmergencyOpeningsItem, MedicationItem};
use records::kinship::{Kinship, KinshipPage};
use records::prelude::*;

use crate::medicines::{self, Medicines};
use crate::shown::Output;

/// Opens an emergency card: what is needed where somebody cannot be asked, for whoever holds it, without an account. The secret is in
/// the body, because an address stands in logs. Each opening is written into the person's log before the answer leaves, and told to
/// the person and to guardians by e-mail; those that follow each other closely are one entry and one letter. It is never refused
/// for how often it was opened. A secret that opens nothing is answered 404, whatever became of the card.
#[derive(JsonSchema)]
pub struct OpenEmergencyCard;

/// What the card says.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// What stands behind the `#` of the address.
    secret: Line<64>,
}

/// Where what the plan named is found.
#[derive(Default)]
pub struct Reads {
    kinship: KinshipPage,
    medicines: PageOf<MedicationItem>,
}

/// The write that counts an opening for which an entry stands already.
const COUNTED: &str = "one more opening";

impl Endpoint for OpenEmergencyCard {
    const SPEC: Spec =
        Spec::post("open-emergency-card", "/v1/emergency-cards").who(Who::EmergencyCard).answers(200).max_body(1024);
    type Subject = CardHolder;
    type Input = Input;
    type Reads = Reads;
    type Output = Output;

    fn example() -> serde_json::Value {
        json!({ "secret": "sampleSecretOfAnEmergencyCard-00" })
    }

    fn emergency_secret(input: &Input) -> Option<&str> {
        Some(input.secret.as_str()).filter(|secret| EmergencySecret::is_one(secret))
    }

    fn plan(_: &Call, _: &Input, keys: &Proposed, plan: &mut ReadPlan) -> Result<Self::Reads, Problem> {
        let resident = keys.resident()?;
        plan.get(resident.profile()).get(resident.emergency_openings());
        let medicines = plan.query(medicines::query(resident));
        Ok(Reads { kinship: Kinship::plan(resident, plan), medicines })
    }

    async fn handle(
        app: &App,
        call: &Call,
        subject: Authorised<CardHolder, Self::Reads>,
        _: Input,
    ) -> Result<Answer<Output>, Problem> {
        let (subject, reads) = subject.reads();
        let (keys, fetched, now) = (subject.keys(), subject.fetched(), call.now());
        let person: Person = from_item(subject.need(&keys.profile())?)?;
        let medicines = Medicines::of(app, call, keys, fetched.page(reads.medicines)?).await?;
        let stored: Option<EmergencyOpeningsItem> = fetched.get(&keys.emergency_openings())?;
        let only = stored.as_ref().map_or(Only::IfNew, |item| Only::IfVersion(item.version));
        let mut item = stored.unwrap_or_default();
        let opened = item.openings.open(&subject.card().secret_hash, now);
        item.version += 1;
        let (key, meta) = (keys.emergency_openings(), Meta { version: Some(item.version), ..Meta::default() });
        let mut effect = Transaction::on(&app.table);
        match opened {
            Opened::Entered { is_told } => {
                effect.put(&key, &item, &meta, only)?;
                if is_told {
                    let (kinship, maker) = (Kinship::read(fetched, keys, reads.kinship, now)?, &subject.card().made_by);
                    kinship.tell(app, call, &mut effect, notice::Kind::EmergencyCardOpened, Some(maker.as_str()))?;
                }
                call.commit(app, effect, &[]).await?;
            }
            Opened::Counted => {
                subject.is_entered_already(call);
                effect.named(COUNTED, |effect| effect.put(&key, &item, &meta, only))?;
                count(app, call, effect).await?;
            }
        }
        Ok(Answer::of(Output::new(person, medicines, now)))
    }
}

/// Counts an opening for which an entry stands. Where others are counting theirs at this moment it goes uncounted, so that a flood
/// keeps nobody waiting who helps; that the card still counts is asked all the same.
async fn count(app: &App, call: &Call, effect: Transaction) -> Result<(), Problem> {
    let counted = call.step_at_once(app, effect).await;
    let met_others = match &counted {
        Err(Cancelled::Condition(lost)) => lost.is(COUNTED),
        Err(Cancelled::Contended) => true,
        _ => false,
    };
    if !met_others {
        return counted.map_err(Problem::from);
    }
    match call.step_at_once(app, Transaction::on(&app.table)).await {
        // As it was read a moment ago, strongly consistent.
        Err(Cancelled::Contended) => Ok(()),
        other => other.map_err(Problem::from),
    }
}
