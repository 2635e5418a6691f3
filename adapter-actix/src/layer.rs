//! [`ErrorBook`]: the layer that sees every request and every response.

use std::any::Any;
use std::fmt;
use std::future::{Future, Ready, poll_fn, ready};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::{Pin, pin};
use std::task::{Context, Poll, ready};

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ResponseHead, Service, ServiceRequest, ServiceResponse, Transform, forward_ready};
use actix_web::http::{Method, StatusCode};
use actix_web::web::Bytes;
use actix_web::{HttpRequest, HttpResponse, ResponseError};
use errorbook::{BodyPrefix, ErrorResponse, Policy, ResponseOptions, Script};
use pin_project_lite::pin_project;

use crate::Error;
use crate::error::{MadeByCode, Uncoded};
use crate::head::{self, Head};

/// The layer that sees to it that every error leaves in the envelope of a book, and that statuses are suppressed on
/// request.
///
/// It goes onto an app with [`App::wrap`](actix_web::App::wrap), and onto each scope that has a book of its own with
/// [`Scope::wrap`](actix_web::Scope::wrap). What actix-web answers by itself (no such route, a method that the resource
/// does not serve) and what panics is then the book's, too:
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
/// A scope without a [`default_service`](actix_web::Scope::default_service) of its own inherits the app's. One that fails
/// with [`ErrorKind::RouteNotFound`](errorbook::ErrorKind::RouteNotFound) is each mount's own.
#[derive(Debug, Clone, Copy)]
pub struct ErrorBook {
    policy: Policy,
}

errorbook::__settings!(ErrorBook);

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
        ready(Ok(ErrorBookService { inner, policy: self.policy }))
    }
}

/// A service under an [`ErrorBook`].
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
    type Future = ResponseFuture<S::Future>;

    forward_ready!(inner);

    fn call(&self, request: ServiceRequest) -> Self::Future {
        let delivery = self.policy.delivery(request.method().as_str(), request.uri().query());
        let is_head = request.method() == Method::HEAD;
        let state = match catch_unwind(AssertUnwindSafe(|| self.inner.call(request))) {
            Ok(future) => State::Inner { future },
            Err(panic) => State::Panicked { panic },
        };
        ResponseFuture { policy: self.policy, delivery, is_head, request: None, state }
    }
}

pin_project! {
    /// The response of an [`ErrorBookService`].
    pub struct ResponseFuture<F> {
        policy: Policy,
        delivery: ResponseOptions,
        is_head: bool,
        // Where the inner service gave none back there is no response of actix-web's, but an error.
        request: Option<HttpRequest>,
        #[pin]
        state: State<F>,
    }
}

pin_project! {
    #[project = StateProjection]
    enum State<F> {
        Inner { #[pin] future: F },
        Later { future: Later },
        Script { future: Later },
        Panicked { panic: Box<dyn Any + Send> },
    }
}

type Later = Pin<Box<dyn Future<Output = HttpResponse>>>;

/// What a look at the outcome of the inner service says.
enum Seen {
    InEnvelope(HttpResponse),
    ToEnclose(Later),
    Delivered(HttpResponse),
}

impl<F> fmt::Debug for ResponseFuture<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ResponseFuture").field("policy", &self.policy).finish_non_exhaustive()
    }
}

impl<F, B> Future for ResponseFuture<F>
where
    F: Future<Output = actix_web::Result<ServiceResponse<B>>>,
    B: MessageBody + 'static,
{
    type Output = actix_web::Result<ServiceResponse>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let mut this = self.as_mut().project();
        let policy = &*this.policy;
        // What has unwound is never polled again: the state that it was in is left, or this future is done.
        let polled = match this.state.as_mut().project() {
            StateProjection::Inner { future } => match catch_unwind(AssertUnwindSafe(|| future.poll(cx))) {
                // An error may have been given another status than its own.
                Ok(Poll::Ready(Ok(response)))
                    if !*this.is_head
                        && policy.keeps(this.delivery, response.status().as_u16())
                        && response.response().error().is_none() =>
                {
                    return Poll::Ready(Ok(response.map_into_boxed_body()));
                }
                Ok(polled) => catch_unwind(AssertUnwindSafe(|| {
                    polled.map(|outcome| match outcome {
                        Ok(response) => {
                            let (request, response) = response.into_parts();
                            *this.request = Some(request);
                            look_at(policy, response.map_into_boxed_body())
                        }
                        Err(error) => Seen::ToEnclose(Box::pin(enclose_error(*policy, error))),
                    })
                })),
                Err(panic) => Err(panic),
            },
            StateProjection::Later { future } => {
                catch_unwind(AssertUnwindSafe(|| future.as_mut().poll(cx).map(Seen::InEnvelope)))
            }
            StateProjection::Script { future } => {
                catch_unwind(AssertUnwindSafe(|| future.as_mut().poll(cx).map(Seen::Delivered)))
            }
            StateProjection::Panicked { panic } => Err(std::mem::replace(panic, Box::new(()))),
        };
        let seen = match polled {
            Ok(polled) => ready!(polled),
            Err(panic) => {
                let answer = errorbook::Error::panicked(&*panic).to_response_in(policy.book());
                Seen::InEnvelope(head::response(answer))
            }
        };
        let next = match seen {
            Seen::InEnvelope(response) => match deliver(policy, this.delivery, response) {
                (response, Some(script)) => {
                    // An error has its body at hand.
                    let in_one = this.request.is_none();
                    State::Script { future: Box::pin(head::as_script(script, in_one, response)) }
                }
                (response, None) => return Poll::Ready(sent(this.request.take(), *this.is_head, response)),
            },
            Seen::Delivered(response) => return Poll::Ready(sent(this.request.take(), *this.is_head, response)),
            Seen::ToEnclose(future) => State::Later { future },
        };
        this.state.set(next);
        self.poll(cx)
    }
}

