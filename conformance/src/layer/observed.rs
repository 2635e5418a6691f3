//! An observer is called once for every response, and a header has the code for clients that do not read bodies.

use std::sync::{Mutex, PoisonError};

use errorbook::{Error, ErrorKind, ObservedResponse, Observer, Policy, ayanova, primaerp, standard};

use super::app::{App, Framework, Handler};
use super::reply::Reply;

fn routes(policy: Policy) -> App {
    let described = || Error::from(primaerp::VERSION_STALE).with_description("version 3");
    let mut app = App::new(policy)
        .get("/fine", Reply::text("fine"))
        .get("/made", Reply::json("[1]").status(201))
        .get("/found", Reply::empty(302).header("location", "/fine"))
        .get("/moved", Handler::fails(|| Error::from(primaerp::TENANT_MOVED).with_location("/fine")))
        .get("/described", Handler::fails(described))
        .get("/private", Handler::fails(|| Error::internal("secret")))
        .get("/gone", Reply::text("the words").status(410))
        .get("/broken", Reply::empty(503))
        .get("/own", Reply::json("[1]").status(409))
        .get("/panics", Handler::Panics)
        .get("/other", Handler::fails(|| ayanova::API_CLOSED.into()));
    for (path, handler) in Handler::all_that_fail(|| primaerp::OBJECT_NOT_FOUND.into()) {
        app = app.get(path, handler);
    }
    for (path, handler) in Handler::all_that_fail(|| ErrorKind::BodyTooLarge.into()) {
        app = app.get(format!("{path}/kind"), handler);
    }
    app
}

/// Paths below a layer with primaERP's book: the status, the book and the code of the response, and true if it has an id.
const RESPONSES: [(&str, u16, &str, Option<&str>, bool); 18] = [
    ("/fine", 200, "primaerp", None, false),
    ("/made", 201, "primaerp", None, false),
    ("/found", 302, "primaerp", None, false),
    ("/moved", 301, "primaerp", Some("PE01-1012"), false),
    ("/described", 409, "primaerp", Some("PE01-1107"), false),
    ("/private", 500, "primaerp", Some("PE01-9001"), true),
    ("/gone", 410, "primaerp", None, false),
    ("/broken", 503, "primaerp", None, true),
    ("/own", 409, "primaerp", None, false),
    ("/panics", 500, "primaerp", Some("PE01-9001"), true),
    ("/other", 503, "ayanova", Some("2000"), false),
    ("/nowhere", 404, "primaerp", Some("PE01-9003"), false),
    ("/fails", 404, "primaerp", Some("PE01-1101"), false),
    ("/refused", 404, "primaerp", Some("PE01-1101"), false),
    ("/rebuilt", 404, "primaerp", Some("PE01-1101"), false),
    ("/fails/kind", 412, "primaerp", Some("PE01-1109"), false),
    ("/refused/kind", 412, "primaerp", Some("PE01-1109"), false),
    ("/rebuilt/kind", 412, "primaerp", Some("PE01-1109"), false),
];

/// The forms of a request: the method, the query, and true if the query changes the status.
const FORMS: [(&str, &str, bool); 4] =
    [("GET", "", false), ("HEAD", "", false), ("GET", "?suppress_response_code=1", true), ("GET", "?callback=f", true)];

pub fn the_code_is_in_a_header_if_the_service_turns_it_on<F: Framework>() {
    let policy = Policy::new(&primaerp::BOOK).jsonp("callback");
    let app = routes(policy.error_code_header());
    let nested = App::new(Policy::new(&standard::BOOK)).mount("/in", routes(policy.error_code_header()));
    for (path, _, _, code, _) in RESPONSES {
        for (method, query, _) in FORMS {
            for (app, base) in [(&app, ""), (&nested, "/in")] {
                let target = format!("{base}{path}{query}");
                assert_eq!(app.send::<F>(method, &*target).header("x-error-code"), code, "{method} {target}");
            }
        }
        assert_eq!(routes(policy).ask::<F>(path).header("x-error-code"), None, "{path}");
    }
    let refused = app.ask::<F>("/fails?callback=1");
    assert_eq!(refused.header("x-error-code"), Some("PE01-1105"));
    let unknown = App::new(Policy::new(&standard::BOOK).error_code_header()).get("/", Reply::empty(499));
    assert_eq!(unknown.ask::<F>("/").header("x-error-code"), Some("unknown"));
}

