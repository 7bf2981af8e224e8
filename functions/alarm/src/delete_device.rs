//! DELETE /v1/me/devices/{device_id}

use notebook::id::DeviceId;
use records::devices::{Rings, RingsPages};
use records::prelude::*;

use crate::device::forget;

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
        let mut effect = Transaction::on(&app.table);
        rings.delete_device(&mut effect, &device)?;
        rings.write(&mut effect, call.now(), Some(&subject.caller().subject))?;
        forget(call, device.endpoint.as_ref(), &rings.devices);
        call.commit(app, effect, device.endpoint.as_slice()).await?;
        Ok(Answer::empty())
    }

    async fn replay(
        _: &App,
        call: &Call,
        subject: Authorised<Account, Self::Reads>,
        ids: Vec<String>,
    ) -> Result<Answer<Nothing>, Problem> {
        let (subject, reads) = subject.reads();
        let rings = Rings::read(&subject.caller().actor, subject.fetched(), reads)?;
        forget(call, ids.first(), &rings.devices);
        Ok(Answer::empty())
    }
}
