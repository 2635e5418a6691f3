//! [`Json`], [`Form`], [`Query`] and [`Path`]: extractors whose rejections are errors of the layer's book.

use axum::body::Bytes;
use axum::extract::path::ErrorKind;
use axum::extract::rejection::{BytesRejection, FailedToBufferBody, PathRejection};
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::response::{IntoResponse, Response};
use errorbook::extract;
use http::header::{CONTENT_TYPE, HeaderValue};
use http::request::Parts;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::Error;

/// A JSON body, in a request or in a response.
///
/// The limit of its size is axum's: [`DefaultBodyLimit`](axum::extract::DefaultBodyLimit), 2 MB where none is set.
///
/// ```
/// use errorbook_axum::Json;
///
/// #[derive(serde::Deserialize, serde::Serialize)]
/// struct Part { quantity: u32 }
///
/// async fn twice(Json(part): Json<Part>) -> Json<Part> {
///     Json(Part { quantity: part.quantity.saturating_mul(2) })
/// }
///
/// # use axum::{Router, body::{Body, to_bytes}, http::Request, routing::post};
/// # use errorbook::ayanova;
/// # use errorbook_axum::ErrorBook;
/// # use tower::ServiceExt as _;
/// # let ask = async |body: &'static str| {
/// #     let app = Router::new().route("/", post(twice)).layer(ErrorBook::new(&ayanova::BOOK));
/// #     let answer = app.oneshot(Request::post("/").header("content-type", "application/json").body(Body::from(body)).unwrap()).await.unwrap();
/// #     String::from_utf8(to_bytes(answer.into_body(), 1_000).await.unwrap().to_vec()).unwrap()
/// # };
/// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
/// assert_eq!(ask(r#"{"quantity":2}"#).await, r#"{"quantity":4}"#);
/// assert_eq!(
///     ask(r#"{"quantity":"two"}"#).await,
///     r#"{"error":{"code":"2200","details":[{"message":"expected u32","target":"quantity","error":"2203"}],"message":"Validation error"}}"#,
/// );
/// # });
/// ```
#[derive(Debug, Clone, Copy, Default)]
pub struct Json<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Json<T> {
    type Rejection = Error;

    async fn from_request(request: Request, state: &S) -> Result<Json<T>, Error> {
        Ok(Json(extract::json(&read(request, state, extract::check_content_type).await?)?))
    }
}

impl<T: Serialize> IntoResponse for Json<T> {
    fn into_response(self) -> Response {
        match serde_json::to_vec(&self.0) {
            Ok(body) => ([(CONTENT_TYPE, HeaderValue::from_static(errorbook::media_type::JSON))], body).into_response(),
            Err(error) => Error::from(errorbook::Error::internal(error)).into_response(),
        }
    }
}

/// The body of a form, `application/x-www-form-urlencoded`; its size has the same limit as that of [`Json`].
///
/// ```
/// use errorbook_axum::Form;
///
/// #[derive(serde::Deserialize)]
/// struct Part { quantity: u32 }
///
/// async fn create(Form(part): Form<Part>) -> String {
///     part.quantity.to_string()
/// }
///
/// # use axum::{Router, body::{Body, to_bytes}, http::Request, routing::post};
/// # use errorbook::ayanova;
/// # use errorbook_axum::ErrorBook;
/// # use tower::ServiceExt as _;
/// # let ask = async |body: &'static str| {
/// #     let app = Router::new().route("/", post(create)).layer(ErrorBook::new(&ayanova::BOOK));
/// #     let answer = app.oneshot(Request::post("/").header("content-type", "application/x-www-form-urlencoded").body(Body::from(body)).unwrap()).await.unwrap();
/// #     String::from_utf8(to_bytes(answer.into_body(), 1_000).await.unwrap().to_vec()).unwrap()
/// # };
/// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
/// assert_eq!(ask("quantity=2").await, "2");
/// assert_eq!(
///     ask("quantity=").await,
///     r#"{"error":{"code":"2200","details":[{"message":"expected u32","target":"quantity","error":"2203"}],"message":"Validation error"}}"#,
/// );
/// # });
/// ```
#[derive(Debug, Clone, Copy, Default)]
pub struct Form<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Form<T> {
    type Rejection = Error;

