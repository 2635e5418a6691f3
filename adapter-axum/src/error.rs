//! [`Error`]: the error of a handler.

use axum::response::{IntoResponse, Response};
use errorbook::IntoError;

errorbook::adapter::error_type! {
    /// The error of a handler: an [`errorbook::Error`] as axum's response.
    ///
    /// ```
    /// use axum::response::IntoResponse as _;
    /// use errorbook::primaerp;
    /// use errorbook_axum::Error;
    ///
    /// let response = Error::from(primaerp::OBJECT_NOT_FOUND).into_response();
    /// assert_eq!(response.status().as_u16(), 404);
    /// assert_eq!(response.headers()["content-type"], "application/json");
    /// ```
    ///
    /// A handler that returns `Result<T, ProjectError>` promises the codes of this error, and the compiler checks the promise:
    ///
    /// ```
    /// use errorbook::{IntoError, primaerp};
    /// use errorbook_axum::{Json, Path, Result};
    ///
    /// # async fn find(id: i64) -> std::io::Result<Option<String>> { Ok(None) }
    /// #[derive(IntoError)]
    /// enum ProjectError {
    ///     #[code(primaerp::OBJECT_NOT_FOUND)]
    ///     Unknown,
    /// }
    ///
    /// async fn project(Path(id): Path<i64>) -> Result<Json<String>, ProjectError> {
    ///     let project = find(id).await.map_err(errorbook_axum::Error::internal)?;
    ///     Ok(Json(project.ok_or(ProjectError::Unknown)?))
    /// }
    /// ```
    ///
    /// ```compile_fail
    /// # #[derive(errorbook::IntoError)]
    /// # #[code(errorbook::primaerp::OBJECT_NOT_FOUND)]
    /// # struct ProjectError;
    /// async fn project() -> errorbook_axum::Result<String, ProjectError> {
    ///     Err(errorbook::primaerp::VERSION_STALE)? // not promised
    /// }
    /// ```
    pub struct Error;
}

impl<P: IntoError> IntoResponse for Error<P> {
    fn into_response(self) -> Response {
        errorbook_tower::error_to_http(&self.0)
    }
}
