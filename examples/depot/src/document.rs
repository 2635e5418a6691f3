//! The OpenAPI document of the service, with every route of the primaERP and AyaNova mounts.
//!
//! The routes, their parameters and their bodies are listed here, once for all frameworks. The errors of a route are those that
//! its handler's type promises. Each program passes its handlers in [`Promises`].

#![expect(clippy::indexing_slicing, reason = "the members are those of objects that are made here")]

use std::future::Future;

use errorbook::openapi::{DocumentedCode, Layers, responses};
use errorbook::{Codes, HandlerError, IntoError, Status, StatusMapping};
use serde_json::{Map, Value, json};
use utoipa::OpenApi;

use crate::error::{AdmissionError, OperatorError};
use crate::trial::{Echo, EchoPart};
use crate::{
    CurrentState, Me, Mount, NewPart, NewProject, NewUsedPart, NewWorkOrder, Part, PartChange, Project, ProjectChange,
    ServerState, StateChange, UsedPart, WorkOrder,
};

/// The codes that each handler of a program promises.
#[derive(Debug, Clone, Copy)]
#[expect(clippy::exhaustive_structs, reason = "a program has all of these handlers")]
pub struct Promises {
    /// `GET /primaerp/v1/projects`
    pub list_projects: Codes,
    /// `GET /primaerp/v1/projects/{id}`
    pub project: Codes,
    /// `POST /primaerp/v1/projects`
    pub create_project: Codes,
    /// `PUT /primaerp/v1/projects/{id}`
    pub change_project: Codes,
    /// `DELETE /primaerp/v1/projects/{id}`
    pub delete_project: Codes,
    /// `GET /primaerp/v1/me`
    pub me: Codes,
    /// `GET /ayanova/api/v8/part/{id}`
    pub part: Codes,
    /// `POST /ayanova/api/v8/part`
    pub create_part: Codes,
    /// `PUT /ayanova/api/v8/part/{id}`
    pub change_part: Codes,
    /// `DELETE /ayanova/api/v8/part/{id}`
    pub delete_part: Codes,
    /// `POST /ayanova/api/v8/workorder`
    pub create_work_order: Codes,
    /// `PUT /ayanova/api/v8/server-state`
    pub change_state: Codes,
}

/// A handler with an error type that promises codes.
pub trait Handler<Arguments> {
    /// The codes that the handler promises.
    const PROMISE: Codes;
}

macro_rules! handlers {
    ($(($($Argument:ident)*))+) => { $(
        impl<F, Fut, T, E, $($Argument,)*> Handler<($($Argument,)*)> for F
        where
            F: Fn($($Argument),*) -> Fut,
            Fut: Future<Output = Result<T, E>>,
            E: HandlerError,
        {
            const PROMISE: Codes = E::PROMISE;
        }
    )+ };
}

handlers! { (A) (A B) (A B C) (A B C D) }

/// Returns the codes that a handler promises.
pub fn promise<Arguments, H: Handler<Arguments>>(_: H) -> Codes {
    H::PROMISE
}

#[derive(OpenApi)]
#[openapi(
    info(title = "The depot", description = "Every error has a code of the mount's book: see `/errors`."),
    components(schemas(
        CurrentState,
        Echo,
        EchoPart,
        Me,
        NewPart,
        NewProject,
        NewUsedPart,
        NewWorkOrder,
        Part,
        PartChange,
        Project,
        ProjectChange,
        ServerState,
        StateChange,
        UsedPart,
        WorkOrder
    ))
)]
struct Schemas;

/// Returns the document, with the promises of a program's handlers.
pub fn document(promises: &Promises) -> Value {
    let mut document = json!(Schemas::openapi());
    let mut paths = Map::new();
    for operation in projects(promises).into_iter().chain(parts(promises)) {
        operation.add_to(&mut paths);
    }
    for operation in [Mount::Primaerp, Mount::Ayanova].into_iter().flat_map(trials) {
        operation.add_to(&mut paths);
    }
    document["paths"] = paths.into();
    let layers = [Mount::Primaerp, Mount::Ayanova]
        .into_iter()
        .fold(Layers::new(), |layers, mount| layers.mount(mount.prefix(), mount.policy()));
    // The route that changes the state is open in every state, so it is not listed here.
    let admitted = ["part", "workorder"].map(|name| format!("/ayanova/api/v8/{name}"));
    let layers = admitted.into_iter().fold(layers, |layers, path| layers.middleware(path, AdmissionError::CODES));
    layers.add_to(&mut document);
    document
}

