//! The depot on axum: routes and extractors. All else is in the package `depot`.

mod ayanova;
mod primaerp;
mod trial;

use std::process::ExitCode;

use axum::extract::DefaultBodyLimit;
use axum::routing::get;
use axum::{Router, serve};
use depot::{Depot, Mount};
use errorbook_axum::{ErrorBook, Json};
use tokio::net::TcpListener;

fn main() -> ExitCode {
    depot::run("depot-axum", |listener, depot, shutdown| async move {
        let listener = TcpListener::from_std(listener)?;
        serve(listener, app(depot)).with_graceful_shutdown(shutdown.requested()).await?;
        Ok(())
    })
}

fn app(depot: Depot) -> Router {
    Router::new()
        .route("/health", get(|| async { Json(depot::HEALTH) }))
        .nest(Mount::Http.prefix(), trial::routes(Mount::Http))
        .nest_service(Mount::Primaerp.prefix(), mount(Mount::Primaerp, primaerp::routes(depot.clone())))
        .nest_service(Mount::Ayanova.prefix(), mount(Mount::Ayanova, ayanova::routes(depot)))
        .layer(DefaultBodyLimit::max(depot::BODY_LIMIT))
        .layer(ErrorBook::new(Mount::Http.book()))
}

fn mount(mount: Mount, routes: Router) -> Router {
    routes.layer(ErrorBook::new(mount.book()))
}
