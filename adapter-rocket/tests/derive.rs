//! `#[code(response(rocket))]`: a service's own error type becomes a responder of Rocket.

use conformance::layer::derived_responses;
use errorbook::primaerp;
use errorbook_rocket::ErrorBook;
use rocket::local::blocking::Client;
use rocket::{get, routes};

conformance::derived_errors!(rocket);

#[get("/parts/<id>")]
fn handler(id: i64) -> Result<&'static str, PartError<Failed>> {
    part(id)
}

#[get("/fails")]
fn fails() -> Failed {
    Failed(std::io::Error::other("secret"))
}

#[test]
fn a_handler_can_return_the_error_type_of_its_service() {
    let rocket = rocket::build().attach(ErrorBook::new(&primaerp::BOOK).mount("/", routes![handler, fails]));
    let client = Client::untracked(rocket).unwrap();
    for (path, status, body, has_id) in derived_responses() {
        let response = client.get(path).dispatch();
        assert_eq!(response.status().code, status, "{path}");
        assert_eq!(response.headers().contains("x-error-id"), has_id, "{path}");
        assert_eq!(response.into_string().as_deref(), Some(body), "{path}");
    }
}
