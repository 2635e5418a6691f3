//! [`ErrorBook`]: the layer, its service and its future.

use std::cell::Cell;
use std::fmt;
use std::future::{Ready, ready};
use std::marker::PhantomData;

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ResponseHead, Service, ServiceRequest, ServiceResponse, Transform, forward_ready};
use actix_web::http::StatusCode;
use actix_web::http::header::HeaderValue;
use actix_web::web::Bytes;
use actix_web::{HttpRequest, HttpResponse, ResponseError};
use errorbook::adapter::{Converter, Exchange, ExchangeFuture, is_watched};
use errorbook::{ErrorResponse, Policy, header};

use crate::response::ActixResponse;

errorbook::adapter::layer_type! {
    /// The layer that puts every error into the envelope of a book, and suppresses statuses on request.
    ///
    /// Add it to an app with [`App::wrap`](actix_web::App::wrap), and to each scope with its own book with
    /// [`Scope::wrap`](actix_web::Scope::wrap). Then panics and actix-web's own errors, such as a path without a route, have codes of
    /// the book:
    ///
    /// ```
    /// use actix_web::{App, web};
    /// use errorbook::{ayanova, standard};
    /// use errorbook_actix::ErrorBook;
    ///
    /// let api = web::scope("/api").wrap(ErrorBook::new(&ayanova::BOOK));
    /// let app = App::new().service(api).wrap(ErrorBook::new(&standard::BOOK));
    /// # use actix_web::test::{TestRequest, call_and_read_body, init_service};
    /// # actix_web::rt::System::new().block_on(async {
    /// # let app = init_service(app).await;
    /// # let ask = async |path| call_and_read_body(&app, TestRequest::with_uri(path).to_request()).await;
    /// assert_eq!(ask("/api/x").await, r#"{"error":{"code":"2010","message":"Object not found"}}"#);
    /// assert_eq!(ask("/x").await, r#"{"type":"about:blank","title":"Not Found","status":404,"code":"not_found"}"#);
    /// # });
    /// ```
    ///
    /// A scope without its own [`default_service`](actix_web::Scope::default_service) inherits the app's. If that service fails with
    /// [`ErrorKind::RouteNotFound`](errorbook::ErrorKind::RouteNotFound), the error is in the book of the mount.
    pub struct ErrorBook;
}

impl<S, B> Transform<S, ServiceRequest> for ErrorBook
where
    S: Service<ServiceRequest, Response = ServiceResponse<B>, Error = actix_web::Error>,
    B: MessageBody + 'static,
{
    type Response = ServiceResponse;
    type Error = actix_web::Error;
    type Transform = ErrorBookService<S>;
    type InitError = ();
    type Future = Ready<Result<ErrorBookService<S>, ()>>;

    fn new_transform(&self, inner: S) -> Self::Future {
        ready(Ok(ErrorBookService { inner, policy: self.0 }))
    }
}

/// A service below an [`ErrorBook`].
#[derive(Debug, Clone, Copy)]
pub struct ErrorBookService<S> {
    inner: S,
    policy: Policy,
}

impl<S, B> Service<ServiceRequest> for ErrorBookService<S>
where
    S: Service<ServiceRequest, Response = ServiceResponse<B>, Error = actix_web::Error>,
    B: MessageBody + 'static,
{
    type Response = ServiceResponse;
    type Error = actix_web::Error;
    type Future = ResponseFuture<S::Future, B>;

    forward_ready!(inner);

    fn call(&self, request: ServiceRequest) -> Self::Future {
        let mut exchange = Exchange::new(&self.policy, request.method().as_str(), request.uri().query());
        if is_watched() {
            let (method, route) = (request.method().as_str(), request.match_pattern());
            let trace = request.headers().get(header::TRACEPARENT).map(HeaderValue::as_bytes);
            exchange.describe(method, request.path(), route.as_deref(), trace);
        }
        exchange.respond(|| self.inner.call(request), ActixConverter { request: None, body: PhantomData })
    }
}

/// The response of an [`ErrorBookService`].
pub type ResponseFuture<F, B> = ExchangeFuture<F, ActixConverter<B>>;

/// Converts between the responses of the inner service and those of the layer, for [`ResponseFuture`].
#[derive(Debug)]
pub struct ActixConverter<B> {
    /// `None` if the inner service has dropped it. The output is then an error of actix-web.
    request: Option<HttpRequest>,
    body: PhantomData<fn(B)>,
}

impl<B: MessageBody + 'static> Converter for ActixConverter<B> {
    type Inner = actix_web::Result<ServiceResponse<B>>;
    type Response = ActixResponse;
    type Outer = actix_web::Result<ServiceResponse>;

    fn open(&mut self, inner: Self::Inner, exchange: &mut Exchange) -> Result<ActixResponse, Self::Outer> {
        let response = match inner {
            Ok(response) if exchange.passes_through(response.status().as_u16()) => {
                return Err(Ok(response.map_into_boxed_body()));
            }
            Ok(response) => {
                let (request, response) = response.into_parts();
                self.request = Some(request);
                Ok(response.map_into_boxed_body().into())
            }
            Err(error) => exchange.run(|| error.error_response().into()),
        };
        Ok(response.unwrap_or_else(|panic| self.error(exchange.panicked(&*panic))))
    }

    fn error(&mut self, error: ErrorResponse) -> ActixResponse {
        ActixResponse::written(|head| error.write_to(head)).into()
    }

    fn close(&mut self, response: ActixResponse) -> Self::Outer {
        match self.request.take() {
            Some(request) => Ok(ServiceResponse::new(request, response.into_inner())),
            None => Err(Responded::from(response.into_inner()).into()),
        }
    }
}

/// A response without its request, which a panic or a failed inner middleware has dropped.
struct Responded {
    head: ResponseHead,
    body: Result<Bytes, Cell<Option<BoxBody>>>,
}

impl From<HttpResponse> for Responded {
    fn from(response: HttpResponse) -> Responded {
        let head = response.head().clone();
        // A stream can be sent only once.
        let body = response.into_body().try_into_bytes().map_err(|body| Cell::new(Some(body)));
        Responded { head, body }
    }
}

impl fmt::Debug for Responded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for Responded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "responded with {}", self.head.status)
    }
}

impl ResponseError for Responded {
    fn status_code(&self) -> StatusCode {
        self.head.status
    }

    fn error_response(&self) -> HttpResponse {
        let mut response = HttpResponse::new(self.head.status);
        *response.head_mut() = self.head.clone();
        response.set_body(match &self.body {
            Ok(bytes) => BoxBody::new(bytes.clone()),
            Err(body) => body.take().unwrap_or_else(crate::response::no_body),
        })
    }
}
