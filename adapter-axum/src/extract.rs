//! [`Json`], [`Form`], [`Query`] and [`Path`]: extractors whose rejections are errors of the layer's book.

use axum::body::Bytes;
use axum::extract::path::ErrorKind;
use axum::extract::rejection::{BytesRejection, FailedToBufferBody, PathRejection, RawFormRejection};
use axum::extract::{
    FromRequest, FromRequestParts, OptionalFromRequest, OptionalFromRequestParts, RawForm, RawPathParams, Request,
};
use axum::response::{IntoResponse, Response};
use errorbook::{extract, media_type};
use http::header::{CONTENT_TYPE, HeaderValue};
use http::request::Parts;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::Error;

errorbook::adapter::extractor_type! {
    /// A JSON body, in a request or in a response.
    ///
    /// axum limits its size with [`DefaultBodyLimit`](axum::extract::DefaultBodyLimit), which defaults to 2 MB.
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
    /// #     let response = app.oneshot(Request::post("/").header("content-type", "application/json").body(Body::from(body)).unwrap()).await.unwrap();
    /// #     String::from_utf8(to_bytes(response.into_body(), 1_000).await.unwrap().to_vec()).unwrap()
    /// # };
    /// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
    /// assert_eq!(ask(r#"{"quantity":2}"#).await, r#"{"quantity":4}"#);
    /// assert_eq!(
    ///     ask(r#"{"quantity":"two"}"#).await,
    ///     r#"{"error":{"code":"2200","details":[{"message":"expected a whole number from 0 to 4294967295","target":"quantity","error":"2203"}],"message":"Validation error"}}"#,
    /// );
    /// # });
    /// ```
    pub struct Json;
}

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Json<T> {
    type Rejection = Error;

    async fn from_request(request: Request, state: &S) -> Result<Json<T>, Error> {
        extract::check_content_type(content_type(&request))?;
        let body = Bytes::from_request(request, state).await.map_err(unreadable)?;
        Ok(Json(extract::json(&body)?))
    }
}

/// Returns `None` for a request without a content type, as axum does.
impl<T: DeserializeOwned, S: Send + Sync> OptionalFromRequest<S> for Json<T> {
    type Rejection = Error;

    async fn from_request(request: Request, state: &S) -> Result<Option<Json<T>>, Error> {
        match content_type(&request) {
            Some(_) => <Json<T> as FromRequest<S>>::from_request(request, state).await.map(Some),
            None => Ok(None),
        }
    }
}

impl<T: Serialize> IntoResponse for Json<T> {
    fn into_response(self) -> Response {
        let json = [(CONTENT_TYPE, HeaderValue::from_static(media_type::JSON))];
        serde_json::to_vec(&self.0).map(|body| (json, body)).map_err(<Error>::internal).into_response()
    }
}

errorbook::adapter::extractor_type! {
    /// The body of a form, `application/x-www-form-urlencoded`. It has the same limit as [`Json`].
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
    /// #     let response = app.oneshot(Request::post("/").header("content-type", "application/x-www-form-urlencoded").body(Body::from(body)).unwrap()).await.unwrap();
    /// #     String::from_utf8(to_bytes(response.into_body(), 1_000).await.unwrap().to_vec()).unwrap()
    /// # };
    /// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
    /// assert_eq!(ask("quantity=2").await, "2");
    /// assert_eq!(
    ///     ask("quantity=").await,
    ///     r#"{"error":{"code":"2200","details":[{"message":"expected a whole number from 0 to 4294967295","target":"quantity","error":"2203"}],"message":"Validation error"}}"#,
    /// );
    /// # });
    /// ```
    pub struct Form;
}

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Form<T> {
    type Rejection = Error;

    async fn from_request(request: Request, state: &S) -> Result<Form<T>, Error> {
        let form = RawForm::from_request(request, state).await.map_err(|rejection| match rejection {
            RawFormRejection::BytesRejection(rejection) => unreadable(rejection),
            _ => extract::unsupported_media_type(media_type::FORM),
        })?;
        Ok(Form(extract::form(&form.0)?))
    }
}

fn content_type(request: &Request) -> Option<&[u8]> {
    request.headers().get(CONTENT_TYPE).map(HeaderValue::as_bytes)
}

fn unreadable(rejection: BytesRejection) -> errorbook::Error {
    match rejection {
        BytesRejection::FailedToBufferBody(FailedToBufferBody::LengthLimitError(_)) => extract::body_too_large(),
        rejection => extract::unreadable_body(rejection),
    }
}

errorbook::adapter::extractor_type! {
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
    /// #     let response = app.oneshot(Request::get(target).body(Body::empty()).unwrap()).await.unwrap();
    /// #     String::from_utf8(to_bytes(response.into_body(), 1_000).await.unwrap().to_vec()).unwrap()
    /// # };
    /// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
    /// assert_eq!(ask("/?top=10").await, "Some(10)");
    /// assert_eq!(ask("/?top=ten").await, r#"{"error":{"code":"2203","message":"top: expected a whole number from 0 to 4294967295","target":"top"}}"#);
    /// # });
    /// ```
    pub struct Query;
}

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Query<T> {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Query<T>, Error> {
        match axum::extract::Query::try_from_uri(&parts.uri) {
            Ok(axum::extract::Query(value)) => Ok(Query(value)),
            Err(_) => Err(extract::query_error::<T>(parts.uri.query()))?,
        }
    }
}

errorbook::adapter::extractor_type! {
    /// The parameters of the path: a single parameter, a tuple or a struct.
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
    /// #     let response = app.oneshot(Request::get(target).body(Body::empty()).unwrap()).await.unwrap();
    /// #     String::from_utf8(to_bytes(response.into_body(), 1_000).await.unwrap().to_vec()).unwrap()
    /// # };
    /// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
    /// assert_eq!(ask("/projects/7").await, "7");
    /// assert_eq!(ask("/projects/seven").await, r#"{"error":{"code":"2203","message":"id: expected a whole number from -9223372036854775808 to 9223372036854775807","target":"id"}}"#);
    /// # });
    /// ```
    pub struct Path;
}

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for Path<T> {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Path<T>, Error> {
        match <axum::extract::Path<T> as FromRequestParts<S>>::from_request_parts(parts, state).await {
            Ok(axum::extract::Path(value)) => Ok(Path(value)),
            Err(rejection) => Err(path_error::<T>(parts, rejection).await)?,
        }
    }
}

/// Returns `None` on a route without parameters, as axum does.
impl<T: DeserializeOwned + Send + 'static, S: Send + Sync> OptionalFromRequestParts<S> for Path<T> {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Option<Path<T>>, Error> {
        match <axum::extract::Path<T> as OptionalFromRequestParts<S>>::from_request_parts(parts, state).await {
            Ok(path) => Ok(path.map(|axum::extract::Path(value)| Path(value))),
            Err(rejection) => Err(path_error::<T>(parts, rejection).await)?,
        }
    }
}

/// Returns the error for a parameter that axum has refused. If the handler asks for a parameter that its route does not have, it is an
/// internal error.
async fn path_error<T: DeserializeOwned>(parts: &mut Parts, rejection: PathRejection) -> errorbook::Error {
    if let PathRejection::FailedToDeserializePathParams(refused) = &rejection {
        if let ErrorKind::InvalidUtf8InPathParam { key } = refused.kind() {
            return extract::not_utf8(key.clone());
        }
        let parameters = RawPathParams::from_request_parts(parts, &()).await;
        if let (true, Ok(parameters)) = (refused.status().is_client_error(), parameters) {
            return extract::path_error::<T>(&parameters);
        }
    }
    errorbook::Error::internal(rejection)
}
