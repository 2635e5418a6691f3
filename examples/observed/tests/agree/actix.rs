//! The service on actix-web.

use actix_web::body::to_bytes;
use actix_web::dev::Service as _;
use actix_web::http::StatusCode;
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::rt::System;
use actix_web::test::{TestRequest, init_service};
use actix_web::{App, HttpResponse, web};
use errorbook::{Error, Policy, primaerp};
use errorbook_actix::{ErrorBook, Result};
use observed::opentelemetry::traceparent;
use tracing::Instrument as _;

use crate::telemetry::request_span;
use crate::{Request, Response};

async fn part() -> Result<&'static str> {
    Err(Error::from(primaerp::OBJECT_NOT_FOUND).with_cause("row 7 is locked"))?
}

async fn panics() -> &'static str {
    panic!("secret")
}

pub(crate) fn respond(policy: Policy, request: &Request) -> Response {
    System::new().block_on(async {
        let app = App::new()
            .route("/fine", web::get().to(async || "fine"))
            .route("/parts/{id}", web::get().to(part))
            .route("/panic", web::get().to(panics))
            .route("/broken", web::get().to(async || HttpResponse::new(StatusCode::SERVICE_UNAVAILABLE)))
            .wrap(ErrorBook::from(policy))
            .wrap_fn(|mut request, inner| {
                let given = request.headers().get("traceparent").map(|given| given.to_str().unwrap());
                let span = request_span(given);
                let own = HeaderValue::try_from(traceparent(&span).unwrap()).unwrap();
                request.headers_mut().insert(HeaderName::from_static("traceparent"), own);
                inner.call(request).instrument(span)
            });
        let target = TestRequest::get().uri(request.target);
        let request = request
            .traceparent
            .into_iter()
            .fold(target, |request, given| request.append_header(("traceparent", given)));
        // A panic has dropped actix-web's request, so the response arrives as an error.
        let response = match init_service(app).await.call(request.to_request()).await {
            Ok(response) => response.into_parts().1.map_into_boxed_body(),
            Err(error) => error.error_response(),
        };
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let headers = headers.iter().map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned()));
        let body = to_bytes(response.into_body()).await.unwrap();
        Response { status, headers: headers.collect(), body: String::from_utf8(body.into()).unwrap() }
    })
}
