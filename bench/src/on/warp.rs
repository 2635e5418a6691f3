//! warp: its responses and its service.

use std::hint::black_box;
use std::io;

use bytes::Bytes;
use errorbook_warp::{Error, ErrorBook};
use futures_util::FutureExt as _;
use http::{HeaderValue, Request, StatusCode, header};
use tower::Service as _;
use warp::reply::Response;
use warp::{Filter, Reply as _};

use super::Around;
use crate::errors;

/// Returns the floor: a response with the status, one header and static bytes.
pub fn by_hand() -> Response {
    let mut response = Response::new(Bytes::from_static(errors::PLAIN_BODY).into());
    *response.status_mut() = StatusCode::NOT_FOUND;
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    response
}

/// Returns the response for a code without details.
pub fn code() -> Response {
    Error::from(errors::PLAIN).into_response()
}

fn routes() -> impl Filter<Extract = (Response,), Error = warp::Rejection> + Clone + Send + Sync + 'static {
    let fine = warp::path!("fine").and(warp::get()).map(|| "fine".into_response());
    let code = warp::path!("code").and(warp::get()).map(|| Error::from(errors::PLAIN).into_response());
    let by_hand = warp::path!("static").and(warp::get()).map(by_hand);
    fine.or(code).unify().or(by_hand).unify()
}

/// Passes the service to a macro, because its type differs for each layer.
macro_rules! program {
    ($around:expr, $then:ident) => {
        match $around {
            Around::Nothing => $then!(warp::service(routes())),
            Around::Identity => $then!(warp::service(routes().boxed())),
            Around::ErrorBook | Around::Outside => $then!(ErrorBook::from(errors::POLICY).service(routes())),
        }
    };
}

/// Returns a function that calls the service in this process, one request at a time. The types of the responses differ too.
pub fn app(around: Around) -> Box<dyn Fn(&str)> {
    macro_rules! asking {
        ($app:expr) => {{
            let app = $app;
            Box::new(move |target: &str| {
                let request = Request::get(target).body(String::new()).unwrap();
                drop(black_box(app.clone().call(request).now_or_never().expect("nothing waits").unwrap()));
            })
        }};
    }
    program!(around, asking)
}

/// Serves until the process ends, and passes the port to `listening`.
///
/// # Errors
///
/// Fails if no port is available.
pub fn serve(around: Around, listening: fn(u16)) -> io::Result<()> {
    super::runtime()?.block_on(async {
        let listener = tokio::net::TcpListener::bind(super::ADDRESS).await?;
        listening(listener.local_addr()?.port());
        macro_rules! serving {
            ($app:expr) => {
                errorbook_warp::serve($app, listener, std::future::pending()).await
            };
        }
        program!(around, serving);
        Ok(())
    })
}
