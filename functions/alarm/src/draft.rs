//! What a person sends to make or replace an alarm.

use chrono::SubsecRound;
use notebook::alarm::{
    About, Amount, Anchored, COUNTED_WITHIN, FallsOn, Origin, PerDose, Recurrence, Refusal, Setting, Stock, Times,
};
use notebook::decimal::Decimal;
use notebook::id::MedicationId;
use notebook::line::Line;
use notebook::medication::limits;
use notebook::rhythm::{Rhythm, Weekdays};
use notebook::time::{Day, Instant};
use platform::replace::or_default;
use records::prelude::*;

use crate::answer::AHEAD;
use crate::medicines::Medicines;

/// With how many days left the person is told, where nothing was set.
const USUAL_REFILL_DAYS: i64 = 5;

type RefillDays = Decimal<0, 0, 60>;

/// The place of a group in its dispensing.
type Place = Decimal<0, 0, { limits::LAST_GROUP }>;

/// An alarm, as a whole.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "AlarmDraft")]
pub struct Draft {
    /// What it reminds of: medicines where it is not named. It never changes: a PUT sends it as it was, or leaves it out. A
    /// reminder to record (`record`) rings at times, and has nothing that is of medicines: no medicines, amounts, stock or suggestion.
    #[serde(default, deserialize_with = "or_default")]
    #[schemars(with = "Option<About>")]
    pub(crate) about: About,
    /// What the person calls it.
    label: Line<60>,
    /// Medicines of the notebook that it is for.
    #[serde(default, deserialize_with = "or_default")]
    #[schemars(with = "Option<Medicines>")]
    pub(crate) medication_ids: Medicines,
    /// Times of day in Japan, with the amount that is taken at each; none where it is taken as needed.
    #[serde(default, deserialize_with = "or_default")]
    #[schemars(with = "Option<Times>")]
    times: Times,
    /// On which days; every day where neither it nor `weekdays` is named. It has to say which days they are: `n_per_week` and
    /// `unknown` do not.
    #[serde(default)]
    rhythm: Option<Anchored>,
    /// The earlier form of a rhythm: days of the week. Read, never answered.
    #[serde(default)]
    weekdays: Option<Weekdays>,
    /// First day.
    from: Day,
    /// Last day; none where there is no end.
    #[serde(default)]
    until: Option<Day>,
    /// The last day of a pause from now on: nothing rings or is due until then, and on the day after it goes on by itself.
    #[serde(default)]
    paused_until: Option<Day>,
    /// What is left of the medicine, where the person wants it counted.
    #[serde(default)]
    stock: Option<StockDraft>,
    /// What a notification says: nothing of the medicine (`neutral`), or the label.
    #[serde(default, deserialize_with = "or_default")]
    #[schemars(with = "Option<NotificationText>")]
    pub(crate) notification_text: NotificationText,
    /// Where it goes when no device can be reached.
    #[serde(default, deserialize_with = "or_default")]
    #[schemars(with = "Option<SecondChannel>")]
    pub(crate) second_channel: SecondChannel,
    /// Of a suggestion that is sent as it was given, or changed: the dispensing, one of `medication_ids`. While an alarm rings
    /// that was made from the same, or names the dispensing and says no groups of it, another is refused
    /// (`alarm_of_same_medicine`): that one is to be changed.
    #[serde(default)]
    dispensing_id: Option<MedicationId>,
    /// Of a suggestion: the places of its groups in the dispensing, each once; all of it where none is named.
    #[serde(default)]
    #[schemars(length(min = 1, max = limits::GROUPS))]
    groups: Option<Vec<Place>>,
    /// Of a suggestion: which of the alarms of its groups it is.
    #[serde(default)]
    falls_on: Option<FallsOn>,
    /// Of a suggestion: entries of the same dispensing. Where an alarm rings for one of them, another is refused
    /// (`alarm_of_same_medicine`); that one is to be changed.
    #[serde(default)]
    #[schemars(length(max = limits::LINKED))]
    instead_of: Option<Vec<MedicationId>>,
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
#[schemars(inline)]
struct StockDraft {
    /// How much, in whatever the person counts.
    amount: Amount,
    /// When the person counted it, within the last 24 hours: sent with every count, also with one that finds the number that is
    /// shown. Doses that were taken since go out of it. Left out, or as get-alarm gave it, another number was counted now, and
    /// the same number (the one shown, or the one of that count) was not counted again.
    #[serde(default)]
    counted_at: Option<Instant>,
    /// How much of it one dose takes; needed where a time does not name its own amount.
    #[serde(default)]
    per_dose: Option<PerDose>,
    /// With so many days left or fewer, the person is told; 5 where it is not named.
    #[serde(default)]
    refill_at_days: Option<RefillDays>,
}

impl Draft {
    /// What is to be set by an alarm about this, once everything in it was looked at; `before` are the medicines that the alarm
    /// named so far.
    pub(crate) fn setting(
        &self,
        subject: &Authorised<Resident>,
        about: About,
        before: &[MedicationId],
    ) -> Result<Setting, Problem> {
        let wrong = |pointer, wrong| Problem::field(Code::InvalidValue, pointer, wrong);
        match about {
            About::Medicines => {}
            About::Record => self.has_nothing_of_medicines()?,
        }
        let rhythm = match (self.rhythm, self.weekdays) {
            (Some(_), Some(_)) => return Err(wrong("/weekdays", Wrong::BesideRhythm)),
            (Some(rhythm), None) => rhythm,
            (None, days) => Recurrence::on(days.unwrap_or_default()).into(),
        };
        // Counted from the first day where nothing else is named, and from then on whatever the first day becomes.
        let anchor_day = rhythm.anchor_day.or(Some(self.from)).filter(|_| rhythm.rhythm.needs_anchor());
        let recurrence = Recurrence {
            times: self.times.clone(),
            rhythm: Anchored { anchor_day, ..rhythm },
            from: self.from,
            until: self.until,
            paused_until: self.paused_until,
        };
        let days = if self.weekdays.is_some() { "/weekdays" } else { "/rhythm" };
        recurrence.check().map_err(|refusal| match refusal {
            Refusal::NoTime => wrong("/times", Wrong::Times),
            Refusal::NoRing => wrong("/times", Wrong::NoTimesAsNeeded),
            Refusal::NoDays => Problem::field(Code::DaysNeeded, "/rhythm", Wrong::WhichDays),
            Refusal::From => wrong("/from", Wrong::years(2000, 2199)),
            Refusal::Until => wrong("/until", Wrong::BeforeDay { name: "from".to_owned() }),
            Refusal::Anchor => wrong("/rhythm/anchor_day", Wrong::years(2000, 2199)),
            Refusal::Pause => wrong("/paused_until", Wrong::years(2000, 2199)),
            Refusal::Never => wrong(days, Wrong::Never),
        })?;
        self.amounts_are_known()?;
        if self.instead_of().len() > limits::LINKED {
            return Err(wrong("/instead_of", Wrong::TooMany { most: limits::LINKED }));
        }
        let medication_ids = self.medication_ids.known(subject, before)?;
        Ok(Setting { label: self.label.clone().into(), medication_ids, recurrence })
    }

