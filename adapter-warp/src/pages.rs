//! [`Pages`]: the routes that show books of error codes to people and programs.

use std::future::ready;

use errorbook::{Book, extract};
use errorbook_tower::HttpResponse;
use http::{HeaderMap, HeaderValue};
use percent_encoding::percent_decode_str;
use warp::path::Tail;
use warp::reply::Response;
use warp::{Filter, Rejection, Reply as _};

use crate::extract::raw_query;
use crate::{Error, Result, get};

/// The routes of [`errorbook_pages::Pages`], as a filter.
///
/// ```
/// use errorbook::{primaerp, standard};
/// use errorbook_warp::{ErrorBook, Pages};
/// use warp::Filter;
///
/// let pages = Pages::new("/errors", &[&primaerp::BOOK, &standard::BOOK]);
/// let app = ErrorBook::new(&standard::BOOK).wrap(pages.routes());
/// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
/// let response = warp::test::request().path("/errors/PE01-1104").reply(&app).await;
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

    /// Returns the filter that serves the pages.
    pub fn routes(self) -> impl Filter<Extract = (Response,), Error = Rejection> + Clone + Send + Sync {
        let path = self.0.path();
        warp::path::tail()
            .and_then(move |tail: Tail| ready(segment(path, tail.as_str()).ok_or_else(warp::reject::not_found)))
            .and(get())
            .and(raw_query())
            .and(warp::header::headers_cloned())
            .map(move |segment: Option<String>, query: Option<String>, headers: HeaderMap| {
                self.respond(segment.as_deref(), query.as_deref(), &headers).unwrap_or_else(Error::into_response)
            })
    }

    fn respond(&self, segment: Option<&str>, query: Option<&str>, headers: &HeaderMap) -> Result<Response> {
        let code = segment.map(|segment| percent_decode_str(segment).decode_utf8()).transpose();
        let code = code.map_err(|_| extract::not_utf8("code"))?;
        let headers = |name| headers.get_all(name).iter().map(HeaderValue::as_bytes);
        let page = self.0.get(code.as_deref(), query, headers)?;
        let mut response = HttpResponse::from(http::Response::new(()));
        let body = page.write_to(&mut response);
        Ok(response.into_inner().map(|()| body.into()))
    }
}

/// Returns the segment of a code, or `Some(None)` for the list, or `None` for any other path.
fn segment(path: &str, tail: &str) -> Option<Option<String>> {
    match tail.strip_prefix(path.strip_prefix('/')?)?.strip_prefix('/') {
        None => tail.len().eq(&(path.len() - 1)).then_some(None),
        Some(code) => (!code.is_empty() && !code.contains('/')).then(|| Some(code.to_owned())),
    }
}
