//! The lines of the summary, and how a list stands in them.

use notebook::text::one_line;

use super::timeline::shortened;

/// Most entries of one list.
const MOST_ENTRIES: usize = 8;
/// Most characters of one entry.
pub(super) const MOST_ENTRY: usize = 120;

/// What there is, with a space between.
pub(crate) fn spaced<const N: usize>(parts: [&str; N]) -> String {
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

/// The lines of the summary.
pub(crate) struct Lines(pub(super) Vec<String>);

impl Lines {
    /// A list of entries of usual length; `more` says that the notebook holds others than these.
    pub(crate) fn list(&mut self, name: &str, list: impl Iterator<Item = String>, more: bool) {
        self.bounded(name, list, MOST_ENTRY, 0, more);
    }

    /// A list of at most [`MOST_ENTRIES`] entries of at most so many characters; `left_out` counts those that are not in the
    /// list. That there is nothing is said only of what is empty.
    pub(crate) fn bounded(
        &mut self,
        name: &str,
        list: impl Iterator<Item = String>,
        most: usize,
        left_out: usize,
        more: bool,
    ) {
        let (all, lines): (Vec<_>, _) = (list.collect(), &mut self.0);
        let rest = all.len().saturating_sub(MOST_ENTRIES) + left_out;
        match (all.is_empty(), more) {
            (true, false) => lines.push(format!("■{name}: 記録なし")),
            (true, true) => lines.push(format!("■{name}: 手帳で確認")),
            (false, _) => lines.push(format!("■{name}")),
        }
        lines.extend(all.iter().take(MOST_ENTRIES).map(|entry| format!("・{}", shortened(&one_line(entry), most))));
        match (rest, more) {
            (0, false) => {}
            (0, true) => lines.extend((!all.is_empty()).then(|| "・ほかにもあり".to_owned())),
            (rest, false) => lines.push(format!("・ほか {rest} 件")),
            (rest, true) => lines.push(format!("・ほか {rest} 件以上")),
        }
    }
}