    /// The suggestion that it is made from, once it was held to the medicines that it is for.
    pub(crate) fn origin(&self) -> Result<Option<Origin>, Problem> {
        let wrong = |pointer, wrong| Err(Problem::field(Code::InvalidValue, pointer, wrong));
        let Some(dispensing_id) = self.dispensing_id else {
            let alone = self.groups.is_some() || self.falls_on.is_some();
            return if alone { wrong("/dispensing_id", Wrong::DispensingOfGroups) } else { Ok(None) };
        };
        if !self.medication_ids.has(dispensing_id) {
            return wrong("/dispensing_id", Wrong::DispensingOfMedicines);
        }
        let mut groups = Vec::new();
        for place in self.groups.iter().flatten() {
            groups.push(u16::try_from(place.units()).unwrap_or_default());
        }
        if self.groups.is_some() && !(1..=limits::GROUPS).contains(&groups.len()) {
            return wrong("/groups", Wrong::Items { least: 1, most: limits::GROUPS });
        }
        groups.sort_unstable();
        if groups.windows(2).any(|pair| pair.first() == pair.last()) {
            return wrong("/groups", Wrong::Twice);
        }
        Ok(Some(Origin { dispensing_id, groups, falls_on: self.falls_on }))
    }

    /// The entries instead of whose alarm this one was suggested.
    pub(crate) fn instead_of(&self) -> &[MedicationId] {
        self.instead_of.as_deref().unwrap_or_default()
    }

