//! The service's own error as a responder takes no other error.

use errorbook::{IntoError, primaerp};

#[derive(IntoError)]
#[code(response(actix))]
enum ProjectError {
    #[code(primaerp::OBJECT_NOT_FOUND)]
    Unknown,
}

async fn project() -> Result<&'static str, ProjectError> {
    Err(ProjectError::Unknown)?;
    Err(primaerp::VERSION_STALE)?
}

fn main() {
    let _ = actix_web::web::get().to(project);
}
