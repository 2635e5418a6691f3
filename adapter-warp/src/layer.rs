//! [`ErrorBook`]: the wrapper that sees every request and every reply.

use std::any::Any;
use std::convert::Infallible;
use std::fmt;
use std::future::{Future, ready};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};

use errorbook::{BodyPrefix, Book, ErrorKind, Policy, ResponseOptions};
use futures_util::FutureExt as _;
use http::{Method, Request, StatusCode};
use http_body::Body as _;
use http_body_util::BodyExt as _;
use tower_service::Service;
use warp::reply::Response;
use warp::{Filter, Rejection, Reply};

use crate::Error;
use crate::entered::Entered;
use crate::error::{MadeByCode, Uncoded};
use crate::extract::raw_query;
use crate::head::{self, Head};

/// The wrapper that sees to it that every error leaves in the envelope of a book, and that statuses are suppressed on
/// request.
///
/// It goes around any filter that replies. What that filter rejects, whatever the cause, is then answered by the book:
/// of several causes the most specific one, an [`Error`] above all. The wrapped filter never rejects, so that a mount
/// that has a book of its own answers everything below its path:
///
/// ```
/// use errorbook::{ayanova, standard};
/// use errorbook_warp::ErrorBook;
/// use warp::Filter;
///
/// let api = warp::path!("v1" / "parts").map(|| "all of them");
/// let api = warp::path("api").and(ErrorBook::new(&ayanova::BOOK).wrap(api));
/// let health = warp::path!("health").map(|| "fine");
/// let app = ErrorBook::new(&standard::BOOK).wrap(api.or(health));
/// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
/// let none = warp::test::request().path("/api/v2").reply(&app).await;
/// assert_eq!((none.status().as_u16(), &none.body()[..]), (404, ayanova::OBJECT_NOT_FOUND.body()));
/// let none = warp::test::request().path("/apis").reply(&app).await;
/// assert_eq!((none.status().as_u16(), &none.body()[..]), (404, standard::NOT_FOUND.body()));
/// # });
/// ```
#[derive(Debug, Clone, Copy)]
pub struct ErrorBook {
    policy: Policy,
}

errorbook::__settings!(ErrorBook);

impl ErrorBook {
    /// Wraps a filter; the wrapped one never rejects.
    ///
    /// Its panics are answered where the whole is served as a [`service`](ErrorBook::service).
    ///
    /// ```
    /// use errorbook::ayanova;
    /// use errorbook_warp::ErrorBook;
    /// use warp::Filter;
    ///
    /// let book = ErrorBook::new(&ayanova::BOOK);
    /// let app = warp::path!("count").and(warp::header("x-count")).map(|count: u8| count.to_string());
    /// let app = app.with(warp::wrap_fn(|filter| book.wrap(filter)));
    /// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
    /// assert_eq!(
    ///     warp::test::request().path("/count").reply(&app).await.body(),
    ///     r#"{"error":{"code":"2030","message":"Missing request header \"x-count\""}}"#,
    /// );
    /// # });
    /// ```
    pub fn wrap<F, R>(self, filter: F) -> impl Filter<Extract = (Response,), Error = Infallible> + Clone + Send + Sync
    where
        F: Filter<Extract = (R,), Error: Into<Rejection>> + Send + Sync + 'static,
        R: Reply + 'static,
    {
        let policy = self.policy;
        warp::method()
            .and(raw_query())
            .map(move |method: Method, query: Option<String>| {
                let delivery = policy.delivery(method.as_str(), query.as_deref());
                Entered::enter(policy, &delivery);
                (delivery, method == Method::HEAD)
            })
            .untuple_one()
            .and(answering(policy.book(), filter))
            .then(move |delivery, is_head, response| async move {
                let response = finish(policy, delivery, is_head, response).await;
                Entered::leave();
                response
            })
    }

