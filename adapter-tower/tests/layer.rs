//! The layer's promises, around a plain tower service.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::convert::Infallible;
use std::future::{Future, ready};
use std::io;
use std::pin::Pin;

use bytes::Bytes;
use conformance::layer::{App, Call, Framework, Handler, Received, Reply};
use errorbook::{Code, Error, primaerp};
use errorbook_tower::{ErrorBook, into_http};
use http::{Request, Response, StatusCode};
use http_body::Body as _;
use http_body_util::combinators::BoxBody;
use http_body_util::{BodyExt as _, Full};
use tower::util::BoxCloneSyncService;
use tower::{Layer as _, ServiceExt as _, service_fn};

struct Tower;

impl Framework for Tower {
    const NOT_FOUND: &[(&str, Code)] = &[("/primaerp/v1//me", primaerp::RESOURCE_NOT_FOUND)];

    fn respond(app: &App, call: &Call) -> Received {
        send(service(app), call)
    }
}

conformance::layer_tests!(Tower);

type Body = BoxBody<Bytes, io::Error>;
type Service = BoxCloneSyncService<Request<String>, Response<Body>, Infallible>;
type Responding = Pin<Box<dyn Future<Output = Result<Response<Body>, Infallible>> + Send>>;

#[tokio::main(flavor = "current_thread")]
async fn send(service: Service, call: &Call) -> Received {
    let mut request = Request::builder().method(call.method.as_str()).uri(&call.target);
    for (name, value) in &call.headers {
        request = request.header(name, value);
    }
    let response = service.oneshot(request.body(call.body.clone()).unwrap()).await;
    let (head, body) = response.unwrap_or_else(|never| match never {}).into_parts();
    // The server sets the length of a body that it sends.
    let length = if call.method == "HEAD" { None } else { body.size_hint().exact() };
    Received::read(head.status.as_u16(), &head.headers, length, body.into_data_stream()).await
}

fn service(app: &App) -> Service {
    let (policy, app) = (app.policy, app.clone());
    let service = service_fn(move |request| respond(&app, request));
    match policy {
        Some(policy) => Service::new(ErrorBook::from(policy).layer(service).map_response(boxed)),
        None => Service::new(service),
    }
}

/// Finds the route or the mount.
fn respond(app: &App, mut request: Request<String>) -> Responding {
    let (method, path) = (request.method().as_str(), request.uri().path());
    if let Some(route) = app.routes.iter().find(|route| route.path == path) {
        let served = if method == "HEAD" { "GET" } else { method };
        return match route.methods.iter().find(|(method, _)| *method == served) {
            Some((_, handler)) => handle(handler.clone()),
            None => replied(Reply::empty(405).header("allow", "GET,HEAD")),
        };
    }
    for (base, inner) in &app.mounts {
        if let Some(rest) = path.strip_prefix(base).filter(|rest| rest.is_empty() || rest.starts_with('/')) {
            let query = request.uri().query().unwrap_or_default();
            *request.uri_mut() = format!("/{}?{query}", rest.trim_start_matches('/')).parse().unwrap();
            return Box::pin(service(inner).oneshot(request));
        }
    }
    replied(Reply::empty(404))
}

fn handle(handler: Handler) -> Responding {
    let unserialisable = || into_http::<Full<Bytes>>(Error::internal("secret").to_response());
    match handler {
        Handler::Reply(reply) => replied(reply),
        Handler::Fails(error) | Handler::Refused(error) => {
            Box::pin(async move { Ok(boxed(into_http::<Full<Bytes>>(error().to_response()))) })
        }
        Handler::Rebuilt(error) => Box::pin(async move {
            let (head, body) = into_http::<Full<Bytes>>(error().to_response()).into_parts();
            let mut rebuilt = Response::new(body);
            *rebuilt.status_mut() = head.status;
            *rebuilt.headers_mut() = head.headers;
            Ok(boxed(rebuilt))
        }),
        Handler::Panics => Box::pin(async {
            tokio::task::yield_now().await;
            panic!("secret")
        }),
        Handler::PanicsBefore => panic!("secret"),
        Handler::Unserialisable => Box::pin(async move { Ok(boxed(unserialisable())) }),
        Handler::UnserialisableCreated => Box::pin(async move {
            let mut created = unserialisable();
            *created.status_mut() = StatusCode::CREATED;
            Ok(boxed(created))
        }),
        other => unreachable!("{other:?} is for frameworks with extractors"),
    }
}

fn replied(reply: Reply) -> Responding {
    let mut response = Response::builder().status(reply.status);
    for (name, value) in reply.headers {
        response = response.header(name, value);
    }
    Box::pin(ready(Ok(boxed(response.body(reply.body).unwrap()))))
}

fn boxed<B>(response: Response<B>) -> Response<Body>
where
    B: http_body::Body<Data = Bytes, Error: Into<Box<dyn std::error::Error + Send + Sync>>> + Send + Sync + 'static,
{
    response.map(|body| BoxBody::new(body.map_err(io::Error::other)))
}

#[test]
fn an_error_of_the_inner_service_is_passed_on() {
    let fails = service_fn(|_: Request<()>| ready(Err::<Response<Full<Bytes>>, _>("the service itself failed")));
    let service = ErrorBook::new(&primaerp::BOOK).layer(fails);
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let failed = runtime.block_on(service.oneshot(Request::new(()))).err();
    assert_eq!(failed, Some("the service itself failed"));
}
