//! An error that nobody has given a code.

use errorbook::{IntoError, primaerp};
use errorbook_actix::Result;

#[derive(IntoError)]
enum ProjectError {
    #[code(primaerp::OBJECT_NOT_FOUND)]
    Unknown,
}

async fn project() -> Result<&'static str, ProjectError> {
    std::fs::read("part").map_err(|_| ProjectError::Unknown)?;
    std::fs::read("part")?;
    Ok("fuse")
}

fn main() {
    let _ = actix_web::web::get().to(project);
}
