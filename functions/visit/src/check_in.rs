//! POST /v1/check-ins

use notebook::access::{Act, Level, Purpose, Section, Sections};
use notebook::id::{ResidentId, VisitId};
use notebook::institution::InstitutionCode;
use notebook::resident::Resident as Person;
use notebook::text::Text;
use notebook::time::{Instant, jst_day};
use platform::audit::Head;
use platform::auth::subject::require_proved;
use records::items::{ChartNumberItem, InstitutionItem, VisitItem};
use records::opened;
use records::prelude::*;

use crate::door::{Door, REFUSALS_OF_CHECK_IN};
use crate::reception::{Arriving, Today};

/// Checks in at an institution and opens the chosen sections to it until midnight. A second check-in on the same day is
/// the same visit; after an end it opens anew, and only what is chosen now. On a day that a renewal reached it is the visit
/// that was renewed.
#[derive(JsonSchema)]
pub struct CheckIn;

/// Who checks in where, and what is opened.
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
    /// What the institution may see today.
    #[schemars(length(min = 1, max = 8))]
    sections: Vec<Section>,
    /// Why.
    purpose: Purpose,
}

/// A check-in.
#[derive(Serialize, JsonSchema)]
pub struct Output {
    /// The visit.
    visit_id: VisitId,
    /// What the reception calls.
    reception_code: String,
    /// Where.
    institution: Place,
    /// What is open.
    grant: Opened,
}

/// An institution by code and name.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "CheckedInInstitution")]
pub struct Place {
    #[schemars(with = "InstitutionCode")]
    pub(crate) code: String,
    pub(crate) name: Text<120>,
}

/// What is open, and until when.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "OpenedGrant")]
pub struct Opened {
    pub(crate) until: Instant,
    pub(crate) sections: Sections,
}

impl Input {
    fn door(&self) -> Result<Door, Problem> {
        Door::named(self.institution_code, self.qr.as_ref())
    }

    fn chosen(&self) -> Result<Sections, Problem> {
        if (1..=Section::ALL.len()).contains(&self.sections.len()) {
            return Ok(self.sections.iter().copied().collect());
        }
        Err(Problem::field(Code::InvalidValue, "/sections", Wrong::Items { least: 1, most: Section::ALL.len() }))
    }
}

impl Endpoint for CheckIn {
    const SPEC: Spec = Spec::post("check-in", "/v1/check-ins")
        .who(Who::Resident(Section::Visits, Level::Manage))
        .acts(Act::Open)
        .idempotent()
        .hourly_limit(30)
        .problems_of_its_own(REFUSALS_OF_CHECK_IN);
    type Subject = Resident;
    type Input = Input;
    type Reads = PageOf<Versioned<VisitItem>>;
    type Output = Output;

    fn example() -> serde_json::Value {
        json!({
            "resident_id": "019aa000-0000-7000-8000-000000000001", "institution_code": "4310112347",
            "sections": ["profile", "medication"], "purpose": "consultation",
        })
    }

    fn resident(input: &Input) -> Option<ResidentId> {
        Some(input.resident_id)
    }

    fn plan(call: &Call, input: &Input, keys: &Proposed, plan: &mut ReadPlan) -> Result<Self::Reads, Problem> {
        input.chosen()?;
        let door = input.door()?;
        let code = door.claimed();
        door.plan(plan);
        plan.get(keys.resident()?.profile());
        Ok(Today::plan(keys.resident()?, code.as_str(), jst_day(call.now()), plan))
    }

    async fn handle(
        app: &App,
        call: &Call,
        subject: Authorised<Resident, Self::Reads>,
        input: Input,
    ) -> Result<Answer<Output>, Problem> {
        let (subject, reads) = subject.reads();
        let (door, sections) = (input.door()?, input.chosen()?);
        for section in &sections {
            subject.require(*section, Level::Manage)?;
        }
        let person: Person = from_item(subject.need(&subject.keys().profile())?)?;
        require_proved(person.status)?;
        call.rest_on(subject.fetched(), &subject.keys().profile(), &["status", "identity"])?;
        let institution = door.open(app, subject.fetched(), input.purpose, call.now())?;
        call.rest_on(subject.fetched(), &shared::institution(&institution.code), InstitutionItem::DECISIVE)?;
        call.rest_on(subject.fetched(), &subject.keys().chart_number(&institution.code), ChartNumberItem::DECISIVE)?;

        let today = Today::read(app, &subject, reads, &institution.code, jst_day(call.now())).await?;
        let head: Option<Head> = subject.fetched().get(&subject.keys().chain().head())?;
        let arriving = Arriving {
            now: call.now(),
            resident: subject.resident(),
            by: subject.relation().kind,
            identity: person.identity,
            institution: &institution,
            sections,
            purpose: input.purpose,
            logged_before: head.map(|head| head.seq),
        };
        let (visit_id, reception_code, new) = today.names(app, &arriving)?;
        let mut effect = Transaction::on(&app.table);
        let grant = today.receive(app, subject.keys(), arriving, visit_id, &reception_code, &mut effect)?;

        let status = if new { "201" } else { "200" };
        let ids = [status.to_owned(), visit_id.to_string()];
        call.commit(app, effect, &ids).await?;
        let output = Output {
            visit_id,
            reception_code,
            institution: Place { code: institution.code, name: institution.name },
            grant: Opened { until: grant.until, sections: grant.sections },
        };
        Ok(if new { Answer::of(output) } else { Answer::existing(output) })
    }

    /// The answer as it was, as long as it is so. What was ended since, by the person or by the end of the day, is not said to
    /// be open; what was chosen anew since is answered as it is now.
    async fn replay(
        app: &App,
        call: &Call,
        subject: Authorised<Resident, Self::Reads>,
        ids: Vec<String>,
    ) -> Result<Answer<Output>, Problem> {
        let (subject, _) = subject.reads();
        let unreadable = || Problem::internal("unreadable idempotency record");
        let [status, visit_id, ..] = ids.as_slice() else { return Err(unreadable()) };
        let key = subject.keys().visit(visit_id.parse().map_err(|_| unreadable())?);
        let mut plan = ReadPlan::default();
        plan.get(key.clone());
        let stored: Versioned<VisitItem> = app.table.read(plan).await?.get(&key)?.ok_or_else(Problem::not_found)?;
        let visit = stored.item;
        let code = visit.institution_code.ok_or_else(unreadable)?;
        let grant = opened::open(&subject, &code, visit.visit_id, call.now())?;
        let grant = grant.ok_or_else(|| Problem::of(Code::CheckInEnded))?;
        let output = Output {
            visit_id: visit.visit_id,
            reception_code: visit.reception_code.ok_or_else(unreadable)?,
            institution: Place { code, name: visit.institution_name.ok_or_else(unreadable)? },
            grant: Opened { until: grant.until, sections: grant.sections },
        };
        Ok(if status == "201" { Answer::of(output) } else { Answer::existing(output) })
    }
}