/// A method of a route.
struct Operation {
    method: &'static str,
    path: String,
    members: Value,
}

impl Operation {
    fn new(
        method: &'static str,
        path: impl Into<String>,
        codes: impl IntoIterator<Item = errorbook::Code>,
    ) -> Operation {
        let path = path.into();
        let parameters: Vec<Value> = path
            .split('{')
            .skip(1)
            .filter_map(|rest| rest.split_once('}'))
            .map(|(name, _)| {
                let kind = if name == "code" { "string" } else { "integer" };
                json!({ "name": name, "in": "path", "required": true, "schema": { "type": kind } })
            })
            .collect();
        let members = json!({ "parameters": parameters, "responses": responses(codes) });
        Operation { method, path, members }
    }

    fn query(mut self, name: &str) -> Operation {
        let parameter = json!({ "name": name, "in": "query", "schema": { "type": "integer" } });
        self.members["parameters"].as_array_mut().into_iter().for_each(|parameters| parameters.push(parameter.clone()));
        self
    }

    fn body(mut self, schema: &str) -> Operation {
        self.members["requestBody"] = json!({ "required": true, "content": json_content(reference(schema)) });
        self
    }

    fn responds(mut self, status: u16, response: Value) -> Operation {
        self.members["responses"][status.to_string()] = response;
        self
    }

    fn gives(self, status: u16, schema: Value) -> Operation {
        self.responds(status, json!({ "description": "", "content": json_content(schema) }))
    }

    fn gives_nothing(self) -> Operation {
        self.responds(204, json!({ "description": "" }))
    }

    fn add_to(self, paths: &mut Map<String, Value>) {
        paths.entry(self.path).or_insert_with(|| json!({}))[self.method] = self.members;
    }
}

fn reference(schema: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{schema}") })
}

fn data(schema: &str) -> Value {
    json!({ "type": "object", "properties": { "data": reference(schema) }, "required": ["data"] })
}

fn json_content(schema: Value) -> Value {
    json!({ "application/json": { "schema": schema } })
}

fn projects(promises: &Promises) -> [Operation; 6] {
    let (projects, one) = ("/primaerp/v1/projects", "/primaerp/v1/projects/{id}");
    let location = json!({ "location": { "required": true, "schema": { "type": "string" } } });
    let created = json!({ "description": "", "headers": location, "content": json_content(reference("Project")) });
    [
        Operation::new("get", projects, promises.list_projects)
            .query("skip")
            .query("top")
            .gives(200, json!({ "type": "array", "items": reference("Project") })),
        Operation::new("get", one, promises.project).gives(200, reference("Project")),
        Operation::new("post", projects, promises.create_project).body("NewProject").responds(201, created),
        Operation::new("put", one, promises.change_project).body("ProjectChange").gives(200, reference("Project")),
        Operation::new("delete", one, promises.delete_project).gives_nothing(),
        Operation::new("get", "/primaerp/v1/me", promises.me).gives(200, reference("Me")),
    ]
}

fn parts(promises: &Promises) -> [Operation; 6] {
    let (parts, one) = ("/ayanova/api/v8/part", "/ayanova/api/v8/part/{id}");
    // A guard rejects clients who are not operators before the handler runs, so the handler does not promise these codes.
    let change_state = promises.change_state.into_iter().chain(OperatorError::CODES);
    [
        Operation::new("get", one, promises.part).gives(200, data("Part")),
        Operation::new("post", parts, promises.create_part).body("NewPart").gives(201, data("Part")),
        Operation::new("put", one, promises.change_part).body("PartChange").gives(200, data("Part")),
        Operation::new("delete", one, promises.delete_part).gives_nothing(),
        Operation::new("post", "/ayanova/api/v8/workorder", promises.create_work_order)
            .body("NewWorkOrder")
            .gives(201, data("WorkOrder")),
        Operation::new("put", "/ayanova/api/v8/server-state", change_state)
            .body("StateChange")
            .gives(200, data("CurrentState")),
    ]
}

