//! [`Row`]: a figure next to the figure that it is compared with.

use std::fmt;

/// A figure, and its limit.
pub(crate) struct Row {
    /// The number of the goal.
    pub(crate) goal: u8,
    pub(crate) what: String,
    pub(crate) ours: String,
    /// The figure of the comparison.
    pub(crate) against: String,
    /// The ratio or the difference, depending on the goal.
    pub(crate) measured: String,
    pub(crate) limit: String,
    /// True if the goal is met. `None` without a goal.
    pub(crate) met: Option<bool>,
}

impl Row {
    /// The head of the Markdown table.
    pub(crate) const HEAD: &'static str =
        "| goal | what | ours | against | measured | has to be | |\n|---|---|---|---|---|---|---|\n";

    /// Returns a row for a ratio with a limit.
    pub(crate) fn ratio(goal: u8, what: impl Into<String>, figures: (String, String), ratio: f64, limit: f64) -> Row {
        Row {
            goal,
            what: what.into(),
            ours: figures.0,
            against: figures.1,
            measured: format!("{ratio:.2}"),
            limit: format!("at most {limit:.2}"),
            met: Some(ratio <= limit),
        }
    }
}

/// Formats a line of the table.
impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Row { goal, what, ours, against, measured, limit, met } = self;
        let met = match met {
            Some(true) => "met",
            Some(false) => "**not met**",
            None => "",
        };
        writeln!(f, "| {goal} | {what} | {ours} | {against} | {measured} | {limit} | {met} |")
    }
}

/// Formats a time in a readable unit.
pub(crate) fn time(nanoseconds: f64) -> String {
    match nanoseconds {
        ..1e4 => format!("{nanoseconds:.0} ns"),
        ..1e7 => format!("{:.0} µs", nanoseconds / 1e3),
        _ => format!("{:.1} ms", nanoseconds / 1e6),
    }
}
