//! The numbers as one table, and the budgets that they must keep.

use std::fmt::Write as _;
use std::fs;

/// One budget.
pub(crate) struct Budget {
    pub(crate) what: String,
    pub(crate) measured: f64,
    pub(crate) bound: Bound,
    pub(crate) unit: &'static str,
    /// What is aimed at; not held.
    pub(crate) aim: Option<f64>,
}

/// On which side of the budget a number must stay.
pub(crate) enum Bound {
    AtMost(f64),
    AtLeast(f64),
}

impl Budget {
    fn holds(&self) -> bool {
        match self.bound {
            Bound::AtMost(most) => self.measured <= most,
            Bound::AtLeast(least) => self.measured >= least,
        }
    }

    fn line(&self) -> String {
        let (sign, bound) = match self.bound {
            Bound::AtMost(most) => ("≤", most),
            Bound::AtLeast(least) => ("≥", least),
        };
        let aim = self.aim.map_or_else(String::new, |aim| format!("{sign} {aim}"));
        let state = if self.holds() { "kept" } else { "MISSED" };
        let (measured, unit) = (self.measured, self.unit);
        format!("| {} | {measured:.2} {unit} | {sign} {bound} | {aim} | {state} |", self.what)
    }
}

/// The budgets as a table, and whether all hold.
pub(crate) fn budgets(budgets: &[Budget]) -> (String, bool) {
    let mut text = "| budget | measured | bound | aim | |\n|---|---|---|---|---|\n".to_owned();
    for budget in budgets {
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{}", budget.line());
    }
    (text, budgets.iter().all(Budget::holds))
}

/// The value below which this share of the values lies; the middle value for one half.
pub(crate) fn quantile(values: &[f64], share: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    #[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss)] // an index
    let index = (sorted.len().saturating_sub(1) as f64 * share).round() as usize;
    sorted.get(index).copied().unwrap_or(f64::NAN)
}

/// What was measured on.
pub(crate) fn machine() -> String {
    let processor = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model =
        processor.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": ").map(|(_, name)| name));
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let load = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let load = load.split(' ').next().unwrap_or_default().to_owned();
    let (model, kind) = (model.unwrap_or("unknown processor"), std::env::consts::ARCH);
    format!("{cores} × {model} ({kind}), load {load} at the start")
}
