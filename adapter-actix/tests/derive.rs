//! `#[code(response(actix))]`: a service's own error type becomes an error of actix-web.

use actix_web::test::{TestRequest, call_service, init_service, read_body};
use actix_web::{App, HttpResponse, get, web};
use conformance::layer::derived_responses;
use errorbook::primaerp;
use errorbook_actix::ErrorBook;

conformance::derived_errors!(actix);

#[get("/parts/{id}")]
async fn handler(id: web::Path<i64>) -> Result<&'static str, PartError<Failed>> {
    part(*id)
}

/// A handler with every kind of value that becomes actix-web's error.
#[get("/fails")]
async fn fails() -> actix_web::Result<HttpResponse> {
    Err(Failed(std::io::Error::other("secret")))?
}

#[actix_web::test]
async fn a_handler_can_return_the_error_type_of_its_service() {
    let app = init_service(App::new().service(handler).service(fails).wrap(ErrorBook::new(&primaerp::BOOK))).await;
    for (path, status, body, has_id) in derived_responses() {
        let response = call_service(&app, TestRequest::with_uri(path).to_request()).await;
        assert_eq!(response.status().as_u16(), status, "{path}");
        assert_eq!(response.headers().contains_key("x-error-id"), has_id, "{path}");
        assert_eq!(read_body(response).await, body, "{path}");
    }
}
