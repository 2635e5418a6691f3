//! The error of a handler that promises nothing.

use errorbook::{IntoError, primaerp};
use errorbook_actix::Result;

#[derive(IntoError)]
enum ProjectError {
    #[code(primaerp::OBJECT_NOT_FOUND)]
    Unknown,
}

async fn open() -> Result<&'static str> {
    Err(primaerp::VERSION_STALE)?
}

async fn project() -> Result<&'static str, ProjectError> {
    Err(ProjectError::Unknown)?;
    Ok(open().await?)
}

fn main() {
    let _ = actix_web::web::get().to(project);
}
