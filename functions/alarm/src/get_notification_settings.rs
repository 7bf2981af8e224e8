//! GET /v1/residents/{resident_id}/notification-settings

use notebook::access::{Level, Section};
use records::prelude::*;

use crate::notification_settings::{self, Output};

/// Shows how the calling account is told of what happens in this notebook, and in which hours what can wait does: by push, with quiet
/// hours from 21:00 to 07:00, until it chooses otherwise. Whether a reminder names the medicine is said with each alarm
/// (`notification_text`); no other notification names one.
#[derive(JsonSchema)]
pub struct GetNotificationSettings;

impl Endpoint for GetNotificationSettings {
    const SPEC: Spec = Spec::get("get-notification-settings", "/v1/residents/{resident_id}/notification-settings")
        .who(Who::Resident(Section::Medication, Level::See))
        .tagged();
    type Subject = Resident;
    type Input = Nothing;
    type Reads = ();
    type Output = Output;

    fn plan(call: &Call, _: &Nothing, keys: &Proposed, plan: &mut ReadPlan) -> Result<(), Problem> {
        plan.get(notification_settings::key(keys.resident()?, &call.caller().actor));
        Ok(())
    }

    async fn handle(_: &App, _: &Call, subject: Authorised<Resident>, _: Nothing) -> Result<Answer<Output>, Problem> {
        Ok(notification_settings::answer(notification_settings::kept(&subject)?.as_ref()))
    }
}
