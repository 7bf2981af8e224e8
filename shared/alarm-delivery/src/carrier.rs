//! What the two ways to a device have in common.

use alarm_engine::notification::{Kind, Notification};
use alarm_engine::timing::MISSED_MINUTES;
use platform::push::Published;

/// A way to a device.
pub(crate) trait Carrier {
    /// Hands over one notification, and says what became of it.
    async fn deliver(&self, endpoint: &str, notification: &Notification) -> Published;
}

/// For so long a push service keeps a message for a device that is switched off, in seconds; SNS's own default is up to four weeks.
/// A dose counts as missed after that time, and the reminder would be wrong; what is to be recorded at a time is not what it was
/// later on. A reminder of an appointment may come two hours before it. The others are true for a day.
pub(crate) const fn ttl_seconds(kind: Kind) -> i64 {
    match kind {
        Kind::DoseDue | Kind::RecordDue => MISSED_MINUTES * 60,
        Kind::Appointment => 7_200,
        Kind::DoseMissed | Kind::Refill => 86_400,
    }
}
