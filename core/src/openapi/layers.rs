//! [`Layers`]: the errors around the handlers of a service.

use serde_json::{Value, json};

use super::operation::{add, object};
use crate::{Book, Code, ErrorKind, Policy, media_type};

/// The layers and the middleware of a service. They add their errors to the operations below them.
///
/// The errors of extractors depend on the operation:
///
/// | operation | errors, with the codes of the mount's book |
/// |---|---|
/// | every operation | internal: a panic, or an error whose cause is for the log alone |
/// | with a parameter in the path or the query, or below a layer with JSONP | invalid parameter |
/// | with a body that is JSON or a form | unsupported media type, unreadable body, invalid body, body too large |
///
/// The module's documentation has an example.
#[derive(Debug, Clone, Default)]
pub struct Layers {
    mounts: Vec<(String, Policy)>,
    middleware: Vec<(String, Vec<Code>)>,
}

/// The members of a path that are operations.
const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

impl Layers {
    /// Returns a service without layers.
    pub fn new() -> Layers {
        Layers::default()
    }

    /// Adds the layer of a mount. The longest matching mount path wins. Paths are compared by whole segments.
    #[must_use]
    pub fn mount(mut self, path: impl Into<String>, policy: Policy) -> Layers {
        self.mounts.push((path.into(), policy));
        self
    }

    /// Adds the errors of a middleware below a path, such as authentication.
    #[must_use]
    pub fn middleware(mut self, path: impl Into<String>, codes: impl IntoIterator<Item = Code>) -> Layers {
        self.middleware.push((path.into(), codes.into_iter().collect()));
        self
    }

    /// Adds the errors to the operations of a document. Schemas of envelopes become components.
    ///
    /// An operation outside of all mounts gets only the errors of middleware. A value that is not a document stays unchanged.
    pub fn add_to(&self, document: &mut Value) {
        let shared = document.get("components").and_then(|components| components.get("responses")).cloned();
        let paths = document.get_mut("paths").and_then(Value::as_object_mut);
        for (path, item) in paths.into_iter().flatten() {
            for method in METHODS {
                let Some(operation) = item.get(method) else { continue };
                let codes = self.codes(path, method, item, operation);
                let Some(operation) = item.get_mut(method) else { continue };
                let responses = object(object(operation).entry("responses").or_insert(Value::Null));
                responses.values_mut().for_each(|response| resolve(response, shared.as_ref()));
                codes.into_iter().for_each(|code| add(responses, code));
            }
        }
        share_schemas(document);
    }

    fn codes(&self, path: &str, method: &str, item: &Value, operation: &Value) -> Vec<Code> {
        let mut codes = Vec::new();
        let mounts = self.mounts.iter().filter(|(base, _)| is_below(path, base));
        if let Some((_, policy)) = mounts.max_by_key(|(base, _)| base.len()) {
            let has_parameters = path.contains('{') || policy.has_jsonp() && method == "get";
            let kinds = kinds(has_parameters, item, operation);
            codes.extend(kinds.into_iter().map(|kind| Book::code_for(policy.book(), kind)));
        }
        let middleware = self.middleware.iter().filter(|(base, _)| is_below(path, base));
        codes.extend(middleware.flat_map(|(_, codes)| codes));
        codes
    }
}

/// Returns the error kinds of the operation's extractors.
fn kinds(has_parameters: bool, item: &Value, operation: &Value) -> Vec<ErrorKind> {
    let mut kinds = vec![ErrorKind::Internal];
    let parameters = [item, operation].into_iter().filter_map(|place| place.get("parameters")?.as_array()).flatten();
    let mut places = parameters.filter_map(|parameter| parameter.get("in")?.as_str());
    if has_parameters || places.any(|place| matches!(place, "path" | "query")) {
        kinds.push(ErrorKind::InvalidParameter);
    }
    let content = operation.get("requestBody").and_then(|body| body.get("content")?.as_object());
    let is_read = |name: &String| media_type::is_json(name.as_bytes()) || name == media_type::FORM;
    if content.is_some_and(|content| content.keys().any(is_read)) {
        kinds.extend([
            ErrorKind::UnsupportedMediaType,
            ErrorKind::UnreadableBody,
            ErrorKind::InvalidBody,
            ErrorKind::BodyTooLarge,
        ]);
    }
    kinds
}

/// Replaces a reference to a shared response by a copy, because other operations that use it may have other errors.
fn resolve(response: &mut Value, shared: Option<&Value>) {
    let target = response.get("$ref").and_then(|target| target.as_str()?.strip_prefix("#/components/responses/"));
    if let Some(found) = target.and_then(|name| shared?.get(name)).cloned() {
        *response = found;
    }
}

