//! What a person sends to make or replace an alarm.

use chrono::SubsecRound;
use notebook::alarm::{Amount, PerDose, Recurrence, Refusal, Setting, Stock, Times, Weekdays};
use notebook::decimal::Decimal;
use notebook::id::MedicationId;
use notebook::text::Text;
use notebook::time::{Day, Instant};
use platform::prelude::*;
use platform::table::items::AlarmItem;

/// Most medicines of one alarm.
const MOST_MEDICINES: usize = 10;

/// With how many days left the person is told, where nothing was set.
const USUAL_REFILL_DAYS: i64 = 5;

type RefillDays = Decimal<0, 0, 60>;

/// An alarm, as a whole.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "AlarmDraft")]
pub struct Draft {
    /// What the person calls it.
    label: Text<60>,
    /// Medicines of the notebook that it is for.
    #[serde(default)]
    #[schemars(length(max = 10))]
    pub(crate) medication_ids: Vec<MedicationId>,
    /// Times of day in Japan.
    times: Times,
    /// Days of the week; every day where they are not named.
    #[serde(default)]
    weekdays: Weekdays,
    /// First day.
    from: Day,
    /// Last day; none where there is no end.
    #[serde(default)]
    until: Option<Day>,
    /// What is left of the medicine, where the person wants it counted.
    #[serde(default)]
    stock: Option<StockDraft>,
    /// What a notification says: nothing of the medicine (`neutral`), or the label.
    #[serde(default)]
    pub(crate) notification_text: NotificationText,
    /// Where it goes when no device can be reached.
    #[serde(default)]
    pub(crate) second_channel: SecondChannel,
}

/// What a notification says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum NotificationText {
    /// That it is time, and nothing else.
    #[default]
    Neutral,
    /// The label: whoever sees the screen reads it.
    Label,
}

/// Where a notification goes when no device can be reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum SecondChannel {
    /// To the account's e-mail address.
    #[default]
    Email,
    /// Nowhere.
    Off,
}

/// What is left, as the person counted it.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct StockDraft {
    /// How much, in whatever the person counts.
    amount: Amount,
    /// How much of it one dose takes.
    per_dose: PerDose,
    /// With so many days left or fewer, the person is told; 5 where it is not named.
    #[serde(default)]
    refill_at_days: Option<RefillDays>,
}

impl Draft {
    /// What is to be set, once everything in it was looked at.
    pub(crate) fn setting(&self) -> Result<Setting, Problem> {
        let recurrence =
            Recurrence { times: self.times.clone(), weekdays: self.weekdays, from: self.from, until: self.until };
        recurrence.check().map_err(|refusal| {
            let (pointer, wrong) = match refusal {
                Refusal::From => ("/from", Wrong::years(2000, 2199)),
                Refusal::Until => {
                    let to = Day::from_ymd_opt(2199, 12, 31).unwrap_or_default();
                    ("/until", Wrong::DaysBetween { from: self.from, to })
                },
                Refusal::Never => ("/weekdays", Wrong::Never),
            };
            Problem::field(Code::InvalidValue, pointer, wrong)
        })?;
        Ok(Setting { label: self.label.clone(), medication_ids: self.medicines()?, recurrence })
    }

    fn medicines(&self) -> Result<Vec<MedicationId>, Problem> {
        let wrong = |wrong| Err(Problem::field(Code::InvalidValue, "/medication_ids", wrong));
        let mut once = self.medication_ids.clone();
        once.sort_unstable();
        once.dedup();
        if self.medication_ids.len() > MOST_MEDICINES {
            return wrong(Wrong::TooMany { most: MOST_MEDICINES });
        }
        if once.len() != self.medication_ids.len() {
            return wrong(Wrong::Twice);
        }
        Ok(self.medication_ids.clone())
    }

    /// Names what [`Self::known_medicines`] looks at.
    pub(crate) fn plan_medicines(&self, keys: schema::ResidentKeys, plan: &mut ReadPlan) {
        for id in self.medication_ids.iter().take(MOST_MEDICINES) {
            plan.get(keys.medication(*id));
        }
    }

    /// 422 unless every medicine is in the person's own notebook.
    pub(crate) fn known_medicines(&self, subject: &Authorised<Resident>) -> Result<(), Problem> {
        for (place, id) in self.medication_ids.iter().enumerate() {
            if subject.fetched().item(&subject.keys().medication(*id)).is_none() {
                let pointer = format!("/medication_ids/{place}");
                return Err(Problem::field(Code::UnknownMedication, pointer, Wrong::NotInNotebook));
            }
        }
        Ok(())
    }

    /// The stock that is set: counted now, unless it only says again what was counted before.
    pub(crate) fn stock(&self, before: Option<Stock>, now: Instant) -> Option<Stock> {
        let draft = self.stock.as_ref()?;
        let days = draft.refill_at_days.map_or(USUAL_REFILL_DAYS, RefillDays::units);
        let same = before.filter(|before| before.amount == draft.amount);
        Some(Stock {
            amount: draft.amount,
            per_dose: draft.per_dose,
            refill_at_days: u8::try_from(days).unwrap_or_default(),
            counted_at: same.map_or(now, |before| before.counted_at),
            told_on: same.and_then(|before| before.told_on),
        })
    }
}

/// The instant of a call in whole milliseconds, as the index of recurrences keeps it.
pub(crate) fn instant(call: &Call) -> Instant {
    call.now().trunc_subsecs(3)
}

/// The instant of a change: after the one before, whatever the clocks of two machines say, so that each entry of the index
/// was true for a while and none of them for less than nothing.
pub(crate) fn instant_after(call: &Call, before: &AlarmItem) -> Instant {
    let entries = before.due.iter().filter_map(|due| chrono::DateTime::from_timestamp_millis(due.since));
    let last = entries.chain([before.alarm.since, before.changed_at]).max().unwrap_or_default();
    instant(call).max(last.trunc_subsecs(3) + chrono::TimeDelta::milliseconds(1))
}

/// An alarm that succeeds in the sample city.
pub(crate) fn example() -> serde_json::Value {
    json!({
        "label": "朝食後のおくすり", "medication_ids": [], "times": ["08:00", "19:00"],
        "weekdays": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"], "from": "2026-11-22", "until": "2026-12-19",
        "stock": { "amount": 56, "per_dose": 1, "refill_at_days": 5 },
        "notification_text": "neutral", "second_channel": "email",
    })
}
