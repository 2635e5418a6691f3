//! [`Json`], [`json`], [`form`], [`query`] and [`param`]: filters whose rejections are errors of the layer's book.

use std::convert::Infallible;
use std::future::{Ready, ready};

use bytes::{Buf, Bytes};
use errorbook::extract;
use futures_util::{Stream, TryStreamExt as _};
use http::header::{CONTENT_TYPE, HeaderValue};
use http_body::Frame;
use http_body_util::{BodyExt as _, LengthLimitError, Limited, StreamBody};
use percent_encoding::percent_decode_str;
use serde::Serialize;
use serde::de::DeserializeOwned;
use warp::reply::{Reply, Response};
use warp::{Filter, Rejection};

use crate::Error;

errorbook::adapter::extractor_type! {
    /// A JSON body in a reply.
    ///
    /// ```
    /// use errorbook_warp::Json;
    /// use warp::Reply as _;
    ///
    /// let response = Json([1, 2]).into_response();
    /// assert_eq!(response.headers()["content-type"], "application/json");
    /// ```
    pub struct Json;
}

impl<T: Serialize + Send> Reply for Json<T> {
    fn into_response(self) -> Response {
        match serde_json::to_vec(&self.0) {
            Ok(body) => {
                let mut response = Response::new(body.into());
                let json = HeaderValue::from_static(errorbook::media_type::JSON);
                response.headers_mut().insert(CONTENT_TYPE, json);
                response
            }
            Err(error) => <Error>::internal(error).into_response(),
        }
    }
}

/// Extracts a JSON body of at most `limit` bytes, with or without a `content-length`.
///
/// ```
/// use errorbook::ayanova;
/// use errorbook_warp::{ErrorBook, Json, json};
/// use warp::Filter;
///
/// #[derive(serde::Deserialize, serde::Serialize)]
/// struct Part { quantity: u32 }
///
/// let twice = warp::path!("twice")
///     .and(warp::post())
///     .and(json(65_536))
///     .map(|part: Part| Json(Part { quantity: part.quantity.saturating_mul(2) }));
/// let app = ErrorBook::new(&ayanova::BOOK).wrap(twice);
/// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
/// let post = || warp::test::request().method("POST").path("/twice").header("content-type", "application/json");
/// assert_eq!(post().body(r#"{"quantity":2}"#).reply(&app).await.body(), r#"{"quantity":4}"#);
/// assert_eq!(
///     post().body(r#"{}"#).reply(&app).await.body(),
///     r#"{"error":{"code":"2200","details":[{"message":"is missing","target":"quantity","error":"2205"}],"message":"Validation error"}}"#,
/// );
/// # });
/// ```
pub fn json<T: DeserializeOwned + Send>(limit: usize) -> impl Filter<Extract = (T,), Error = Rejection> + Copy {
    body(limit, extract::check_content_type, extract::json)
}

/// Extracts the body of a form, `application/x-www-form-urlencoded`, of at most `limit` bytes, with or without a `content-length`.
///
/// ```
/// use errorbook::ayanova;
/// use errorbook_warp::{ErrorBook, form};
/// use warp::Filter;
///
/// #[derive(serde::Deserialize)]
/// struct Part { quantity: u32 }
///
/// let create = warp::path!("parts").and(warp::post()).and(form(65_536)).map(|part: Part| part.quantity.to_string());
/// let app = ErrorBook::new(&ayanova::BOOK).wrap(create);
/// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
/// let post = || warp::test::request().method("POST").path("/parts")
///     .header("content-type", "application/x-www-form-urlencoded");
/// assert_eq!(post().body("quantity=2").reply(&app).await.body(), "2");
/// assert_eq!(
///     post().body("quantity=").reply(&app).await.body(),
///     r#"{"error":{"code":"2200","details":[{"message":"expected a whole number from 0 to 4294967295","target":"quantity","error":"2203"}],"message":"Validation error"}}"#,
/// );
/// # });
/// ```
pub fn form<T: DeserializeOwned + Send>(limit: usize) -> impl Filter<Extract = (T,), Error = Rejection> + Copy {
    body(limit, extract::check_form_content_type, extract::form)
}

type Checked<T> = Result<T, errorbook::Error>;

fn body<T: Send>(
    limit: usize,
    check_content_type: fn(Option<&[u8]>) -> Checked<()>,
    value: fn(&[u8]) -> Checked<T>,
) -> impl Filter<Extract = (T,), Error = Rejection> + Copy {
    let content_type = warp::header::value(CONTENT_TYPE.as_str()).map(Some);
    let content_type = content_type.or_else(|_| ready(Ok::<_, Infallible>((None,))));
    content_type.and(warp::body::stream()).and_then(move |content_type: Option<HeaderValue>, body| async move {
        check_content_type(content_type.as_ref().map(HeaderValue::as_bytes)).map_err(Error::from)?;
        let body = read(body, limit).await.map_err(Error::from)?;
        Ok::<T, Rejection>(value(&body).map_err(Error::from)?)
    })
}

