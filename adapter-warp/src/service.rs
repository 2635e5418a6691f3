//! [`FilterService`]: a filter as a tower service.

use std::convert::Infallible;
use std::fmt;
use std::future::{Future, ready};
use std::pin::Pin;
use std::task::{Context, Poll};

use http::{Request, StatusCode};
use tower_service::Service;
use warp::reply::Response;
use warp::{Filter, Reply as _};

/// A filter as a tower service, made by [`warp::service`].
#[derive(Clone, Copy)]
pub struct FilterService<F> {
    filter: F,
}

impl<F> FilterService<F> {
    pub(crate) fn new(filter: F) -> FilterService<F> {
        FilterService { filter }
    }
}

impl<F> fmt::Debug for FilterService<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FilterService").finish_non_exhaustive()
    }
}

impl<F, B> Service<Request<B>> for FilterService<F>
where
    F: Filter<Extract = (Response,), Error = Infallible> + Clone + Send + Sync + 'static,
    B: http_body::Body<Data: Send, Error: Into<Box<dyn std::error::Error + Send + Sync>>> + Send + Sync + 'static,
{
    type Response = Response;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Response, Infallible>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    // Inside of the layer's function, the request would be moved twice more, in 70 instructions.
    #[inline(never)]
    fn call(&mut self, request: Request<B>) -> Self::Future {
        // warp's path filters panic on a target without a path, such as that of a CONNECT.
        if request.uri().path_and_query().is_none() {
            return Box::pin(ready(Ok(StatusCode::NOT_FOUND.into_response())));
        }
        Box::pin(warp::service(self.filter.clone()).call(request))
    }
}
