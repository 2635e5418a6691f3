//! [`ErrorBook`]: the wrapper that sees every request and every reply.

use std::convert::Infallible;
use std::future::ready;

use errorbook::adapter::{Exchange, Response as _, is_watched};
use errorbook_tower::{HttpResponse, ResponseBody, Unchanged};
use http::Method;
use tower_layer::Layer as _;
use warp::reply::Response;
use warp::{Filter, Rejection, Reply};

use crate::body;
use crate::error::Unfinished;
use crate::extract::raw_query;
use crate::rejection::{self, Outcome};
use crate::service::FilterService;

errorbook::adapter::layer_type! {
    /// The wrapper that puts every error into the envelope of a book, and suppresses statuses on request.
    ///
    /// Put it around any filter that replies. The book also responds to the rejections of this filter. If a rejection has several causes,
    /// the most specific one counts, and an [`Error`](crate::Error) takes precedence over all others. The wrapped filter never rejects, so a
    /// mount with its own book responds to everything below its path:
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
    pub struct ErrorBook;
}

impl ErrorBook {
    /// Wraps a filter. The wrapped filter never rejects.
    ///
    /// Serve the whole as a [`service`](ErrorBook::service): only then are panics caught, and only then does an error keep its book if an
    /// inner filter rebuilds the response. Only the service knows the trace and the path of a request: its
    /// [`Policy`](errorbook::Policy) turns on the trace, and its observer receives the path. The observer of a wrapped filter receives only
    /// the method.
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
        let policy = self.0;
        warp::method()
            .and(raw_query())
            .map(move |method: Method, query: Option<String>| {
                let mut exchange = Exchange::new(&policy, method.as_str(), query.as_deref());
                // warp's own filter for the whole path panics on a target without a path, such as that of a CONNECT.
                if is_watched() {
                    exchange.describe(method.as_str(), "", None, None);
                }
                exchange.enter();
                exchange
            })
            .and(outcome(filter))
            .then(finish)
    }

    /// Wraps a filter and makes it a tower service that catches panics, in the way of [`warp::service`].
    ///
    /// Only warp can poll a filter, so a panic can only be caught around the whole service. The response belongs to the innermost
    /// [`ErrorBook`] around the panic.
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
    /// let response = service.oneshot(warp::http::Request::new(String::new())).await.unwrap();
    /// assert_eq!(response.status().as_u16(), 500);
    /// assert_eq!(response.headers()["content-type"], "application/problem+json");
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
        let replied = filter.map(|reply: R| reply.into_response()).boxed();
        // Boxed, because otherwise the future of every request would have room for it.
        let filter = replied
            .or_else(|rejection| Box::pin(async { Ok::<_, Infallible>((rejection::rejected(rejection).await,)) }));
        errorbook_tower::ErrorBook::from(self.0).layer(FilterService::new(filter))
    }
}

/// A service below an [`ErrorBook`]. Its requests can have any body that [`warp::service`] takes.
pub type ErrorBookService<F> = errorbook_tower::ErrorBookService<FilterService<F>, Unchanged>;

/// The filter, which extracts its rejection instead of rejecting.
fn outcome<F, R>(filter: F) -> impl Filter<Extract = (Outcome<R>,), Error = Infallible> + Clone + Send + Sync
where
    F: Filter<Extract = (R,), Error: Into<Rejection>> + Send + Sync + 'static,
    R: Reply + 'static,
{
    let replied = filter.boxed().map(Ok);
    replied.or_else(|rejection| ready(Ok::<_, Infallible>((Err::<R, _>(rejection),))))
}

/// Puts the outcome of a filter into the envelope.
async fn finish<R: Reply>(mut exchange: Exchange, outcome: Outcome<R>) -> Response {
    exchange.leave();
    let response = match exchange.run_future(|| rejection::respond(outcome)).await {
        Ok(response) => response,
        Err(panic) => errorbook_tower::into_http(exchange.panicked(&*panic)),
    };
    let unfinished = response.extensions().get::<Unfinished>().cloned();
    let mut response = HttpResponse::from(response.map(ResponseBody::from));
    if let Some(Unfinished(error)) = unfinished {
        let error = error.to_response_in(exchange.book());
        exchange.note(&error);
        let body = error.write_over(&mut response);
        response.set_body(body);
    }
    body::into_warp(exchange.finish(response).await.into_inner())
}
