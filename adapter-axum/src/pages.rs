//! [`Pages`]: the routes that serve a book to people and programs.

use std::sync::Arc;

use axum::Router;
use axum::extract::RawQuery;
use axum::response::Response;
use axum::routing::get;
use errorbook::Book;
use http::{HeaderMap, HeaderValue};

use crate::head::Head;
use crate::{Path, Result};

/// The routes of [`errorbook::Pages`], which a router takes with [`merge`](Router::merge) or [`nest`](Router::nest).
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
#[derive(Debug)]
pub struct Pages(errorbook::Pages);

impl Pages {
    /// The pages of `books` at `path`, such as `/errors`.
    ///
    /// # Panics
    /// As [`errorbook::Pages::new`]: no book, an identifier listed twice, a path that is not plain.
    pub fn new(path: &'static str, books: &[&'static Book]) -> Pages {
        Pages(errorbook::Pages::new(path, books))
    }
}

impl<S: Clone + Send + Sync + 'static> From<Pages> for Router<S> {
    fn from(Pages(pages): Pages) -> Router<S> {
        let path = pages.path();
        let pages = Arc::new(pages);
        let list = {
            let pages = pages.clone();
            get(async move |RawQuery(query): RawQuery, headers: HeaderMap| answer(&pages, None, query, &headers))
        };
        let code = get(async move |Path(code): Path<String>, RawQuery(query): RawQuery, headers: HeaderMap| {
            answer(&pages, Some(&code), query, &headers)
        });
        Router::new().route(path, list).route(&format!("{path}/{{code}}"), code)
    }
}

fn answer(
    pages: &errorbook::Pages,
    code: Option<&str>,
    query: Option<String>,
    headers: &HeaderMap,
) -> Result<Response> {
    let page = pages.get(code, query.as_deref(), |name| headers.get_all(name).iter().map(HeaderValue::as_bytes))?;
    let mut response = Response::default();
    page.write_head(&mut Head(&mut response));
    *response.body_mut() = page.into_body().into();
    Ok(response)
}
