//! The log must have the cause of every private error, under the id that the client gets.

use std::collections::{BTreeSet, HashMap};
use std::ffi::OsStr;

use crate::client::{Client, PATIENCE, Request, Response};
use crate::report::chain;
use crate::rules::{secrets, status};
use crate::server::Server;

/// The mounts, each with its own book.
const MOUNTS: [&str; 3] = ["primaerp", "ayanova", "http"];

/// The routes that hide a cause, and the text that the log must have in the same record as the id.
const HIDING: [(&str, &str); 3] = [
    ("private", "secret-from-cause"),
    // The message of a panic may be in its own record, because not every framework passes it to the layer.
    ("panic", ""),
    ("text/500", "the handler's own words"),
];

/// The route that logs the code and the status of the response beside the cause.
const CODED: &str = "private";

const PANIC: &str = "secret-from-panic";

/// The number of requests to each route and mount, plain and suppressed: 10,008 private failures in total.
const ROUNDS: usize = 556;

/// Checks that no response contains a secret, and that the log has each hidden cause exactly once, under its `x-error-id`.
///
/// # Panics
///
/// Panics once, with all failures. This includes a server that does not start or exit as it should.
pub fn run_log(program: impl AsRef<OsStr>) {
    let failures = check_log(program.as_ref());
    assert!(failures.is_empty(), "conformance of the log:\n  {}", failures.join("\n  "));
}

fn check_log(program: &OsStr) -> Vec<String> {
    let server = match Server::start(program) {
        Ok(server) => server,
        Err(error) => return vec![chain(&error)],
    };
    let mut client = match Client::new(server.address(), PATIENCE) {
        Ok(client) => client,
        Err(error) => return vec![chain(&error)],
    };
    let mut failures = Vec::new();
    let mut raised = Vec::new();
    for mount in MOUNTS.repeat(ROUNDS) {
        for (route, said) in HIDING {
            for query in ["", "?suppress_response_code=true"] {
                let request = get(format!("/{mount}/{route}{query}"));
                let sent = client.send(&request).map_err(|error| chain(&error));
                match sent.and_then(|response| hidden(&response).map(|id| (id, status(&response)))) {
                    Ok((id, status)) if route == CODED => {
                        raised.push((request.target, id, vec![said.to_owned(), format!("status={status}")]));
                    }
                    Ok((id, _)) => raised.push((request.target, id, vec![said.to_owned()])),
                    Err(failure) => failures.push(format!("{request}: {failure}")),
                }
            }
        }
    }
    drop(client);
    match server.stop() {
        Ok(log) => failures.extend(check_records(&log, &raised)),
        Err(error) => failures.push(chain(&error)),
    }
    failures
}

fn get(target: String) -> Request {
    Request { method: "GET".to_owned(), target, headers: Vec::new(), body: Vec::new(), chunked: false }
}

/// Returns the id of a response that hides its cause.
fn hidden(response: &Response) -> Result<String, String> {
    if let Some(complaint) = secrets(response) {
        return Err(complaint.to_string());
    }
    match response.header("x-error-id").as_slice() {
        [id] if !id.is_empty() => Ok(id.clone()),
        ids => Err(format!("expected one x-error-id, got {ids:?}")),
    }
}

/// Returns everything that the log lacks.
fn check_records(log: &str, raised: &[(String, String, Vec<String>)]) -> Vec<String> {
    let records = records(log);
    // Maps each word to the records that contain it, once per occurrence. An id is one word.
    let mut words: HashMap<&str, Vec<&str>> = HashMap::new();
    for record in &records {
        for word in record.split(|letter: char| !letter.is_ascii_alphanumeric()) {
            words.entry(word).or_default().push(record);
        }
    }
    let mut failures = Vec::new();
    let mut ids = BTreeSet::new();
    for (target, id, said) in raised {
        if !ids.insert(id) {
            failures.push(format!("{target}: another error has the same id {id}"));
        }
        match words.get(id.as_str()).map_or(&[][..], Vec::as_slice) {
            [record] => failures.extend(
                said.iter()
                    .filter(|said| !record.contains(said.as_str()))
                    .map(|said| format!("{target}: `{said}` is not in the record of its id: {record:?}")),
            ),
            all => failures.push(format!("{target}: its id {id} is in the log {} times, expected once", all.len())),
        }
    }
    if !log.contains(PANIC) {
        failures.push(format!("`{PANIC}` is not in the log"));
    }
    if let ([_, ..], Some(start)) = (failures.as_slice(), log.get(..log.len().min(20_000))) {
        failures.push(format!("the log:\n{start}"));
    }
    failures
}

/// Returns the records of the log: a line together with the indented lines after it.
fn records(log: &str) -> Vec<String> {
    let mut records: Vec<String> = Vec::new();
    for line in log.lines() {
        match records.last_mut() {
            Some(record) if line.starts_with(char::is_whitespace) => {
                record.push('\n');
                record.push_str(line);
            }
            _ => records.push(line.to_owned()),
        }
    }
    records
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOG: &str =
        "ERROR id=a1 secret-from-cause\nERROR id=b2\n  cause: secret-from-cause\nsecret-from-panic\nid=c3\n";

    fn failures(log: &str, raised: &[(&str, &'static str)]) -> Vec<String> {
        let raised = raised.iter().map(|(id, said)| ("/x".to_owned(), (*id).to_owned(), vec![(*said).to_owned()]));
        let raised: Vec<_> = raised.collect();
        let mut failures = check_records(log, &raised);
        failures.retain(|failure| !failure.starts_with("the log:"));
        failures
    }

    #[test]
    fn each_id_is_in_the_log_once_with_its_cause() {
        let cause = "secret-from-cause";
        assert_eq!(failures(LOG, &[("a1", cause), ("b2", cause), ("c3", "")]), [""; 0]);
        assert_eq!(
            failures(LOG, &[("c3", cause)]),
            ["/x: `secret-from-cause` is not in the record of its id: \"id=c3\""]
        );
        assert_eq!(failures(LOG, &[("d4", "")]), ["/x: its id d4 is in the log 0 times, expected once"]);
        assert_eq!(failures(&LOG.repeat(2), &[("c3", "")]), ["/x: its id c3 is in the log 2 times, expected once"]);
        assert_eq!(failures(LOG, &[("c3", ""), ("c3", "")]), ["/x: another error has the same id c3"]);
        assert_eq!(failures("", &[]), ["`secret-from-panic` is not in the log"]);
    }

    #[test]
    fn a_program_that_is_not_a_server_fails() {
        assert_eq!(check_log(OsStr::new("true")).len(), 1);
    }
}