pub fn an_outer_layer_sends_the_code_of_an_inner_layer<F: Framework>() {
    if !F::LAYERS_NEST {
        return;
    }
    let inner = routes(Policy::new(&primaerp::BOOK).jsonp("callback"));
    let app = App::new(Policy::new(&standard::BOOK).error_code_header()).mount("/in", inner);
    for (path, _, _, code, _) in RESPONSES {
        for (method, query, _) in FORMS {
            let target = format!("/in{path}{query}");
            assert_eq!(app.send::<F>(method, &*target).header("x-error-code"), code, "{method} {target}");
        }
    }
}

pub fn an_observer_is_called_once_for_every_response<F: Framework>() {
    let (observer, seen) = observer();
    let inner = routes(Policy::new(&primaerp::BOOK).jsonp("callback").observer(observer));
    let outer = Policy::new(&standard::BOOK).observer(observer);
    let app = App::new(outer).get("/health", Reply::text("fine")).mount("/in", inner);
    let take = || std::mem::take(&mut *seen.lock().unwrap_or_else(PoisonError::into_inner));
    for (path, status, book, code, has_id) in RESPONSES {
        for (method, query, is_changed) in FORMS {
            let target = format!("/in{path}{query}");
            let response = app.send::<F>(method, &*target);
            // A handler's own redirect is never suppressed, and text is never made a script.
            let is_suppressed = is_changed && response.status != status;
            let seen: Vec<_> = take().into_iter().map(|seen| Seen { route: None, ..seen }).collect();
            let expected = Seen {
                method: method.to_owned(),
                path: format!("/in{path}"),
                route: None,
                book,
                code,
                status,
                is_suppressed,
                error_id: response.header("x-error-id").map(str::to_owned),
            };
            assert_eq!(seen, [expected], "{method} {target}");
            assert_eq!(response.header("x-error-id").is_some(), has_id, "{method} {target}");
        }
    }
    app.ask::<F>("/health");
    let seen = take();
    assert_eq!(
        seen.iter().map(|seen| (&*seen.path, seen.book, seen.status)).collect::<Vec<_>>(),
        [("/health", "http", 200)]
    );
}

pub fn an_observer_gets_the_template_of_the_route<F: Framework>() {
    let (observer, seen) = observer();
    let inner = App::new(Policy::new(&primaerp::BOOK).observer(observer)).get("/parts/{id}", Handler::ReadsPath);
    let app = App::new(Policy::new(&standard::BOOK).observer(observer)).mount("/in", inner);
    for (path, code) in [("/in/parts/7", None), ("/in/parts/seven", Some("PE01-1105"))] {
        app.ask::<F>(path);
        let seen = std::mem::take(&mut *seen.lock().unwrap_or_else(PoisonError::into_inner));
        let routes: Vec<_> = seen.iter().map(|seen| (seen.route.as_deref(), seen.code)).collect();
        assert_eq!(routes, [(F::ROUTE, code)], "{path}");
    }
}

pub fn a_panic_of_an_observer_does_not_change_the_response<F: Framework>() {
    let app = routes(Policy::new(&primaerp::BOOK).observer(&|_| panic!("secret")));
    app.ask::<F>("/fails").assert_is(primaerp::OBJECT_NOT_FOUND, "/fails");
    app.ask::<F>("/fine").assert_eq(200, "fine", "/fine");
}

#[derive(Debug, Clone, PartialEq)]
struct Seen {
    method: String,
    path: String,
    route: Option<String>,
    book: &'static str,
    code: Option<&'static str>,
    status: u16,
    is_suppressed: bool,
    error_id: Option<String>,
}

fn observer() -> (Observer, &'static Mutex<Vec<Seen>>) {
    let seen: &'static Mutex<Vec<Seen>> = Box::leak(Box::default());
    let observer = move |response: &ObservedResponse<'_>| {
        seen.lock().unwrap_or_else(PoisonError::into_inner).push(Seen {
            method: response.method.to_owned(),
            path: response.path.to_owned(),
            route: response.route.map(str::to_owned),
            book: response.book.name(),
            code: response.code,
            status: response.status,
            is_suppressed: response.is_suppressed,
            error_id: response.error_id.map(str::to_owned),
        });
    };
    (Box::leak(Box::new(observer)), seen)
}
