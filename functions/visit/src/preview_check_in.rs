//! POST /v1/check-in-previews

use notebook::access::{Act, Level, Purpose, Section};
use notebook::id::ResidentId;
use notebook::institution::InstitutionCode;
use notebook::resident::Resident as Person;
use notebook::text::Text;
use notebook::time::{Instant, next_jst_midnight};
use platform::auth::subject::require_proved;
use records::prelude::*;

use crate::counts;
use crate::door::{Door, REFUSALS};
use crate::list_institutions::Institution;
use crate::reception::ChosenLast;

/// Shows what a check-in would open and to whom, before anything is chosen: the institution, the sections that can be opened, what
/// was chosen there last time, and until when. It opens nothing, writes nothing and is no entry in the log, and it is refused
/// for what the check-in would be refused for.
#[derive(JsonSchema)]
pub struct PreviewCheckIn;

/// Who is about to check in where, and why.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// The person.
    resident_id: ResidentId,
    /// The institution, chosen from the list.
    #[serde(default)]
    institution_code: Option<InstitutionCode>,
    /// What the poster's QR code says, instead of the code.
    #[serde(default)]
    qr: Option<Text<2048>>,
    /// Why.
    purpose: Purpose,
}

/// What a check-in would open.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "CheckInPreview")]
pub struct Output {
    /// To whom.
    institution: Institution,
    /// The sections that the notebook keeps and the caller may open.
    sections: Vec<Offered>,
    /// Until when it would be open: midnight in Japan.
    until: Instant,
}

/// A section that can be opened.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "OfferedSection")]
struct Offered {
    section: Section,
    /// Whether it was opened at the last check-in at this institution.
    chosen_last_time: bool,
    /// How much of it the institution would be shown, in words; what is kept from clinics is not counted.
    count_text: String,
}

impl Input {
    fn door(&self) -> Result<Door, Problem> {
        Door::named(self.institution_code, self.qr.as_ref())
    }
}

impl Endpoint for PreviewCheckIn {
    const SPEC: Spec = Spec::post("preview-check-in", "/v1/check-in-previews")
        .answers(200)
        .who(Who::Resident(Section::Visits, Level::Manage))
        .acts(Act::Open)
        .only_asks()
        .hourly_limit(60)
        .problems_of_its_own(REFUSALS);
    type Subject = Resident;
    type Input = Input;
    type Reads = counts::Lists;
    type Output = Output;

    fn example() -> serde_json::Value {
        json!({
            "resident_id": "019aa000-0000-7000-8000-000000000001", "institution_code": "4310112347",
            "purpose": "consultation",
        })
    }

    fn resident(input: &Input) -> Option<ResidentId> {
        Some(input.resident_id)
    }

    fn plan(call: &Call, input: &Input, keys: &Proposed, plan: &mut ReadPlan) -> Result<Self::Reads, Problem> {
        let (door, resident) = (input.door()?, keys.resident()?);
        door.plan(plan);
        plan.get(resident.profile()).get(resident.known_institution(door.claimed().as_str()));
        Ok(counts::plan(resident, call.now(), plan))
    }

    async fn handle(
        app: &App,
        call: &Call,
        subject: Authorised<Resident, Self::Reads>,
        input: Input,
    ) -> Result<Answer<Output>, Problem> {
        let (subject, reads) = subject.reads();
        let (keys, door) = (subject.keys(), input.door()?);
        let person: Person = from_item(subject.need(&keys.profile())?)?;
        require_proved(person.status)?;
        let institution = door.open(app, subject.fetched(), input.purpose, call.now())?;
        let chosen: ChosenLast = subject.fetched().get(&keys.known_institution(&institution.code))?.unwrap_or_default();
        let mut sections = Vec::new();
        for section in counts::kept().filter(|section| subject.allows(*section, Level::Manage)) {
            sections.push(Offered {
                section,
                chosen_last_time: chosen.sections.contains(&section),
                count_text: counts::text(counts::of(app, &subject, (&person, &reads), section).await?, call.language),
            });
        }
        let until = next_jst_midnight(call.now());
        Ok(Answer::of(Output { institution: institution.into(), sections, until }))
    }
}
