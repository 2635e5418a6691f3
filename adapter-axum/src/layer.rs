//! [`ErrorBook`]: the layer that sees every request and every response.

use std::any::Any;
use std::convert::Infallible;
use std::fmt;
use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use axum::BoxError;
use axum::body::Body;
use axum::response::Response;
use bytes::Bytes;
use errorbook::{BodyPrefix, Policy, ResponseOptions, Script};
use http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use http::{Method, Request, StatusCode};
use http_body::{Body as _, Frame};
use http_body_util::BodyExt as _;
use pin_project_lite::pin_project;
use tower_layer::Layer;
use tower_service::Service;

use crate::error::{MadeByCode, Uncoded};
use crate::head::{self, Head};

/// The layer that sees to it that every error leaves in the envelope of a book, and that statuses are suppressed on
/// request.
///
/// It goes onto a router with [`Router::layer`](axum::Router::layer), or onto any tower service. What axum answers by
/// itself (no such route, a method that the route does not serve) and what panics is then the book's, too. A mount that
/// has a book of its own is nested as a service:
///
/// ```
/// use axum::Router;
/// use errorbook::{ayanova, standard};
/// use errorbook_axum::ErrorBook;
///
/// let api: Router = Router::new().layer(ErrorBook::new(&ayanova::BOOK));
/// let app: Router = Router::new().nest_service("/api", api).layer(ErrorBook::new(&standard::BOOK));
/// ```
///
/// [`Router::nest`](axum::Router::nest) instead would answer from the outer router what is not found in the inner one.
#[derive(Debug, Clone, Copy)]
pub struct ErrorBook {
    policy: Policy,
}

errorbook::__settings!(ErrorBook);

impl<S> Layer<S> for ErrorBook {
    type Service = ErrorBookService<S>;

    fn layer(&self, inner: S) -> ErrorBookService<S> {
        ErrorBookService { inner, policy: self.policy }
    }
}

/// A service under an [`ErrorBook`].
#[derive(Debug, Clone, Copy)]
pub struct ErrorBookService<S> {
    inner: S,
    policy: Policy,
}

impl<S, B, R> Service<Request<B>> for ErrorBookService<S>
where
    S: Service<Request<B>, Response = Response<R>>,
    R: http_body::Body<Data = Bytes, Error: Into<BoxError>> + Send + 'static,
{
    type Response = Response;
    type Error = S::Error;
    type Future = ResponseFuture<S::Future>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(cx)
    }

    fn call(&mut self, request: Request<B>) -> ResponseFuture<S::Future> {
        let delivery = self.policy.delivery(request.method().as_str(), request.uri().query());
        let is_head = request.method() == Method::HEAD;
        let state = match catch_unwind(AssertUnwindSafe(|| self.inner.call(request))) {
            Ok(future) => State::Inner { future },
            Err(panic) => State::Panicked { panic },
        };
        ResponseFuture { policy: self.policy, delivery, is_head, state }
    }
}

pin_project! {
    /// The response of an [`ErrorBookService`].
    pub struct ResponseFuture<F> {
        policy: Policy,
        delivery: ResponseOptions,
        is_head: bool,
        #[pin]
        state: State<F>,
    }
}

pin_project! {
    #[project = StateProjection]
    enum State<F> {
        Inner { #[pin] future: F },
        Bare { future: Later },
        Script { future: Later },
        Panicked { panic: Box<dyn Any + Send> },
    }
}

type Later = Pin<Box<dyn Future<Output = Response> + Send>>;

impl<F> fmt::Debug for ResponseFuture<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ResponseFuture").field("policy", &self.policy).finish_non_exhaustive()
    }
}

