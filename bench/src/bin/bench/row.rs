//! [`Row`]: one figure beside what it is measured against.

use std::fmt;

/// One figure, and whether it is what it has to be.
pub(crate) struct Row {
    /// The number of the goal.
    pub(crate) goal: u8,
    pub(crate) what: String,
    pub(crate) ours: String,
    /// What it is measured against.
    pub(crate) against: String,
    /// The ratio or the difference, as the goal has it.
    pub(crate) measured: String,
    pub(crate) limit: String,
    /// None where there is nothing to reach.
    pub(crate) met: Option<bool>,
}

impl Row {
    /// The head of the table in Markdown.
    pub(crate) const HEAD: &'static str =
        "| goal | what | ours | against | measured | has to be | |\n|---|---|---|---|---|---|---|\n";

    /// A ratio that has a limit.
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

/// A line of the table.
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

/// A time that can be read.
pub(crate) fn time(nanoseconds: f64) -> String {
    match nanoseconds {
        ..1e4 => format!("{nanoseconds:.0} ns"),
        ..1e7 => format!("{:.0} µs", nanoseconds / 1e3),
        _ => format!("{:.1} ms", nanoseconds / 1e6),
    }
}
