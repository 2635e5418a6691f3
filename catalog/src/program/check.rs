//! `errorbook check`.

use errorbook_catalog::check::{Finding, check};

use crate::failure::Failure;
use crate::options::Several;
use crate::output::{GREEN, print, print_json, styled, table, visible};
use crate::{Outcome, output, source};

pub(crate) fn run(options: &Several) -> Result<Outcome, Failure> {
    let catalogs = source::catalogs(&options.files)?;
    let findings = check(&catalogs);
    if options.format.is_json() {
        print_json(&findings)?;
    } else if findings.is_empty() {
        let codes: usize = catalogs.iter().map(|catalog| catalog.codes.len()).sum();
        let codes = if codes == 1 { "no faults in 1 code".to_owned() } else { format!("no faults in {codes} codes") };
        print(&styled(GREEN, &codes))?;
    } else {
        print(&text(&findings))?;
    }
    Ok(if findings.is_empty() { Outcome::Clean } else { Outcome::Found })
}

/// Returns the findings as a table for a terminal, and as one line for each finding otherwise.
pub(crate) fn text(findings: &[Finding]) -> String {
    if !output::is_terminal() {
        return findings.iter().map(|finding| visible(&finding.to_string())).collect::<Vec<_>>().join("\n");
    }
    let heading = ["book", "code", "fault"].map(str::to_owned);
    let rows = findings
        .iter()
        .map(|finding| [&finding.book, finding.code.as_deref().unwrap_or_default(), &finding.message].map(visible));
    table(&[heading].into_iter().chain(rows).collect::<Vec<_>>())
}
