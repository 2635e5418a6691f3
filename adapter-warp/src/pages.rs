//! [`Pages`]: the routes that serve a book to people and programs.

use std::future::ready;
use std::sync::Arc;

use errorbook::{Book, extract};
use http::{HeaderMap, HeaderValue};
use percent_encoding::percent_decode_str;
use warp::path::Tail;
use warp::reply::Response;
use warp::{Filter, Rejection, Reply as _};

use crate::extract::raw_query;
use crate::head::Head;
use crate::{Error, get};

/// The routes of [`errorbook::Pages`], which are a filter.
///
/// ```
/// use errorbook::{standard, primaerp};
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
pub struct Pages(Arc<errorbook::Pages>);

impl Pages {
    /// The pages of `books` at `path`, such as `/errors`.
    ///
    /// # Panics
    /// As [`errorbook::Pages::new`]: no book, an identifier listed twice, a path that is not plain.
    pub fn new(path: &'static str, books: &[&'static Book]) -> Pages {
        Pages(Arc::new(errorbook::Pages::new(path, books)))
    }

    /// The filter that serves them.
    pub fn routes(self) -> impl Filter<Extract = (Response,), Error = Rejection> + Clone + Send + Sync {
        let Pages(pages) = self;
        let path = pages.path();
        warp::path::tail()
            .and_then(move |tail: Tail| ready(segment(path, tail.as_str()).ok_or_else(warp::reject::not_found)))
            .and(get())
            .and(raw_query())
            .and(warp::header::headers_cloned())
            .map(move |code: Option<String>, query: Option<String>, headers: HeaderMap| {
                answer(&pages, code, query, &headers).unwrap_or_else(Error::into_response)
            })
    }
}

/// The segment below the path that a code has, or none for the list; nothing for any other path.
fn segment(path: &str, tail: &str) -> Option<Option<String>> {
    match tail.strip_prefix(path.strip_prefix('/')?)?.strip_prefix('/') {
        None => tail.len().eq(&(path.len() - 1)).then_some(None),
        Some(code) => (!code.is_empty() && !code.contains('/')).then(|| Some(code.to_owned())),
    }
}

fn answer(
    pages: &errorbook::Pages,
    code: Option<String>,
    query: Option<String>,
    headers: &HeaderMap,
) -> crate::Result<Response> {
    let code = code.as_deref().map(|code| percent_decode_str(code).decode_utf8()).transpose();
    let code = code.map_err(|_| extract::not_utf8("code"))?;
    let header = |name| headers.get_all(name).iter().map(HeaderValue::as_bytes);
    let page = pages.get(code.as_deref(), query.as_deref(), header)?;
    let mut response = Response::default();
    page.write_head(&mut Head(&mut response));
    *response.body_mut() = page.into_body().into();
    Ok(response)
}
