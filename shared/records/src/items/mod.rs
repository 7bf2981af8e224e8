//! Items that more than one context reads. What only one context knows lives with that context; those on which permission is
//! decided are the platform's.

mod alarm;
mod daily;
mod device;
mod emergency;
mod guidance;
mod invitation;
mod kin;
mod medication;
mod notification;
mod visit;

pub use alarm::{
    AlarmItem, ContactItem, DoseOf, DueReference, IntakeItem, KeptAlarm, LEDGER, LoggedIntakeItem, QuietItem, RingItem,
    WithdrawnAnswer, ledger,
};
pub use daily::{DailyItem, GoalsItem};
pub use device::{DeviceItem, Platform, TokenItem, WatcherItem, browser, browser_token};
pub use emergency::EmergencyOpeningsItem;
pub use guidance::{FollowUpItem, GuidanceItem, GuidedItem};
pub use invitation::OpenInvitationItem;
pub use kin::{FamilyMember, KinItem};
pub use medication::{MedicationItem, RegisteredBy};
pub use notification::NotificationSettingsItem;
pub use platform::table::items::{
    ConsentItem, EmergencyCardItem, EmergencyCardReference, InstitutionItem, InvitationItem, OwnNotebookItem,
    RelationItem, SessionsItem, StaffItem, VisitReferenceItem,
};
pub use visit::{
    AppointmentItem, ArrivalItem, ArrivalStatus, CancellationReason, ChartNumberItem, CheckInItem, NOTES_SETTLE,
    NoteItem, OwnNoteItem, ReadNotesItem, RetractionReason, VisitItem, VisitStatus,
};
