//! GET /v1/me/devices

use records::devices;
use records::items::DeviceItem;
use records::prelude::*;

use crate::device::Device;

/// Lists the account's phones and browsers, and says of each whether alarms reach it.
#[derive(JsonSchema)]
pub struct ListDevices;

impl Endpoint for ListDevices {
    const SPEC: Spec = Spec::get("list-devices", "/v1/me/devices").who(Who::ResidentAccount);
    type Subject = Account;
    type Input = Nothing;
    type Reads = PageOf<DeviceItem>;
    type Output = List<Device>;

    fn plan(_: &Call, _: &Nothing, keys: &Proposed, plan: &mut ReadPlan) -> Result<Self::Reads, Problem> {
        Ok(plan.query(devices::query(&keys.account())))
    }

    async fn handle(
        _: &App,
        call: &Call,
        subject: Authorised<Account, Self::Reads>,
        _: Nothing,
    ) -> Result<Answer<List<Device>>, Problem> {
        let (subject, reads) = subject.reads();
        let devices = subject.fetched().all(reads)?;
        let items = devices.iter().map(|device| Device::of(device, call.now())).collect();
        Ok(Answer::of(List { items, next_cursor: None }))
    }
}
