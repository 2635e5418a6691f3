//! The OpenAPI document of the projects: their routes, and every code that each of them can answer.

use depot::error::ProjectError;
use errorbook::integration::utoipa5::IntoResponses;
use errorbook::{IntoError, primaerp};
use errorbook_axum::Json;
use utoipa::OpenApi;

use crate::primaerp as routes;

/// `GET /openapi.json`
pub(crate) async fn document() -> Json<utoipa::openapi::OpenApi> {
    Json(Document::openapi())
}

#[derive(OpenApi)]
#[openapi(
    info(title = "The depot's projects", description = "Every error has a code of the book `primaerp`: see `/errors`."),
    servers((url = "/primaerp")),
    paths(routes::list, routes::one, routes::create, routes::change, routes::delete, routes::me)
)]
struct Document;

/// What a route can answer that asks for projects.
#[derive(IntoError, IntoResponses)]
#[expect(dead_code, reason = "it is listed in the document; handlers and extractors make the errors")]
pub(crate) enum Asked {
    #[code(transparent)]
    Project(ProjectError),
    #[code(primaerp::WRONG_PARAMETERS)]
    Parameter,
}

/// What a route can answer that is sent one.
#[derive(IntoError, IntoResponses)]
#[expect(dead_code, reason = "it is listed in the document; handlers and extractors make the errors")]
pub(crate) enum Sent {
    #[code(transparent)]
    Asked(Asked),
    #[code(primaerp::UNRECOGNIZED_REQUEST)]
    Unreadable,
    #[code(primaerp::FILE_TOO_LARGE)]
    TooLarge,
}

/// What a route can answer that wants to know who asks.
#[derive(IntoError, IntoResponses)]
#[expect(dead_code, reason = "it is listed in the document; handlers make the errors")]
pub(crate) enum Unknown {
    #[code(primaerp::TOKEN_MISSING)]
    Missing,
    #[code(primaerp::TOKEN_INVALID)]
    Invalid,
}
