//! Checks the responses of a depot against its own OpenAPI document.

#![expect(clippy::indexing_slicing, reason = "a document without the member fails the test")]

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::path::Path;

use boon::{Compiler, SchemaIndex, Schemas};
use errorbook::{Book, ayanova, primaerp, standard};
use errorbook_catalog::{RecordedResponse, Recording, Verification};
use serde_json::{Value, json};

use crate::case;
use crate::client::{Client, ClientError, PATIENCE, Request, Response};
use crate::rules;
use crate::scenario::{CASES, ScenarioError, files};
use crate::server::Server;

/// A recorded response and, if it is an error, its body.
struct Recorded {
    response: RecordedResponse,
    error: Option<Value>,
}

/// Sends every case to the depot that this program serves, and checks the responses against its `/openapi.json`.
///
/// - Each operation declares the status and the code of every response that it sends.
/// - Every declared code is sent at least once, except the codes for which `is_explained` returns true. Its arguments are the
///   path and the code.
/// - Every error body is valid against the schema that its operation declares for the status. The bodies of other codes are
///   not valid against it.
///
/// # Panics
///
/// Panics if a response or a declaration breaks these rules, or if the server does not start or exit as it should.
pub fn run_documented(program: impl AsRef<OsStr>, is_explained: impl Fn(&str, &str) -> bool) {
    let (document, recorded) = record(program.as_ref()).unwrap_or_else(|error| panic!("{error}"));
    let recording = Recording::from(recorded.iter().map(|recorded| recorded.response.clone()).collect::<Vec<_>>());
    let verification = Verification::new(&document, &recording).unwrap_or_else(|error| panic!("{error}"));
    assert!(verification.is_documented(), "{verification}");
    let unexplained: Vec<String> = verification
        .unobserved()
        .iter()
        .filter(|declared| !is_explained(&declared.path, &declared.code))
        .map(|declared| format!("{} {} {} {}", declared.method, declared.path, declared.status, declared.code))
        .collect();
    assert!(unexplained.is_empty(), "declared but never sent:\n{}", unexplained.join("\n"));
    let checked = check_bodies(&document, &recorded);
    #[expect(clippy::print_stdout, reason = "a test that prints how much it has tested")]
    {
        println!("documented: {} responses, {checked} kinds of errors", recording.responses.len());
    }
    assert!(checked > 100, "only {checked} kinds of errors were checked");
}

fn record(program: &OsStr) -> Result<(Value, Vec<Recorded>), ScenarioError> {
    let mut recorded = Vec::new();
    let mut document = Value::Null;
    for path in files(Path::new(CASES))? {
        let cases = case::read(&std::fs::read_to_string(path)?)?;
        let server = Server::start(program)?;
        let mut client = Client::new(server.address(), PATIENCE)?;
        if document.is_null() {
            document = served(&mut client)?;
        }
        for case in &cases {
            let response = client.send(&case.request)?;
            recorded.extend(Recorded::of(&case.request, &response));
        }
        drop(client);
        server.stop()?;
    }
    Ok((document, recorded))
}

fn served(client: &mut Client) -> Result<Value, ClientError> {
    let request = Request {
        method: "GET".to_owned(),
        target: "/openapi.json".to_owned(),
        headers: Vec::new(),
        body: Vec::new(),
        chunked: false,
    };
    let response = client.send(&request)?;
    Ok(serde_json::from_slice(&response.body).unwrap_or_else(|error| panic!("/openapi.json is not JSON: {error}")))
}

impl Recorded {
    /// Reads the code of a response from its envelope. Returns `None` for a HEAD: its response has no body and no code.
    fn of(request: &Request, response: &Response) -> Option<Recorded> {
        if request.method == "HEAD" {
            return None;
        }
        let path = request.target.split('?').next().unwrap_or_default();
        let mut recorded = RecordedResponse::new(&request.method, path, rules::status(response));
        let body = String::from_utf8_lossy(&response.body);
        let json = body.strip_prefix("/**/").and_then(|call| call.split_once('(')?.1.strip_suffix(");"));
        let value: Option<Value> = serde_json::from_str(json.unwrap_or(&body)).ok();
        let is_error = recorded.status >= 300;
        let parsed = value.as_ref().filter(|_| is_error).and_then(|value| book(path).envelope().read(value));
        let error = value.filter(|_| parsed.is_some());
        if let Some(code) = parsed.and_then(|parsed| parsed.code) {
            recorded = recorded.with_code(book(path).name(), code);
        }
        Some(Recorded { response: recorded, error })
    }
}

fn book(path: &str) -> &'static Book {
    match path.split('/').nth(1) {
        Some("primaerp") => &primaerp::BOOK,
        Some("ayanova") => &ayanova::BOOK,
        _ => &standard::BOOK,
    }
}

/// Checks the body of each kind of error against the schema of its operation and status. Returns the number of kinds.
fn check_bodies(document: &Value, recorded: &[Recorded]) -> usize {
    let mut kinds = BTreeMap::<String, (SchemaIndex, BTreeSet<String>)>::new();
    let (mut schemas, mut compiler) = (Schemas::new(), Compiler::new());
    let mut bodies = BTreeMap::<String, Value>::new();
    for Recorded { response, error } in recorded {
        let (Some(error), Some(code)) = (error, &response.code) else { continue };
        let Some((template, schema)) = schema(document, response) else { continue };
        let kind = format!("{} {template} {}", response.method, response.status);
        let number = kinds.len();
        let (schema, codes) = kinds.entry(kind.clone()).or_insert_with(|| {
            let schema = json!({ "allOf": [schema], "components": document["components"] });
            let place = format!("memory:{number}");
            compiler.add_resource(&place, schema).unwrap_or_else(|error| panic!("{kind}: {error:#}"));
            let compiled = compiler.compile(&place, &mut schemas);
            (compiled.unwrap_or_else(|error| panic!("{kind}: {error:#}")), BTreeSet::new())
        });
        if let Err(problem) = schemas.validate(error, *schema) {
            panic!("{kind}: {error} is not valid: {problem}");
        }
        codes.insert(code.clone());
        bodies.insert(code.clone(), error.clone());
    }
    let declared = |operation: &str, code: &str| {
        let mut parts = operation.split(' ');
        let (method, template, status) = (parts.next()?, parts.next()?, parts.next()?);
        let responses = &document["paths"][template][method.to_lowercase()]["responses"];
        Some(responses[status].to_string().contains(&format!("\"const\":\"{code}\"")))
    };
    for (kind, (schema, _)) in &kinds {
        for (code, body) in &bodies {
            if declared(kind, code) == Some(false) {
                assert!(schemas.validate(body, *schema).is_err(), "{kind}: the body of {code} is valid");
            }
        }
    }
    kinds.values().map(|(_, codes)| codes.len()).sum()
}

/// Returns the path template of the operation, and the schema of the response's status.
fn schema<'a>(document: &'a Value, response: &RecordedResponse) -> Option<(&'a str, &'a Value)> {
    let given: Vec<&str> = response.path.split('/').collect();
    let matches = |template: &str| {
        let segments: Vec<&str> = template.split('/').collect();
        let is_same = |(segment, given): (&&str, &&str)| segment.starts_with('{') || segment == given;
        segments.len() == given.len() && segments.iter().zip(&given).all(is_same)
    };
    let (template, item) = document["paths"].as_object()?.iter().find(|(template, _)| matches(template))?;
    let declared = item.get(response.method.to_lowercase())?.get("responses")?.get(response.status.to_string())?;
    let schema = declared.get("content")?.as_object()?.values().next()?.get("schema")?;
    Some((template, schema))
}
