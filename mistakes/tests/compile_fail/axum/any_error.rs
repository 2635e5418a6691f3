//! An error with any code.

use errorbook::{IntoError, primaerp};
use errorbook_axum::Result;

#[derive(IntoError)]
enum ProjectError {
    #[code(primaerp::OBJECT_NOT_FOUND)]
    Unknown,
}

async fn project() -> Result<&'static str, ProjectError> {
    Err(ProjectError::Unknown)?;
    Err(errorbook::coded!(primaerp::VERSION_STALE, "version 3 is stale"))?
}

fn main() {
    let _: axum::Router = axum::Router::new().route("/", axum::routing::get(project));
}
