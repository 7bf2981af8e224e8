//! POST /v1/check-ins/{visit_id}/renewals

use notebook::access::{Act, Grant, Level, RelationKind, Section};
use notebook::id::VisitId;
use notebook::resident::Resident as Person;
use notebook::time::{Instant, jst_day};
use platform::audit::{Decision, Look, Plan};
use platform::auth::subject::require_proved;
use platform::table::transaction::Change;
use records::held::{self, Held, KEPT_SECONDS};
use records::items::{ArrivalItem, ArrivalStatus, ChartNumberItem, CheckInItem, InstitutionItem, VisitReferenceItem};
use records::opened::{self, Lines};
use records::prelude::*;

use crate::check_in::{Opened, Place};

/// Leaves open to the end of tomorrow what a check-in opened: the same sections to the same institution. From 21:00 on the day of
/// the check-in, at any hour of a later day that a renewal reached; never by itself. A second renewal on the day changes nothing.
#[derive(JsonSchema)]
pub struct RenewCheckIn;

/// What is open, and until when.
#[derive(Serialize, JsonSchema)]
pub struct Output {
    /// The visit.
    visit_id: VisitId,
    /// Where.
    institution: Place,
    /// What is open.
    grant: Opened,
}

impl Endpoint for RenewCheckIn {
    const SPEC: Spec = Spec::post("renew-check-in", "/v1/check-ins/{visit_id}/renewals")
        .answers(200)
        .who(Who::Resident(Section::Visits, Level::Manage))
        .acts(Act::Open)
        .idempotent()
        .problems_of_its_own(&[
            Code::IdentityProofRequired,
            Code::InstitutionUnavailable,
            Code::CheckInEnded,
            Code::RenewalTooEarly,
        ]);
    type Subject = Resident;
    type Input = Nothing;
    type Reads = ();
    type Output = Output;

    fn pointer(call: &Call) -> Result<Option<Key>, Problem> {
        Ok(Some(shared::visit_reference(call.path("visit_id")?)))
    }

    fn plan(call: &Call, _: &Nothing, proposed: &Proposed, plan: &mut ReadPlan) -> Result<(), Problem> {
        let keys = proposed.resident()?;
        let code = proposed.institution.as_deref().ok_or_else(Problem::not_found)?;
        plan.get(shared::visit_reference(call.path("visit_id")?)).get(keys.profile()).get(shared::institution(code));
        plan.get(keys.chart_number(code));
        Held::plan(keys, code, jst_day(call.now()), plan);
        Ok(())
    }

    async fn handle(
        app: &App,
        call: &Call,
        subject: Authorised<Resident>,
        _: Nothing,
    ) -> Result<Answer<Output>, Problem> {
        let (keys, fetched, now) = (subject.keys(), subject.fetched(), call.now());
        let (reference, grant) = open(call, &subject)?;
        let code = reference.institution_code.as_str();
        for section in &grant.sections {
            subject.require(*section, Level::Manage)?;
        }
        let person: Person = from_item(subject.need(&keys.profile())?)?;
        require_proved(person.status)?;
        call.rest_on(fetched, &keys.profile(), &["status", "identity"])?;
        let place: Option<InstitutionItem> = fetched.get(&shared::institution(code))?;
        call.rest_on(fetched, &shared::institution(code), InstitutionItem::DECISIVE)?;
        let is_offered = |place: &InstitutionItem| place.active && place.kind().purposes().contains(&grant.purpose);
        let place = place.filter(is_offered).ok_or_else(|| Problem::of(Code::InstitutionUnavailable))?;
        call.rest_on(fetched, &keys.chart_number(code), ChartNumberItem::DECISIVE)?;
        // Also where nothing is written: what is said to be open has to be so.
        call.rest_on(fetched, &keys.grant(code, jst_day(now)), &["grant_id", "revoked_at"])?;

        let mut effect = Transaction::on(&app.table);
        let grant = if grant.reaches_tomorrow(now) {
            grant
        } else if now < grant.renewable_from(now) {
            return Err(Problem::of(Code::RenewalTooEarly).with("from", json!(grant.renewable_from(now))));
        } else {
            let held = Held::read(keys, code, jst_day(now), fetched)?.ok_or_else(Problem::not_found)?;
            enter(call, &subject, &grant)?;
            renew(&mut effect, &subject, (code, &person), held, now)?
        };
        call.commit(app, effect, &[reference.institution_code]).await?;
        Ok(Answer::of(output(place, grant)))
    }

