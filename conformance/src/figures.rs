//! What a run has measured, as rows of a table with a column for each server.

use std::fmt;

/// The rows of one server: what was measured, and how much it is.
#[derive(Debug, Default)]
pub(crate) struct Figures {
    rows: Vec<(String, String)>,
    /// What was wrong; a run without any is as it should be.
    pub(crate) failures: Vec<String>,
}

impl Figures {
    pub(crate) fn row(&mut self, what: impl Into<String>, figure: impl Into<String>) {
        self.rows.push((what.into(), figure.into()));
    }

    pub(crate) fn fail(&mut self, what: &str, failures: impl IntoIterator<Item = String>) {
        self.failures.extend(failures.into_iter().map(|failure| format!("{what}: {failure}")));
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

/// A table in Markdown, of the figures of all servers.
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
        for (what, _) in &first.rows {
            write!(f, "\n| {what} |")?;
            for (_, figures) in self.servers {
                // A server on which it was not measured, because it ended before.
                let figure = figures.rows.iter().find(|(row, _)| row == what).map_or("", |(_, figure)| figure);
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
