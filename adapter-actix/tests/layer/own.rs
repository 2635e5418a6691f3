//! Tests of features that only actix-web has: services that fail, a default service, its own extractors.

use std::fmt;

use super::*;
use actix_web::error::{ErrorForbidden, ErrorInternalServerError, InternalError};
use actix_web::http::header;
use actix_web::middleware::DefaultHeaders;
use actix_web::web::Redirect;
use actix_web::{ResponseError, web};
use conformance::layer::{Piece, body_of};
use errorbook::ErrorKind;

const BOOK: ErrorBook = ErrorBook::new(&primaerp::BOOK);

#[test]
fn a_default_service_of_the_app_responds_in_every_mount() {
    let app = || {
        ActixApp::new()
            .service(web::scope("/primaerp").app_data(web::Data::new(1)).wrap(BOOK))
            .default_service(web::to(async || Error::from(errorbook::Error::from(ErrorKind::RouteNotFound))))
            .wrap(ErrorBook::new(&standard::BOOK))
    };
    send(app(), &Call::get("/primaerp/x")).assert_is(primaerp::RESOURCE_NOT_FOUND, "/primaerp/x");
    send(app(), &Call::get("/x")).assert_is(standard::NOT_FOUND, "/x");
}

#[test]
fn a_middleware_that_fails_or_panics_gets_the_same_error_as_a_handler() {
    async fn middleware(request: ServiceRequest, next: Next<BoxBody>) -> actix_web::Result<ServiceResponse> {
        match request.path() {
            "/gone" => Err(InternalError::new("the words", StatusCode::GONE).into()),
            "/forbidden" => Err(ErrorForbidden("the words")),
            "/internal" => Err(ErrorInternalServerError("secret")),
            "/coded" => Err(Error::from(primaerp::TOKEN_INVALID).into()),
            "/uncoded" => Err(Error::from(errorbook::Error::from(ErrorKind::BodyTooLarge)).into()),
            "/moved" => Err(Error::from(errorbook::Error::from(primaerp::TENANT_MOVED).with_location("/there")).into()),
            "/own" => {
                let own = HttpResponse::Conflict().insert_header(("x-own", "1")).json([1]);
                Err(InternalError::from_response("", own).into())
            }
            "/mapped" => {
                let mut error = ErrorForbidden("");
                error.add_response_mapper(|mut response| {
                    response.headers_mut().insert(header::VARY, header::HeaderValue::from_static("origin"));
                    response
                });
                Err(error)
            }
            "/panic" => panic!("secret"),
            _ => next.call(request).await,
        }
    }

    let app = || ActixApp::new().route("/", web::get().to(async || "fine")).wrap(from_fn(middleware)).wrap(BOOK);
    let ask = |target: &str| send(app(), &Call::get(target));
    let forbidden = r#"{"status":403,"code":"PE01-1008","message":"Access denied","description":"the words","constraintViolations":[]}"#;
    let gone = r#"{"status":410,"code":null,"message":"Gone","description":"the words","constraintViolations":[]}"#;
    let cases = [
        ("/", 200, "fine"),
        ("/gone", 410, gone),
        ("/forbidden", 403, forbidden),
        ("/internal", 500, &body_of(primaerp::UNHANDLED_ERROR)),
        ("/coded", 401, &body_of(primaerp::TOKEN_INVALID)),
        ("/uncoded", 412, &body_of(primaerp::FILE_TOO_LARGE)),
        ("/moved", 301, &body_of(primaerp::TENANT_MOVED)),
        ("/own", 409, "[1]"),
        ("/mapped", 403, &body_of(primaerp::ACCESS_DENIED)),
        ("/panic", 500, &body_of(primaerp::UNHANDLED_ERROR)),
    ];
    for (path, status, body) in cases {
        let response = ask(path);
        response.assert_eq(status, body, path);
        assert_eq!(response.header("x-error-id").is_some(), status == 500, "{path}");
        ask(&format!("{path}?suppress_response_code=true")).assert_eq(200, body, path);
        if path != "/" {
            let head = send(app(), &Call::new("HEAD", path));
            head.assert_eq(status, "", path);
            assert_eq!(head.header("content-length"), Some(&*body.len().to_string()), "{path}");
        }
    }
    assert_eq!(ask("/coded").header("www-authenticate"), Some("Bearer"));
    assert_eq!(ask("/own").header("x-own"), Some("1"));
    assert_eq!(ask("/mapped").header("vary"), Some("origin"));
}

#[test]
fn an_error_with_a_body_that_fails_gets_the_envelope_for_its_status() {
    #[derive(Debug)]
    struct Broken;

    impl fmt::Display for Broken {
        fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
            Ok(())
        }
    }

    impl ResponseError for Broken {
        fn error_response(&self) -> HttpResponse {
            response(Reply::json("").status(409).streamed([Piece::Fails]))
        }
    }

    let fails = |_: ServiceRequest, _: Next<BoxBody>| ready(Err::<ServiceResponse, _>(Broken.into()));
    let response = send(ActixApp::new().wrap(from_fn(fails)).wrap(BOOK), &Call::get("/"));
    let conflict = "Conflict. The request could not be processed because of a conflict in the request.";
    let body =
        format!(r#"{{"status":409,"code":null,"message":"{conflict}","description":null,"constraintViolations":[]}}"#);
    response.assert_eq(409, &body, "broken");
}

