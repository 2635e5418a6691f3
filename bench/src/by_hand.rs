//! Responses that a careful service would write by hand, without a crate for errors: a struct with `Serialize`.

use axum::Json;
use axum::response::{IntoResponse as _, Response};
use http::{StatusCode, header};
use serde::Serialize;

use crate::errors;

#[derive(Serialize)]
struct Problem<'a> {
    r#type: &'a str,
    title: &'a str,
    status: u16,
    #[serde(skip_serializing_if = "Option::is_none")]
    detail: Option<&'a str>,
    code: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<Fault<'a>>,
}

#[derive(Serialize)]
struct Fault<'a> {
    detail: &'a str,
    pointer: &'a str,
    code: &'a str,
}

impl Problem<'_> {
    fn respond(self, status: StatusCode) -> Response {
        (status, [(header::CONTENT_TYPE, "application/problem+json")], Json(self)).into_response()
    }
}

/// Returns the response for a code without details.
pub fn code() -> Response {
    let problem = Problem {
        r#type: "about:blank",
        title: "Not Found",
        status: 404,
        detail: None,
        code: "not_found",
        errors: Vec::new(),
    };
    problem.respond(StatusCode::NOT_FOUND)
}

/// Returns the response for one validation error and a description.
pub fn one_violation() -> Response {
    let problem = Problem {
        r#type: "about:blank",
        title: "Unprocessable Content",
        status: 422,
        detail: Some(errors::DESCRIPTION),
        code: "unprocessable_content",
        errors: vec![Fault { detail: errors::MESSAGE, pointer: "#/parts/0/quantity", code: "min" }],
    };
    problem.respond(StatusCode::UNPROCESSABLE_ENTITY)
}
