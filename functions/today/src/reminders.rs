//! The reminders to record of the day. Nothing of them is ever missed: what was recorded is what counts.

use notebook::alarm::{Minute, TimeOfDay};
use notebook::id::AlarmId;
use notebook::text::Text;
use notebook::time::Day;
use records::items::AlarmItem;
use records::prelude::*;

/// A reminder to record that rings today.
#[derive(Serialize, JsonSchema)]
pub(crate) struct TodaysReminder {
    /// The alarm.
    alarm_id: AlarmId,
    /// What the person calls it.
    label: Text<60>,
    /// Its time of day in Japan.
    time: TimeOfDay,
}

/// Those of the day as they are set now, earliest first.
pub(crate) fn of_day(reminders: &[AlarmItem], today: Day) -> Vec<TodaysReminder> {
    let mut shown = Vec::new();
    for item in reminders.iter().filter(|item| item.alarm.is_live()) {
        let setting = &item.alarm.setting;
        let times = setting.recurrence.times.iter();
        for time in times.filter(|time| setting.recurrence.rings_at(Minute::at(today, *time))) {
            shown.push(TodaysReminder { alarm_id: item.alarm_id, label: setting.label.clone(), time });
        }
    }
    shown.sort_by_key(|reminder| (reminder.time, reminder.alarm_id));
    shown
}
