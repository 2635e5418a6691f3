//! The routes for trying things. They are the same under each mount.

use axum::Router;
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use axum::routing::{get, post};
use depot::Mount;
use depot::trial::{self, Echo};
use errorbook_axum::{Error, Json, Path, Result};

pub(crate) fn routes<S: Clone + Send + Sync + 'static>(mount: Mount) -> Router<S> {
    Router::new()
        .route("/raise/{code}", get(move |Path(code): Path<String>| async move { Error::from(mount.raise(&code)) }))
        .route("/status/{n}", get(|Path(n): Path<i64>| async move { bare_status(n) }))
        .route(
            "/text/{n}",
            get(|Path(n): Path<i64>| async move { Ok::<_, Error>((bare_status(n)?, trial::OWN_WORDS)) }),
        )
        .route("/panic", get(panic))
        .route("/private", get(|| async { Error::from(trial::private()) }))
        .route("/empty", get(|| async { StatusCode::NO_CONTENT }))
        .route("/plain", get(|| async { trial::PLAIN }))
        .route("/redirect", get(|| async { (StatusCode::FOUND, [(header::LOCATION, trial::REDIRECT)]) }))
        .route("/own", get(own))
        .route("/teapot", get(|| async { (StatusCode::IM_A_TEAPOT, trial::TEAPOT_HEADERS) }))
        .route("/late", get(move || async move { Error::from(mount.late()) }))
        .route("/long", get(|| async { (StatusCode::BAD_REQUEST, trial::long()) }))
        .route("/echo", post(|Json(echo): Json<Echo>| async { Json(echo) }))
}

fn bare_status(n: i64) -> Result<StatusCode> {
    StatusCode::from_u16(trial::bare_status(n)?).map_err(|error| errorbook::Error::internal(error).into())
}

async fn panic() {
    panic!("{}", trial::PANIC)
}

async fn own() -> impl IntoResponse {
    let json = (header::CONTENT_TYPE.as_str(), errorbook::media_type::JSON);
    (StatusCode::CONFLICT, [json, trial::OWN_HEADER], trial::OWN_JSON)
}