    /// 422 where something of medicines is in a reminder to record, or where that would never ring.
    fn has_nothing_of_medicines(&self) -> Result<(), Problem> {
        let is_of_medicines = [
            ("/medication_ids", !self.medication_ids.is_empty()),
            ("/times", self.times.amounts().any(|amount| amount.is_some())),
            ("/stock", self.stock.is_some()),
            ("/dispensing_id", self.dispensing_id.is_some()),
            ("/groups", self.groups.is_some()),
            ("/falls_on", self.falls_on.is_some()),
            ("/instead_of", self.instead_of.is_some()),
        ];
        if let Some((pointer, _)) = is_of_medicines.into_iter().find(|(_, is)| *is) {
            return Err(Problem::field(Code::InvalidValue, pointer, Wrong::OfMedicines));
        }
        match self.rhythm.map(|rhythm| rhythm.rhythm) {
            Some(Rhythm::AsNeeded { .. }) => Err(Problem::field(Code::InvalidValue, "/rhythm", Wrong::RingsNever)),
            _ => Ok(()),
        }
    }

    /// 422 where a stock is counted and it is not said how much a dose takes.
    fn amounts_are_known(&self) -> Result<(), Problem> {
        let named_for_all = !self.times.is_empty() && self.times.amounts().all(|amount| amount.is_some());
        match &self.stock {
            Some(stock) if stock.per_dose.is_none() && !named_for_all => {
                Err(Problem::field(Code::InvalidValue, "/stock/per_dose", Wrong::PerDoseOrAmounts))
            }
            _ => Ok(()),
        }
    }

    /// The stock that is set: as it was, but for what it says of a dose and of the limit, unless it was counted. Of another number,
    /// another limit or another amount a dose, the person was not told yet.
    pub(crate) fn stock(&self, before: Option<&Stock>, now: Instant) -> Result<Option<Stock>, Problem> {
        let Some(draft) = &self.stock else { return Ok(None) };
        let days = draft.refill_at_days.map_or(USUAL_REFILL_DAYS, RefillDays::units);
        let refill_at_days = u8::try_from(days).unwrap_or_default();
        let counted = draft.counted(before, now)?;
        let told = before.filter(|before| {
            (before.amount, before.per_dose, before.refill_at_days) == (draft.amount, draft.per_dose, refill_at_days)
        });
        let mut stock = Stock {
            amount: before.map_or(draft.amount, |before| before.amount),
            per_dose: draft.per_dose,
            refill_at_days,
            counted_at: before.map_or(now, |before| before.counted_at),
            counted: before.and_then(|before| before.counted),
            recent: before.map(|before| before.recent.clone()).unwrap_or_default(),
            told_on: told.and_then(|before| before.told_on),
        };
        if let Some(at) = counted {
            stock.count(draft.amount, at);
        }
        Ok(Some(stock))
    }
}

impl StockDraft {
    /// When the number was counted, where it was counted anew.
    fn counted(&self, before: Option<&Stock>, now: Instant) -> Result<Option<Instant>, Problem> {
        let wrong = |wrong| Err(Problem::field(Code::InvalidValue, "/stock/counted_at", wrong));
        let shown = before.map(|before| before.counted_at);
        match self.counted_at.filter(|at| shown != Some(*at)) {
            None => {
                // A number that was counted is sent again where the reply was lost, though doses went out of it meanwhile.
                let again = |before: &&Stock| self.counted_at.is_some() && before.counted == Some(self.amount);
                let same = before.filter(|before| before.amount == self.amount || again(before));
                Ok(same.is_none().then_some(now))
            }
            Some(at) if at > now + AHEAD => wrong(Wrong::MinutesAhead { most: 10 }),
            Some(at) if at < now - COUNTED_WITHIN => wrong(Wrong::CountedWithin { hours: COUNTED_WITHIN.num_hours() }),
            Some(at) if shown.is_some_and(|shown| at < shown) => wrong(Wrong::CountedSince),
            Some(at) => Ok(Some(at.trunc_subsecs(3).min(now))),
        }
    }
}

/// The instant of a call in whole milliseconds, as the index of recurrences keeps it.
pub(crate) fn instant(call: &Call) -> Instant {
    call.now().trunc_subsecs(3)
}

/// An alarm that succeeds in the sample city.
pub(crate) fn example() -> serde_json::Value {
    json!({
        "label": "朝食後のおくすり", "medication_ids": [], "times": [{ "time": "08:00", "amount": 2 }, { "time": "19:00", "amount": "1/2" }],
        "rhythm": { "kind": "daily" }, "from": "2026-11-22", "until": "2026-12-19",
        "stock": { "amount": 56, "per_dose": 1, "refill_at_days": 5 },
        "notification_text": "neutral", "second_channel": "email",
    })
}
