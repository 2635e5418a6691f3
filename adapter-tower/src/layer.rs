//! [`ErrorBookLayer`]: the layer, its service and its future.

use std::fmt;
use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use errorbook::adapter::{Exchange, Finish, is_watched};
use errorbook::{Book, ErrorResponse, Policy, header};
use http::{HeaderValue, Request, Response};
use http_body::Body;
use pin_project_lite::pin_project;
use tower_layer::Layer;
use tower_service::Service;

use crate::body::{IntoBody, ResponseBody, Unchanged};
use crate::response::{HttpResponse, into_http};

/// The layer that puts every error into the envelope of a book, and suppresses statuses on request.
///
/// It sees the responses of the service inside it, and its panics.
///
/// ```
/// use errorbook::{Policy, ayanova};
/// use errorbook_tower::ErrorBook;
///
/// let layer = ErrorBook::new(&ayanova::BOOK);
/// let layer = ErrorBook::from(Policy::new(&ayanova::BOOK).jsonp("callback"));
/// ```
pub type ErrorBook = ErrorBookLayer<Unchanged>;

/// The layer of [`ErrorBook`], whose responses have the body that `M` gives them.
///
/// An adapter for a framework with a body type of its own names it: see [`IntoBody`].
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
    type Future = ResponseFuture<S::Future, B, M>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(cx)
    }

    fn call(&mut self, request: Request<A>) -> Self::Future {
        let mut exchange = Exchange::new(self.policy, request.method().as_str(), request.uri().query());
        if is_watched() {
            let extensions = request.extensions();
            let path = M::original_path(extensions).unwrap_or_else(|| request.uri().path());
            let trace = request.headers().get(header::TRACEPARENT).map(HeaderValue::as_bytes);
            exchange.describe(request.method().as_str(), path, M::route(extensions), trace);
        }
        let state = match exchange.run(|| self.inner.call(request)) {
            Ok(future) => State::Inner { exchange: Some(exchange), future },
            Err(panic) => {
                let response = into_body(exchange.panicked(&*panic));
                State::Finish { finish: exchange.finish(response) }
            }
        };
        ResponseFuture { state, body: PhantomData }
    }
}

pin_project! {
    /// The response of an [`ErrorBookService`].
    pub struct ResponseFuture<F, B, M> {
        #[pin]
        state: State<F, B>,
        body: PhantomData<M>,
    }
}

pin_project! {
    #[project = StateProjection]
    enum State<F, B> {
        Inner {
            // `None` once the inner future is ready.
            exchange: Option<Exchange>,
            #[pin]
            future: F,
        },
        Finish { finish: Finish<HttpResponse<ResponseBody<B>>> },
    }
}

impl<F, B, E, M> Future for ResponseFuture<F, B, M>
where
    F: Future<Output = Result<Response<B>, E>>,
    M: IntoBody<B>,
    B: Body<Data = Bytes, Error: fmt::Display> + Unpin,
{
    type Output = Result<Response<M::Body>, E>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let mut state = self.project().state;
        if let StateProjection::Inner { exchange, future } = state.as_mut().project() {
            let Some(running) = exchange else { panic!("the future is polled after it was ready") };
            // A future that has panicked is never polled again: this state is left.
            let response = match running.run(|| future.poll(cx)) {
                Ok(polled) => match ready!(polled) {
                    Ok(response) if running.passes_through(response.status().as_u16()) => {
                        return Poll::Ready(Ok(response.map(|body| M::into_body(body.into()))));
                    }
                    response => HttpResponse::from(response?.map(ResponseBody::from)),
                },
                Err(panic) => into_body(running.panicked(&*panic)),
            };
            if let Some(exchange) = exchange.take() {
                state.set(State::Finish { finish: exchange.finish(response) });
            }
        }
        match state.project() {
            StateProjection::Inner { .. } => Poll::Pending,
            StateProjection::Finish { finish } => {
                Pin::new(finish).poll(cx).map(|response| Ok(response.into_inner().map(M::into_body)))
            }
        }
    }
}

fn into_body<B>(error: ErrorResponse) -> HttpResponse<ResponseBody<B>> {
    HttpResponse::from(into_http(error).map(ResponseBody::full))
}

impl<F, B, M> fmt::Debug for ResponseFuture<F, B, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ResponseFuture").finish_non_exhaustive()
    }
}
