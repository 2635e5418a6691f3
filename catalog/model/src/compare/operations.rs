//! The comparison of the operations of two catalogs.

use std::collections::{BTreeMap, BTreeSet};

use crate::compare::change::Change;
use crate::compare::difference::Difference;
use crate::operation::{CatalogOperation, CatalogResponse};

pub(super) fn compare(from: Option<&[CatalogOperation]>, to: Option<&[CatalogOperation]>) -> Vec<Change> {
    let (from, to) = match (from, to) {
        (None, None) => return Vec::new(),
        (None, Some(_)) => return vec![Change::new(None, Difference::OperationsDeclared)],
        (Some(_), None) => return vec![Change::new(None, Difference::OperationsWithdrawn)],
        (Some(from), Some(to)) => (by_place(from), by_place(to)),
    };
    let mut changes = Vec::new();
    for place in from.keys().chain(to.keys()).collect::<BTreeSet<_>>() {
        match (from.get(place), to.get(place)) {
            (Some(from), Some(to)) => compare_operations(from, to, &mut changes),
            (Some(from), None) => {
                changes.push(Change::new(None, Difference::OperationRemoved { operation: from.to_string() }));
            }
            (None, Some(to)) => {
                changes.push(Change::new(None, Difference::OperationAdded { operation: to.to_string() }));
            }
            (None, None) => {}
        }
    }
    changes
}

/// Returns the operations by path and method. Paths that differ only in the names of their parameters are the same.
fn by_place(operations: &[CatalogOperation]) -> BTreeMap<(String, &str), &CatalogOperation> {
    operations
        .iter()
        .map(|operation| ((without_names(&operation.path), operation.method.as_str()), operation))
        .collect()
}

fn without_names(path: &str) -> String {
    let mut plain = String::new();
    let mut rest = path;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((_, after)) = after.split_once('}') else { break };
        plain.push_str(before);
        plain.push_str("{}");
        rest = after;
    }
    plain + rest
}

fn compare_operations(from: &CatalogOperation, to: &CatalogOperation, changes: &mut Vec<Change>) {
    let operation = to.to_string();
    let (olds, news) = (statuses_of_codes(from), statuses_of_codes(to));
    for code in olds.keys().chain(news.keys()).collect::<BTreeSet<_>>() {
        let statuses = |of: &BTreeMap<&str, BTreeSet<String>>| of.get(*code).cloned().unwrap_or_default();
        let (old, new) = (statuses(&olds), statuses(&news));
        let mut gone = old.difference(&new);
        let mut added = new.difference(&old);
        loop {
            let operation = operation.clone();
            let difference = match (gone.next(), added.next()) {
                (Some(from), Some(to)) => {
                    Difference::OperationCodeMoved { operation, from: from.clone(), to: to.clone() }
                }
                (Some(status), None) => Difference::OperationCodeRemoved { operation, status: status.clone() },
                (None, Some(status)) => Difference::OperationCodeAdded { operation, status: status.clone() },
                (None, None) => break,
            };
            changes.push(Change::new(Some(*code), difference));
        }
    }
    for status in from.responses.keys().chain(to.responses.keys()).collect::<BTreeSet<_>>() {
        let (operation, status) = (operation.clone(), status.clone());
        let is_open = |of: &CatalogOperation| of.responses.get(&status).is_some_and(CatalogResponse::is_open);
        match (is_open(from), is_open(to)) {
            _ if matches!(status.bytes().next(), Some(b'1'..=b'3')) => {}
            (false, true) => changes.push(Change::new(None, Difference::OperationOpened { operation, status })),
            (true, false) if to.responses.contains_key(&status) => {
                changes.push(Change::new(None, Difference::OperationClosed { operation, status }));
            }
            _ => {}
        }
    }
}

/// Returns the codes of an operation, each with its statuses.
fn statuses_of_codes(operation: &CatalogOperation) -> BTreeMap<&str, BTreeSet<String>> {
    let mut statuses = BTreeMap::<&str, BTreeSet<String>>::new();
    for (status, response) in &operation.responses {
        for code in &response.codes {
            statuses.entry(code).or_default().insert(status.clone());
        }
    }
    statuses
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::difference::Severity;

    fn operation(method: &str, path: &str, responses: &[(&str, &[&str])]) -> CatalogOperation {
        let mut operation = CatalogOperation::new(method, path);
        let response =
            |(status, codes): &(&str, &[&str])| ((*status).to_owned(), CatalogResponse::of(codes.iter().copied()));
        operation.responses = responses.iter().map(response).collect();
        operation
    }

    #[test]
    fn every_change_of_an_operation_is_found_with_its_severity() {
        let of = |responses: &[(&str, &[&str])]| vec![operation("GET", "/parts/{id}", responses)];
        let plain = || of(&[("200", &[]), ("404", &["A"])]);
        let mut open = plain();
        open[0].responses.get_mut("404").unwrap().others = true;
        let (breaking, addition) = (Severity::Breaking, Severity::Addition);
        let cases = [
            (plain(), vec![], breaking, "GET /parts/{id} was removed"),
            (vec![], plain(), addition, "GET /parts/{id} is new"),
            (
                plain(),
                of(&[("200", &[]), ("404", &["A", "B"])]),
                breaking,
                "GET /parts/{id} can return B with status 404: clients may not handle it",
            ),
            (
                plain(),
                of(&[("200", &[]), ("404", &["A"]), ("409", &["C"])]),
                breaking,
                "GET /parts/{id} can return C with status 409: clients may not handle it",
            ),
            (plain(), of(&[("200", &[])]), addition, "GET /parts/{id} no longer returns A with status 404"),
            (
                plain(),
                of(&[("200", &[]), ("410", &["A"])]),
                breaking,
                "GET /parts/{id} returns A with status 410 instead of 404",
            ),
            (
                plain(),
                open.clone(),
                breaking,
                "GET /parts/{id} can return unlisted codes with status 404: list these codes",
            ),
            (open, plain(), addition, "GET /parts/{id} lists every code that it returns with status 404"),
            (
                plain(),
                of(&[("200", &[]), ("404", &["A"]), ("5XX", &[])]),
                breaking,
                "GET /parts/{id} can return unlisted codes with status 5XX: list these codes",
            ),
        ];
        for (from, to, severity, line) in cases {
            let changes = compare(Some(&from), Some(&to));
            assert_eq!(changes.iter().map(ToString::to_string).collect::<Vec<_>>(), [line]);
            assert_eq!(changes[0].severity(), severity, "{line}");
            assert_eq!(compare(Some(&to), Some(&to)), []);
        }
    }

    #[test]
    fn other_parameter_names_and_other_success_statuses_are_not_changes() {
        let from = [operation("GET", "/parts/{id}/of/{shop}", &[("200", &[])])];
        let to = [operation("GET", "/parts/{part}/of/{s}", &[("206", &[]), ("304", &[])])];
        assert_eq!(compare(Some(&from), Some(&to)), []);
        assert_eq!([without_names("/a/{b"), without_names("/{a}.{b}")], ["/a/{b", "/{}.{}"]);
    }

    #[test]
    fn operations_in_only_one_of_the_catalogs_are_one_change() {
        let some = [operation("GET", "/a", &[])];
        let lines = |changes: Vec<Change>| changes.iter().map(ToString::to_string).collect::<Vec<_>>();
        assert_eq!(compare(None, None), []);
        assert_eq!(lines(compare(None, Some(&some))), ["the codes of each operation are listed"]);
        assert_eq!(lines(compare(Some(&some), None)), ["the codes of each operation are no longer listed"]);
    }
}
