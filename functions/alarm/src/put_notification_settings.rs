//! PUT /v1/residents/{resident_id}/notification-settings

use notebook::access::{Level, Section};
use notebook::notification::{AlwaysEmail, AlwaysPush, QuietHours, Settings, WatcherWay, Way};
use records::devices;
use records::items::NotificationSettingsItem;
use records::keys::ringing;
use records::prelude::*;

use crate::notification_settings::{self, Output};

/// Says how the calling account is told of what happens in this notebook: each kind by push, by e-mail or not at all, and the hours
/// in which what can wait is held until they end: that a medicine runs low, unless it was filled up meanwhile, and that an appointment
/// comes up, unless it has begun by then. Reminders of doses
/// (`dose_due`), that a dose was missed (`dose_missed`) and notices that protect the account (`security`) are sent at any hour and are
/// not switched off here: who does not want to hear of missed doses takes back the agreement to watch. It holds for the caller alone: a relative chooses for themselves, and nobody for another.
#[derive(JsonSchema)]
pub struct PutNotificationSettings;

/// All of it from now on.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "NotificationSettingsInput")]
pub struct Input {
    /// Reminders of doses: `push`, and nothing else. An alarm that is not to ring is paused or deleted.
    #[serde(rename = "dose_due")]
    _dose_due: AlwaysPush,
    /// That a dose was missed, where the account watches: at any hour.
    dose_missed: WatcherWay,
    /// That a medicine runs low, of alarms that ring for the account.
    refill: Way,
    /// That an appointment comes up, of those whose reminders are the account's.
    appointment: Way,
    /// Notices that protect the account: `email`, and nothing else.
    #[serde(rename = "security")]
    _security: AlwaysEmail,
    /// When a notice of a medicine that runs low, or of an appointment, is held until they end, in Japan's time, at most 14 hours; null for never.
    quiet_hours: Option<QuietHours>,
}

impl Endpoint for PutNotificationSettings {
    const SPEC: Spec = Spec::put("put-notification-settings", "/v1/residents/{resident_id}/notification-settings")
        .who(Who::Resident(Section::Medication, Level::See))
        .tagged()
        .idempotent()
        .versioned();
    type Subject = Resident;
    type Input = Replace<Input, Output>;
    type Reads = ();
    type Output = Output;

    fn example() -> serde_json::Value {
        json!({
            "dose_due": "push", "dose_missed": "email", "refill": "off", "appointment": "push", "security": "email",
            "quiet_hours": { "from": "22:00", "to": "06:30" },
        })
    }

    fn plan(call: &Call, _: &Self::Input, keys: &Proposed, plan: &mut ReadPlan) -> Result<(), Problem> {
        let actor = &call.caller().actor;
        plan.get(notification_settings::key(keys.resident()?, actor)).get(ringing::contact(actor));
        Ok(())
    }

    async fn handle(
        app: &App,
        call: &Call,
        subject: Authorised<Resident>,
        input: Self::Input,
    ) -> Result<Answer<Output>, Problem> {
        let kept = notification_settings::kept(&subject)?;
        let before = kept.as_ref().map_or(0, |item| item.version);
        call.check_version(before)?;
        let input = input.over(Some(&notification_settings::shown(kept.as_ref())))?;
        let Input { dose_missed, refill, appointment, quiet_hours, .. } = input;
        if let Some(wrong) = quiet_hours.and_then(QuietHours::wrong) {
            return Err(Problem::field(Code::InvalidValue, "/quiet_hours/to", wrong));
        }
        let (actor, account) = (&subject.caller().actor, &subject.caller().subject);
        let settings = Settings { dose_missed, refill, appointment, quiet_hours };
        let mut item = NotificationSettingsItem { actor: actor.clone(), settings, version: before };
        let (key, mut effect) = (notification_settings::key(subject.keys(), actor), Transaction::on(&app.table));
        item.version = effect.keep(&key, kept.as_ref().map(|kept| (kept, before)), &item)?;
        if dose_missed == WatcherWay::Email || refill == Way::Email || appointment == Way::Email {
            let contact = subject.fetched().get(&ringing::contact(actor))?;
            devices::know(&mut effect, actor, contact.as_ref(), account)?;
        }
        call.commit(app, effect, &[]).await?;
        Ok(notification_settings::answer(Some(&item)))
    }

    async fn replay(
        _: &App,
        _: &Call,
        subject: Authorised<Resident>,
        _: Vec<String>,
    ) -> Result<Answer<Output>, Problem> {
        Ok(notification_settings::answer(notification_settings::kept(&subject)?.as_ref()))
    }
}
