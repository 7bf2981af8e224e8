//! PUT /v1/me/devices/{device_id}

use chrono::TimeDelta;
use notebook::id::DeviceId;
use notebook::line::Line;
use notebook::text::Text;
use notebook::wrong::Wrong;
use platform::hex::hex;
use platform::push::RegisterDevice;
use records::devices::{self, Rings, RingsPages};
use records::items::{DeviceItem, Platform, browser};
use records::keys::ringing;
use records::prelude::*;
use ring::digest::{SHA256, digest};
use web_push::{NotOne, Subscription};

use crate::device::{Device, MOST_DEVICES, forget};
use crate::held::Held;

/// That a device is still there is written at most once in this time: it counts for half a year.
const RENEWED_AFTER: TimeDelta = TimeDelta::days(1);

/// Registers this phone or browser for alarms, or says that it is still there. The app calls it at each start: a new token
/// of the push service replaces the old one, and a device that could not be reached is tried again. Every alarm that rings
/// for the account rings on it from then on. A token belongs to the device that registered it last: another account, or
/// another entry of this one, that had it is no longer reached by it. What list-devices gave can be sent back with the token;
/// `null` clears the name, and a name that is there and is left out is refused.
///
/// The token of a browser (`web`) is its registration as JSON: what `PushSubscription.toJSON()` gives, and beside it
/// `applicationServerKey`, the key of `/config.json` that it was made for (base64url). A registration at a server that is none of the
/// known push services is refused.
#[derive(JsonSchema)]
pub struct PutDevice;

/// The device.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// Its push service.
    platform: Platform,
    /// What the push service knows it by.
    #[schemars(length(min = 1, max = 2048))]
    token: Text<2048>,
    /// What the person calls it.
    #[serde(default)]
    #[schemars(length(min = 1, max = 60))]
    name: Option<Line<60>>,
}

impl Input {
    fn token_key(&self) -> Key {
        ringing::token(self.platform.as_str(), &self.token_hash())
    }

    /// Of a browser the key that its messages are encrypted for: one address has many spellings, and whoever copied a registration
    /// would keep ringing the browser by another one.
    fn token_hash(&self) -> String {
        let key = if self.platform == Platform::Web { Subscription::key_of(self.token.as_str()) } else { None };
        hash(key.as_deref().unwrap_or(self.token.as_str()))
    }

    /// Where a browser's messages go; none of a phone.
    fn subscription(&self, services: &web_push::Services) -> Result<Option<Subscription>, Problem> {
        if self.platform != Platform::Web {
            return Ok(None);
        }
        Subscription::read(self.token.as_str(), services).map(Some).map_err(|why| match why {
            NotOne::Malformed => Problem::field(Code::InvalidValue, "/token", Wrong::PushToken),
            NotOne::UnknownService => Problem::field(Code::InvalidValue, "/token", Wrong::PushService),
        })
    }
}

impl Endpoint for PutDevice {
    const SPEC: Spec = Spec::put("put-device", "/v1/me/devices/{device_id}")
        .who(Who::ResidentAccount)
        .also_touches(&[Touch::PushRegister])
        .idempotent()
        .hourly_limit(60)
        .problems_of_its_own(&[Code::ReadOnlyField, Code::TooManyDevices]);
    type Subject = Account;
    type Input = Replace<Input, Device>;
    type Reads = RingsPages;
    type Output = Device;

    fn example() -> serde_json::Value {
        json!({ "platform": "ios", "token": "740f4707bebcf74f9b7c25d48e3358945f6aa01da5ddb387462c7eaf61bb78ad", "name": "花子のiPhone" })
    }

    fn plan(call: &Call, input: &Self::Input, _: &Proposed, plan: &mut ReadPlan) -> Result<Self::Reads, Problem> {
        plan.get(input.draft().token_key());
        Ok(Rings::plan(&call.caller().actor, plan))
    }

