//! E-mail: the second channel of medication alarms, where no phone can be reached, and notices to accounts. A binary of its
//! own, because the clients of user pool and mail service are larger than all that the other jobs need.

mod address;
mod letter;
pub mod send_alarm_mail;

use platform::job::JobEntry;
use platform::operation::Operation;

/// It has no operations.
pub const OPERATIONS: &[Operation] = &[];

/// Its jobs.
pub const JOBS: &[JobEntry] = &[JobEntry::of::<send_alarm_mail::SendAlarmMail>()];