/// Returns true if the path begins with all segments of the base.
fn is_below(path: &str, base: &str) -> bool {
    let rest = path.strip_prefix(base.trim_end_matches('/'));
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Moves the schemas of envelopes to the components, so that each occurs once.
fn share_schemas(document: &mut Value) {
    let mut shared = Vec::<(String, Value)>::new();
    if let Some(paths) = document.get_mut("paths").and_then(Value::as_object_mut) {
        let items = paths.values_mut().filter_map(Value::as_object_mut);
        let operations = items.flat_map(|item| item.iter_mut().filter(|(name, _)| METHODS.contains(&name.as_str())));
        let responses = operations.filter_map(|(_, operation)| operation.get_mut("responses")?.as_object_mut());
        let contents = responses.flat_map(|responses| responses.values_mut());
        let contents = contents.filter_map(|response| response.get_mut("content")?.as_object_mut());
        for content in contents.flat_map(|contents| contents.values_mut()) {
            let schemas = content.get_mut("schema").and_then(|schema| schema.get_mut("oneOf")?.as_array_mut());
            for schema in schemas.into_iter().flatten() {
                let Some(envelope) = schema.get_mut("allOf").and_then(|all| all.get_mut(0)) else { continue };
                let Some(title) = envelope.get("title").and_then(Value::as_str).map(str::to_owned) else { continue };
                match shared.iter().find(|(name, _)| *name == title) {
                    Some((_, same)) if same == envelope => {}
                    Some(_) => continue,
                    None => shared.push((title.clone(), envelope.clone())),
                }
                *envelope = json!({ "$ref": format!("#/components/schemas/{title}") });
            }
        }
    }
    if !shared.is_empty() {
        let components = object(object(document).entry("components").or_insert(Value::Null));
        object(components.entry("schemas").or_insert(Value::Null)).extend(shared);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{IntoError, ayanova, openapi, primaerp, standard};

    #[derive(IntoError)]
    #[code(primaerp::VERSION_STALE)]
    struct Stale;

    #[derive(IntoError)]
    #[code(ayanova::API_CLOSED)]
    struct Closed;

    fn document() -> Value {
        let body = json!({ "content": { "application/json": {} } });
        json!({ "openapi": "3.1.0", "paths": {
            "/p/{id}": {
                "parameters": [{ "name": "id", "in": "path" }],
                "put": { "requestBody": body, "responses": openapi::responses(Stale::CODES) },
                "delete": {},
            },
            "/p": { "get": { "parameters": [{ "name": "x", "in": "header" }] } },
            "/px": { "get": { "responses": { "200": { "$ref": "#/components/responses/fine" } } } },
            "/a/b": { "post": { "requestBody": { "content": { "text/plain": {} } } } },
        }, "components": { "responses": { "fine": { "description": "fine" } } } })
    }

    fn described(document: &Value, path: &str, method: &str) -> Vec<String> {
        let responses = document["paths"][path][method]["responses"].as_object().unwrap();
        responses
            .iter()
            .map(|(status, response)| format!("{status} {}", response["description"].as_str().unwrap()))
            .collect()
    }

    #[test]
    fn an_operation_has_the_errors_of_its_extractors_in_the_book_of_its_mount() {
        let mut document = document();
        let layers = Layers::new()
            .mount("/", Policy::new(&standard::BOOK))
            .mount("/p", Policy::new(&primaerp::BOOK))
            .mount("/a/", Policy::new(&ayanova::BOOK))
            .middleware("/a", Closed::CODES);
        layers.add_to(&mut document);
        for (path, method, expected) in [
            (
                "/p/{id}",
                "put",
                &[
                    "400 `PE01-1105` Wrong parameters, `PE01-9004` Unrecognized request",
                    "409 `PE01-1107` Version stale",
                    "412 `PE01-1104` Validation error, `PE01-1109` File size limit exceeded",
                    "500 `PE01-9001` Unhandled error",
                ][..],
            ),
            ("/p/{id}", "delete", &["400 `PE01-1105` Wrong parameters", "500 `PE01-9001` Unhandled error"]),
            ("/p", "get", &["500 `PE01-9001` Unhandled error"]),
            ("/px", "get", &["200 fine", "500 `internal_server_error` Internal Server Error"]),
            ("/a/b", "post", &["503 `2002` Internal error, `2000` API closed"]),
        ] {
            assert_eq!(described(&document, path, method), expected, "{method} {path}");
        }
        let schemas = document["components"]["schemas"].as_object().unwrap();
        assert_eq!(schemas.keys().collect::<Vec<_>>(), ["AyaNova", "PrimaErp", "Problem"]);
        let before = document.clone();
        layers.add_to(&mut document);
        assert_eq!(
            document["paths"]["/p/{id}"]["put"]["responses"]["409"],
            before["paths"]["/p/{id}"]["put"]["responses"]["409"]
        );
    }

    #[test]
    fn jsonp_can_refuse_its_callback() {
        let mut document = document();
        Layers::new().mount("/px", Policy::new(&primaerp::BOOK).jsonp("callback")).add_to(&mut document);
        let expected = ["200 fine", "400 `PE01-1105` Wrong parameters", "500 `PE01-9001` Unhandled error"];
        assert_eq!(described(&document, "/px", "get"), expected);
        assert!(document["paths"]["/p"]["get"]["responses"].as_object().unwrap().is_empty());
    }

    #[test]
    fn a_value_that_is_not_a_document_stays_unchanged() {
        for value in [Value::Null, json!([1]), json!({ "paths": 1 }), json!({ "paths": { "/": [] } })] {
            let mut document = value.clone();
            Layers::new().mount("/", Policy::new(&standard::BOOK)).add_to(&mut document);
            assert_eq!(document, value);
        }
    }
}