    /// What is open now: a repetition does not say that something is open which was ended since.
    async fn replay(
        _: &App,
        call: &Call,
        subject: Authorised<Resident>,
        _: Vec<String>,
    ) -> Result<Answer<Output>, Problem> {
        let (reference, grant) = open(call, &subject)?;
        let place: Option<InstitutionItem> =
            subject.fetched().get(&shared::institution(&reference.institution_code))?;
        Ok(Answer::of(output(place.ok_or_else(Problem::not_found)?, grant)))
    }
}

/// What the check-in of the path has open, and where.
fn open(call: &Call, subject: &Authorised<Resident>) -> Result<(VisitReferenceItem, Grant), Problem> {
    let visit: VisitId = call.path("visit_id")?;
    let reference: VisitReferenceItem = from_item(subject.need(&shared::visit_reference(visit))?)?;
    let grant = opened::open(subject, &reference.institution_code, visit, call.now())?;
    Ok((reference, grant.ok_or_else(|| Problem::of(Code::CheckInEnded))?))
}

fn output(place: InstitutionItem, grant: Grant) -> Output {
    Output {
        visit_id: grant.visit_id,
        institution: Place { code: place.code, name: place.name },
        grant: Opened { until: grant.until, sections: grant.sections },
    }
}

/// The line in the person's log, also where they renewed it themselves: it says why the institution could look the day after.
fn enter(call: &Call, subject: &Authorised<Resident>, grant: &Grant) -> Result<(), Problem> {
    if subject.relation().kind == RelationKind::Oneself {
        let look = Look {
            at: call.now(),
            actor: subject.caller().actor.clone(),
            role: RelationKind::Oneself.as_str().to_owned(),
            institution: None,
            action: call.spec.name,
            sections: vec![Section::Visits.as_str().to_owned()],
            decision: Decision::Allowed,
            about: None,
        };
        call.enters(Plan::new(subject.keys().chain(), subject.fetched(), look)?);
    }
    grant.sections.iter().for_each(|section| call.also(*section));
    Ok(())
}

/// Adds to `effect` the grant to the end of tomorrow, under both days, with tomorrow's check-in and line; gives it. The line names
/// the person as the profile does now, and a new day begins with waiting.
fn renew(
    effect: &mut Transaction,
    subject: &Authorised<Resident>,
    (code, person): (&str, &Person),
    held: Held,
    now: Instant,
) -> Result<Grant, Problem> {
    let (keys, today) = (subject.keys(), jst_day(now));
    let chart: Option<ChartNumberItem> = subject.fetched().get(&keys.chart_number(code))?;
    let tomorrow = held::tomorrow(today);
    let grant = held.grant.item.renewed(now);
    held::put(effect, &keys.grant(code, today), &grant, Some(held.grant.version))?;
    held::put(effect, &keys.grant(code, tomorrow), &grant, held.ahead.map(|ahead| ahead.version))?;

    let check_in = held.check_in.ok_or_else(|| Problem::internal("a grant without its check-in"))?;
    let check_in = CheckInItem { opened_grant: None, ..check_in };
    let of_the_day = Meta { expires_at: Some(grant.until.timestamp() + KEPT_SECONDS), ..Meta::default() };
    effect.put(&keys.check_in(code, tomorrow), &check_in, &of_the_day, Only::IfNew)?;
    let arrival = ArrivalItem {
        visit_id: grant.visit_id,
        resident_id: subject.resident(),
        checked_in_at: check_in.checked_in_at,
        checked_in_by: subject.relation().kind,
        reception_code: check_in.reception_code,
        identity: person.identity.clone(),
        chart_number: chart.map(|chart| chart.chart_number),
        status: ArrivalStatus::Waiting,
    };
    let line = shared::arrival(code, tomorrow, check_in.checked_in_at, grant.visit_id);
    effect.put(&line, &arrival, &of_the_day, Only::IfNew)?;

    let mut visit = Change::default();
    visit.set(held::LAST_DAY, &tomorrow)?.next_version();
    effect.change(&keys.visit(grant.visit_id), &visit)?;
    let mut since = Change::default();
    since.set(Lines::SINCE, &now)?;
    effect.change(&keys.profile(), &since)?;
    Ok(grant)
}
