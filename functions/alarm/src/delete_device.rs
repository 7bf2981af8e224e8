//! DELETE /v1/me/devices/{device_id}

use alarm_delivery::devices::{Rings, RingsPages};
use notebook::id::DeviceId;
use platform::push::RemoveEndpoints;
use records::prelude::*;

/// Takes a phone or browser off: no alarm is sent to it any more.
#[derive(JsonSchema)]
pub struct DeleteDevice;

impl Endpoint for DeleteDevice {
    const SPEC: Spec = Spec::delete("delete-device", "/v1/me/devices/{device_id}")
        .who(Who::ResidentAccount)
        .also_touches(&[Touch::PushRegister])
        .idempotent();
    type Subject = Account;
    type Input = Nothing;
    type Reads = RingsPages;
    type Output = Nothing;

    fn plan(call: &Call, _: &Nothing, _: &Proposed, plan: &mut ReadPlan) -> Result<Self::Reads, Problem> {
        Ok(Rings::plan(&call.caller().actor, plan))
    }

    async fn handle(
        app: &App,
        call: &Call,
        subject: Authorised<Account, Self::Reads>,
        _: Nothing,
    ) -> Result<Answer<Nothing>, Problem> {
        let (subject, reads) = subject.reads();
        let id: DeviceId = call.own_id("device_id")?;
        let mut rings = Rings::read(&subject.caller().actor, subject.fetched(), reads)?;
        let place = rings.devices.iter().position(|device| device.device_id == id).ok_or_else(Problem::not_found)?;
        let device = rings.devices.swap_remove(place);
        // No alarm names the device from the commit on, whoever answers: an endpoint that stays is rung by nothing.
        if let Some(endpoint) = device.endpoint.clone() {
            let undone = IfItFails::LeftUndone("push endpoint of a device that was taken off");
            call.afterwards(undone, RemoveEndpoints(vec![endpoint]));
        }
        let mut effect = Transaction::on(&app.table);
        rings.delete_device(&mut effect, &device)?;
        rings.write(&mut effect, call.now(), Some(&subject.caller().subject))?;
        call.commit(app, effect, &[]).await?;
        Ok(Answer::empty())
    }
}
