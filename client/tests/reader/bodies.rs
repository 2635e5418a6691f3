//! Error bodies from the documentation of other frameworks and services, with the details that the reader returns.

use std::collections::BTreeSet;

use errorbook::{Book, Target, ayanova, primaerp, standard};
use errorbook_client::{CodeSource, Reader};
use serde_json::Value;

#[path = "bodies/dotnet.rs"]
mod dotnet;
#[path = "bodies/javascript.rs"]
mod javascript;
#[path = "bodies/jvm.rs"]
mod jvm;
#[path = "bodies/scripting.rs"]
mod scripting;
#[path = "bodies/services.rs"]
mod services;

pub(super) static BOOKS: [&Book; 3] = [&standard::BOOK, &primaerp::BOOK, &ayanova::BOOK];

/// A body, and the details that a reader with the standard book returns.
#[derive(Clone, Copy)]
struct Case {
    name: &'static str,
    status: u16,
    body: &'static str,
    /// The code that is inferred from the status. `None` if the body contains an identifier.
    code: Option<&'static str>,
    /// The identifier in the body.
    id: Option<&'static str>,
    message: &'static str,
    description: Option<&'static str>,
    /// The target, the constraint and the text of each violation. A target that is not a field begins with its kind.
    violations: &'static [(&'static str, &'static str, &'static str)],
    target: Option<&'static str>,
    instance: Option<&'static str>,
    /// The names of the extensions. Their values are unchanged.
    extensions: &'static [&'static str],
}

const CASE: Case = Case {
    name: "",
    status: 400,
    body: "",
    code: None,
    id: None,
    message: "",
    description: None,
    violations: &[],
    target: None,
    instance: None,
    extensions: &[],
};

fn all() -> Vec<Case> {
    [dotnet::CASES, jvm::CASES, scripting::CASES, javascript::CASES, services::CASES].concat()
}

pub(super) fn bodies() -> impl Iterator<Item = (u16, &'static str)> {
    all().into_iter().map(|case| (case.status, case.body))
}

fn target(target: &Target) -> String {
    match target {
        Target::Parameter(name) => format!("parameter {name}"),
        Target::Header(name) => format!("header {name}"),
        field => field.to_string(),
    }
}

#[test]
fn each_body_is_read_with_all_its_details() {
    for case in all() {
        let name = case.name;
        let error = Reader::new(&standard::BOOK).read(case.status, |_: &str| None, case.body).unwrap_err();
        let source = if case.id.is_some() { CodeSource::Stated } else { CodeSource::Inferred };
        assert_eq!((error.code_source(), error.id()), (source, case.id), "{name}");
        assert_eq!(error.code().map(|code| code.id()), case.code, "{name}");
        assert_eq!(error.message(), Some(case.message).filter(|message| !message.is_empty()), "{name}");
        assert_eq!(error.description(), case.description, "{name}");
        let violations: Vec<_> = error
            .violations()
            .iter()
            .map(|violation| {
                (target(violation.target()), violation.constraint().name(), violation.message().unwrap_or_default())
            })
            .collect();
        let violations: Vec<_> =
            violations.iter().map(|(target, name, text)| (target.as_str(), *name, *text)).collect();
        assert_eq!(violations, case.violations, "{name}");
        assert_eq!(error.target().map(target), case.target.map(str::to_owned), "{name}");
        assert_eq!(error.instance(), case.instance, "{name}");
        let names: BTreeSet<_> = error.extensions().keys().map(String::as_str).collect();
        assert_eq!(names, case.extensions.iter().copied().collect(), "{name}");
        let body: Value = serde_json::from_str(case.body).unwrap();
        for (name, value) in error.extensions() {
            assert_eq!(Some(value), body.get(name));
        }
    }
}

#[test]
fn more_than_forty_bodies_are_tested() {
    assert!(all().len() > 40, "{}", all().len());
}

#[test]
fn a_body_of_another_framework_is_not_an_error_with_200() {
    for case in all() {
        for book in BOOKS {
            let json = |name: &str| (name == "content-type").then_some("application/json");
            let read = Reader::new(book).read(200, json, case.body);
            assert_eq!(read.ok().as_deref(), Some(case.body.as_bytes()), "{}", case.name);
        }
    }
}

#[test]
fn an_error_without_a_code_has_the_retry_rule_of_its_status() {
    for case in all().into_iter().filter(|case| case.id.is_none()) {
        let error = Reader::new(&standard::BOOK).read(case.status, |_: &str| None, case.body).unwrap_err();
        let by_status = Reader::new(&standard::BOOK).read(case.status, |_: &str| None, "").unwrap_err();
        assert_eq!(error.code(), by_status.code(), "{}", case.name);
        assert_eq!(error.retry(), by_status.retry(), "{}", case.name);
    }
}
