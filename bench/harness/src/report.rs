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

#[cfg(test)]
mod tests {
    use super::*;

    fn budget(measured: f64, bound: Bound) -> Budget {
        Budget { what: "x".to_owned(), measured, bound, unit: "MB", aim: None }
    }

    #[test]
    fn a_budget_holds_up_to_its_bound_and_never_without_a_number() {
        assert!(budget(2.0, Bound::AtMost(2.0)).holds() && !budget(2.1, Bound::AtMost(2.0)).holds());
        assert!(budget(20.0, Bound::AtLeast(20.0)).holds() && !budget(19.9, Bound::AtLeast(20.0)).holds());
        assert!(!budget(f64::NAN, Bound::AtMost(2.0)).holds() && !budget(f64::NAN, Bound::AtLeast(2.0)).holds());
        assert!(!budgets(&[budget(1.0, Bound::AtMost(2.0)), budget(3.0, Bound::AtMost(2.0))]).1);
    }

    #[test]
    fn a_quantile_is_one_of_the_values_in_order() {
        let values = [5.0, 1.0, 4.0, 2.0, 3.0];
        assert_eq!(
            [0.0, 0.5, 0.99, 1.0].map(|share| quantile(&values, share).to_bits()),
            [1.0, 3.0, 5.0, 5.0].map(f64::to_bits)
        );
        assert!(quantile(&[], 0.5).is_nan());
    }
}
