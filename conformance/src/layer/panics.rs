//! A panic becomes an internal error of the innermost book around it.

use errorbook::{Policy, ayanova, primaerp};

use super::app::{App, Framework, Handler};
use super::call::body_of;

fn panics(policy: Policy) -> App {
    App::new(policy).get("/panics", Handler::Panics).get("/before", Handler::PanicsBefore)
}

pub fn a_panic_gets_an_error_of_the_innermost_book_around_it<F: Framework>() {
    let inner = panics(Policy::new(&ayanova::BOOK).suppress_errors_only());
    let app = panics(Policy::new(&primaerp::BOOK)).mount("/in", inner);
    for (path, code) in [
        ("/panics", primaerp::UNHANDLED_ERROR),
        ("/before", primaerp::UNHANDLED_ERROR),
        ("/in/panics", ayanova::INTERNAL_ERROR),
        ("/in/before", ayanova::INTERNAL_ERROR),
    ] {
        let response = app.ask::<F>(path);
        response.assert_is(code, path);
        response.assert_has_no_secret(path);
        assert!(response.header("x-error-id").is_some_and(|id| !id.is_empty()), "{path}");

        let suppressed = app.ask::<F>(format!("{path}?suppress_response_code=true"));
        suppressed.assert_eq(200, &body_of(code), path);
        assert_eq!(suppressed.header("x-suppressed-status"), Some(&*code.status().to_string()), "{path}");

        let head = app.send::<F>("HEAD", path);
        head.assert_eq(code.status().as_u16(), "", path);
        let length = code.body().len().to_string();
        assert!(head.header("content-length").is_none_or(|stated| stated == length), "{path}");
    }
}
