//! Other crates that turn errors into JSON on axum, used as their manuals recommend.

use std::fmt;

use api_error::ApiError;
use axum::response::{IntoResponse as _, Response};
use http::StatusCode;
use serde::Serialize;

use crate::{Claim, errors};

/// A crate for errors.
#[derive(Debug, Clone, Copy)]
pub struct Peer {
    /// The name and the version of the crate.
    pub name: &'static str,
    /// Returns the response for a code without details, and the claim about it.
    pub code: (fn() -> Response, Claim),
    /// Returns the response for one validation error and a description, if the crate supports that.
    pub one_violation: Option<fn() -> Response>,
}

impl fmt::Display for Peer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

/// All crates.
pub const PEERS: [Peer; 7] = [
    Peer { name: "api-error 0.1", code: (api_error, Claim::MESSAGE_ALONE), one_violation: None },
    Peer { name: "rust-rfc7807 0.2", code: (rust_rfc7807, Claim::PLAIN), one_violation: Some(rust_rfc7807_violation) },
    Peer {
        name: "problem_details 0.11",
        code: (problem_details, Claim::PLAIN),
        one_violation: Some(problem_details_violation),
    },
    Peer {
        name: "axum-anyhow 0.11",
        code: (axum_anyhow, Claim { content_type: "application/json", ..Claim::PLAIN }),
        one_violation: None,
    },
    Peer {
        name: "http-api-problem 0.60",
        code: (http_api_problem, Claim::PLAIN),
        one_violation: Some(http_api_problem_violation),
    },
    Peer {
        name: "problemdetails 0.7",
        code: (problemdetails, Claim::PLAIN),
        one_violation: Some(problemdetails_violation),
    },
    Peer { name: "masterror 0.27", code: (masterror, Claim::PLAIN), one_violation: None },
];

#[derive(Serialize)]
struct Fault {
    detail: &'static str,
    pointer: &'static str,
    code: &'static str,
}

const FAULT: Fault = Fault { detail: errors::MESSAGE, pointer: "#/parts/0/quantity", code: "min" };

#[derive(Debug, thiserror::Error, ApiError)]
enum MessageAlone {
    #[error("not found")]
    #[api_error(status_code = 404, message = "Not Found")]
    NotFound,
}

fn api_error() -> Response {
    MessageAlone::NotFound.into_response()
}

fn rust_rfc7807() -> Response {
    rust_rfc7807::Problem::not_found().title("Not Found").code("not_found").into_response()
}

fn rust_rfc7807_violation() -> Response {
    rust_rfc7807::Problem::new(422)
        .title("Unprocessable Content")
        .detail(errors::DESCRIPTION)
        .code("unprocessable_content")
        .push_error_code(FAULT.pointer, FAULT.detail, FAULT.code)
        .into_response()
}

fn problem_details() -> Response {
    #[derive(Serialize)]
    struct Coded {
        code: &'static str,
    }

    problem_details::ProblemDetails::from_status_code(StatusCode::NOT_FOUND)
        .with_extensions(Coded { code: "not_found" })
        .into_response()
}

fn problem_details_violation() -> Response {
    #[derive(Serialize)]
    struct Faults {
        code: &'static str,
        errors: Vec<Fault>,
    }

    problem_details::ProblemDetails::new()
        .with_status(StatusCode::UNPROCESSABLE_ENTITY)
        .with_title("Unprocessable Content")
        .with_detail(errors::DESCRIPTION)
        .with_extensions(Faults { code: "unprocessable_content", errors: vec![FAULT] })
        .into_response()
}

fn axum_anyhow() -> Response {
    axum_anyhow::not_found("Not Found", "not_found").into_response()
}

fn http_api_problem() -> Response {
    http_api_problem::HttpApiProblem::with_title(StatusCode::NOT_FOUND).value("code", &"not_found").into_response()
}

fn http_api_problem_violation() -> Response {
    http_api_problem::HttpApiProblem::new(StatusCode::UNPROCESSABLE_ENTITY)
        .title("Unprocessable Content")
        .detail(errors::DESCRIPTION)
        .value("code", &"unprocessable_content")
        .value("errors", &[FAULT])
        .into_response()
}

fn problemdetails() -> Response {
    problemdetails::new(StatusCode::NOT_FOUND)
        .with_title("Not Found")
        .with_value("status", 404)
        .with_value("code", "not_found")
        .into_response()
}

fn problemdetails_violation() -> Response {
    problemdetails::new(StatusCode::UNPROCESSABLE_ENTITY)
        .with_title("Unprocessable Content")
        .with_detail(errors::DESCRIPTION)
        .with_value("status", 422)
        .with_value("code", "unprocessable_content")
        .with_value("errors", vec![serde_json::json!(FAULT)])
        .into_response()
}

fn masterror() -> Response {
    masterror::AppError::not_found("Not Found").into_response()
}
