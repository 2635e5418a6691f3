//! OpenAPI documents: the operations of a service, and the codes that each of them can answer.

use std::collections::{BTreeMap, BTreeSet};

use errorbook::Status;
use serde_json::Value;

use crate::{Catalog, CatalogCode, CatalogOperation, CatalogResponse};

mod pins;
mod reader;

use pins::Pins;
use reader::Reader;

/// A value is not an OpenAPI document.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("it is not an OpenAPI document: it has no member `openapi` or `swagger`")]
pub struct DocumentError(());

/// The members of a path that are operations.
const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// Returns the operations of an OpenAPI document, each with the codes that it declares.
///
/// A code is declared by a schema of the response that leaves no other choice for a member `code`, at the top of the body or
/// within an object of it: with `const`, or with an `enum` of texts. `oneOf`, `anyOf` and `allOf` are combined, and references
/// within the document are followed. Examples say nothing. Below each base path of its servers an operation stands once.
///
/// ```
/// use serde_json::json;
///
/// let document = json!({
///     "openapi": "3.1.0",
///     "servers": [{ "url": "https://shop.example/v1" }],
///     "paths": { "/parts/{id}": { "get": { "responses": { "404": { "content": { "application/json": {
///         "schema": { "properties": { "code": { "enum": ["SHOP-1001", "SHOP-1002"] } } },
///     } } } } } } },
/// });
/// let operations = errorbook_catalog::document::operations(&document)?;
/// assert_eq!(operations[0].to_string(), "GET /v1/parts/{id}");
/// assert_eq!(operations[0].codes(), ["SHOP-1001", "SHOP-1002"]);
/// # Ok::<(), errorbook_catalog::document::DocumentError>(())
/// ```
///
/// # Errors
/// Returns an error if the value is not an OpenAPI document.
pub fn operations(document: &Value) -> Result<Vec<CatalogOperation>, DocumentError> {
    check(document)?;
    let mut reader = Reader::new(document);
    let mut operations = BTreeMap::new();
    for (template, item) in members(member(document, "paths")) {
        let item = reader.resolve(item).clone();
        for method in METHODS {
            let Some(operation) = item.get(method) else { continue };
            let bases = base_paths(operation, &item, document);
            let responses: BTreeMap<String, CatalogResponse> = members(member(operation, "responses"))
                .map(|(status, response)| {
                    (status.to_uppercase().replace("DEFAULT", "default"), reader.response(response).into())
                })
                .collect();
            for base in bases {
                let mut declared = CatalogOperation::new(method.to_uppercase(), format!("{base}{template}"));
                declared.responses = responses.clone();
                operations.insert((declared.path.clone(), method), declared);
            }
        }
    }
    Ok(operations.into_values().collect())
}

/// Returns the catalog of an OpenAPI document: its operations, and each code with its first status.
///
/// The description of a response with one code is its message, in the first paragraph, and its meaning. The name is the
/// document's title. Codes of responses in the document's components count, too.
///
/// # Errors
/// Returns an error if the value is not an OpenAPI document.
pub fn catalog(document: &Value) -> Result<Catalog, DocumentError> {
    let mut catalog = Catalog::new(member(member(document, "info"), "title").as_str().unwrap_or("document"));
    catalog.operations = Some(operations(document)?);
    let mut reader = Reader::new(document);
    let mut codes = BTreeMap::<String, CatalogCode>::new();
    let in_components =
        members(member(member(document, "components"), "responses")).map(|(_, response)| (None, response));
    let in_operations = members(member(document, "paths")).flat_map(|(_, item)| {
        let operations = METHODS.iter().filter_map(|method| item.get(method));
        operations.flat_map(|operation| {
            members(member(operation, "responses")).map(|(status, response)| (Some(status), response))
        })
    });
    for (status, response) in in_operations.chain(in_components) {
        let pins = reader.response(response);
        let declared = status.and_then(|status| status.parse().ok()).or(pins.status).and_then(Status::new);
        let (Some(status), false) = (declared, pins.codes.is_empty()) else { continue };
        let (message, meaning) = match pins.codes.len() {
            1 => texts(member(reader.resolve(response), "description").as_str().unwrap_or_default()),
            _ => (None, None),
        };
        for id in pins.codes {
            let code = codes.entry(id.clone()).or_insert_with(|| CatalogCode::new(id, status));
            code.message = code.message.take().or_else(|| message.clone());
            code.meaning = code.meaning.take().or_else(|| meaning.clone());
        }
    }
    catalog.codes = codes.into_values().filter(|code| !code.code.is_empty()).collect();
    Ok(catalog)
}

