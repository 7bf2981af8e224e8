//! Instants in sort keys.

use notebook::time::Instant;

/// An instant that sorts as text: always UTC, always milliseconds.
pub fn sortable(at: Instant) -> String {
    at.format("%Y-%m-%dT%H:%M:%S%.3fZ").to_string()
}