    /// Wraps a filter and makes it a tower service, as [`warp::service`] does, that lives through panics.
    ///
    /// warp holds a request's state where nothing but warp can run a filter, so that a panic can be caught around the
    /// whole of it alone. It is answered by the innermost [`ErrorBook`] around what has panicked.
    ///
    /// ```
    /// use errorbook::standard;
    /// use errorbook_warp::ErrorBook;
    /// use tower::ServiceExt as _;
    /// use warp::Filter;
    ///
    /// let panics = warp::any().map(|| -> &'static str { panic!("nobody is to know") });
    /// let service = ErrorBook::new(&standard::BOOK).service(panics);
    /// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
    /// let answer = service.oneshot(warp::http::Request::new(String::new())).await.unwrap();
    /// assert_eq!(answer.status().as_u16(), 500);
    /// assert_eq!(answer.headers()["content-type"], "application/problem+json");
    /// # });
    /// ```
    pub fn service<F, R>(
        self,
        filter: F,
    ) -> ErrorBookService<impl Filter<Extract = (Response,), Error = Infallible> + Clone + Send + Sync>
    where
        F: Filter<Extract = (R,), Error: Into<Rejection>> + Send + Sync + 'static,
        R: Reply + 'static,
    {
        ErrorBookService { answering: answering(self.policy.book(), filter), policy: self.policy }
    }
}

/// The filter, which answers what it rejects.
fn answering<F, R>(
    book: &'static Book,
    filter: F,
) -> impl Filter<Extract = (Response,), Error = Infallible> + Clone + Send + Sync
where
    F: Filter<Extract = (R,), Error: Into<Rejection>> + Send + Sync + 'static,
    R: Reply + 'static,
{
    let replied = filter.boxed().map(|reply: R| reply.into_response());
    replied.or_else(move |rejection| rejected(book, rejection).map(|response| Ok::<_, Infallible>((response,))).boxed())
}

/// A service under an [`ErrorBook`]; its requests can have any body that [`warp::service`] takes.
#[derive(Clone, Copy)]
pub struct ErrorBookService<F> {
    answering: F,
    policy: Policy,
}

impl<F> fmt::Debug for ErrorBookService<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ErrorBookService").field("policy", &self.policy).finish_non_exhaustive()
    }
}

impl<F, B> Service<Request<B>> for ErrorBookService<F>
where
    F: Filter<Extract = (Response,), Error = Infallible> + Clone + Send + Sync + 'static,
    B: http_body::Body<Data: Send, Error: Into<Box<dyn std::error::Error + Send + Sync>>> + Send + Sync + 'static,
{
    type Response = Response;
    type Error = Infallible;
    type Future = ResponseFuture;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<B>) -> ResponseFuture {
        let delivery = self.policy.delivery(request.method().as_str(), request.uri().query());
        let is_head = request.method() == Method::HEAD;
        let mut inner = warp::service(self.answering.clone());
        let state = match catch_unwind(AssertUnwindSafe(|| Box::pin(inner.call(request)))) {
            Ok(future) => State::Inner { future },
            Err(panic) => {
                let outermost = Entered { policy: self.policy, delivery: delivery.clone() };
                State::Panicked { future: Box::pin(panicked(panic, Vec::new(), outermost, is_head)) }
            }
        };
        ResponseFuture { policy: self.policy, delivery, is_head, entered: Vec::new(), state }
    }
}

/// The response of an [`ErrorBookService`].
pub struct ResponseFuture {
    policy: Policy,
    delivery: ResponseOptions,
    is_head: bool,
    /// The books below this one that the request is under.
    entered: Vec<Entered>,
    state: State,
}

enum State {
    Inner { future: Pin<Box<dyn Future<Output = Result<Response, Infallible>> + Send>> },
    Later { future: Later },
    Panicked { future: Later },
}

type Later = Pin<Box<dyn Future<Output = Response> + Send>>;

impl fmt::Debug for ResponseFuture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ResponseFuture").field("policy", &self.policy).finish_non_exhaustive()
    }
}

impl Future for ResponseFuture {
    type Output = Result<Response, Infallible>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = &mut *self;
        // What has unwound is never polled again: the state that it was in is left.
        let polled = match &mut this.state {
            State::Inner { future } => {
                let poll = || catch_unwind(AssertUnwindSafe(|| future.as_mut().poll(cx)));
                match Entered::within(&mut this.entered, poll) {
                    Ok(Poll::Ready(Ok(response)))
                        if !this.is_head && this.policy.keeps(&this.delivery, response.status().as_u16()) =>
                    {
                        return Poll::Ready(Ok(response));
                    }
                    polled => polled,
                }
            }
            State::Later { future } => match catch_unwind(AssertUnwindSafe(|| future.as_mut().poll(cx))) {
                Ok(polled) => return polled.map(Ok),
                Err(panic) => Err(panic),
            },
            State::Panicked { future } => return future.as_mut().poll(cx).map(Ok),
        };
        let (policy, delivery, is_head) = (this.policy, this.delivery.clone(), this.is_head);
        this.state = match polled {
            Ok(polled) => {
                let Ok(response) = ready!(polled);
                State::Later { future: Box::pin(finish(policy, delivery, is_head, response)) }
            }
            Err(panic) => {
                let (entered, outermost) = (std::mem::take(&mut this.entered), Entered { policy, delivery });
                State::Panicked { future: Box::pin(panicked(panic, entered, outermost, is_head)) }
            }
        };
        self.poll(cx)
    }
}

