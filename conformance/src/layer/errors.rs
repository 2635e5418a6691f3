//! An error without a code gets a code of the layer's book, and private details stay private.

use std::collections::BTreeSet;
use std::time::Duration;

use errorbook::{Book, Error, ErrorKind, Policy, ayanova, primaerp, standard};

use super::app::{App, Framework, Handler};
use super::reply::Reply;

const BOOKS: [&Book; 3] = [&primaerp::BOOK, &ayanova::BOOK, &standard::BOOK];

/// The code of each error kind, in the order of [`BOOKS`].
const KINDS: [(ErrorKind, [&str; 3]); 8] = [
    (ErrorKind::RouteNotFound, ["PE01-9003", "2010", "not_found"]),
    (ErrorKind::MethodNotAllowed, ["PE01-1103", "2030", "method_not_allowed"]),
    (ErrorKind::UnsupportedMediaType, ["PE01-9004", "2030", "unsupported_media_type"]),
    (ErrorKind::UnreadableBody, ["PE01-9004", "2030", "bad_request"]),
    (ErrorKind::InvalidBody, ["PE01-1104", "2200", "unprocessable_content"]),
    (ErrorKind::BodyTooLarge, ["PE01-1109", "2030", "content_too_large"]),
    (ErrorKind::InvalidParameter, ["PE01-1105", "2203", "bad_request"]),
    (ErrorKind::Internal, ["PE01-9001", "2002", "internal_server_error"]),
];

/// The paths of the handlers that fail.
const PATHS: [&str; 3] = ["/fails", "/refused", "/rebuilt"];

fn app(policy: impl Into<Option<Policy>>, error: impl Fn() -> Error + Send + Sync + 'static) -> App {
    let handlers = Handler::all_that_fail(error);
    handlers.into_iter().fold(App::new(policy), |app, (path, handler)| app.get(path, handler))
}

pub fn an_error_without_a_code_gets_a_code_of_the_layer<F: Framework>() {
    for (kind, ids) in KINDS {
        for (book, id) in BOOKS.into_iter().zip(ids) {
            let code = book.find(id).unwrap_or_else(|| panic!("{id} is not a code of {}", book.name()));
            for path in PATHS {
                let response = app(Policy::new(book), move || kind.into()).ask::<F>(path);
                response.assert_is(code, &format!("{} in {}, {path}", kind.name(), book.name()));
            }
        }
    }
}

pub fn an_error_without_a_code_keeps_its_headers<F: Framework>() {
    let error = || {
        Error::from(ErrorKind::BodyTooLarge)
            .with_header("x-own", "1")
            .with_header("x-own", "2")
            .with_retry_after(Duration::from_millis(1_500))
            .with_cause("secret")
    };
    for book in BOOKS {
        for path in PATHS {
            let response = app(Policy::new(book), error).ask::<F>(path);
            response.assert_is(book.code_for(ErrorKind::BodyTooLarge), path);
            assert_eq!(response.all("x-own"), ["1", "2"], "{path}");
            assert_eq!(response.header("retry-after"), Some("2"), "{path}");
            assert!(response.header("x-error-id").is_some(), "{path}");
            response.assert_has_no_secret(path);
        }
    }
}

pub fn without_a_layer_an_error_without_a_code_gets_a_code_of_the_http_book<F: Framework>() {
    let response = app(None, || ErrorKind::BodyTooLarge.into()).ask::<F>("/fails");
    response.assert_is(standard::CONTENT_TOO_LARGE, "without a layer");
    assert_eq!(response.header("content-type"), Some("application/problem+json"));
    app(None, || primaerp::OBJECT_NOT_FOUND.into()).ask::<F>("/fails").assert_is(primaerp::OBJECT_NOT_FOUND, "a code");
}

pub fn an_internal_error_shows_only_its_id<F: Framework>() {
    for book in BOOKS {
        let mut ids = BTreeSet::new();
        for path in PATHS {
            let response = app(Policy::new(book), || Error::internal("secret")).ask::<F>(path);
            response.assert_is(book.code_for(ErrorKind::Internal), path);
            response.assert_has_no_secret(path);
            ids.extend(response.header("x-error-id").map(str::to_owned));
        }
        assert_eq!(ids.len(), PATHS.len(), "each error has its own id: {ids:?}");
    }
}

pub fn an_error_with_a_code_shows_its_description_and_hides_its_cause<F: Framework>() {
    let error = || Error::from(primaerp::OBJECT_NOT_FOUND).with_description("no part 7").with_cause("secret");
    let body = r#"{"status":404,"code":"PE01-1101","message":"Object not found","description":"no part 7","constraintViolations":[]}"#;
    for path in PATHS {
        let response = app(Policy::new(&primaerp::BOOK), error).ask::<F>(path);
        response.assert_eq(404, body, path);
        response.assert_has_no_secret(path);
        assert!(response.header("x-error-id").is_some(), "{path}");
    }
}

pub fn a_response_that_cannot_be_serialised_becomes_a_private_error<F: Framework>() {
    let app = App::new(Policy::new(&primaerp::BOOK))
        .get("/json", Handler::Unserialisable)
        .get("/created", Handler::UnserialisableCreated)
        .get("/fine", Reply::json("[]"));
    for path in ["/json", "/created"] {
        let response = app.ask::<F>(path);
        response.assert_is(primaerp::UNHANDLED_ERROR, path);
        response.assert_has_no_secret(path);
        assert!(response.header("x-error-id").is_some(), "{path}");
        let suppressed = app.ask::<F>(format!("{path}?suppress_response_code=true"));
        assert_eq!((suppressed.status, suppressed.header("x-suppressed-status")), (200, Some("500")), "{path}");
    }
    app.ask::<F>("/fine").assert_eq(200, "[]", "serialisable");
}
