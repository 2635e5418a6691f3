//! [`Verification`]: compares recorded responses with the operations of an OpenAPI document.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::Serialize;
use serde_json::Value;

use crate::document::{self, DocumentError};
use crate::{CatalogOperation, RecordedResponse, Recording};

mod templates;

use templates::Templates;

/// The differences between a [`Recording`] and the operations of an OpenAPI document.
///
/// ```
/// use errorbook_catalog::{RecordedResponse, Recording, Verification};
/// use serde_json::json;
///
/// let document = json!({ "openapi": "3.1.0", "paths": { "/parts/{id}": { "get": { "responses": {
///     "200": {},
///     "404": { "content": { "application/json": { "schema": { "properties": { "code": { "const": "SHOP-1" } } } } } },
/// } } } } });
/// let recording = Recording::from(vec![
///     RecordedResponse::new("GET", "/parts/7", 404).with_code("shop", "SHOP-2"),
///     RecordedResponse::new("GET", "/health", 200),
/// ]);
/// let verification = Verification::new(&document, &recording)?;
/// assert!(!verification.is_documented());
/// assert_eq!(verification.to_string(), "\
/// 1 response is not declared:
///   GET /parts/{id}: 404 SHOP-2 (once, first for /parts/7)
///
/// 1 declared code was not observed:
///   GET /parts/{id}: 404 SHOP-1
///
/// 1 request does not match a declared operation:
///   GET /health: 200 (once)
/// ");
/// # Ok::<(), errorbook_catalog::document::DocumentError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Verification {
    undeclared: Vec<Observation>,
    unobserved: Vec<Unobserved>,
    elsewhere: Vec<Observation>,
    /// The number of responses to declared operations.
    checked: usize,
}

/// A group of recorded responses with the same operation, status and code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Observation {
    /// The method.
    pub method: String,
    /// The path template of the operation, or the path of the request if it does not match an operation.
    pub path: String,
    /// The status.
    pub status: u16,
    /// The identifier of the code, if the responses have a code.
    pub code: Option<String>,
    /// The number of responses in the group.
    pub count: usize,
    /// The path of the first request in the group.
    pub first: String,
}

/// A code that an operation declares but that was not recorded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Unobserved {
    /// The method.
    pub method: String,
    /// The path template.
    pub path: String,
    /// The status as in the document, such as `404` or `4XX`.
    pub status: String,
    /// The identifier of the code.
    pub code: String,
}

impl Verification {
    /// Compares a recording with an OpenAPI document. The document is a [`Value`] or any other type that implements `Serialize`.
    ///
    /// A request belongs to the operation with a matching path template. If several templates match, the most concrete template
    /// takes precedence: the first segment without a parameter decides. A `HEAD` request belongs to the `GET` operation unless
    /// the document has a `HEAD` operation.
    ///
    /// # Errors
    /// Returns an error if the document is not an OpenAPI document.
    pub fn new(document: &impl Serialize, recording: &Recording) -> Result<Verification, DocumentError> {
        let document = serde_json::to_value(document).unwrap_or(Value::Null);
        Ok(Verification::of(&document::operations(&document)?, recording))
    }

    /// Compares a recording with a list of operations.
    pub fn of(operations: &[CatalogOperation], recording: &Recording) -> Verification {
        let templates = Templates::new(operations);
        let mut observed = BTreeSet::new();
        let (mut undeclared, mut elsewhere) = (Observations::default(), Observations::default());
        let mut checked = 0;
        for response in &recording.responses {
            let Some(operation) = templates.find(&response.method, &response.path) else {
                elsewhere.add(response, &response.path);
                continue;
            };
            checked += 1;
            let code = response.code.as_deref();
            match operation.response(response.status) {
                Some((status, declared)) if declared.allows(code) => {
                    observed
                        .extend(code.map(|code| (operation.method.as_str(), operation.path.as_str(), status, code)));
                }
                // A success needs no code.
                Some(_) if code.is_none() && response.status < 400 => {}
                Some(_) | None => undeclared.add(response, &operation.path),
            }
        }
        let declared = operations.iter().flat_map(|operation| {
            let codes = |(status, response): (&'_ String, &'_ crate::CatalogResponse)| {
                response.codes.iter().map(|code| (status.clone(), code.clone())).collect::<Vec<_>>()
            };
            operation.responses.iter().flat_map(codes).map(move |(status, code)| Unobserved {
                method: operation.method.clone(),
                path: operation.path.clone(),
                status,
                code,
            })
        });
        let is_unobserved = |declared: &Unobserved| {
            let Unobserved { method, path, status, code } = declared;
            !observed.contains(&(method.as_str(), path.as_str(), status.as_str(), code.as_str()))
        };
        Verification {
            undeclared: undeclared.into_list(),
            unobserved: declared.filter(is_unobserved).collect(),
            elsewhere: elsewhere.into_list(),
            checked,
        }
    }

