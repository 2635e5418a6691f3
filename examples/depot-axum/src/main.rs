//! The depot on axum: routes and extractors. Everything else is in the package `depot`.

mod ayanova;
mod primaerp;
mod trial;

use std::process::ExitCode;
use std::sync::LazyLock;

use axum::extract::DefaultBodyLimit;
use axum::response::IntoResponse;
use axum::routing::get;
use axum::{Router, serve};
use depot::{Depot, Html, Mount, Promises, promise};
use errorbook_axum::{ErrorBook, Json, Pages};
use serde_json::Value;
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
        .merge(Pages::new(depot::ERRORS, depot::BOOKS).service("Depot"))
        .route("/openapi.json", get(|| async { Json(&*DOCUMENT) }))
        .route("/try", get(|| async { page(depot::try_page()) }))
        .route("/try/elsewhere", get(|| async { page(depot::try_elsewhere()) }))
        .nest(Mount::Http.prefix(), trial::routes(Mount::Http))
        .nest_service(Mount::Primaerp.prefix(), mount(Mount::Primaerp, primaerp::routes(depot.clone())))
        .nest_service(Mount::Ayanova.prefix(), mount(Mount::Ayanova, ayanova::routes(depot)))
        .layer(DefaultBodyLimit::max(depot::BODY_LIMIT))
        .layer(ErrorBook::from(Mount::Http.policy()))
}

fn mount(mount: Mount, routes: Router) -> Router {
    routes.layer(ErrorBook::from(mount.policy()))
}

fn page(html: &'static Html) -> impl IntoResponse {
    (html.headers(), html.text())
}

/// The OpenAPI document. It is created once.
static DOCUMENT: LazyLock<Value> = LazyLock::new(|| {
    depot::document(&Promises {
        list_projects: promise(primaerp::list),
        project: promise(primaerp::one),
        create_project: promise(primaerp::create),
        change_project: promise(primaerp::change),
        delete_project: promise(primaerp::delete),
        me: promise(primaerp::me),
        part: promise(ayanova::part),
        create_part: promise(ayanova::create_part),
        change_part: promise(ayanova::change_part),
        delete_part: promise(ayanova::delete_part),
        create_work_order: promise(ayanova::create_work_order),
        change_state: promise(ayanova::change_state),
    })
});
