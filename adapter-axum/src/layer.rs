//! [`ErrorBook`]: the layer, with axum's body.

use axum::body::Body;
#[cfg(feature = "matched-path")]
use axum::extract::{MatchedPath, OriginalUri};
use errorbook_tower::{IntoBody, ResponseBody};
#[cfg(feature = "matched-path")]
use http::Extensions;

/// The layer that puts every error into the envelope of a book, and suppresses statuses on request.
///
/// Add it to a router with [`Router::layer`](axum::Router::layer), or put it around any tower service. Then panics and axum's own
/// errors, such as a path without a route, have codes of the book. Nest a mount with its own book as a service:
///
/// ```
/// use axum::Router;
/// use errorbook::{Policy, ayanova, primaerp, standard};
/// use errorbook_axum::ErrorBook;
///
/// let api: Router = Router::new().layer(ErrorBook::new(&ayanova::BOOK));
/// let scripts: Router = Router::new().layer(ErrorBook::from(Policy::new(&primaerp::BOOK).jsonp("callback")));
/// let app: Router = Router::new()
///     .nest_service("/api", api)
///     .nest_service("/scripts", scripts)
///     .layer(ErrorBook::new(&standard::BOOK));
/// ```
///
/// With [`Router::nest`](axum::Router::nest), the outer router would respond to paths that the inner router does not have.
pub type ErrorBook = errorbook_tower::ErrorBookLayer<AxumBody>;

/// A service below an [`ErrorBook`].
pub type ErrorBookService<S> = errorbook_tower::ErrorBookService<S, AxumBody>;

/// Makes axum's body the body of the layer's responses, because axum would box any other.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct AxumBody;

impl IntoBody<Body> for AxumBody {
    type Body = Body;

    #[inline]
    fn into_body(body: ResponseBody<Body>) -> Body {
        match body.into_inner() {
            Ok(body) => body,
            Err(body) => Body::new(body),
        }
    }

    #[cfg(feature = "matched-path")]
    fn route(extensions: &Extensions) -> Option<&str> {
        extensions.get().map(MatchedPath::as_str)
    }

    #[cfg(feature = "matched-path")]
    fn original_path(extensions: &Extensions) -> Option<&str> {
        extensions.get().map(|OriginalUri(uri)| uri.path())
    }
}
