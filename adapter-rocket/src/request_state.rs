//! [`RequestState`]: what is known of a request's response before there is one. Rocket itself hands on only a status.

use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use errorbook::ErrorResponse;
use errorbook::adapter::Exchange;
use rocket::Request;
use rocket::http::{Method, Status};

/// Kept with the request, never with the thread or the connection, which many requests share.
#[derive(Default)]
pub(crate) struct RequestState {
    /// The response that the catcher sends if it is called with this status.
    caught: Mutex<Option<(Status, ErrorResponse)>>,
    /// The last redirect or error without a body that a code has made, or the last error of all if a mount watches.
    made: Mutex<Option<ErrorResponse>>,
    /// The method that the request came with: Rocket routes a HEAD as a GET. It is set if a mount has an observer, and never for a
    /// request that Rocket cannot read.
    pub(crate) method: OnceLock<Method>,
}

impl RequestState {
    pub(crate) fn of<'r>(request: &'r Request<'_>) -> &'r Arc<RequestState> {
        request.local_cache(Arc::<RequestState>::default)
    }

    /// Leaves a response for the catcher.
    pub(crate) fn leave(&self, status: Status, response: ErrorResponse) {
        *lock(&self.caught) = Some((status, response));
    }

    /// Takes the response that was left for this status. A response for another status is of a route that was not the last.
    pub(crate) fn take(&self, status: Status) -> Option<ErrorResponse> {
        let (left_for, response) = lock(&self.caught).take()?;
        (left_for == status).then_some(response)
    }

    /// Notes a response that a code has made.
    pub(crate) fn made(&self, response: ErrorResponse) {
        *lock(&self.made) = Some(response);
    }

    /// Tells the exchange of the response that a code has made.
    pub(crate) fn tell(&self, exchange: &mut Exchange) {
        if let Some(response) = &*lock(&self.made) {
            exchange.note(response);
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
