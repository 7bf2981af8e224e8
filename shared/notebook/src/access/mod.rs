//! Who may see and write what: sections, roles, relations, grants.

pub mod grant;
pub mod relation;
pub mod role;
pub mod section;

pub use grant::{Grant, GrantState, Purpose};
pub use relation::{Level, Relation, RelationKind, RelationState};
pub use role::Role;
pub use section::{Section, Sections};