/// Returns the routes for trying things. Their handlers promise no codes, because a request can choose the error.
fn trials(mount: Mount) -> Vec<Operation> {
    let get =
        |name: &str, codes: Vec<errorbook::Code>| Operation::new("get", format!("{}/{name}", mount.prefix()), codes);
    let text = json!({ "description": "", "content": { "text/plain": { "schema": { "type": "string" } } } });
    let of_status = |status| match Status::new(status).map(|status| mount.book().for_status(status)) {
        Some(StatusMapping::Coded(code)) => Some(code),
        _ => None,
    };
    let any_status = |name| {
        let kept = (400..=599).filter(|status| of_status(*status).is_none());
        let operation = get(name, (400..=599).filter_map(of_status).collect());
        kept.fold(operation, |operation, status| operation.kept(mount, status))
    };
    let own = json!({ "description": "", "content": json_content(json!({ "type": "object" })) });
    let teapot = get("teapot", of_status(418).into_iter().collect());
    vec![
        get("raise/{code}", mount.book().codes().collect()),
        any_status("status/{n}"),
        any_status("text/{n}"),
        get("panic", Vec::new()),
        get("private", Vec::new()),
        get("empty", Vec::new()).gives_nothing(),
        get("plain", Vec::new()).responds(200, text),
        get("redirect", Vec::new()).responds(302, json!({ "description": "" })),
        get("own", Vec::new()).responds(409, own),
        if of_status(418).is_none() { teapot.kept(mount, 418) } else { teapot },
        get("late", mount.late().code().into_iter().collect()),
        get("long", of_status(400).into_iter().collect()),
        Operation::new("post", format!("{}/echo", mount.prefix()), Vec::new())
            .body("Echo")
            .gives(200, reference("Echo")),
    ]
}

impl Operation {
    /// Adds the response for a status that the book passes through without a code. If a code also has the status, the response
    /// becomes one more choice. All other statuses share the ranges `4XX` and `5XX`.
    fn kept(mut self, mount: Mount, status: u16) -> Operation {
        let Some(code) = mount.book().codes().next() else { return self };
        let without = json!({ "properties": { "code": { "type": "null" } } });
        let schema = json!({ "allOf": [DocumentedCode::from(code).envelope_schema(), without] });
        let content_type = code.book().envelope().content_type();
        let responses = &mut self.members["responses"];
        let content = responses.get_mut(status.to_string()).map(|response| &mut response["content"][content_type]);
        match content.and_then(|content| content["schema"]["oneOf"].as_array_mut()) {
            Some(choices) => choices.push(schema),
            None => {
                let content = json!({ content_type: { "schema": { "oneOf": [schema] } } });
                responses[format!("{}XX", status / 100)] =
                    json!({ "description": "A status without a code.", "content": content });
            }
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use super::*;

    const NONE: Codes = Infallible::CODES;

    #[test]
    fn the_document_has_every_route_of_both_mounts_with_its_full_path() {
        let promises = Promises {
            list_projects: NONE,
            project: NONE,
            create_project: NONE,
            change_project: NONE,
            delete_project: NONE,
            me: NONE,
            part: NONE,
            create_part: NONE,
            change_part: NONE,
            delete_part: NONE,
            create_work_order: NONE,
            change_state: NONE,
        };
        let document = document(&promises);
        assert!(document["openapi"].as_str().is_some_and(|version| version.starts_with("3.1")));
        let operations = document["paths"].as_object().unwrap().values().map(|item| item.as_object().unwrap().len());
        assert_eq!(operations.sum::<usize>(), 2 * 6 + 2 * 13);
        for schema in ["PrimaErp", "AyaNova", "Project", "WorkOrder"] {
            assert!(document["components"]["schemas"][schema].is_object(), "{schema}");
        }
    }

    #[test]
    fn a_handler_promises_the_codes_of_its_error() {
        async fn handler(_: i64) -> Result<(), OperatorError> {
            Ok(())
        }
        let codes: Vec<_> = promise(handler).iter().map(|code| code.id()).collect();
        assert_eq!(codes, ["2003", "2004"]);
    }
}
