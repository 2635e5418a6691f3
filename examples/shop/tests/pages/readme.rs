use axum::{Router, routing::get};
use errorbook_axum::{ErrorBook, Path, Result};

mod shop {
    errorbook::codes! {
        /// The error codes of the shop.
        book "shop" { envelope: errorbook::envelope::PROBLEM }

        /// No part has this number.
        NO_SUCH_PART = "SHOP-1001", 404, "No such part";
    }
}

async fn part(Path(id): Path<usize>) -> Result<&'static str> {
    Ok(["fuse", "relay"].get(id).ok_or(shop::NO_SUCH_PART)?)
}

fn app() -> Router {
    Router::new().route("/parts/{id}", get(part)).layer(ErrorBook::new(&shop::BOOK))
}

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:3000").await?;
    axum::serve(listener, app()).await
}
