//! A promise of something that has no codes.

use errorbook_actix::Result;

async fn project() -> Result<&'static str, std::io::Error> {
    Ok("fuse")
}

fn main() {
    let _ = actix_web::web::get().to(project);
}