    async fn handle(
        app: &App,
        call: &Call,
        subject: Authorised<Account, Self::Reads>,
        input: Self::Input,
    ) -> Result<Answer<Device>, Problem> {
        let (subject, reads) = subject.reads();
        let now = call.now();
        let device_id: DeviceId = call.own_id("device_id")?;
        let caller = subject.caller();
        let mut rings = Rings::read(&caller.actor, subject.fetched(), reads)?;
        let place = rings.devices.iter().position(|device| device.device_id == device_id);
        let before = place.and_then(|place| rings.devices.get(place).cloned());
        let counted = rings.devices.iter().filter(|device| now < device.expires_at()).count();
        if before.is_none() && counted >= MOST_DEVICES {
            return Err(Problem::of(Code::TooManyDevices).with("most", MOST_DEVICES));
        }
        let input = input.over(before.as_ref().map(|before| Device::of(before, now)).as_ref())?;
        let name = input.name.clone().map(Text::from);
        let subscription = input.subscription(&app.settings.web_push.services)?;
        let mut held = Held::read(app, &subject, &input.token_key(), device_id, &mut rings, now).await?;
        let token_hash = input.token_hash();
        let known = before.as_ref().filter(|before| {
            before.token_hash == token_hash
                && before.platform == input.platform
                && before.failed_at.is_none()
                && before.endpoint.is_some()
                && held.is_own
                && held.subscription == subscription
        });
        let mut ids = vec![device_id.to_string()];
        if let Some(same) = known.filter(|known| known.name == name && now < known.renewed_at + RENEWED_AFTER) {
            call.commit(app, Transaction::on(&app.table), &ids).await?;
            return Ok(Answer::of(Device::of(same, now)));
        }
        let endpoint = if let Some(known) = known {
            known.endpoint.clone()
        } else if subscription.is_some() {
            // Nobody else keeps anything of a browser: it is registered with what says who holds it.
            Some(browser(&caller.actor, device_id, &token_hash))
        } else {
            let register = RegisterDevice {
                platform: input.platform.as_str(),
                token: input.token.as_str().to_owned(),
                actor: caller.actor.clone(),
                was_unreachable: before
                    .as_ref()
                    .is_some_and(|before| before.failed_at.is_some() && before.token_hash == token_hash),
            };
            // Whoever took the token meanwhile has taken the endpoint as well: then it is registered anew.
            call.once(app, held.version(), register).await?
        };
        let mut effect = Transaction::on(&app.table);
        if let Some(old) =
            before.as_ref().filter(|before| (&before.token_hash, before.platform) != (&token_hash, input.platform))
        {
            devices::release(&mut effect, old)?;
        }
        let item = DeviceItem {
            device_id,
            platform: input.platform,
            name,
            endpoint,
            token_hash,
            registered_at: before.as_ref().map_or(now, |before| before.registered_at),
            renewed_at: now,
            failed_at: None,
            version: before.as_ref().map_or(0, |before| before.version) + 1,
        };
        match place.and_then(|place| rings.devices.get_mut(place)) {
            Some(slot) => *slot = item.clone(),
            None => rings.devices.push(item.clone()),
        }
        rings.put_device(&mut effect, &item)?;
        rings.write(&mut effect, now, Some(&caller.subject))?;
        held.take(app, call, &mut effect, &rings, &item, subscription).await?;
        let old = before.and_then(|before| before.endpoint);
        forget(call, old.as_ref(), &rings.devices);
        ids.extend(old);
        call.commit(app, effect, &ids).await?;
        Ok(Answer::of(Device::of(&item, now)))
    }

    async fn replay(
        _: &App,
        call: &Call,
        subject: Authorised<Account, Self::Reads>,
        ids: Vec<String>,
    ) -> Result<Answer<Device>, Problem> {
        let (subject, reads) = subject.reads();
        let id: DeviceId = ids.first().and_then(|id| id.parse().ok()).ok_or_else(Problem::not_found)?;
        let rings = Rings::read(&subject.caller().actor, subject.fetched(), reads)?;
        let device = rings.devices.iter().find(|device| device.device_id == id).ok_or_else(Problem::not_found)?;
        forget(call, ids.get(1), &rings.devices);
        Ok(Answer::of(Device::of(device, call.now())))
    }
}

/// Tokens are as good as an address: of a phone only a hash is kept, the push service has the rest.
fn hash(token: &str) -> String {
    hex(digest(&SHA256, token.as_bytes()).as_ref())
}
