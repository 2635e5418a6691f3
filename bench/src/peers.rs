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
    /// Makes the response for a code without details, with the claim about it.
    pub code: (Make, Claim),
    /// Makes the response for one violation with a description, if the crate supports that.
    pub one_violation: Option<Make>,
}

/// A function that makes a response of the version of axum that the crate is for.
#[derive(Debug, Clone, Copy)]
#[expect(clippy::exhaustive_enums, reason = "a measurement is of just these")]
pub enum Make {
    /// axum 0.7.
    Axum07(fn() -> axum07::response::Response),
    /// axum 0.8.
    Axum08(fn() -> Response),
}

impl fmt::Display for Peer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

/// All crates.
pub const PEERS: [Peer; 8] = [
    peer("api-error 0.1", (Make::Axum08(api_error), Claim::MESSAGE_ALONE), None),
    peer("rust-rfc7807 0.2", (Make::Axum08(rust_rfc7807), Claim::PLAIN), Some(Make::Axum08(rust_rfc7807_violation))),
    peer(
        "problem_details 0.11",
        (Make::Axum08(problem_details), Claim::PLAIN),
        Some(Make::Axum08(problem_details_violation)),
    ),
    peer(
        "axum-anyhow 0.11",
        (Make::Axum08(axum_anyhow), Claim { content_type: "application/json", ..Claim::PLAIN }),
        None,
    ),
    peer("axum-problem 0.1", (Make::Axum07(axum_problem), Claim::PLAIN), Some(Make::Axum07(axum_problem_violation))),
    peer(
        "http-api-problem 0.60",
        (Make::Axum08(http_api_problem), Claim::PLAIN),
        Some(Make::Axum08(http_api_problem_violation)),
    ),
    peer(
        "problemdetails 0.7",
        (Make::Axum08(problemdetails), Claim::PLAIN),
        Some(Make::Axum08(problemdetails_violation)),
    ),
    peer("masterror 0.27", (Make::Axum08(masterror), Claim::PLAIN), None),
];

const fn peer(name: &'static str, code: (Make, Claim), one_violation: Option<Make>) -> Peer {
    Peer { name, code, one_violation }
}

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

fn axum_problem() -> axum07::response::Response {
    use axum07::response::IntoResponse as _;

    axum_problem::Problem::not_found().extension("code", "not_found").into_response()
}

fn axum_problem_violation() -> axum07::response::Response {
    use axum07::response::IntoResponse as _;

    axum_problem::Problem::new(422)
        .title("Unprocessable Content")
        .detail(errors::DESCRIPTION)
        .extension("code", "unprocessable_content")
        .extension("errors", serde_json::json!([FAULT]))
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
