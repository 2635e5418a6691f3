//! The promised form takes variants, not codes as values.

use errorbook::{IntoError, primaerp};
use errorbook_axum::Result;

#[derive(IntoError)]
enum ProjectError {
    #[code(primaerp::OBJECT_NOT_FOUND)]
    Unknown,
}

async fn project() -> Result<&'static str, ProjectError> {
    Err(ProjectError::Unknown)?;
    Err(primaerp::VERSION_STALE)?
}

fn main() {
    let _: axum::Router = axum::Router::new().route("/", axum::routing::get(project));
}
