//! The responses to rejections.

use std::future::ready;
use std::sync::{Arc, Mutex, PoisonError};

use errorbook::ErrorKind;
use http::{Request, StatusCode};
use tower_service::Service as _;
use warp::reply::Response;
use warp::{Filter as _, Rejection, Reply};

use crate::Error;

/// The reply of a filter, or its rejection.
pub(crate) type Outcome<R> = Result<R, Rejection>;

/// Renders the outcome of a filter.
pub(crate) async fn respond<R: Reply>(outcome: Outcome<R>) -> Response {
    match outcome {
        Ok(reply) => reply.into_response(),
        Err(rejection) => rejected(rejection).await,
    }
}

/// Renders a rejection. Of its causes an [`Error`] counts first, then what warp makes of it.
pub(crate) async fn rejected(rejection: Rejection) -> Response {
    if let Some(error) = Error::find(&rejection) {
        return errorbook_tower::into_http(error.to_response());
    }
    let kind = if rejection.is_not_found() {
        ErrorKind::RouteNotFound
    } else {
        let response = rendered_by_warp(rejection).await;
        if response.status() != StatusCode::METHOD_NOT_ALLOWED {
            return response;
        }
        ErrorKind::MethodNotAllowed
    };
    errorbook_tower::into_http(errorbook::Error::from(kind).to_response())
}

/// Returns warp's own response to a rejection. Only warp knows some of the causes.
///
/// It gives the response only to a service, and a service must not run on a task on which another one is running.
async fn rendered_by_warp(rejection: Rejection) -> Response {
    let rejection = Arc::new(Mutex::new(Some(rejection)));
    let rejects = warp::any().and_then(move || {
        let rejection = rejection.lock().unwrap_or_else(PoisonError::into_inner).take();
        ready(Err::<Response, _>(rejection.unwrap_or_else(warp::reject)))
    });
    let response = tokio::spawn(async move { warp::service(rejects).call(Request::new(String::new())).await });
    match response.await {
        Ok(Ok(response)) => response,
        Err(error) => <Error>::internal(error).into_response(),
    }
}