#[test]
fn rejections_of_the_frameworks_own_extractors_get_the_envelope() {
    let app = || {
        ActixApp::new()
            .route("/parts/{id}", web::get().to(async |_: web::Path<u32>, _: web::Query<Part>| ""))
            .route("/parts", web::post().to(async |_: web::Json<Part>| ""))
            .wrap(ErrorBook::new(&ayanova::BOOK))
    };
    let post = || Call::new("POST", "/parts");
    let cases = [
        (Call::get("/parts/x"), 404, "2010"),
        (Call::get("/parts/1"), 400, "2030"),
        (post().body("{}"), 400, "2030"),
        (post().header("content-type", "application/json").body("{"), 400, "2030"),
    ];
    for (call, status, code) in cases {
        let response = send(app(), &call);
        assert_eq!(response.status, status, "{}", response.body);
        let start = format!(r#"{{"error":{{"code":"{code}","message":""#);
        assert!(response.body.starts_with(&start), "{}", response.body);
    }
}

#[test]
fn a_path_is_percent_decoded_once() {
    let app = || {
        let names = async |Path((a, b)): Path<(String, String)>| format!("{a}|{b}");
        ActixApp::new()
            .service(web::scope("/{a}").route("/{b}", web::get().to(names)))
            .route("/", web::get().to(async |_: Path<u32>| ""))
            .wrap(BOOK)
    };
    let ask = |path: &str| send(app(), &Call::get(path));
    for (path, expected) in [
        ("/x/y", "x|y"),
        ("/a%20b/%C3%A9", "a b|é"),
        ("/a%2Fb/c+d%2B", "a/b|c+d+"),
        ("/%2541/%25", "%41|%"),
        ("/100%/%zz", "100%|%zz"),
        // actix-web accepts it, so it is not refused.
        ("/x/%C3%28", "x|\u{fffd}("),
    ] {
        ask(path).assert_eq(200, expected, path);
    }
    assert_eq!(ask("/").status, 500);
}

#[test]
fn a_redirect_of_the_framework_does_not_change() {
    let app = ActixApp::new().route("/", web::get().to(async || Redirect::to("/there"))).wrap(BOOK);
    let response = send(app, &Call::get("/?suppress_response_code=1"));
    assert_eq!((response.status, response.header("x-suppressed-status")), (307, None));
}

#[test]
fn outer_layers_see_the_envelope_and_inner_layers_keep_their_headers() {
    let app = ActixApp::new()
        .route("/", web::get().to(HttpResponse::NotAcceptable))
        .wrap(DefaultHeaders::new().add(("x-inside", "1")))
        .wrap(BOOK)
        .wrap(from_fn(async |request: ServiceRequest, next: Next<_>| {
            let response = next.call(request).await?;
            assert_eq!(response.headers().get("content-type").unwrap(), "application/json");
            Ok::<ServiceResponse<_>, actix_web::Error>(response)
        }))
        .wrap(DefaultHeaders::new().add(("x-outside", "1")));
    let response = send(app, &Call::get("/"));
    response.assert_is(primaerp::INCOMPATIBLE_CONTENT_TYPE, "406");
    assert_eq!((response.header("x-inside"), response.header("x-outside")), (Some("1"), Some("1")));
}

#[test]
fn a_content_length_that_a_handler_sets_for_a_head_is_kept() {
    let stream = async || response(Reply::empty(200).header("content-length", "3").streamed([Piece::Panics]));
    let own = async || HttpResponse::Ok().insert_header(("content-length", "7")).finish();
    let routes = |config: &mut ServiceConfig| {
        config.route("/stream", get().to(stream)).route("/own", web::head().to(own));
    };
    for (path, length) in [("/in/stream", Some("3")), ("/in/own", Some("7"))] {
        let inner = web::scope("/in").configure(routes).wrap(ErrorBook::new(&standard::BOOK));
        let head = send(ActixApp::new().service(inner).wrap(BOOK), &Call::new("HEAD", path));
        head.assert_eq(200, "", path);
        assert_eq!(head.header("content-length"), length, "{path}");
    }
}

#[test]
fn a_long_error_of_an_inner_middleware_becomes_a_complete_script() {
    for length in [1 << 10, 2 << 20] {
        let fails = move |_: ServiceRequest, _: Next<BoxBody>| {
            let json = response(Reply::json(format!("\"{}\"", "<".repeat(length - 2))).status(409));
            ready(Err::<ServiceResponse, _>(InternalError::from_response("", json).into()))
        };
        let app = || {
            let policy = Policy::new(&primaerp::BOOK).jsonp("callback");
            ActixApp::new().wrap(from_fn(fails)).wrap(ErrorBook::from(policy))
        };
        let script = format!("/**/show(\"{}\");", "\\u003c".repeat(length - 2));
        let response = send(app(), &Call::get("/?callback=show"));
        assert!(response.status == 200 && response.body == script, "{:.100}", response.body);
        // A long script is sent before its length is known.
        let length = (length < 1 << 20).then(|| script.len().to_string());
        assert_eq!(response.header("content-length"), length.as_deref());
        let head = send(app(), &Call::new("HEAD", "/?callback=show"));
        head.assert_eq(200, "", "HEAD");
        assert_eq!(head.header("content-length"), length.as_deref());
    }
}
