//! [`Json`], [`Query`] and [`Path`]: extractors whose rejections are errors of the layer's book.

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
/// ```
#[derive(Debug, Clone, Copy, Default)]
pub struct Json<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Json<T> {
    type Rejection = Error;

    async fn from_request(request: Request, state: &S) -> Result<Json<T>, Error> {
        extract::check_content_type(request.headers().get(CONTENT_TYPE).map(HeaderValue::as_bytes))?;
        let body = Bytes::from_request(request, state).await.map_err(|rejection| match rejection {
            BytesRejection::FailedToBufferBody(FailedToBufferBody::LengthLimitError(_)) => extract::body_too_large(),
            _ => extract::body_cut_short(),
        })?;
        Ok(Json(extract::json(&body)?))
    }
}

impl<T: Serialize> IntoResponse for Json<T> {
    fn into_response(self) -> Response {
        match serde_json::to_vec(&self.0) {
            Ok(body) => ([(CONTENT_TYPE, HeaderValue::from_static(errorbook::media_type::JSON))], body).into_response(),
            Err(error) => Error::from(errorbook::Error::unhandled(error)).into_response(),
        }
    }
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
            return errorbook::Error::parameter(key.clone(), "expected UTF-8");
        }
    }
    // The route has no parameters at all: the handler is wrong, not the request.
    errorbook::Error::unhandled(rejection)
}
