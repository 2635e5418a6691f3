//! `#[code(response(warp))]`: a service's own error type becomes a reply of warp.

use conformance::layer::derived_responses;
use errorbook::primaerp;
use errorbook_warp::ErrorBook;
use warp::Filter;

conformance::derived_errors!(warp);

#[tokio::test]
async fn a_handler_can_return_the_error_type_of_its_service() {
    let parts = warp::path!("parts" / i64).then(async |id| part(id));
    let fails = warp::path!("fails").map(|| Failed(std::io::Error::other("secret")));
    let app = ErrorBook::new(&primaerp::BOOK).wrap(parts.or(fails));
    for (path, status, body, has_id) in derived_responses() {
        let response = warp::test::request().path(path).reply(&app).await;
        assert_eq!(response.status(), status, "{path}");
        assert_eq!(response.headers().contains_key("x-error-id"), has_id, "{path}");
        assert_eq!(response.body(), body, "{path}");
    }
}
