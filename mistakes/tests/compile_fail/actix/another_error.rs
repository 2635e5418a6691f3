//! An error whose code is not promised.

use errorbook::{IntoError, primaerp};
use errorbook_actix::Result;

#[derive(IntoError)]
enum ProjectError {
    #[code(primaerp::OBJECT_NOT_FOUND)]
    Unknown,
}

#[derive(IntoError)]
enum StockError {
    #[code(primaerp::VERSION_STALE)]
    Stale,
}

async fn project() -> Result<&'static str, ProjectError> {
    Err(ProjectError::Unknown)?;
    Err(StockError::Stale)?
}

fn main() {
    let _ = actix_web::web::get().to(project);
}