/// Adds to a catalog the operations of a document that can answer one of its codes.
///
/// # Errors
/// Returns an error if the value is not an OpenAPI document.
pub fn declare(catalog: &mut Catalog, document: &Value) -> Result<(), DocumentError> {
    let own: BTreeSet<&str> = catalog.codes.iter().map(|code| code.code.as_str()).collect();
    let mut operations = operations(document)?;
    operations.retain(|operation| operation.codes().iter().any(|code| own.contains(code)));
    catalog.operations = Some(operations);
    Ok(())
}

/// Returns true if the value is an OpenAPI document, of version 2 or 3.
pub(crate) fn is_document(value: &Value) -> bool {
    ["openapi", "swagger"].iter().any(|member| value.get(member).is_some_and(Value::is_string))
}

fn check(document: &Value) -> Result<(), DocumentError> {
    if is_document(document) { Ok(()) } else { Err(DocumentError(())) }
}

/// Returns the paths of the servers: those of the operation, else of the path, else of the document.
fn base_paths(operation: &Value, item: &Value, document: &Value) -> BTreeSet<String> {
    let servers = [operation, item, document]
        .into_iter()
        .find_map(|place| member(place, "servers").as_array().filter(|servers| !servers.is_empty()));
    let urls = servers.into_iter().flatten().map(server_url);
    // Version 2 has one base path.
    let mut bases: BTreeSet<String> =
        urls.chain(member(document, "basePath").as_str().map(str::to_owned)).map(path_of).collect();
    if bases.is_empty() {
        bases.insert(String::new());
    }
    bases
}

/// Returns the address of a server, with the defaults of its variables.
fn server_url(server: &Value) -> String {
    let url = member(server, "url").as_str().unwrap_or_default().to_owned();
    members(member(server, "variables")).fold(url, |url, (name, variable)| {
        url.replace(&format!("{{{name}}}"), member(variable, "default").as_str().unwrap_or_default())
    })
}

/// Returns the path of an absolute or relative address, without a slash at its end.
fn path_of(url: String) -> String {
    let after_scheme =
        url.split_once("://").map_or(url.as_str(), |(_, rest)| rest.find('/').map_or("", |at| rest.split_at(at).1));
    let path = after_scheme.split(['?', '#']).next().unwrap_or_default().trim_end_matches('/');
    if path.is_empty() || path.starts_with('/') { path.to_owned() } else { format!("/{path}") }
}

/// Returns the first paragraph of a description as a message, and the rest as a meaning.
fn texts(description: &str) -> (Option<String>, Option<String>) {
    let (message, meaning) = description.trim().split_once("\n\n").unwrap_or((description.trim(), ""));
    let text = |text: &str| (!text.trim().is_empty()).then(|| text.trim().to_owned());
    (text(&unescaped(&message.replace('\n', " "))), text(meaning))
}

/// Removes the backslashes before marks of Markdown.
fn unescaped(text: &str) -> String {
    let mut plain = String::new();
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letters.next_if(|next| letter == '\\' && next.is_ascii_punctuation()) {
            Some(escaped) => plain.push(escaped),
            None => plain.push(letter),
        }
    }
    plain
}

