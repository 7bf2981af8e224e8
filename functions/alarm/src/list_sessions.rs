//! GET /v1/me/sessions

use notebook::time::Instant;
use platform::auth::ClientKind;
use records::devices;
use records::items::{DeviceItem, OwnNotebookItem, SessionsItem};
use records::prelude::*;

use crate::device::Device;

/// Says what is known of where the account is signed in: since when sign-ins count, this one, and the phones and browsers that
/// were registered for alarms, each by an app that was signed in then. Of a sign-in without such a device nothing is kept. Whoever
/// sees something odd, or has lost a phone, ends them all with `end-sessions`.
#[derive(JsonSchema)]
pub struct ListSessions;

/// The sign-ins of an account, as far as they are known.
#[derive(Serialize, JsonSchema)]
pub struct Output {
    /// Sign-ins from before this do not count: they were ended. Null where they never were.
    pub valid_from: Option<Instant>,
    /// The sign-in that asks.
    pub current: Current,
    /// The account's phones and browsers, as list-devices shows them. None of staff.
    pub devices: Vec<Device>,
}

/// The sign-in that asks.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "CurrentSession")]
pub struct Current {
    /// When it was made, however often its token was refreshed since.
    pub signed_in_at: Instant,
    /// Through which door.
    pub client: Client,
    /// Whether an authenticator app was asked for.
    pub second_factor: bool,
}

/// Through which of the two doors an account signed in.
#[derive(Clone, Copy, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "SessionClient")]
pub enum Client {
    /// The one for residents.
    Residents,
    /// The one for staff.
    Staff,
}

impl Endpoint for ListSessions {
    const SPEC: Spec = Spec::get("list-sessions", "/v1/me/sessions").who(Who::Account);
    type Subject = Account;
    type Input = Nothing;
    type Reads = PageOf<DeviceItem>;
    type Output = Output;

    fn plan(_: &Call, _: &Nothing, keys: &Proposed, plan: &mut ReadPlan) -> Result<Self::Reads, Problem> {
        plan.get(keys.account().sessions()).get(keys.account().own_notebook());
        Ok(plan.query(devices::query(&keys.account())))
    }

    async fn handle(
        _: &App,
        call: &Call,
        subject: Authorised<Account, Self::Reads>,
        _: Nothing,
    ) -> Result<Answer<Output>, Problem> {
        let (subject, reads) = subject.reads();
        let sessions: Option<SessionsItem> = subject.fetched().get(&subject.keys().sessions())?;
        let own: Option<OwnNotebookItem> = subject.fetched().get(&subject.keys().own_notebook())?;
        // Both are asked of every sign-in: the later one decides.
        let ends = [sessions.map(|item| item.sessions_valid_from), own.and_then(|item| item.sessions_valid_from)];
        let devices = subject.fetched().all(reads)?;
        let caller = subject.caller();
        Ok(Answer::of(Output {
            valid_from: ends.into_iter().flatten().max(),
            current: Current {
                signed_in_at: caller.signed_in_at,
                client: match caller.client {
                    ClientKind::Residents => Client::Residents,
                    ClientKind::Staff => Client::Staff,
                    // Nobody has no sessions, and no operation of an account is called by nobody.
                    ClientKind::Nobody => return Err(Problem::internal("an account of nobody")),
                },
                second_factor: caller.second_factor,
            },
            devices: devices.iter().map(|device| Device::of(device, call.now())).collect(),
        }))
    }
}
