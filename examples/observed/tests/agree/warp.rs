//! The service on warp.

use errorbook::{Error, Policy, primaerp};
use errorbook_warp::{ErrorBook, Result, get};
use http_body_util::BodyExt as _;
use observed::opentelemetry::traceparent;
use tower::ServiceExt;
use tracing::Instrument as _;
use warp::Filter;
use warp::http::{Request as WarpRequest, StatusCode};

use crate::telemetry::request_span;
use crate::{Request, Response};

fn part(_: String) -> Result<&'static str> {
    Err(Error::from(primaerp::OBJECT_NOT_FOUND).with_cause("row 7 is locked"))?
}

#[tokio::main(flavor = "current_thread")]
pub(crate) async fn respond(policy: Policy, request: &Request) -> Response {
    let routes = warp::path!("fine")
        .map(|| "fine")
        .or(warp::path!("parts" / String).map(part))
        .or(warp::path!("panic").map(|| -> &'static str { panic!("secret") }))
        .or(warp::path!("broken").map(|| StatusCode::SERVICE_UNAVAILABLE));
    let span = request_span(request.traceparent);
    let own = traceparent(&span).unwrap();
    let service = ErrorBook::from(policy).service(get().and(routes));
    let app = ServiceExt::<WarpRequest<String>>::map_future(service, move |future| future.instrument(span.clone()));
    // A layer of tower around the service would do the same.
    let request = WarpRequest::get(request.target).header("traceparent", own);
    let (head, body) = app.oneshot(request.body(String::new()).unwrap()).await.unwrap().into_parts();
    let headers = head.headers.iter().map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned()));
    let body = body.collect().await.unwrap().to_bytes();
    Response { status: head.status.as_u16(), headers: headers.collect(), body: String::from_utf8(body.into()).unwrap() }
}
