//! [`Pages`]: the routes that serve books as web pages.

use std::future::ready;

use bytes::Bytes;
use errorbook::extract;
use errorbook_tower::HttpResponse;
use http::{HeaderMap, HeaderValue};
use percent_encoding::percent_decode_str;
use warp::path::Tail;
use warp::reply::Response;
use warp::{Filter, Rejection, Reply as _};

use crate::extract::raw_query;
use crate::{Error, Result, get};

errorbook_pages::pages_type! {
    /// The routes of [`errorbook_pages::Pages`], which are a filter.
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
    pub struct Pages;
}

impl Pages {
    /// Returns the filter that serves them.
    pub fn routes(self) -> impl Filter<Extract = (Response,), Error = Rejection> + Clone + Send + Sync {
        let path = self.0.path();
        warp::path::tail()
            .and_then(move |tail: Tail| ready(segment(path, tail.as_str()).ok_or_else(warp::reject::not_found)))
            .and(get())
            .and(raw_query())
            .and(warp::header::headers_cloned())
            .map(move |code: Option<String>, query: Option<String>, headers: HeaderMap| {
                self.respond(code, query, &headers).unwrap_or_else(Error::into_response)
            })
    }

    fn respond(&self, code: Option<String>, query: Option<String>, headers: &HeaderMap) -> Result<Response> {
        let code = code.as_deref().map(|code| percent_decode_str(code).decode_utf8()).transpose();
        let code = code.map_err(|_| extract::not_utf8("code"))?;
        let header = |name| headers.get_all(name).iter().map(HeaderValue::as_bytes);
        let page = self.0.get(code.as_deref(), query.as_deref(), header)?;
        let mut response = HttpResponse::from(http::Response::new(Bytes::new()));
        let body = page.write_to(&mut response);
        Ok(response.into_inner().map(|_| body.into()))
    }
}

/// Returns the segment below the path that a code has, or an inner `None` for the list.
fn segment(path: &str, tail: &str) -> Option<Option<String>> {
    match tail.strip_prefix(path.strip_prefix('/')?)?.strip_prefix('/') {
        None => tail.len().eq(&(path.len() - 1)).then_some(None),
        Some(code) => (!code.is_empty() && !code.contains('/')).then(|| Some(code.to_owned())),
    }
}