    /// Returns true if the document declares every recorded response of its operations.
    pub fn is_documented(&self) -> bool {
        self.undeclared.is_empty()
    }

    /// Returns the responses that the document does not declare for their operation.
    pub fn undeclared(&self) -> &[Observation] {
        &self.undeclared
    }

    /// Returns the codes that the document declares but that were not recorded.
    pub fn unobserved(&self) -> &[Unobserved] {
        &self.unobserved
    }

    /// Returns the responses to requests that do not match an operation of the document.
    pub fn elsewhere(&self) -> &[Observation] {
        &self.elsewhere
    }
}

/// Fails a test if a response of the recording is not declared for its operation.
///
/// The document is an OpenAPI document: a [`Value`] or any other type that implements `Serialize`. Declared codes that were not
/// recorded do not fail the test. Use [`Verification::unobserved`] to list them.
///
/// # Panics
/// Panics with a report if a response is not declared. Also panics if the document is not an OpenAPI document.
///
/// ```should_panic
/// use errorbook_catalog::{RecordedResponse, Recording, assert_documented};
///
/// let document = serde_json::json!({ "openapi": "3.1.0", "paths": { "/parts": { "get": { "responses": { "200": {} } } } } });
/// let recording = Recording::from(vec![RecordedResponse::new("GET", "/parts", 404)]);
/// assert_documented(&document, &recording);
/// ```
#[track_caller]
pub fn assert_documented(document: &impl Serialize, recording: &Recording) {
    match Verification::new(document, recording) {
        Ok(verification) if verification.is_documented() => {}
        Ok(verification) => panic!("{verification}"),
        Err(error) => panic!("{error}"),
    }
}

/// The groups of responses, each with the number of its responses and the path of its first request.
#[derive(Default)]
struct Observations(BTreeMap<Kind, (usize, String)>);

/// The path, the method, the status and the code.
type Kind = (String, String, u16, Option<String>);

impl Observations {
    fn add(&mut self, response: &RecordedResponse, path: &str) {
        let key = (path.to_owned(), response.method.clone(), response.status, response.code.clone());
        self.0.entry(key).or_insert_with(|| (0, response.path.clone())).0 += 1;
    }

    fn into_list(self) -> Vec<Observation> {
        let observation =
            |((path, method, status, code), (count, first))| Observation { method, path, status, code, count, first };
        self.0.into_iter().map(observation).collect()
    }
}

/// Writes a report with several lines.
impl fmt::Display for Verification {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let counted = |count: usize, one: &str, many: &str| format!("{count} {}", if count == 1 { one } else { many });
        if self.is_documented() {
            let responses = counted(self.checked, "response was checked", "responses were checked");
            writeln!(f, "{responses}, and the document declares every one")?;
        } else {
            writeln!(
                f,
                "{}:",
                counted(self.undeclared.len(), "response is not declared", "responses are not declared")
            )?;
            self.undeclared.iter().try_for_each(|observation| writeln!(f, "  {observation}"))?;
        }
        if !self.unobserved.is_empty() {
            let codes = counted(self.unobserved.len(), "declared code was", "declared codes were");
            writeln!(f, "\n{codes} not observed:")?;
            self.unobserved.iter().try_for_each(|unobserved| writeln!(f, "  {unobserved}"))?;
        }
        if !self.elsewhere.is_empty() {
            let requests = counted(self.elsewhere.len(), "request does", "requests do");
            writeln!(f, "\n{requests} not match a declared operation:")?;
            self.elsewhere.iter().try_for_each(|observation| writeln!(f, "  {observation}"))?;
        }
        Ok(())
    }
}

/// Writes one line: `GET /parts/{id}: 404 SHOP-2 (3 times, first for /parts/7)`.
impl fmt::Display for Observation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Observation { method, path, status, code, count, first } = self;
        write!(f, "{method} {path}: {status}")?;
        if let Some(code) = code {
            write!(f, " {code}")?;
        }
        let times = if *count == 1 { "once".to_owned() } else { format!("{count} times") };
        if path == first { write!(f, " ({times})") } else { write!(f, " ({times}, first for {first})") }
    }
}

/// Writes one line: `GET /parts/{id}: 404 SHOP-1`.
impl fmt::Display for Unobserved {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}: {} {}", self.method, self.path, self.status, self.code)
    }
}
