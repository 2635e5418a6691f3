//! [`Json`], [`Form`], [`Query`] and [`Path`]: extractors whose rejections are errors of the layer's book.

use std::cell::RefCell;
use std::future::{Ready, ready};
use std::rc::Rc;

use actix_web::body::BoxBody;
use actix_web::dev::Payload;
use actix_web::error::{JsonPayloadError, PayloadError, UrlencodedError};
use actix_web::http::header::{CONTENT_TYPE, HeaderValue};
use actix_web::web::{self, Bytes};
use actix_web::{FromRequest, HttpRequest, HttpResponse, Responder};
use errorbook::{extract, media_type};
use futures_util::future::LocalBoxFuture;
use futures_util::stream::TryStreamExt as _;
use percent_encoding::percent_decode_str;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::Error;

errorbook::adapter::extractor_type! {
    /// A JSON body, in a request or in a response.
    ///
    /// actix-web reads it. [`JsonConfig`](actix_web::web::JsonConfig) sets the limit of its size, which defaults to 2 MB. The content
    /// type must be `application/json` or `application/*+json`.
    ///
    /// ```
    /// use errorbook_actix::Json;
    ///
    /// #[derive(serde::Deserialize, serde::Serialize)]
    /// struct Part { quantity: u32 }
    ///
    /// async fn twice(Json(part): Json<Part>) -> Json<Part> {
    ///     Json(Part { quantity: part.quantity.saturating_mul(2) })
    /// }
    ///
    /// # use actix_web::{App, test::{TestRequest, call_and_read_body, init_service}, web};
    /// # actix_web::rt::System::new().block_on(async {
    /// # let route = || App::new().route("/", web::post().to(twice));
    /// # let ask = async |body| {
    /// #     let app = init_service(route().wrap(errorbook_actix::ErrorBook::new(&errorbook::ayanova::BOOK))).await;
    /// #     let request = TestRequest::post().insert_header(("content-type", "application/json")).set_payload(body);
    /// #     call_and_read_body(&app, request.to_request()).await
    /// # };
    /// assert_eq!(ask(r#"{"quantity":2}"#).await, r#"{"quantity":4}"#);
    /// assert_eq!(
    ///     ask(r#"{"quantity":"two"}"#).await,
    ///     r#"{"error":{"code":"2200","details":[{"message":"expected a whole number from 0 to 4294967295","target":"quantity","error":"2203"}],"message":"Validation error"}}"#,
    /// );
    /// # });
    /// ```
    pub struct Json;
}

impl<T: DeserializeOwned + 'static> FromRequest for Json<T> {
    type Error = actix_web::Error;
    type Future = LocalBoxFuture<'static, actix_web::Result<Json<T>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let checked = extract::check_content_type(request.headers().get(CONTENT_TYPE).map(HeaderValue::as_bytes));
        read(request, payload, checked, |web::Json(value)| Json(value), json_error::<T>)
    }
}

/// Returns the error for a body that actix-web has refused. Returns `None` for an error of the service's own `JsonConfig`.
fn json_error<T: DeserializeOwned>(refused: &actix_web::Error, body: &[u8]) -> Option<errorbook::Error> {
    Some(match refused.as_error()? {
        JsonPayloadError::Deserialize(_) => extract::json_error::<T>(body),
        JsonPayloadError::Overflow { .. } | JsonPayloadError::OverflowKnownLength { .. } => extract::body_too_large(),
        JsonPayloadError::Payload(error) => unreadable(error),
        JsonPayloadError::ContentType => extract::unsupported_media_type(media_type::JSON),
        _ => return None,
    })
}

impl<T: Serialize> Responder for Json<T> {
    type Body = BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        match serde_json::to_vec(&self.0) {
            Ok(body) => HttpResponse::Ok().insert_header((CONTENT_TYPE, media_type::JSON)).body(body),
            Err(error) => HttpResponse::from_error(<Error>::internal(error)),
        }
    }
}

errorbook::adapter::extractor_type! {
    /// The body of a form, `application/x-www-form-urlencoded`.
    ///
    /// actix-web reads it. [`FormConfig`](actix_web::web::FormConfig) sets the limit of its size, which defaults to 16 KiB.
    ///
    /// ```
    /// use errorbook_actix::Form;
    ///
    /// #[derive(serde::Deserialize)]
    /// struct Part { quantity: u32 }
    ///
    /// async fn create(Form(part): Form<Part>) -> String {
    ///     part.quantity.to_string()
    /// }
    ///
    /// # use actix_web::{App, test::{TestRequest, call_and_read_body, init_service}, web};
    /// # actix_web::rt::System::new().block_on(async {
    /// # let route = || App::new().route("/", web::post().to(create));
    /// # let ask = async |body| {
    /// #     let app = init_service(route().wrap(errorbook_actix::ErrorBook::new(&errorbook::ayanova::BOOK))).await;
    /// #     let form = ("content-type", "application/x-www-form-urlencoded");
    /// #     call_and_read_body(&app, TestRequest::post().insert_header(form).set_payload(body).to_request()).await
    /// # };
    /// assert_eq!(ask("quantity=2").await, "2");
    /// assert_eq!(
    ///     ask("quantity=").await,
    ///     r#"{"error":{"code":"2200","details":[{"message":"expected a whole number from 0 to 4294967295","target":"quantity","error":"2203"}],"message":"Validation error"}}"#,
    /// );
    /// # });
    /// ```
    pub struct Form;
}

impl<T: DeserializeOwned + 'static> FromRequest for Form<T> {
    type Error = actix_web::Error;
    type Future = LocalBoxFuture<'static, actix_web::Result<Form<T>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        read(request, payload, Ok(()), |web::Form(value)| Form(value), form_error::<T>)
    }
}

