//! The cart on actix-web. The books and the errors are in the package `cart`.

use std::process::ExitCode;

use actix_web::web::{self, JsonConfig, ServiceConfig};
use actix_web::{App, HttpServer, Resource};
use cart::{Quote, QuoteError, Refusal, Wish, codes, erp, field, terse};
use errorbook::{IntoError, Policy, standard};
use errorbook_actix::{ErrorBook, Json, Result};

async fn quote(Json(wish): Json<Wish>) -> Result<Json<Quote>> {
    Ok(Json(cart::quote(&wish).map_err(QuoteError::from)?))
}

fn routes(config: &mut ServiceConfig) {
    let cart = web::resource("/quotes").route(web::post().to(quote));
    let primaerp = ErrorBook::from(Policy::new(&erp::BOOK).jsonp("callback"));
    config
        .service(web::scope("/cart").service(cart).wrap(ErrorBook::new(&codes::BOOK)))
        .service(web::scope("/primaerp").service(quotes(erp::error)).wrap(primaerp))
        .service(web::scope("/ayanova").service(quotes(field::error)).wrap(ErrorBook::new(&field::BOOK)))
        .service(web::scope("/terse").service(quotes(terse::error)).wrap(ErrorBook::new(&terse::BOOK)));
}

/// Returns the route of another book. `error` converts a refusal into an error of that book.
fn quotes<E: IntoError + 'static>(error: fn(Refusal) -> E) -> Resource {
    let quote = move |Json(wish): Json<Wish>| async move { Result::<_>::Ok(Json(cart::quote(&wish).map_err(error)?)) };
    web::resource("/quotes").route(web::post().to(quote))
}

fn main() -> ExitCode {
    cart::run(async |listener, stop| {
        let app = || {
            App::new()
                .app_data(JsonConfig::default().limit(cart::BODY_LIMIT))
                .configure(routes)
                .wrap(ErrorBook::from(Policy::new(&standard::BOOK).suppression_parameter("suppress_response_code")))
        };
        let server = HttpServer::new(app).disable_signals().listen(listener)?.run();
        let handle = server.handle();
        tokio::select! {
            ended = server => ended,
            () = async { stop.asked().await; handle.stop(true).await } => Ok(()),
        }
    })
}
