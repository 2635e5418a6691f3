//! [`Json`], [`Form`], [`Query`] and [`Path`]: extractors whose rejections are errors of the layer's book.

use std::future::{Future, Ready, ready};
use std::ops::{Deref, DerefMut};
use std::pin::Pin;

use actix_web::body::BoxBody;
use actix_web::dev::Payload;
use actix_web::error::PayloadError;
use actix_web::http::header::{CONTENT_TYPE, HeaderValue};
use actix_web::web::Bytes;
use actix_web::{FromRequest, HttpRequest, HttpResponse, Responder};
use errorbook::extract;
use percent_encoding::percent_decode_str;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::Error;

/// A JSON body, in a request or in a response.
///
/// The limit of its size is that of actix-web's [`PayloadConfig`](actix_web::web::PayloadConfig), 256 KiB where none is
/// set; its `JsonConfig` is not asked.
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
///     r#"{"error":{"code":"2200","details":[{"message":"expected u32","target":"quantity","error":"2203"}],"message":"Validation error"}}"#,
/// );
/// # });
/// ```
#[derive(Debug, Clone, Copy, Default)]
pub struct Json<T>(pub T);

impl<T: DeserializeOwned + 'static> FromRequest for Json<T> {
    type Error = actix_web::Error;
    type Future = Pin<Box<dyn Future<Output = actix_web::Result<Json<T>>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let body = read(request, payload, extract::check_content_type);
        Box::pin(async move { Ok(Json(extract::json(&body.await?).map_err(Error::from)?)) })
    }
}

impl<T: Serialize> Responder for Json<T> {
    type Body = BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        match serde_json::to_vec(&self.0) {
            Ok(body) => HttpResponse::Ok().insert_header((CONTENT_TYPE, errorbook::media_type::JSON)).body(body),
            Err(error) => HttpResponse::from_error(Error::from(errorbook::Error::internal(error))),
        }
    }
}

/// The body of a form, `application/x-www-form-urlencoded`; its size has the same limit as that of [`Json`].
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
///     r#"{"error":{"code":"2200","details":[{"message":"expected u32","target":"quantity","error":"2203"}],"message":"Validation error"}}"#,
/// );
/// # });
/// ```
#[derive(Debug, Clone, Copy, Default)]
pub struct Form<T>(pub T);

impl<T: DeserializeOwned + 'static> FromRequest for Form<T> {
    type Error = actix_web::Error;
    type Future = Pin<Box<dyn Future<Output = actix_web::Result<Form<T>>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let body = read(request, payload, extract::check_form_content_type);
        Box::pin(async move { Ok(Form(extract::form(&body.await?).map_err(Error::from)?)) })
    }
}

fn read(
    request: &HttpRequest,
    payload: &mut Payload,
    check_content_type: fn(Option<&[u8]>) -> Result<(), errorbook::Error>,
) -> impl Future<Output = actix_web::Result<Bytes>> + use<> {
    let checked = check_content_type(request.headers().get(CONTENT_TYPE).map(HeaderValue::as_bytes));
    let body = Bytes::from_request(request, payload);
    async move {
        checked.map_err(Error::from)?;
        body.await.map_err(|error| match error.as_error::<PayloadError>() {
            Some(PayloadError::Overflow) => Error::from(extract::body_too_large()).into(),
            Some(_) => Error::from(extract::body_cut_short()).into(),
            None => error,
        })
    }
}

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
///     r#"{"error":{"code":"2203","message":"top: expected u32","target":"top"}}"#,
/// );
/// # });
/// ```
#[derive(Debug, Clone, Copy, Default)]
pub struct Query<T>(pub T);

impl<T: DeserializeOwned> FromRequest for Query<T> {
    type Error = Error;
    type Future = Ready<Result<Query<T>, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(extract::query(request.uri().query()).map(Query).map_err(Error::from))
    }
}

/// The parameters of the path: a single one, a tuple of them, or a struct.
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
///     r#"{"error":{"code":"2203","message":"id: expected i64","target":"id"}}"#,
/// );
/// # });
/// ```
#[derive(Debug, Clone, Copy, Default)]
pub struct Path<T>(pub T);

impl<T: DeserializeOwned> FromRequest for Path<T> {
    type Error = Error;
    type Future = Ready<Result<Path<T>, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(path(request).map(Path).map_err(Error::from))
    }
}

fn path<T: DeserializeOwned>(request: &HttpRequest) -> Result<T, errorbook::Error> {
    if request.match_info().is_empty() {
        // The handler is wrong, not the request.
        return Err(errorbook::Error::internal("the route has no parameters"));
    }
    // Where the path is not UTF-8, actix-web has put replacement characters into it.
    let replaced = percent_decode_str(request.path()).decode_utf8().is_err();
    let mut parameters = Vec::with_capacity(request.match_info().segment_count());
    for (name, value) in request.match_info().iter() {
        // actix-web leaves `%`, `/` and `+` encoded, so that it can tell a slash from the end of a segment.
        match percent_decode_str(value).decode_utf8() {
            Ok(value) if !(replaced && value.contains(char::REPLACEMENT_CHARACTER)) => parameters.push((name, value)),
            _ => return Err(extract::not_utf8(name.to_owned())),
        }
    }
    extract::path(parameters.iter().map(|(name, value)| (*name, value.as_ref())))
}

macro_rules! inner {
    ($($Extractor:ident)+) => {$(
        impl<T> $Extractor<T> {
            /// What was extracted.
            pub fn into_inner(self) -> T {
                self.0
            }
        }

        impl<T> Deref for $Extractor<T> {
            type Target = T;

            fn deref(&self) -> &T {
                &self.0
            }
        }

        impl<T> DerefMut for $Extractor<T> {
            fn deref_mut(&mut self) -> &mut T {
                &mut self.0
            }
        }
    )+};
}

inner! { Json Form Query Path }
