//! GET /v1/me/devices

use platform::table::schema::ActorKeys;
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
    type Output = List<Device>;

    fn plan(_: &Call, _: &Nothing, keys: &Proposed, plan: &mut ReadPlan) -> Result<(), Problem> {
        plan.query(RangeQuery::prefix(keys.account().partition(), ActorKeys::DEVICES));
        Ok(())
    }

    async fn handle(
        _: &App,
        call: &Call,
        subject: Authorised<Account>,
        _: Nothing,
    ) -> Result<Answer<List<Device>>, Problem> {
        let device = |item| from_item::<DeviceItem>(item).map(|item| Device::of(&item, call.now()));
        let items = subject.fetched().page(0)?.items.iter().map(device).collect::<Result<_, _>>()?;
        Ok(Answer::of(List { items, next_cursor: None }))
    }
}
