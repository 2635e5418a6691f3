//! A report of everything that went wrong in a run.

use std::error::Error;
use std::fmt;

use crate::rules::Complaint;

/// The result of all files.
#[derive(Debug, Default)]
pub(crate) struct Report {
    pub(crate) files: usize,
    pub(crate) cases: usize,
    pub(crate) requests: usize,
    pub(crate) failures: Vec<Failure>,
}

/// A case or a file that failed.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) file: String,
    /// The name and the request of the case. `None` if the whole file failed.
    pub(crate) case: Option<(String, String)>,
    pub(crate) reasons: Vec<String>,
}

impl Report {
    /// Returns true if cases were run and none of them failed.
    pub(crate) fn passed(&self) -> bool {
        self.cases > 0 && self.failures.is_empty()
    }
}

impl Failure {
    pub(crate) fn of_file(file: &str, error: &dyn Error) -> Failure {
        Failure { file: file.to_owned(), case: None, reasons: vec![chain(error)] }
    }

    pub(crate) fn of_case(file: &str, name: &str, request: &str, complaints: &[Complaint]) -> Failure {
        let reasons = complaints.iter().map(ToString::to_string).collect();
        Failure { file: file.to_owned(), case: Some((name.to_owned(), request.to_owned())), reasons }
    }
}

/// Formats an error with all its sources.
pub(crate) fn chain(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(error) = source {
        text.push_str(": ");
        text.push_str(&error.to_string());
        source = error.source();
    }
    text
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Report { files, cases, requests, failures } = self;
        write!(f, "conformance: {cases} cases in {files} files, {requests} requests, ")?;
        if *cases == 0 {
            f.write_str("no case was run")?;
        } else {
            write!(f, "{} failed", failures.len())?;
        }
        for failure in failures {
            write!(f, "\n\n{failure}")?;
        }
        Ok(())
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if let Some((name, request)) = &self.case {
            write!(f, ": {name}\n  {request}")?;
        }
        self.reasons.iter().try_for_each(|reason| write!(f, "\n    {reason}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_without_cases_does_not_pass() {
        let report = Report::default();
        assert!(!report.passed());
        assert_eq!(report.to_string(), "conformance: 0 cases in 0 files, 0 requests, no case was run");
    }

    #[test]
    fn a_report_names_file_case_request_and_reasons() {
        let complaints = [Complaint::new("status", "404", "200"), Complaint::new("body", "{}", "[]")];
        let failures = vec![
            Failure::of_case("raise.toml", "it is raised", "GET /x", &complaints),
            Failure::of_file("other.toml", &crate::case::CaseError::Empty),
        ];
        let report = Report { files: 2, cases: 1, requests: 2, failures };
        assert!(!report.passed());
        assert_eq!(
            report.to_string(),
            "conformance: 1 cases in 2 files, 2 requests, 2 failed\n\n\
             raise.toml: it is raised\n  GET /x\n    status: expected 404, got 200\n    body: expected {}, got []\n\n\
             other.toml\n    the file has no cases"
        );
    }
}
