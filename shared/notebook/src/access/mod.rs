//! Who may see and write what: sections, roles, relations, grants.

pub mod consent;
pub mod emergency;
pub mod grant;
pub mod invitation;
pub mod relation;
pub mod role;
pub mod section;

pub use consent::{Act, Consent, ConsentPurpose};
pub use emergency::EmergencySecret;
pub use grant::{Grant, GrantState, Purpose};
pub use invitation::InvitationCode;
pub use relation::{Level, Relation, RelationKind, RelationState};
pub use role::Role;
pub use section::{Section, Sections};
