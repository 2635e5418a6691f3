//! The figures of a run, as rows of a table with a column for each server.

use std::fmt;

/// The rows of a server, each with a label and a figure.
#[derive(Debug, Default)]
pub(crate) struct Figures {
    rows: Vec<(String, String)>,
    /// The failures. A run without failures passes.
    pub(crate) failures: Vec<String>,
}

impl Figures {
    pub(crate) fn row(&mut self, label: impl Into<String>, figure: impl Into<String>) {
        self.rows.push((label.into(), figure.into()));
    }

    pub(crate) fn fail(&mut self, label: &str, failures: impl IntoIterator<Item = String>) {
        self.failures.extend(failures.into_iter().map(|failure| format!("{label}: {failure}")));
    }

    #[cfg(test)]
    pub(crate) fn rows(&self) -> usize {
        self.rows.len()
    }

    pub(crate) fn add(&mut self, other: Figures) {
        self.rows.extend(other.rows);
        self.failures.extend(other.failures);
    }
}

/// A Markdown table with the figures of all servers.
pub(crate) struct Table<'a> {
    pub(crate) head: &'a str,
    pub(crate) servers: &'a [(String, Figures)],
}

impl fmt::Display for Table<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "| {} |", self.head)?;
        self.servers.iter().try_for_each(|(server, _)| write!(f, " {server} |"))?;
        write!(f, "\n|---|{}", "---|".repeat(self.servers.len()))?;
        let Some((_, first)) = self.servers.first() else { return Ok(()) };
        for (label, _) in &first.rows {
            write!(f, "\n| {label} |")?;
            for (_, figures) in self.servers {
                // The cell is empty if the server's run ended early.
                let figure = figures.rows.iter().find(|(row, _)| row == label).map_or("", |(_, figure)| figure);
                write!(f, " {figure} |")?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_server_has_a_column() {
        let (mut one, mut two) = (Figures::default(), Figures::default());
        one.row("locked", "1");
        one.row("full", "2");
        two.row("full", "3");
        let servers = [("a".to_owned(), one), ("b".to_owned(), two)];
        let table = Table { head: "fault", servers: &servers };
        assert_eq!(table.to_string(), "| fault | a | b |\n|---|---|---|\n| locked | 1 |  |\n| full | 2 | 3 |");
    }
}
