//! An alarm as it is shown.

use notebook::access::RelationKind;
use notebook::alarm::{About, Amount, Anchored, FallsOn, Minute, PerDose, Setting, Times};
use notebook::id::{AlarmId, MedicationId};
use notebook::medication::limits;
use notebook::text::Text;
use notebook::time::{Day, Instant, jst_day};
use records::items::AlarmItem;
use records::keys::ringing::quiet;
use records::prelude::*;

use crate::answers::Answers;
use crate::draft::{NotificationText, SecondChannel};

/// An alarm, of medicines or a reminder to record.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "AlarmEntry")]
pub struct Entry {
    /// Its id.
    alarm_id: AlarmId,
    /// What it reminds of. A reminder to record names no medicine and no amount, has no stock, and is in no list of doses.
    about: About,
    /// What the person calls it.
    label: Text<60>,
    /// The medicines of the notebook that it is for.
    medication_ids: Vec<MedicationId>,
    /// Times of day in Japan, ascending, with the amount that is taken at each.
    times: Times,
    /// On which days.
    rhythm: Anchored,
    /// First day.
    from: Day,
    /// Last day.
    until: Option<Day>,
    /// The last day of a pause.
    paused_until: Option<Day>,
    /// When it rings next; none while the consent that reminders need is withdrawn, and where the account that it rings for is
    /// not related to the person any more: end it then, and set one that rings for somebody else.
    next_at: Option<Instant>,
    /// What is left of the medicine, where it is counted.
    stock: Option<ShownStock>,
    /// What a notification says.
    notification_text: NotificationText,
    /// Where it goes when no device can be reached.
    second_channel: SecondChannel,
    /// The dispensing of the suggestion that it was made from; it stays so when the alarm is moved.
    dispensing_id: Option<MedicationId>,
    /// The places of the suggestion's groups.
    #[schemars(length(min = 1, max = limits::GROUPS), inner(range(max = limits::LAST_GROUP)))]
    groups: Option<Vec<u16>>,
    /// Which of the alarms of these groups it is.
    falls_on: Option<FallsOn>,
    /// Whether it rings on the caller's own devices: it rings on those of the account that made it.
    rings_for_me: bool,
    /// Who made it.
    made_by: RelationKind,
    /// When.
    made_at: Instant,
    /// Who last changed it.
    changed_by: RelationKind,
    /// When.
    changed_at: Instant,
    /// The version that `ETag` shows and `If-Match` names.
    #[schemars(with = "Version")]
    version: u64,
}

impl TakenBack for Entry {
    const READ_ONLY: &'static [&'static str] =
        &["/alarm_id", "/about", "/rings_for_me", "/made_by", "/made_at", "/changed_by", "/changed_at", "/version"];
    const PASSING: &'static [&'static str] = &["/next_at", "/stock/days_left", "/stock/low"];
    const FOLLOWS: &'static [(&'static str, &'static str)] =
        &[("/rhythm", "/weekdays"), ("/stock/counted_at", "/stock/amount")];
    const ONLY_MADE: &'static [&'static str] = &["instead_of"];
    const SHAPES: &'static [&'static str] = &["/rhythm/kind"];
}

/// What is left of a medicine.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "AlarmStock")]
pub(crate) struct ShownStock {
    amount: Amount,
    /// When the person counted it last.
    counted_at: Instant,
    /// How much of it one dose takes, where its time does not say.
    per_dose: Option<PerDose>,
    refill_at_days: u8,
    /// For how many whole days it lasts at the alarm's pace; none for what is taken as needed.
    pub(crate) days_left: Option<u32>,
    /// Whether it is time to think of more.
    pub(crate) low: bool,
}

impl Entry {
    /// As this account sees it now, with what was said of its doses of yesterday to tomorrow, and whether somebody is there for
    /// whom it rings; the plan names [`quiet`]. [`crate::showing`] knows these.
    ///
    /// # Errors
    ///
    /// `internal` where it does not.
    pub(crate) fn new(
        item: AlarmItem,
        answers: &Answers,
        subject: &Authorised<Resident>,
        rings: bool,
    ) -> Result<Self, Problem> {
        let now = subject.now();
        let stock = stock(&item, now);
        let quiet = subject.fetched().item(&quiet(subject.resident()))?.is_some();
        let next_at = if quiet || !rings { None } else { next_at(&item, answers, now) };
        let (dispensing_id, groups, falls_on) = item.origin.map_or((None, None, None), |origin| {
            (Some(origin.dispensing_id), Some(origin.groups).filter(|groups| !groups.is_empty()), origin.falls_on)
        });
        let Setting { label, medication_ids, recurrence } = item.alarm.setting;
        Ok(Self {
            alarm_id: item.alarm_id,
            about: item.about,
            label,
            medication_ids,
            times: recurrence.times,
            rhythm: recurrence.rhythm,
            from: recurrence.from,
            until: recurrence.until,
            paused_until: recurrence.paused_until,
            next_at,
            stock,
            notification_text: if item.delivery.named { NotificationText::Label } else { NotificationText::Neutral },
            second_channel: if item.delivery.email { SecondChannel::Email } else { SecondChannel::Off },
            dispensing_id,
            groups,
            falls_on,
            rings_for_me: item.rings_for == subject.caller().actor,
            made_by: item.made_by,
            made_at: item.made_at,
            changed_by: item.changed_by,
            changed_at: item.changed_at,
            version: item.version,
        })
    }
}

/// The stock of an alarm, if it is counted.
pub(crate) fn stock(item: &AlarmItem, now: Instant) -> Option<ShownStock> {
    let recurrence = &item.alarm.setting.recurrence;
    item.stock.as_ref().map(|stock| ShownStock {
        amount: stock.amount,
        counted_at: stock.counted_at,
        per_dose: stock.per_dose,
        refill_at_days: stock.refill_at_days,
        days_left: stock.days_left(recurrence),
        low: stock.is_low(recurrence, jst_day(now)),
    })
}

fn next_at(item: &AlarmItem, answers: &Answers, now: Instant) -> Option<Instant> {
    let (today, soon) = (jst_day(now), Minute::of(now).plus(1));
    let open = item.alarm.to_ring(soon).into_iter().find(|minute| item.alarm.is_open(*minute, &answers.answered));
    let recurrence = &item.alarm.setting.recurrence;
    open.or_else(|| recurrence.next_after(Minute::of_dose_day(today).1)).map(Minute::begins)
}