/// Extracts the parameters of the query.
///
/// ```
/// use errorbook::ayanova;
/// use errorbook_warp::{ErrorBook, query};
/// use warp::Filter;
///
/// #[derive(serde::Deserialize)]
/// struct Page { top: Option<u32> }
///
/// let list = warp::path!("list").and(query()).map(|page: Page| format!("{:?}", page.top));
/// let app = ErrorBook::new(&ayanova::BOOK).wrap(list);
/// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
/// assert_eq!(warp::test::request().path("/list?top=7").reply(&app).await.body(), "Some(7)");
/// assert_eq!(
///     warp::test::request().path("/list?top=many").reply(&app).await.body(),
///     r#"{"error":{"code":"2203","message":"top: expected a whole number from 0 to 4294967295","target":"top"}}"#,
/// );
/// # });
/// ```
pub fn query<T: DeserializeOwned + Send>() -> impl Filter<Extract = (T,), Error = Rejection> + Copy {
    raw_query().and_then(|query: Option<String>| {
        ready(extract::query(query.as_deref()).map_err(|error| Rejection::from(Error::from(error))))
    })
}

/// Reads a segment of the path, for [`Filter::and_then`]. `name` is the name of the parameter in the error.
///
/// Put it behind the whole path and the method. If warp has matched these, an unreadable segment is a wrong parameter. Before that, it
/// would hide other routes.
///
/// ```
/// use errorbook::ayanova;
/// use errorbook_warp::{ErrorBook, get, param};
/// use warp::Filter;
///
/// let project = warp::path!("projects" / String)
///     .and(get())
///     .and_then(param("id"))
///     .map(|id: i64| id.to_string());
/// let app = ErrorBook::new(&ayanova::BOOK).wrap(project);
/// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
/// assert_eq!(warp::test::request().path("/projects/%37").reply(&app).await.body(), "7");
/// assert_eq!(
///     warp::test::request().path("/projects/seven").reply(&app).await.body(),
///     r#"{"error":{"code":"2203","message":"id: expected a whole number from -9223372036854775808 to 9223372036854775807","target":"id"}}"#,
/// );
/// # });
/// ```
pub fn param<T: DeserializeOwned>(name: &'static str) -> impl Fn(String) -> Ready<Result<T, Rejection>> + Copy {
    move |segment| {
        let read = match percent_decode_str(&segment).decode_utf8() {
            Ok(value) => extract::path([(name, &*value)]),
            Err(_) => Err(extract::not_utf8(name)),
        };
        ready(read.map_err(|error| Rejection::from(Error::from(error))))
    }
}

/// Serves GET, and HEAD, to which an [`ErrorBook`](crate::ErrorBook) responds as to GET, without the body.
///
/// ```
/// use errorbook::standard;
/// use errorbook_warp::{ErrorBook, get};
/// use warp::Filter;
///
/// let app = ErrorBook::new(&standard::BOOK).wrap(warp::path!("health").and(get()).map(|| "fine"));
/// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
/// let head = warp::test::request().method("HEAD").path("/health").reply(&app).await;
/// assert_eq!((head.status().as_u16(), &head.headers()["content-length"], head.body().len()), (200, &4.into(), 0));
/// # });
/// ```
pub fn get() -> impl Filter<Extract = (), Error = Rejection> + Copy {
    warp::get().or(warp::head()).unify()
}

/// Extracts the query as it was sent, if there is one.
pub(crate) fn raw_query() -> impl Filter<Extract = (Option<String>,), Error = Infallible> + Copy {
    warp::query::raw().map(Some).or_else(|_| ready(Ok((None,))))
}

async fn read(body: impl Stream<Item = Result<impl Buf, warp::Error>>, limit: usize) -> Checked<Bytes> {
    let body = StreamBody::new(body.map_ok(Frame::data));
    match Limited::new(body, limit).collect().await {
        Ok(body) => Ok(body.to_bytes()),
        Err(error) if error.is::<LengthLimitError>() => Err(extract::body_too_large()),
        // A layer of tower around the service may have its own limit.
        Err(error) if error.source().is_some_and(|source| source.is::<LengthLimitError>()) => {
            Err(extract::body_too_large())
        }
        Err(error) => Err(extract::unreadable_body(error)),
    }
}