fn look_at(policy: &Policy, mut response: HttpResponse) -> Seen {
    let uncoded = response.extensions_mut().remove::<Uncoded>();
    if let Some(answer) = answer(policy, uncoded, response.error()) {
        Seen::InEnvelope(head::replace(response, answer))
    } else if policy.is_unenveloped(&Head(&mut response)) {
        Seen::ToEnclose(Box::pin(enclose(*policy, response)))
    } else {
        Seen::InEnvelope(response)
    }
}

/// The answer to an error that has no code. The innermost layer gives it: further out the mark is gone.
fn answer(policy: &Policy, uncoded: Option<Uncoded>, error: Option<&actix_web::Error>) -> Option<ErrorResponse> {
    uncoded?;
    Some(error?.as_error::<Error>()?.as_ref().to_response_in(policy.book()))
}

/// Puts a bare response into the envelope, with the start of its body for the description or the log.
async fn enclose(policy: Policy, response: HttpResponse) -> HttpResponse {
    let (mut response, body) = response.into_parts();
    let mut excerpt = BodyPrefix::default();
    let mut body = pin!(body);
    while let Some(Ok(data)) = poll_fn(|cx| body.as_mut().poll_next(cx)).await {
        if !excerpt.push(&data) {
            break;
        }
    }
    let answer = policy.enclose(&Head(&mut response), &excerpt);
    head::replace(response, answer)
}

/// Answers what an inner middleware failed with, its body at hand.
async fn enclose_error(policy: Policy, error: actix_web::Error) -> HttpResponse {
    let mut response = error.error_response();
    let uncoded = response.extensions_mut().remove::<Uncoded>();
    if let Some(answer) = answer(&policy, uncoded, Some(&error)) {
        head::replace(response, answer)
    } else if policy.is_unenveloped(&Head(&mut response)) {
        enclose(policy, response).await
    } else {
        let (response, body) = response.into_parts();
        match actix_web::body::to_bytes(body).await {
            Ok(body) => response.set_body(BoxBody::new(body)),
            Err(cause) => {
                let error = errorbook::Error::internal(cause.to_string());
                head::replace(response, error.to_response_in(policy.book()))
            }
        }
    }
}

/// Gives a response the form that was asked for, all but the script that its body becomes.
fn deliver(
    policy: &Policy,
    delivery: &mut ResponseOptions,
    mut response: HttpResponse,
) -> (HttpResponse, Option<Script>) {
    if matches!(delivery.callback, Some(Err(_))) && response.extensions_mut().insert(Refused).is_some() {
        delivery.callback = None;
    }
    let made_by_code = response.status().is_redirection() && response.extensions().contains::<MadeByCode>();
    let length = head::length(response.body());
    match policy.deliver(delivery, made_by_code, length, &mut Head(&mut response)) {
        errorbook::Body::Keep => (response, None),
        errorbook::Body::Replace(body) => (response.set_body(head::body(body)), None),
        errorbook::Body::Script(script) => (response, Some(script)),
    }
}

/// Says that a layer has refused the callback, in the words of its book: a layer around it does not do so again.
struct Refused;

/// The outcome of the layer, with the request where it has not been lost.
fn sent(request: Option<HttpRequest>, is_head: bool, response: HttpResponse) -> actix_web::Result<ServiceResponse> {
    let response = if is_head { head::without_body(response) } else { response };
    match request {
        Some(request) => Ok(ServiceResponse::new(request, response)),
        None => Err(Answered::from(response).into()),
    }
}

/// An answer where actix-web has no request left that a response could go with: what panicked, or an inner middleware
/// that failed, has dropped it.
#[derive(Debug)]
struct Answered {
    head: ResponseHead,
    /// None in the answer to a HEAD.
    body: Option<Bytes>,
}

impl From<HttpResponse> for Answered {
    fn from(response: HttpResponse) -> Answered {
        let head = response.head().clone();
        Answered { head, body: response.into_body().try_into_bytes().ok() }
    }
}

impl fmt::Display for Answered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "answered with {}", self.head.status)
    }
}

impl ResponseError for Answered {
    fn status_code(&self) -> StatusCode {
        self.head.status
    }

    fn error_response(&self) -> HttpResponse {
        let mut response = HttpResponse::new(self.head.status);
        *response.head_mut() = self.head.clone();
        response.set_body(self.body.clone().map_or_else(head::no_body, BoxBody::new))
    }
}
