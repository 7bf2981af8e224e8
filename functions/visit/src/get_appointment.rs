//! GET /v1/residents/{resident_id}/appointments/{appointment_id}

use notebook::access::{Level, Section};
use notebook::id::VisitId;
use records::items::{RelationItem, VisitItem};
use records::prelude::*;

use crate::appointment::{Shown, shown};
use crate::reminded::{self, Related};

/// Shows one appointment.
#[derive(JsonSchema)]
pub struct GetAppointment;

/// Names what [`found`] and the answer look at.
pub(crate) fn plan(call: &Call, keys: &Proposed, plan: &mut ReadPlan) -> Result<PageOf<RelationItem>, Problem> {
    let keys = keys.resident()?;
    plan.get(keys.visit(call.path::<VisitId>("appointment_id")?));
    Ok(reminded::plan(keys, plan))
}

/// The visit that the path names, or 404 where there is none that is an appointment.
pub(crate) fn found(call: &Call, subject: &Authorised<Resident>) -> Result<Versioned<VisitItem>, Problem> {
    let key = subject.keys().visit(call.path::<VisitId>("appointment_id")?);
    let stored: Versioned<VisitItem> = from_item(subject.need(&key)?)?;
    if stored.item.is_appointment() { Ok(stored) } else { Err(Problem::not_found()) }
}

impl Endpoint for GetAppointment {
    const SPEC: Spec = Spec::get("get-appointment", "/v1/residents/{resident_id}/appointments/{appointment_id}")
        .who(Who::Resident(Section::Visits, Level::See))
        .tagged();
    type Subject = Resident;
    type Input = Nothing;
    type Reads = PageOf<RelationItem>;
    type Output = Shown;

    fn plan(call: &Call, _: &Nothing, keys: &Proposed, reads: &mut ReadPlan) -> Result<Self::Reads, Problem> {
        plan(call, keys, reads)
    }

    async fn handle(
        _: &App,
        call: &Call,
        subject: Authorised<Resident, Self::Reads>,
        _: Nothing,
    ) -> Result<Answer<Shown>, Problem> {
        let (subject, reads) = subject.reads();
        let stored = found(call, &subject)?;
        let version = stored.version;
        Ok(Answer::of(shown(stored, &Related::read(&subject, reads)?)).version(version))
    }
}
