//! Each mount has its own book for all of its paths.

use errorbook::{Code, Error, ErrorKind, Policy, ayanova, primaerp, standard};

use super::app::{App, Framework, Handler};
use super::call::{Received, body_of};
use super::reply::Reply;

/// Returns an app with `/primaerp` and `/ayanova` below their own layers, and a layer with the `http` book around them.
fn mounts() -> App {
    App::new(Policy::new(&standard::BOOK).suppression_parameter("suppress_response_code"))
        .get("/health", Reply::empty(200))
        .mount("/primaerp", App::new(Policy::new(&primaerp::BOOK)).get("/v1/me", Reply::empty(200)))
        .mount("/ayanova", App::new(Policy::new(&ayanova::BOOK)))
}

/// Paths that no route serves, with the expected code.
const NOT_FOUND: [(&str, Code); 8] = [
    ("/primaerp", primaerp::RESOURCE_NOT_FOUND),
    ("/primaerp/", primaerp::RESOURCE_NOT_FOUND),
    ("/primaerp/v1", primaerp::RESOURCE_NOT_FOUND),
    ("/ayanova", ayanova::OBJECT_NOT_FOUND),
    ("/ayanova/", ayanova::OBJECT_NOT_FOUND),
    ("/ayanova/a/b", ayanova::OBJECT_NOT_FOUND),
    ("/primaerpx", standard::NOT_FOUND),
    ("/", standard::NOT_FOUND),
];

pub fn an_unknown_path_gets_a_404_of_the_book_of_its_mount<F: Framework>() {
    for &(path, code) in NOT_FOUND.iter().chain(F::NOT_FOUND) {
        mounts().ask::<F>(path).assert_is(code, path);
        let target = format!("{path}?suppress_response_code=true");
        let suppressed = mounts().ask::<F>(&*target);
        suppressed.assert_eq(200, &body_of(code), &target);
        assert_eq!(suppressed.header("x-suppressed-status"), Some(&*code.status().to_string()), "{target}");
    }
}

pub fn an_unsupported_method_gets_an_error_of_the_book_of_its_mount<F: Framework>() {
    let allowed = |response: &Received| {
        let methods = response.header("allow").unwrap_or_default().split(',').map(str::trim);
        let mut methods: Vec<_> = methods.filter(|method| !method.is_empty()).map(str::to_owned).collect();
        methods.sort_unstable();
        methods.join(" ")
    };
    for (path, code) in
        [("/primaerp/v1/me", primaerp::OPERATION_NOT_ALLOWED), ("/health", standard::METHOD_NOT_ALLOWED)]
    {
        for method in ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"] {
            let response = mounts().send::<F>(method, path);
            response.assert_is(code, path);
            assert_eq!(allowed(&response), if F::KNOWS_ALLOW { "GET HEAD" } else { "" }, "{method} {path}");
        }
    }
}

pub fn an_error_gets_its_code_from_the_innermost_book<F: Framework>() {
    let mut inner = App::new(Policy::new(&primaerp::BOOK));
    for (path, handler) in Handler::all_that_fail(|| Error::from(ErrorKind::BodyTooLarge)) {
        inner = inner.get(path, handler);
    }
    let inner = inner.get("/gone", Reply::text("the words").status(410)).get("/panics", Handler::Panics);
    let gone = r#"{"status":410,"code":null,"message":"Gone","description":"the words","constraintViolations":[]}"#;
    let app = App::new(Policy::new(&standard::BOOK)).mount("/in", inner);
    for path in ["/in/fails", "/in/refused", "/in/rebuilt"] {
        app.ask::<F>(path).assert_is(primaerp::FILE_TOO_LARGE, path);
    }
    app.ask::<F>("/in/gone").assert_eq(410, gone, "/in/gone");
    app.ask::<F>("/in/panics").assert_is(primaerp::UNHANDLED_ERROR, "/in/panics");
}

pub fn an_error_with_a_code_keeps_the_envelope_of_its_own_book<F: Framework>() {
    let mut app = App::new(Policy::new(&standard::BOOK));
    for (path, handler) in Handler::all_that_fail(|| Error::from(ayanova::OBJECT_NOT_FOUND)) {
        app = app.get(path, handler);
    }
    for path in ["/fails", "/refused", "/rebuilt"] {
        let response = app.ask::<F>(path);
        response.assert_is(ayanova::OBJECT_NOT_FOUND, path);
        assert_eq!(response.header("content-type"), Some("application/json"), "{path}");
    }
}

pub fn an_outer_layer_suppresses_responses_that_an_inner_layer_does_not<F: Framework>() {
    let inner = App::new(Policy::new(&ayanova::BOOK).suppress_errors_only())
        .get("/made", Reply::empty(201))
        .get("/gone", Reply::empty(410));
    let app = App::new(Policy::new(&primaerp::BOOK)).mount("/in", inner);
    let gone = app.ask::<F>("/in/gone?suppress_response_code=true");
    gone.assert_eq(200, &body_of(ayanova::INVALID_OPERATION), "/in/gone");
    // An outer layer sends the status of the handler, not the status that an inner layer made of it.
    assert_eq!(gone.header("x-suppressed-status"), Some("400"));
    let made = app.ask::<F>("/in/made?suppress_response_code=true");
    let expected = if F::LAYERS_NEST { (200, Some("201")) } else { (201, None) };
    assert_eq!((made.status, made.header("x-suppressed-status")), expected);
}
