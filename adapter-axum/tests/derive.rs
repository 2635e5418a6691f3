//! `#[code(response(axum))]`: a service's own error type becomes a response of axum.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::Path;
use axum::http::Request;
use axum::routing::get;
use conformance::layer::derived_responses;
use errorbook::primaerp;
use errorbook_axum::ErrorBook;
use tower::ServiceExt as _;

conformance::derived_errors!(axum);

#[tokio::test]
async fn a_handler_can_return_the_error_type_of_its_service() {
    async fn handler(Path(id): Path<i64>) -> Result<&'static str, PartError<Failed>> {
        part(id)
    }

    async fn fails() -> Failed {
        Failed(std::io::Error::other("secret"))
    }

    let app = Router::new()
        .route("/parts/{id}", get(handler))
        .route("/fails", get(fails))
        .layer(ErrorBook::new(&primaerp::BOOK));
    for (path, status, body, has_id) in derived_responses() {
        let response = app.clone().oneshot(Request::get(path).body(Body::empty()).unwrap()).await.unwrap();
        assert_eq!(response.status(), status, "{path}");
        assert_eq!(response.headers().contains_key("x-error-id"), has_id, "{path}");
        assert_eq!(to_bytes(response.into_body(), 1_000).await.unwrap(), body, "{path}");
    }
}
