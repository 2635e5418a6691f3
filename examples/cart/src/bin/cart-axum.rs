//! The cart on axum. The books and the errors are in the package `cart`.

use std::process::ExitCode;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::post;
use cart::{Quote, QuoteError, Refusal, Wish, codes, erp, field, terse};
use errorbook::{IntoError, Policy, standard};
use errorbook_axum::{ErrorBook, Json, Result};
use tokio::net::TcpListener;

async fn quote(Json(wish): Json<Wish>) -> Result<Json<Quote>> {
    Ok(Json(cart::quote(&wish).map_err(QuoteError::from)?))
}

fn app() -> Router {
    let cart = Router::new().route("/quotes", post(quote)).layer(ErrorBook::new(&codes::BOOK));
    Router::new()
        .nest_service("/cart", cart)
        .nest_service("/primaerp", quotes(erp::error).layer(ErrorBook::from(Policy::new(&erp::BOOK).jsonp("callback"))))
        .nest_service("/ayanova", quotes(field::error).layer(ErrorBook::new(&field::BOOK)))
        .nest_service("/terse", quotes(terse::error).layer(ErrorBook::new(&terse::BOOK)))
        .layer(DefaultBodyLimit::max(cart::BODY_LIMIT))
        .layer(ErrorBook::from(Policy::new(&standard::BOOK).suppression_parameter("suppress_response_code")))
}

/// Returns the routes of another book. `error` converts a refusal into an error of that book.
fn quotes<E: IntoError + 'static>(error: fn(Refusal) -> E) -> Router {
    let quote = async move |Json(wish): Json<Wish>| Result::<_>::Ok(Json(cart::quote(&wish).map_err(error)?));
    Router::new().route("/quotes", post(quote))
}

fn main() -> ExitCode {
    cart::run(async |listener, stop| {
        let listener = TcpListener::from_std(listener)?;
        axum::serve(listener, app()).with_graceful_shutdown(stop.asked()).await
    })
}
