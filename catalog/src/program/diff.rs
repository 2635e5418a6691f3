//! `errorbook diff`.

use errorbook_catalog::prose::escape;
use errorbook_catalog::{Change, Report, Severity};

use crate::failure::Failure;
use crate::options::{Diff, DiffFormat};
use crate::output::{DIM, GREEN, RED, print, print_file, print_json, styled};
use crate::{Outcome, output, source};

pub(crate) fn run(options: &Diff) -> Result<Outcome, Failure> {
    let report = source::catalog(&options.old)?.compare(&source::catalog(&options.new)?);
    match options.format {
        DiffFormat::Json => print_json(&report)?,
        DiffFormat::Markdown => print_file(&markdown(&report))?,
        DiffFormat::Text if output::is_terminal() => print(&coloured(&report.to_string()))?,
        DiffFormat::Text => print(&report.to_string())?,
    }
    Ok(if report.is_breaking() { Outcome::Found } else { Outcome::Clean })
}

/// Colours the sections of a report.
fn coloured(report: &str) -> String {
    let mut style = None;
    let lines = report.lines().map(|line| {
        style = match line {
            line if line.starts_with("breaking (") => Some(RED),
            line if line.starts_with("additions (") => Some(GREEN),
            line if line.starts_with("changed texts (") => Some(DIM),
            _ => style,
        };
        style.filter(|_| !line.is_empty()).map_or(line.to_owned(), |style| styled(style, line))
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// Returns a changelog for clients in Markdown.
fn markdown(report: &Report) -> String {
    let groups = [
        (Severity::Breaking, "Breaking changes"),
        (Severity::Addition, "Additions"),
        (Severity::Note, "Changed texts"),
    ];
    let mut sections = vec![format!("## Error codes of {}", escape(report.name()))];
    if report.is_empty() {
        sections.push("Nothing changed.".to_owned());
    }
    for (severity, heading) in groups {
        let changes = report.changes().iter().filter(|change| change.severity() == severity);
        let lines: Vec<String> = changes.map(|change| format!("- {}", line(change))).collect();
        if !lines.is_empty() {
            sections.extend([format!("### {heading}"), lines.join("\n")]);
        }
    }
    sections.join("\n\n") + "\n"
}

/// Returns a change as one line of Markdown. A code at the beginning becomes a code span.
fn line(change: &Change) -> String {
    let summary = change.summary();
    match change.code().and_then(|code| summary.strip_prefix(code).map(|rest| (code, rest))) {
        Some((code, rest)) => format!("{}{}", errorbook_catalog::prose::code_span(code), escape(rest)),
        None => escape(&summary),
    }
}
