//! TABLE.md: the kinds of items and how each is reached.

use std::fmt::Write as _;

/// The document.
pub fn markdown() -> String {
    let mut text = String::from(
        "# The table\n\n\
         Generated from the lists of item kinds by `make infra`. One table: partition key `pk`, sort key `sk`, one local index \
         `by_time` (same partition, sort key `by_time`), expiry `expires_at`, which only cleans. Every read is strongly \
         consistent. Partition = person, so that one Query can never hold another person's item.\n\n\
         | item | pk | sk | by_time | what it is and how it is reached |\n|---|---|---|---|---|\n",
    );
    for kind in records::all() {
        let by_time = kind.by_time.map(|pattern| format!("`{pattern}`")).unwrap_or_default();
        // Writing to a String cannot fail.
        let _ = writeln!(text, "| {} | `{}` | `{}` | {by_time} | {} |", kind.name, kind.pk, kind.sk, kind.access);
    }
    text
}
