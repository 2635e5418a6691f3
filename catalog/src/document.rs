//! OpenAPI documents: reads the operations of a service and the codes that each operation can return.

use std::collections::{BTreeMap, BTreeSet};

use errorbook::Status;
use serde_json::Value;

use crate::{Catalog, CatalogCode, CatalogOperation, CatalogResponse};

mod pins;
mod reader;

use pins::Pins;
use reader::Reader;

/// The value is not an OpenAPI document.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("it is not an OpenAPI document: it has no member `openapi` or `swagger`")]
pub struct DocumentError(());

/// The members of a path item that are operations.
const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// Returns the operations of an OpenAPI document with the codes of their responses.
///
/// A response declares a code if its schema restricts a member `code` with `const` or with an `enum` of strings. The member can
/// be at the top of the body or in an object within the body. `oneOf`, `anyOf` and `allOf` are combined, and references within
/// the document are followed. Examples do not count. An operation is returned once for each base path of its servers.
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

/// Returns a catalog with the operations and the codes of an OpenAPI document.
///
/// The name of the catalog is the title of the document. Each code gets the status of its first response. If the response has
/// only one code, the first paragraph of its description is the message, and the rest is the meaning. Responses in the
/// components of the document count too.
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

/// Sets the operations of a catalog: the operations of the document that can return a code of the catalog.
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

/// Returns true if the value is an OpenAPI document of version 2 or 3.
pub(crate) fn is_document(value: &Value) -> bool {
    ["openapi", "swagger"].iter().any(|member| value.get(member).is_some_and(Value::is_string))
}

fn check(document: &Value) -> Result<(), DocumentError> {
    if is_document(document) { Ok(()) } else { Err(DocumentError(())) }
}

/// Returns the base paths of an operation. The servers of the operation take precedence over those of the path and the document.
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

/// Returns the URL of a server. Its variables have their default values.
fn server_url(server: &Value) -> String {
    let url = member(server, "url").as_str().unwrap_or_default().to_owned();
    members(member(server, "variables")).fold(url, |url, (name, variable)| {
        url.replace(&format!("{{{name}}}"), member(variable, "default").as_str().unwrap_or_default())
    })
}

/// Returns the path of an absolute or relative URL, without a slash at the end.
fn path_of(url: String) -> String {
    let after_scheme =
        url.split_once("://").map_or(url.as_str(), |(_, rest)| rest.find('/').map_or("", |at| rest.split_at(at).1));
    let path = after_scheme.split(['?', '#']).next().unwrap_or_default().trim_end_matches('/');
    if path.is_empty() || path.starts_with('/') { path.to_owned() } else { format!("/{path}") }
}

/// Returns the first paragraph of a description as the message, and the rest as the meaning.
fn texts(description: &str) -> (Option<String>, Option<String>) {
    let (message, meaning) = description.trim().split_once("\n\n").unwrap_or((description.trim(), ""));
    let text = |text: &str| (!text.trim().is_empty()).then(|| text.trim().to_owned());
    (text(&unescaped(&message.replace('\n', " "))), text(meaning))
}

/// Removes the backslashes that escape Markdown.
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

/// Returns a member of an object. Returns null if the value is not an object or has no such member.
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
    fn the_path_of_an_operation_begins_with_the_base_path_of_its_server() {
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
    fn the_openapi_export_of_a_book_is_read_back_as_the_same_codes() {
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
    fn declare_adds_only_the_operations_that_return_codes_of_the_book() {
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