/// Returns a member of an object. Of anything else it is null.
fn member<'v>(value: &'v Value, name: &str) -> &'v Value {
    value.get(name).unwrap_or(&Value::Null)
}

fn members(value: &Value) -> impl Iterator<Item = (&str, &Value)> {
    value.as_object().into_iter().flatten().map(|(name, value)| (name.as_str(), value))
}

impl From<Pins> for CatalogResponse {
    fn from(pins: Pins) -> CatalogResponse {
        let mut response = CatalogResponse::of(pins.codes);
        response.others = pins.others && !response.codes.is_empty();
        response
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_base_paths_of_the_servers_count() {
        let cases = [
            (json!([{ "url": "https://a.example" }]), vec!["/x"]),
            (json!([{ "url": "/v1/" }]), vec!["/v1/x"]),
            (json!([{ "url": "v1" }]), vec!["/v1/x"]),
            (json!([{ "url": "https://a.example/v1?b#c" }, { "url": "https://b.example/v1" }]), vec!["/v1/x"]),
            (json!([{ "url": "/v1" }, { "url": "/v2" }]), vec!["/v1/x", "/v2/x"]),
            (
                json!([{ "url": "https://{host}/{version}", "variables": { "host": { "default": "a" }, "version": { "default": "v3" } } }]),
                vec!["/v3/x"],
            ),
            (json!([]), vec!["/x"]),
        ];
        for (servers, expected) in cases {
            let document = json!({ "openapi": "3.1.0", "servers": servers, "paths": { "/x": { "get": {} } } });
            let paths: Vec<String> =
                operations(&document).unwrap().into_iter().map(|operation| operation.path).collect();
            assert_eq!(paths, expected, "{document}");
        }
        let nearer = json!({
            "openapi": "3.1.0", "servers": [{ "url": "/a" }],
            "paths": { "/x": { "servers": [{ "url": "/b" }], "get": {}, "post": { "servers": [{ "url": "/c" }] } } },
        });
        let all: Vec<String> = operations(&nearer).unwrap().iter().map(ToString::to_string).collect();
        assert_eq!(all, ["GET /b/x", "POST /c/x"]);
        let old = json!({ "swagger": "2.0", "basePath": "/old", "paths": { "/x": { "get": {} } } });
        assert_eq!(operations(&old).unwrap()[0].path, "/old/x");
        assert!(operations(&json!({ "paths": {} })).is_err());
    }

    #[test]
    fn the_export_of_a_book_reads_back_as_its_codes() {
        let book = Catalog::of(&errorbook::standard::BOOK);
        let document: Value = serde_json::from_str(&crate::export::openapi(std::slice::from_ref(&book))).unwrap();
        let read = catalog(&document).unwrap();
        let rows = |catalog: &Catalog| {
            let mut rows: Vec<_> =
                catalog.codes.iter().map(|code| (code.code.clone(), code.status, code.message.clone())).collect();
            rows.sort();
            rows
        };
        assert_eq!(rows(&read), rows(&book));
        assert_eq!(read.operations, Some(vec![]));
    }

    #[test]
    fn a_document_declares_the_operations_of_a_book() {
        let schema = |code: &str| json!({ "content": { "a/json": { "schema": { "properties": { "code": { "const": code } } } } } });
        let document = json!({ "openapi": "3.1.0", "info": { "title": "shop" }, "paths": {
            "/parts": { "get": { "responses": { "200": {}, "404": schema("not_found"), "4xx": schema("OTHER") } } },
            "/others": { "get": { "responses": { "404": schema("OTHER") } } },
        } });
        let mut book = Catalog::of(&errorbook::standard::BOOK);
        declare(&mut book, &document).unwrap();
        let operations = book.operations.unwrap();
        assert_eq!(operations.len(), 1);
        assert_eq!(operations[0].responses.keys().collect::<Vec<_>>(), ["200", "404", "4XX"]);
    }
}
