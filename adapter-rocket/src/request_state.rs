//! [`RequestState`]: facts for the response to a request, because Rocket itself passes on only a status.

use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use errorbook::ErrorResponse;
use errorbook::adapter::Exchange;
use rocket::Request;
use rocket::http::{Method, Status};

/// Facts for the response to a request. They belong to the request, because a thread or a connection serves many requests.
#[derive(Default)]
pub(crate) struct RequestState {
    /// The response that the catcher sends if it is called with this status.
    caught: Mutex<Option<(Status, ErrorResponse)>>,
    /// The last redirect or error without a body that a code has made. If a mount watches, the last error of any kind.
    made: Mutex<Option<ErrorResponse>>,
    /// The method of the request as it was sent: Rocket routes a HEAD as a GET. It is set if a mount has an observer, but not for a request
    /// that Rocket cannot read.
    pub(crate) method: OnceLock<Method>,
}

impl RequestState {
    pub(crate) fn of<'r>(request: &'r Request<'_>) -> &'r Arc<RequestState> {
        request.local_cache(Arc::<RequestState>::default)
    }

    /// Keeps a response for the catcher.
    pub(crate) fn leave(&self, status: Status, response: ErrorResponse) {
        *lock(&self.caught) = Some((status, response));
    }

    /// Takes the response that was kept for this status. A response with another status belongs to an earlier route.
    pub(crate) fn take(&self, status: Status) -> Option<ErrorResponse> {
        let (left_for, response) = lock(&self.caught).take()?;
        (left_for == status).then_some(response)
    }

    /// Notes a response that a code has made.
    pub(crate) fn made(&self, response: ErrorResponse) {
        *lock(&self.made) = Some(response);
    }

    /// Notes the response that a code has made on the exchange.
    pub(crate) fn tell(&self, exchange: &mut Exchange) {
        if let Some(response) = &*lock(&self.made) {
            exchange.note(response);
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
