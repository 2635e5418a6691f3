//! [`ErrorBook`]: the wrapper that sees every request and every reply.

use std::convert::Infallible;
use std::fmt;
use std::future::{Future, ready};
use std::panic::AssertUnwindSafe;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};

use errorbook::{Delivery, Excerpt, Policy, Situation};
use futures_util::FutureExt as _;
use http::{Method, Request, StatusCode};
use http_body::Body as _;
use http_body_util::BodyExt as _;
use tower_service::Service;
use warp::reply::Response;
use warp::{Filter, Rejection, Reply};

use crate::Error;
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
/// use errorbook::{ayanova, http};
/// use errorbook_warp::ErrorBook;
/// use warp::Filter;
///
/// let api = warp::path!("v1" / "parts").map(|| "all of them");
/// let api = warp::path("api").and(ErrorBook::new(&ayanova::BOOK).wrap(api));
/// let health = warp::path!("health").map(|| "fine");
/// let app = ErrorBook::new(&http::BOOK).wrap(api.or(health));
/// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
/// let none = warp::test::request().path("/api/v2").reply(&app).await;
/// assert_eq!((none.status().as_u16(), &none.body()[..]), (404, ayanova::OBJECT_NOT_FOUND.body()));
/// let none = warp::test::request().path("/apis").reply(&app).await;
/// assert_eq!((none.status().as_u16(), &none.body()[..]), (404, http::NOT_FOUND.body()));
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
        let replied = filter.boxed().map(|reply: R| Ok::<_, Rejection>(reply.into_response()));
        let replied = replied.or_else(|rejection| ready(Ok::<_, Infallible>((Err(rejection),))));
        warp::method()
            .and(raw_query())
            .and(warp::ext::optional::<Entered>())
            .map(move |method: Method, query: Option<String>, entered: Option<Entered>| {
                entered.iter().for_each(|entered| entered.books().push(policy));
                let delivery = policy.delivery(method.as_str(), query.as_deref());
                Asked { delivery, head: method == Method::HEAD, entered }
            })
            .and(replied)
            .then(move |asked: Asked, replied| async move {
                let mut response = match replied {
                    Ok(response) => response,
                    Err(rejection) => rejected(policy, rejection).await,
                };
                enclose(policy, &mut response).await;
                deliver(policy, asked.delivery, &mut response).await;
                if asked.head {
                    head::strip_body(&mut response);
                }
                asked.entered.iter().for_each(|entered| _ = entered.books().pop());
                response
            })
    }

    /// Wraps a filter and makes it a tower service, as [`warp::service`] does, that lives through panics.
    ///
    /// warp holds a request's state where nothing but warp can run a filter, so that a panic can be caught around the
    /// whole of it alone. It is answered by the innermost [`ErrorBook`] around what has panicked.
    ///
    /// ```
    /// use errorbook::http;
    /// use errorbook_warp::ErrorBook;
    /// use tower::ServiceExt as _;
    /// use warp::Filter;
    ///
    /// let panics = warp::any().map(|| -> &'static str { panic!("nobody is to know") });
    /// let service = ErrorBook::new(&http::BOOK).service(panics);
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
        ErrorBookService { wrapped: self.wrap(filter), policy: self.policy }
    }
}

/// A service under an [`ErrorBook`]; its requests can have any body that [`warp::service`] takes.
#[derive(Clone, Copy)]
pub struct ErrorBookService<F> {
    wrapped: F,
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
    type Future = Pin<Box<dyn Future<Output = Result<Response, Infallible>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, mut request: Request<B>) -> Self::Future {
        let (method, uri, entered) = (request.method().clone(), request.uri().clone(), Entered::default());
        request.extensions_mut().insert(entered.clone());
        let (mut service, policy) = (warp::service(self.wrapped.clone()), self.policy);
        Box::pin(async move {
            let panic = match AssertUnwindSafe(async { service.call(request).await }).catch_unwind().await {
                Ok(response) => return response,
                Err(panic) => panic,
            };
            let books = std::mem::take(&mut *entered.books());
            let innermost = books.last().unwrap_or(&policy).book();
            let mut response = head::response(errorbook::Error::panicked(&*panic).to_answer_in(innermost));
            for policy in books.into_iter().rev() {
                deliver(policy, policy.delivery(method.as_str(), uri.query()), &mut response).await;
            }
            if method == Method::HEAD {
                head::strip_body(&mut response);
            }
            Ok(response)
        })
    }
}

/// What a request asks for, as far as it matters to its answer.
struct Asked {
    delivery: Delivery,
    head: bool,
    entered: Option<Entered>,
}

/// The books that a request is under at the moment, the innermost last: a request's extension.
#[derive(Clone, Default)]
struct Entered(Arc<Mutex<Vec<Policy>>>);

impl Entered {
    fn books(&self) -> MutexGuard<'_, Vec<Policy>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The response to a rejection: its most specific cause is an error of ours, or else what warp finds it to be.
async fn rejected(policy: Policy, rejection: Rejection) -> Response {
    let situation = |situation| Error::from(errorbook::Error::situation(situation)).response_in(policy.book());
    if let Some(error) = rejection.find::<Error>() {
        return error.response_in(policy.book());
    }
    if rejection.is_not_found() {
        return situation(Situation::NoRoute);
    }
    let response = rendered(rejection).await;
    match response.status() {
        StatusCode::METHOD_NOT_ALLOWED => situation(Situation::MethodNotAllowed),
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
        Err(error) => Error::from(errorbook::Error::unhandled(error)).into_response(),
    }
}

/// Puts a response that is an error outside of any envelope into the book's.
async fn enclose(policy: Policy, response: &mut Response) {
    if response.status().as_u16() < 400 {
        return;
    }
    if let Some(Uncoded(error)) = response.extensions_mut().remove() {
        head::replace(response, error.to_answer_in(policy.book()));
    } else if policy.is_bare(&Head(response)) {
        let mut excerpt = Excerpt::default();
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
async fn deliver(policy: Policy, mut delivery: Delivery, response: &mut Response) {
    if policy.keeps(&delivery, response.status().as_u16()) {
        return;
    }
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
