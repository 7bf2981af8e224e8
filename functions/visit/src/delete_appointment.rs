//! DELETE /v1/residents/{resident_id}/appointments/{appointment_id}

use notebook::access::{Level, Section};
use records::prelude::*;

use crate::{delete_visit, get_appointment};

/// Deletes an appointment, which is the planned visit: nothing reminds of it any more. One that a check-in took over stays, as that
/// visit.
#[derive(JsonSchema)]
pub struct DeleteAppointment;

impl Endpoint for DeleteAppointment {
    const SPEC: Spec = Spec::delete("delete-appointment", "/v1/residents/{resident_id}/appointments/{appointment_id}")
        .who(Who::Resident(Section::Visits, Level::Manage))
        .idempotent()
        .versioned()
        .problems_of_its_own(&[Code::MadeByCheckIn]);
    type Subject = Resident;
    type Input = Nothing;
    type Reads = ();
    type Output = Nothing;

    fn plan(call: &Call, _: &Nothing, keys: &Proposed, plan: &mut ReadPlan) -> Result<(), Problem> {
        plan.get(keys.resident()?.visit(call.path("appointment_id")?));
        Ok(())
    }

    async fn handle(
        app: &App,
        call: &Call,
        subject: Authorised<Resident>,
        _: Nothing,
    ) -> Result<Answer<Nothing>, Problem> {
        let stored = get_appointment::found(call, &subject)?;
        delete_visit::delete(app, call, &subject, stored).await
    }
}