impl<F, R, E> Future for ResponseFuture<F>
where
    F: Future<Output = Result<Response<R>, E>>,
    R: http_body::Body<Data = Bytes, Error: Into<BoxError>> + Send + 'static,
{
    type Output = Result<Response, E>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let mut this = self.as_mut().project();
        let policy = &*this.policy;
        // What has unwound is never polled again: the state that it was in is left, or this future is done.
        let polled = match this.state.as_mut().project() {
            StateProjection::Inner { future } => match catch_unwind(AssertUnwindSafe(|| future.poll(cx))) {
                Ok(Poll::Ready(Ok(response)))
                    if !*this.is_head && policy.keeps(this.delivery, response.status().as_u16()) =>
                {
                    return Poll::Ready(Ok(response.map(Body::new)));
                }
                Ok(polled) => Ok(polled.map_ok(|response| response.map(Body::new))),
                Err(panic) => Err(panic),
            },
            StateProjection::Bare { future } => catch_unwind(AssertUnwindSafe(|| future.as_mut().poll(cx).map(Ok))),
            StateProjection::Script { future } => match catch_unwind(AssertUnwindSafe(|| future.as_mut().poll(cx))) {
                Ok(polled) => return polled.map(Ok),
                Err(panic) => Err(panic),
            },
            StateProjection::Panicked { panic } => Err(std::mem::replace(panic, Box::new(()))),
        };
        let mut response = match polled {
            Ok(polled) => ready!(polled)?,
            Err(panic) => head::response(errorbook::Error::panicked(&*panic).to_response_in(policy.book())),
        };
        if response.status().as_u16() >= 400 {
            if let Some(Uncoded(error)) = response.extensions_mut().remove() {
                head::replace(&mut response, error.to_response_in(policy.book()));
            } else if let StateProjection::Inner { .. } = this.state.as_mut().project() {
                if policy.is_unenveloped(&Head(&mut response)) {
                    this.state.set(State::Bare { future: Box::pin(enclose(*policy, response)) });
                    return self.poll(cx);
                }
            }
        }
        match deliver(policy, this.delivery, *this.is_head, &mut response) {
            Some(script) if script.is_short() || !*this.is_head => {
                this.state.set(State::Script { future: Box::pin(as_script(script, response)) });
                return self.poll(cx);
            }
            // axum says the length of what a HEAD is not sent, which a 204 must not say, and which of a long script nobody
            // knows: of this it knows none.
            script if *this.is_head && (script.is_some() || response.status() == StatusCode::NO_CONTENT) => {
                *response.body_mut() = Body::new(OfNoLength);
            }
            _ => {}
        }
        Poll::Ready(Ok(response))
    }
}

/// Puts a bare response into the envelope, with the start of its body for the description or the log.
async fn enclose(policy: Policy, mut response: Response) -> Response {
    let mut excerpt = BodyPrefix::default();
    while let Some(Ok(frame)) = response.body_mut().frame().await {
        if !excerpt.push(&frame.into_data().unwrap_or_default()) {
            break;
        }
    }
    let answer = policy.enclose(&Head(&mut response), &excerpt);
    head::replace(&mut response, answer);
    response
}

/// Gives a response the form that was asked for, all but the script that its body becomes.
fn deliver(policy: &Policy, delivery: &mut ResponseOptions, is_head: bool, response: &mut Response) -> Option<Script> {
    if matches!(delivery.callback, Some(Err(_))) && response.extensions_mut().insert(Refused).is_some() {
        delivery.callback = None;
    }
    let made_by_code = response.status().is_redirection() && response.extensions().get::<MadeByCode>().is_some();
    let headers = response.headers();
    // A router inside has taken away the body of a HEAD, and has said its length if it knew it.
    let is_unknown = is_head && headers.contains_key(CONTENT_TYPE) && !headers.contains_key(CONTENT_LENGTH);
    let length = response.body().size_hint().exact().filter(|length| *length > 0 || !is_unknown);
    match policy.deliver(delivery, made_by_code, length, &mut Head(response)) {
        errorbook::Body::Keep => None,
        errorbook::Body::Replace(body) => {
            head::set_body(response, body);
            None
        }
        errorbook::Body::Script(script) => Some(script),
    }
}

/// Says that a layer has refused the callback, in the words of its book: a layer around it does not do so again.
#[derive(Clone)]
struct Refused;

async fn as_script(script: Script, mut response: Response) -> Response {
    head::as_script(script, &mut response).await;
    response
}

/// An empty body that does not say so.
struct OfNoLength;

impl http_body::Body for OfNoLength {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        Poll::Ready(None)
    }
}
