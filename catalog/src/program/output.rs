//! Prints to standard output and standard error. Colours and tables are used only on a terminal.

use std::fs;
use std::io::{self, IsTerminal as _, Write};
use std::iter;
use std::path::Path;

use anstyle::{AnsiColor, Style};
use serde::Serialize;

use crate::failure::Failure;

pub(crate) const BOLD: Style = Style::new().bold();
pub(crate) const DIM: Style = Style::new().dimmed();
pub(crate) const RED: Style = AnsiColor::Red.on_default().bold();
pub(crate) const GREEN: Style = AnsiColor::Green.on_default();
pub(crate) const YELLOW: Style = AnsiColor::Yellow.on_default();

/// Adds a style to a text. The style is removed unless standard output is a terminal.
pub(crate) fn styled(style: Style, text: &str) -> String {
    format!("{style}{text}{style:#}")
}

/// Replaces control characters in a text from a file, so that they cannot control the terminal.
pub(crate) fn visible(text: &str) -> String {
    text.replace(|letter: char| letter.is_control() && letter != '\n', "\u{fffd}")
}

/// Returns true if standard output is a terminal.
pub(crate) fn is_terminal() -> bool {
    io::stdout().is_terminal()
}

/// Prints a text with exactly one line feed at the end.
pub(crate) fn print(text: &str) -> Result<(), Failure> {
    let mut out = anstream::stdout().lock();
    written(
        out.write_all(text.trim_end_matches('\n').as_bytes())
            .and_then(|()| out.write_all(b"\n"))
            .and_then(|()| out.flush()),
    )
}

/// Prints the content of a file byte for byte.
pub(crate) fn print_file(text: &str) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    written(out.write_all(text.as_bytes()).and_then(|()| out.flush()))
}

/// Prints a value as JSON.
pub(crate) fn print_json(value: &impl Serialize) -> Result<(), Failure> {
    let json = serde_json::to_string_pretty(value).map_err(io::Error::from);
    print_file(&(json.map_err(|error| Failure::Unwritten("the JSON".to_owned(), error))? + "\n"))
}

/// Writes a file. Creates its folders if they do not exist.
pub(crate) fn write(path: &Path, content: &[u8]) -> Result<(), Failure> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let made = folder.map_or(Ok(()), fs::create_dir_all);
    made.and_then(|()| fs::write(path, content)).map_err(|error| Failure::Unwritten(path.display().to_string(), error))
}

/// Prints an error and its sources on one line to standard error.
pub(crate) fn error(failure: &Failure) -> io::Result<()> {
    let chain = iter::successors(Some(failure as &dyn std::error::Error), |error| error.source());
    let line: Vec<String> = chain.map(|error| error.to_string().replace(['\n', '\r'], " ")).collect();
    note(&format!("{}: {}", styled(RED, "errorbook"), line.join(": ")))
}

/// Prints a line to standard error.
pub(crate) fn note(line: &str) -> io::Result<()> {
    writeln!(anstream::stderr(), "{line}")
}

/// Returns a table with aligned columns. The first row is the heading.
pub(crate) fn table<const COLUMNS: usize>(rows: &[[String; COLUMNS]]) -> String {
    let width = |column: usize| {
        rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..COLUMNS).map(width).collect();
    let line = |row: &[String; COLUMNS]| {
        let cells = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:width$}"));
        cells.collect::<Vec<_>>().join("  ").trim_end().to_owned()
    };
    let lines = rows.iter().enumerate().map(|(at, row)| if at == 0 { styled(BOLD, &line(row)) } else { line(row) });
    lines.collect::<Vec<_>>().join("\n")
}

fn written(result: io::Result<()>) -> Result<(), Failure> {
    match result {
        // The reader of a pipe, such as `head`, has closed it. This is not an error.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        result => result.map_err(|error| Failure::Unwritten("standard output".to_owned(), error)),
    }
}
