//! The attributes on which decisions rest, by item.

pub(super) const STAFF: &[&str] = &["role", "active", "sessions_valid_from"];
pub(super) const GRANT: &[&str] = &["grant_id", "revoked_at", "cancelled_at"];
