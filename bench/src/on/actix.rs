//! actix-web: its responses and its service.

use std::io;
use std::net::TcpListener;

use actix_web::body::BoxBody;
use actix_web::dev::{Service, ServiceResponse};
use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderValue};
use actix_web::middleware::{Condition, Next, from_fn};
use actix_web::test::TestRequest;
use actix_web::web::Bytes;
use actix_web::{App, HttpResponse, HttpServer, ResponseError as _, web};
use errorbook_actix::{Error, ErrorBook};
use futures_util::FutureExt as _;

use super::Around;
use crate::errors;

/// Returns the floor: a response with the status, one header and static bytes.
pub fn by_hand() -> HttpResponse {
    let mut response =
        HttpResponse::with_body(StatusCode::NOT_FOUND, BoxBody::new(Bytes::from_static(errors::PLAIN_BODY)));
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    response
}

/// Returns the response for a code without details.
pub fn code() -> HttpResponse {
    Error::from(errors::PLAIN).error_response()
}

fn routes(config: &mut web::ServiceConfig) {
    config
        .route(super::FINE, web::get().to(async || "fine"))
        .route(super::CODE, web::get().to(async || Err::<&str, _>(Error::from(errors::PLAIN))))
        .route(super::STATIC, web::get().to(async || by_hand()));
}

/// A function that responds to a request for a target.
pub type Program = Box<dyn Fn(&str) -> ServiceResponse<BoxBody>>;

/// Passes the service to a macro, because its type differs for each layer.
macro_rules! program {
    ($around:expr, $then:ident) => {
        match $around {
            Around::Nothing => $then!(App::new().configure(routes)),
            Around::Identity => $then!(
                App::new()
                    .configure(routes)
                    .wrap(Condition::new(true, from_fn(async |request, next: Next<BoxBody>| next.call(request).await)))
            ),
            Around::ErrorBook | Around::Outside => {
                $then!(App::new().configure(routes).wrap(ErrorBook::from(errors::POLICY)))
            }
        }
    };
}

/// Returns a function that calls the service in this process, one request at a time.
pub fn app(around: Around) -> Program {
    macro_rules! asking {
        ($app:expr) => {{
            let service = actix_web::test::init_service($app).now_or_never().expect("nothing waits");
            Box::new(move |target: &str| {
                let request = TestRequest::with_uri(target).to_request();
                let response = service.call(request).now_or_never().expect("nothing waits").unwrap();
                response.map_into_boxed_body()
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
    let listener = TcpListener::bind(super::ADDRESS)?;
    listening(listener.local_addr()?.port());
    macro_rules! serving {
        ($app:expr) => {
            HttpServer::new(|| $app).workers(1).listen(listener)?.run()
        };
    }
    actix_web::rt::System::new().block_on(async { program!(around, serving).await })
}
