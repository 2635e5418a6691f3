//! [`Pages`]: the routes that serve books as web pages.

use axum::Router;
use axum::extract::RawQuery;
use axum::response::Response;
use axum::routing::get;
use errorbook_tower::HttpResponse;
use http::{HeaderMap, HeaderValue};

use crate::{Path, Result};

errorbook_pages::pages_type! {
    /// The routes of [`errorbook_pages::Pages`]. A router takes them with [`merge`](Router::merge) or [`nest`](Router::nest).
    ///
    /// ```
    /// use axum::Router;
    /// use errorbook::{standard, primaerp};
    /// use errorbook_axum::{ErrorBook, Pages};
    ///
    /// let app: Router = Router::new()
    ///     .merge(Pages::new("/errors", &[&primaerp::BOOK, &standard::BOOK]))
    ///     .layer(ErrorBook::new(&standard::BOOK));
    /// # use tower::ServiceExt as _;
    /// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
    /// let request = axum::http::Request::get("/errors/PE01-1104").body(axum::body::Body::empty()).unwrap();
    /// let response = app.oneshot(request).await.unwrap();
    /// assert_eq!(response.status(), 200);
    /// assert_eq!(response.headers()["content-type"], "text/html; charset=utf-8");
    /// # });
    /// ```
    pub struct Pages;
}

impl Pages {
    fn respond(&self, code: Option<&str>, query: Option<String>, headers: &HeaderMap) -> Result<Response> {
        let header = |name| headers.get_all(name).iter().map(HeaderValue::as_bytes);
        let page = self.0.get(code, query.as_deref(), header)?;
        let mut response = HttpResponse::from(http::Response::new(()));
        let body = page.write_to(&mut response);
        Ok(response.into_inner().map(|_| body.into()))
    }
}

impl<S: Clone + Send + Sync + 'static> From<Pages> for Router<S> {
    fn from(pages: Pages) -> Router<S> {
        let (path, of_code) = (pages.0.path(), pages.clone());
        let list = async move |RawQuery(query): RawQuery, headers: HeaderMap| pages.respond(None, query, &headers);
        let code = async move |Path(code): Path<String>, RawQuery(query): RawQuery, headers: HeaderMap| {
            of_code.respond(Some(&code), query, &headers)
        };
        Router::new().route(path, get(list)).route(&format!("{path}/{{code}}"), get(code))
    }
}