/// The response to a rejection: its most specific cause is an error of ours, or else what warp finds it to be.
async fn rejected(book: &'static Book, rejection: Rejection) -> Response {
    let situation = |situation| Error::from(errorbook::Error::from(situation)).response_in(book);
    if let Some(error) = rejection.find::<Error>() {
        return error.response_in(book);
    }
    if rejection.is_not_found() {
        return situation(ErrorKind::RouteNotFound);
    }
    let response = rendered(rejection).await;
    match response.status() {
        StatusCode::METHOD_NOT_ALLOWED => situation(ErrorKind::MethodNotAllowed),
        _ => response,
    }
}

/// What warp would answer to a rejection, some of whose causes only warp itself knows.
///
/// It says so to nobody but a service, and a service runs on no task on which another one is running.
async fn rendered(rejection: Rejection) -> Response {
    let rejection = Arc::new(Mutex::new(Some(rejection)));
    let rejects = warp::any().and_then(move || {
        let rejection = rejection.lock().unwrap_or_else(PoisonError::into_inner).take();
        ready(Err::<Response, _>(rejection.unwrap_or_else(warp::reject)))
    });
    let response = tokio::spawn(async move { warp::service(rejects).call(Request::new(String::new())).await });
    match response.await {
        Ok(Ok(response)) => response,
        Err(error) => Error::from(errorbook::Error::internal(error)).into_response(),
    }
}

/// Does to a response what there is to do.
async fn finish(policy: Policy, delivery: ResponseOptions, is_head: bool, mut response: Response) -> Response {
    enclose(policy, &mut response).await;
    deliver(policy, delivery, &mut response).await;
    if is_head {
        head::strip_body(&mut response);
    }
    response
}

/// Answers a panic from the innermost book, in the form that was asked for of each.
async fn panicked(panic: Box<dyn Any + Send>, entered: Vec<Entered>, outermost: Entered, is_head: bool) -> Response {
    let innermost = entered.last().unwrap_or(&outermost).policy.book();
    let mut response = head::response(errorbook::Error::panicked(&*panic).to_response_in(innermost));
    for Entered { policy, delivery } in entered.into_iter().rev().chain([outermost]) {
        deliver(policy, delivery, &mut response).await;
    }
    if is_head {
        head::strip_body(&mut response);
    }
    response
}

/// Puts a response that is an error outside of any envelope into the book's.
async fn enclose(policy: Policy, response: &mut Response) {
    if response.status().as_u16() < 400 {
        return;
    }
    if let Some(Uncoded(error)) = response.extensions_mut().remove() {
        head::replace(response, error.to_response_in(policy.book()));
    } else if policy.is_unenveloped(&Head(response)) {
        let mut excerpt = BodyPrefix::default();
        while let Some(Ok(frame)) = response.body_mut().frame().await {
            if !excerpt.push(&frame.into_data().unwrap_or_default()) {
                break;
            }
        }
        let answer = policy.enclose(&Head(response), &excerpt);
        head::replace(response, answer);
    }
}

/// Gives a response the form that was asked for.
async fn deliver(policy: Policy, mut delivery: ResponseOptions, response: &mut Response) {
    if matches!(delivery.callback, Some(Err(_))) && response.extensions_mut().insert(Refused).is_some() {
        delivery.callback = None;
    }
    let made_by_code = response.status().is_redirection() && response.extensions().get::<MadeByCode>().is_some();
    let length = response.body().size_hint().exact();
    match policy.deliver(&delivery, made_by_code, length, &mut Head(response)) {
        errorbook::Body::Keep => {}
        errorbook::Body::Replace(body) => head::set_body(response, body),
        errorbook::Body::Script(script) => head::as_script(script, response).await,
    }
}

/// Says that a layer has refused the callback, in the words of its book: a layer around it does not do so again.
#[derive(Clone)]
struct Refused;
