//! A promise of something that has no codes.

use errorbook_axum::Result;

async fn project() -> Result<&'static str, std::io::Error> {
    Ok("fuse")
}

fn main() {
    let _: axum::Router = axum::Router::new().route("/", axum::routing::get(project));
}