    async fn from_request(request: Request, state: &S) -> Result<Form<T>, Error> {
        Ok(Form(extract::form(&read(request, state, extract::check_form_content_type).await?)?))
    }
}

async fn read<S: Send + Sync>(
    request: Request,
    state: &S,
    check_content_type: fn(Option<&[u8]>) -> Result<(), errorbook::Error>,
) -> Result<Bytes, errorbook::Error> {
    check_content_type(request.headers().get(CONTENT_TYPE).map(HeaderValue::as_bytes))?;
    Bytes::from_request(request, state).await.map_err(|rejection| match rejection {
        BytesRejection::FailedToBufferBody(FailedToBufferBody::LengthLimitError(_)) => extract::body_too_large(),
        _ => extract::body_cut_short(),
    })
}

/// The parameters of the query.
///
/// ```
/// use errorbook_axum::Query;
///
/// #[derive(serde::Deserialize)]
/// struct Page { top: Option<u32> }
///
/// async fn list(Query(page): Query<Page>) -> String {
///     format!("{:?}", page.top)
/// }
///
/// # use axum::{Router, body::{Body, to_bytes}, http::Request, routing::get};
/// # use errorbook::ayanova;
/// # use errorbook_axum::ErrorBook;
/// # use tower::ServiceExt as _;
/// # let ask = async |target: &'static str| {
/// #     let app = Router::new().route("/", get(list)).layer(ErrorBook::new(&ayanova::BOOK));
/// #     let answer = app.oneshot(Request::get(target).body(Body::empty()).unwrap()).await.unwrap();
/// #     String::from_utf8(to_bytes(answer.into_body(), 1_000).await.unwrap().to_vec()).unwrap()
/// # };
/// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
/// assert_eq!(ask("/?top=10").await, "Some(10)");
/// assert_eq!(ask("/?top=ten").await, r#"{"error":{"code":"2203","message":"top: expected u32","target":"top"}}"#);
/// # });
/// ```
#[derive(Debug, Clone, Copy, Default)]
pub struct Query<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Query<T> {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Query<T>, Error> {
        Ok(Query(extract::query(parts.uri.query())?))
    }
}

/// The parameters of the path: a single one, a tuple of them, or a struct.
///
/// ```
/// use errorbook_axum::Path;
///
/// async fn project(Path(id): Path<i64>) -> String {
///     id.to_string()
/// }
///
/// # use axum::{Router, body::{Body, to_bytes}, http::Request, routing::get};
/// # use errorbook::ayanova;
/// # use errorbook_axum::ErrorBook;
/// # use tower::ServiceExt as _;
/// # let ask = async |target: &'static str| {
/// #     let app = Router::new().route("/projects/{id}", get(project)).layer(ErrorBook::new(&ayanova::BOOK));
/// #     let answer = app.oneshot(Request::get(target).body(Body::empty()).unwrap()).await.unwrap();
/// #     String::from_utf8(to_bytes(answer.into_body(), 1_000).await.unwrap().to_vec()).unwrap()
/// # };
/// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
/// assert_eq!(ask("/projects/7").await, "7");
/// assert_eq!(ask("/projects/seven").await, r#"{"error":{"code":"2203","message":"id: expected i64","target":"id"}}"#);
/// # });
/// ```
#[derive(Debug, Clone, Copy, Default)]
pub struct Path<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Path<T> {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Path<T>, Error> {
        let parameters = axum::extract::Path::<Vec<(String, String)>>::from_request_parts(parts, state).await;
        let axum::extract::Path(parameters) = parameters.map_err(unreadable)?;
        Ok(Path(extract::path(parameters.iter().map(|(name, value)| (name.as_str(), value.as_str())))?))
    }
}

fn unreadable(rejection: PathRejection) -> errorbook::Error {
    if let PathRejection::FailedToDeserializePathParams(rejection) = &rejection {
        if let ErrorKind::InvalidUtf8InPathParam { key } = rejection.kind() {
            return extract::not_utf8(key.clone());
        }
    }
    // The route has no parameters at all: the handler is wrong, not the request.
    errorbook::Error::internal(rejection)
}
