//! `#[code(response(rocket))]`: an error type of the service's own is a responder of Rocket.

use errorbook::{IntoError, primaerp};
use errorbook_rocket::ErrorBook;
use rocket::local::blocking::Client;
use rocket::{get, routes};

/// The error of a service, which its handlers return as it is.
#[derive(IntoError)]
#[code(response(rocket))]
enum PartError<T> {
    #[code(primaerp::OBJECT_NOT_FOUND, description = "no part {0}")]
    Unknown(i64),
    #[code(transparent)]
    Other(T),
}

/// A cause that is not `Clone`.
#[derive(Debug, IntoError)]
#[code(response(rocket))]
#[code(primaerp::UNHANDLED_ERROR)]
struct Failed(std::io::Error);

impl std::fmt::Display for Failed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("secret")
    }
}

impl std::error::Error for Failed {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.0)
    }
}

fn part(id: i64) -> Result<&'static str, PartError<Failed>> {
    match id {
        7 => Ok("fuse"),
        8 => Err(Failed(std::io::Error::other("secret")))?,
        _ => Err(PartError::Unknown(id)),
    }
}

impl From<Failed> for PartError<Failed> {
    fn from(failed: Failed) -> PartError<Failed> {
        PartError::Other(failed)
    }
}

const UNKNOWN: &str = r#"{"status":404,"code":"PE01-1101","message":"Object not found","description":"no part 9","constraintViolations":[]}"#;

#[get("/parts/<id>")]
fn handler(id: i64) -> Result<&'static str, PartError<Failed>> {
    part(id)
}

#[get("/fails")]
fn fails() -> Failed {
    Failed(std::io::Error::other("secret"))
}

#[test]
fn a_handler_returns_the_services_own_error() {
    let rocket = rocket::build().attach(ErrorBook::new(&primaerp::BOOK).mount("/", routes![handler, fails]));
    let client = Client::untracked(rocket).unwrap();
    let failed = std::str::from_utf8(primaerp::UNHANDLED_ERROR.body()).unwrap();
    for (path, status, body, has_id) in [
        ("/parts/7", 200, "fuse", false),
        ("/parts/9", 404, UNKNOWN, false),
        ("/parts/9?suppress_response_code=true", 200, UNKNOWN, false),
        ("/parts/8", 500, failed, true),
        ("/fails", 500, failed, true),
    ] {
        let response = client.get(path).dispatch();
        assert_eq!(response.status().code, status, "{path}");
        assert_eq!(response.headers().contains("x-error-id"), has_id, "{path}");
        assert_eq!(response.into_string().as_deref(), Some(body), "{path}");
    }
}
