//! GET /v1/residents/{resident_id}/meal-times

use notebook::access::{Level, Section};
use records::prelude::*;

use crate::meals::{self, Output};

/// Shows when the person gets up, eats and goes to bed, by which alarms are suggested; the usual times until the person
/// has said so.
#[derive(JsonSchema)]
pub struct GetMealTimes;

impl Endpoint for GetMealTimes {
    const SPEC: Spec = Spec::get("get-meal-times", "/v1/residents/{resident_id}/meal-times")
        .who(Who::Resident(Section::Medication, Level::See))
        .tagged();
    type Subject = Resident;
    type Input = Nothing;
    type Reads = ();
    type Output = Output;

    fn plan(_: &Call, _: &Nothing, keys: &Proposed, plan: &mut ReadPlan) -> Result<(), Problem> {
        plan.get(keys.resident()?.meal_times());
        Ok(())
    }

    async fn handle(_: &App, _: &Call, subject: Authorised<Resident>, _: Nothing) -> Result<Answer<Output>, Problem> {
        Ok(meals::answer(meals::kept(subject.fetched(), subject.keys())?.as_ref()))
    }
}
