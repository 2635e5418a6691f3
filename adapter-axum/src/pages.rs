//! [`Pages`]: the routes that show books of error codes to people and programs.

use axum::Router;
use axum::response::Response;
use axum::routing::get;
use errorbook::Book;
use errorbook_tower::HttpResponse;
use http::{HeaderMap, HeaderValue, Uri};

use crate::{Path, Result};

/// The routes of [`errorbook_pages::Pages`], which a router takes with [`merge`](Router::merge) or [`nest`](Router::nest).
///
/// ```
/// use axum::Router;
/// use errorbook::{primaerp, standard};
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
#[derive(Debug, Clone)]
pub struct Pages(errorbook_pages::Pages);

impl Pages {
    /// Creates the pages of `books` at `path`, such as `/errors`.
    ///
    /// # Panics
    /// If [`errorbook_pages::Pages::new`] does: there is no book, an identifier is listed twice, or the path is not plain.
    pub fn new(path: &'static str, books: &[&'static Book]) -> Pages {
        Pages(errorbook_pages::Pages::new(path, books))
    }

    fn respond(&self, code: Option<&str>, uri: &Uri, headers: &HeaderMap) -> Result<Response> {
        let page = self.0.get(code, uri.query(), |name| headers.get_all(name).iter().map(HeaderValue::as_bytes))?;
        let mut response = HttpResponse::from(http::Response::new(()));
        let body = page.write_to(&mut response);
        Ok(response.into_inner().map(|()| body.into()))
    }
}

impl<S: Clone + Send + Sync + 'static> From<Pages> for Router<S> {
    fn from(pages: Pages) -> Router<S> {
        let path = pages.0.path();
        let of_list = pages.clone();
        let list = get(async move |uri: Uri, headers: HeaderMap| of_list.respond(None, &uri, &headers));
        let code = get(async move |Path(code): Path<String>, uri: Uri, headers: HeaderMap| {
            pages.respond(Some(&code), &uri, &headers)
        });
        Router::new().route(path, list).route(&format!("{path}/{{code}}"), code)
    }
}
