//! [`ErrorBookLayer`]: the layer, its service and its future.

use std::fmt;
use std::marker::PhantomData;
use std::task::{Context, Poll};

use bytes::Bytes;
use errorbook::adapter::{Converter, Exchange, ExchangeFuture, is_watched};
use errorbook::{Book, ErrorResponse, Policy, header};
use http::{HeaderValue, Request, Response};
use http_body::Body;
use tower_layer::Layer;
use tower_service::Service;

use crate::body::{IntoBody, ResponseBody, Unchanged};
use crate::response::{HttpResponse, into_http};

/// The layer that puts every error into the envelope of a book, and suppresses statuses on request.
///
/// It sees the responses and the panics of the inner service.
///
/// ```
/// use errorbook::{Policy, ayanova};
/// use errorbook_tower::ErrorBook;
///
/// let layer = ErrorBook::new(&ayanova::BOOK);
/// let layer = ErrorBook::from(Policy::new(&ayanova::BOOK).jsonp("callback"));
/// ```
pub type ErrorBook = ErrorBookLayer<Unchanged>;

/// The layer of [`ErrorBook`]. `M` selects the body of its responses.
///
/// An adapter for a framework with its own body type uses it: see [`IntoBody`].
#[derive(Debug, Clone, Copy)]
pub struct ErrorBookLayer<M> {
    policy: Policy,
    body: PhantomData<M>,
}

impl<M> ErrorBookLayer<M> {
    /// Returns a layer with the default [`Policy`] for this book.
    pub const fn new(book: &'static Book) -> ErrorBookLayer<M> {
        ErrorBookLayer { policy: Policy::new(book), body: PhantomData }
    }
}

impl<M> From<Policy> for ErrorBookLayer<M> {
    fn from(policy: Policy) -> ErrorBookLayer<M> {
        ErrorBookLayer { policy, body: PhantomData }
    }
}

impl<S, M> Layer<S> for ErrorBookLayer<M> {
    type Service = ErrorBookService<S, M>;

    fn layer(&self, inner: S) -> ErrorBookService<S, M> {
        ErrorBookService { inner, policy: self.policy, body: PhantomData }
    }
}

/// A service below an [`ErrorBookLayer`].
#[derive(Debug, Clone, Copy)]
pub struct ErrorBookService<S, M> {
    inner: S,
    policy: Policy,
    body: PhantomData<M>,
}

impl<S, M, A, B> Service<Request<A>> for ErrorBookService<S, M>
where
    S: Service<Request<A>, Response = Response<B>>,
    M: IntoBody<B>,
    B: Body<Data = Bytes, Error: fmt::Display> + Unpin,
{
    type Response = Response<M::Body>;
    type Error = S::Error;
    type Future = ResponseFuture<S::Future, B, S::Error, M>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(cx)
    }

    fn call(&mut self, request: Request<A>) -> Self::Future {
        let mut exchange = Exchange::new(&self.policy, request.method().as_str(), request.uri().query());
        if is_watched() {
            let extensions = request.extensions();
            let path = M::original_path(extensions).unwrap_or_else(|| request.uri().path());
            let trace = request.headers().get(header::TRACEPARENT).map(HeaderValue::as_bytes);
            exchange.describe(request.method().as_str(), path, M::route(extensions), trace);
        }
        exchange.respond(|| self.inner.call(request), HttpConverter(PhantomData))
    }
}

/// The response of an [`ErrorBookService`].
pub type ResponseFuture<F, B, E, M> = ExchangeFuture<F, HttpConverter<B, E, M>>;

/// Converts between the responses of the inner service and those of the layer, for [`ResponseFuture`].
#[derive(Debug)]
pub struct HttpConverter<B, E, M>(PhantomData<fn(B, E) -> M>);

impl<B, E, M> Converter for HttpConverter<B, E, M>
where
    M: IntoBody<B>,
    B: Body<Data = Bytes, Error: fmt::Display> + Unpin,
{
    type Inner = Result<Response<B>, E>;
    type Response = HttpResponse<ResponseBody<B>>;
    type Outer = Result<Response<M::Body>, E>;

    fn open(&mut self, inner: Self::Inner, exchange: &mut Exchange) -> Result<Self::Response, Self::Outer> {
        match inner {
            Ok(response) if exchange.passes_through(response.status().as_u16()) => {
                Err(Ok(response.map(|body| M::into_body(body.into()))))
            }
            Ok(response) => Ok(HttpResponse::from(response.map(ResponseBody::from))),
            Err(error) => Err(Err(error)),
        }
    }

    fn error(&mut self, error: ErrorResponse) -> Self::Response {
        HttpResponse::from(into_http(error).map(ResponseBody::full))
    }

    fn close(&mut self, response: Self::Response) -> Self::Outer {
        Ok(response.into_inner().map(M::into_body))
    }
}
