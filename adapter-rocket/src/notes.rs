//! [`Notes`]: what is known of a request's answer before there is a response, where Rocket itself hands on but a status.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use errorbook::ErrorResponse;
use rocket::Request;
use rocket::http::Status;

/// Kept with the request; never with the thread or the connection, which many requests share.
#[derive(Default)]
pub(crate) struct Notes {
    /// The answer that the catcher is to give if it is called with just this status.
    answer: Mutex<Option<(Status, ErrorResponse)>>,
    /// Whether a code has made a redirect.
    redirected: AtomicBool,
}

impl Notes {
    pub(crate) fn of<'r>(request: &'r Request<'_>) -> &'r Arc<Notes> {
        request.local_cache(Arc::<Notes>::default)
    }

    pub(crate) fn leave(&self, status: Status, answer: ErrorResponse) {
        *self.answer.lock().unwrap_or_else(PoisonError::into_inner) = Some((status, answer));
    }

    /// The answer that was left for this status. One that was left for another is of a route that was not the last.
    pub(crate) fn take(&self, status: Status) -> Option<ErrorResponse> {
        let left = self.answer.lock().unwrap_or_else(PoisonError::into_inner).take();
        left.and_then(|(left_for, answer)| (left_for == status).then_some(answer))
    }

    pub(crate) fn redirect(&self) {
        self.redirected.store(true, Ordering::Relaxed);
    }

    pub(crate) fn is_redirected(&self) -> bool {
        self.redirected.load(Ordering::Relaxed)
    }
}