/// Returns the error for a form that actix-web has refused. Returns `None` for an error of the service's own `FormConfig`.
fn form_error<T: DeserializeOwned>(refused: &actix_web::Error, body: &[u8]) -> Option<errorbook::Error> {
    Some(match refused.as_error()? {
        UrlencodedError::Parse(_) | UrlencodedError::Encoding => extract::form_error::<T>(body),
        UrlencodedError::Overflow { .. } => extract::body_too_large(),
        UrlencodedError::Payload(error) => unreadable(error),
        UrlencodedError::ContentType => extract::unsupported_media_type(media_type::FORM),
        _ => return None,
    })
}

/// Lets actix-web read a body that has passed the checks, and names the faults of a refused one.
fn read<X, T>(
    request: &HttpRequest,
    payload: &mut Payload,
    checked: Result<(), errorbook::Error>,
    value: fn(X) -> T,
    name: fn(&actix_web::Error, &[u8]) -> Option<errorbook::Error>,
) -> LocalBoxFuture<'static, actix_web::Result<T>>
where
    X: FromRequest<Error = actix_web::Error, Future: 'static> + 'static,
    T: 'static,
{
    let seen = Rc::new(RefCell::new(Vec::new()));
    let pieces = Rc::clone(&seen);
    let stream = payload.take().inspect_ok(move |piece: &Bytes| pieces.borrow_mut().push(piece.clone()));
    let read = X::from_request(request, &mut Payload::Stream { payload: Box::pin(stream) });
    Box::pin(async move {
        checked.map_err(Error::from)?;
        let refused = match read.await {
            Ok(extracted) => return Ok(value(extracted)),
            Err(refused) => refused,
        };
        let named = name(&refused, &seen.borrow().concat());
        Err(named.map_or(refused, |error| Error::from(error).into()))
    })
}

fn unreadable(error: &PayloadError) -> errorbook::Error {
    match error {
        PayloadError::Overflow => extract::body_too_large(),
        PayloadError::Incomplete(_) => extract::body_cut_short(),
        // The failure cannot cross threads. Its text contains all of it.
        error => extract::unreadable_body(error.to_string()),
    }
}

errorbook::adapter::extractor_type! {
    /// The parameters of the query.
    ///
    /// ```
    /// use errorbook_actix::Query;
    ///
    /// #[derive(serde::Deserialize)]
    /// struct Page { top: Option<u32> }
    ///
    /// async fn list(Query(page): Query<Page>) -> String {
    ///     format!("{:?}", page.top)
    /// }
    ///
    /// # use actix_web::{App, test::{TestRequest, call_and_read_body, init_service}, web};
    /// # actix_web::rt::System::new().block_on(async {
    /// # let route = || App::new().route("/", web::get().to(list));
    /// # let ask = async |query| {
    /// #     let app = init_service(route().wrap(errorbook_actix::ErrorBook::new(&errorbook::ayanova::BOOK))).await;
    /// #     call_and_read_body(&app, TestRequest::with_uri(query).to_request()).await
    /// # };
    /// assert_eq!(ask("/?top=10").await, "Some(10)");
    /// assert_eq!(
    ///     ask("/?top=ten").await,
    ///     r#"{"error":{"code":"2203","message":"top: expected a whole number from 0 to 4294967295","target":"top"}}"#,
    /// );
    /// # });
    /// ```
    pub struct Query;
}

impl<T: DeserializeOwned> FromRequest for Query<T> {
    type Error = Error;
    type Future = Ready<Result<Query<T>, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(match web::Query::from_query(request.query_string()) {
            Ok(web::Query(value)) => Ok(Query(value)),
            Err(_) => Err(extract::query_error::<T>(request.uri().query()).into()),
        })
    }
}

errorbook::adapter::extractor_type! {
    /// The parameters of the path: a single parameter, a tuple or a struct.
    ///
    /// ```
    /// use errorbook_actix::Path;
    ///
    /// async fn project(Path(id): Path<i64>) -> String {
    ///     id.to_string()
    /// }
    ///
    /// # use actix_web::{App, test::{TestRequest, call_and_read_body, init_service}, web};
    /// # actix_web::rt::System::new().block_on(async {
    /// # let route = || App::new().route("/projects/{id}", web::get().to(project));
    /// # let ask = async |path| {
    /// #     let app = init_service(route().wrap(errorbook_actix::ErrorBook::new(&errorbook::ayanova::BOOK))).await;
    /// #     call_and_read_body(&app, TestRequest::with_uri(path).to_request()).await
    /// # };
    /// assert_eq!(ask("/projects/7").await, "7");
    /// assert_eq!(
    ///     ask("/projects/seven").await,
    ///     r#"{"error":{"code":"2203","message":"id: expected a whole number from -9223372036854775808 to 9223372036854775807","target":"id"}}"#,
    /// );
    /// # });
    /// ```
    pub struct Path;
}

impl<T: DeserializeOwned> FromRequest for Path<T> {
    type Error = Error;
    type Future = Ready<Result<Path<T>, Error>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        ready(match web::Path::<T>::from_request(request, payload).into_inner() {
            Ok(path) => Ok(Path(path.into_inner())),
            Err(_) => {
                // actix-web decodes the values only when it reads them, so these are still encoded.
                let decoded = |(name, value)| (name, percent_decode_str(value).decode_utf8_lossy());
                let parameters: Vec<_> = request.match_info().iter().map(decoded).collect();
                Err(extract::path_error::<T>(parameters.iter().map(|(name, value)| (*name, &**value))).into())
            }
        })
    }
}
