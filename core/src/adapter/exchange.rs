//! [`Exchange`]: one request and its response, below one layer.

use std::any::Any;
use std::future::{Future, poll_fn};
use std::mem::ManuallyDrop;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::Poll;
use std::{thread, vec};

use super::book_layer::{BookLayer, Made};
use super::polled::{IS_WATCHED, Polled, is_watched, observers, swap, with_polled};
use super::rendered::Rendered;
use super::{BodyPrefix, ResponseHead};
use crate::trace::{TraceParent, TraceScope};
use crate::{Book, Error, ErrorResponse, Policy, Status, header, standard};

/// One request and its response, below one layer.
///
/// A layer makes one for each request, polls the inner service with [`Exchange::run`], and passes the response to
/// [`Exchange::finish`]. The module's documentation has an example.
#[derive(Debug)]
pub struct Exchange {
    /// This layer.
    own: BookLayer,
    /// True once this layer has given the response its form. It is then empty.
    is_formed: bool,
    pub(super) is_head: bool,
    /// The number of observers of this layer and of those around it.
    observers: u32,
    /// The request, if a layer watches.
    pub(super) request: Option<Box<ObservedRequest>>,
}

/// The parts of a request that an observer receives, and its trace if the layer reads it.
#[derive(Debug)]
pub(super) struct ObservedRequest {
    pub(super) method: String,
    pub(super) path: String,
    pub(super) route: Option<String>,
    pub(super) trace: Option<TraceParent>,
}

impl ObservedRequest {
    #[cold]
    fn new(method: &str, path: &str, route: Option<&str>, traceparent: Option<&[u8]>) -> ObservedRequest {
        ObservedRequest {
            method: method.to_owned(),
            path: path.to_owned(),
            route: route.map(str::to_owned),
            trace: traceparent.and_then(TraceParent::parse),
        }
    }
}

/// The number of the next layer that [`Exchange::enter`] adds. It finds the layer again: an exchange can be dropped while another
/// request is being polled.
static ENTERED: AtomicU64 = AtomicU64::new(1);

impl Exchange {
    /// Reads the wishes of a request. `method` and `query` are as they were sent.
    // Inlined, because the policy is then copied only once: together with the reference, this saves 60 instructions of a request.
    #[inline(always)]
    pub fn new(policy: &Policy, method: &str, query: Option<&str>) -> Exchange {
        if policy.watches() && !is_watched() {
            IS_WATCHED.store(true, Ordering::Relaxed);
        }
        let observers = if is_watched() { u32::from(policy.is_observed()) + observers() } else { 0 };
        let options = policy.response_options(method, query);
        Exchange {
            own: BookLayer { policy: *policy, options, notes: None, entered: 0 },
            is_formed: false,
            is_head: method == "HEAD",
            observers,
            request: None,
        }
    }

    /// Adds the facts about the request for the observer and the log: the method, the whole path, the template of the route if the
    /// framework knows it, and the value of the `traceparent` header.
    ///
    /// An adapter calls it before it calls the inner service, if [`is_watched`] returns true.
    // Inlined like the scope of a trace: a call that may panic before the inner service is called makes the compiler copy the request
    // once more. Both took 40 instructions of a request.
    #[inline(always)]
    pub fn describe(&mut self, method: &str, path: &str, route: Option<&str>, traceparent: Option<&[u8]>) {
        let traceparent = traceparent.filter(|_| self.own.policy.has_trace_id);
        self.request = Some(Box::new(ObservedRequest::new(method, path, route, traceparent)));
    }

    /// Runs a call or a single poll of the inner service, with the layer's book.
    ///
    /// An error that is rendered meanwhile takes its code from the innermost book. A panic is caught and does the same: see
    /// [`Exchange::panicked`].
    ///
    /// # Errors
    /// Returns the payload of a caught panic.
    #[inline]
    pub fn run<T>(&mut self, poll: impl FnOnce() -> T) -> thread::Result<T> {
        let mut polled = Some(Polled {
            book: self.own.policy.book(),
            notes: ManuallyDrop::new(self.own.notes.take()),
            observers: self.observers,
        });
        swap(&mut polled);
        let outcome = {
            // Without a trace there is no scope: moving an empty one took 20 instructions of each run.
            let _scope;
            if let Some(trace) = self.trace() {
                _scope = TraceScope::enter(trace);
            }
            catch_unwind(AssertUnwindSafe(poll))
        };
        swap(&mut polled);
        self.own.notes = polled.and_then(|polled| ManuallyDrop::into_inner(polled.notes));
        outcome
    }

    /// Calls the inner service and awaits its future, with [`Exchange::run`] around the call and around each poll.
    ///
    /// # Errors
    /// Returns the payload of a caught panic.
    pub async fn run_future<F: Future>(&mut self, call: impl FnOnce() -> F) -> thread::Result<F::Output> {
        let mut future = pin!(self.run(call)?);
        poll_fn(|cx| match self.run(|| future.as_mut().poll(cx)) {
            Ok(polled) => polled.map(Ok),
            Err(panic) => Poll::Ready(Err(panic)),
        })
        .await
    }

    /// Returns true if a response with this status is sent unchanged. The adapter does not have to finish it.
    #[inline]
    pub fn passes_through(&self, status: u16) -> bool {
        !self.is_head && self.request.is_none() && self.own.passes_through(status)
    }

    /// Returns the response to a caught panic, in the innermost book of the request.
    pub fn panicked(&mut self, payload: &(dyn Any + Send)) -> ErrorResponse {
        let _trace = self.trace_scope();
        let response = panicked(self.book(), payload);
        self.note(&response);
        response
    }

    /// Returns the response to a status without a code and without a body, as [`Exchange::finish`] makes it.
    ///
    /// It is for a framework that passes a status to the adapter, and not a response.
    pub fn respond_to_status(&self, head: &impl ResponseHead) -> ErrorResponse {
        let _trace = self.trace_scope();
        let policy = self.innermost().map_or(Policy::new(&standard::BOOK), |layer| layer.policy);
        policy.wrap(head, &BodyPrefix::default())
    }

    /// Returns the innermost book of the request.
    pub fn book(&self) -> &'static Book {
        self.innermost().map_or(&standard::BOOK, |layer| layer.policy.book())
    }

    /// Notes that a code made this response, if it was rendered outside of [`Exchange::run`]. The layer needs it for a redirect and for
    /// an error without a body, and for every response if [`is_watched`] returns true.
    pub fn note(&mut self, response: &ErrorResponse) {
        self.own.notes.get_or_insert_default().with_innermost(|notes| {
            notes.made = Made::of(response);
            if is_watched() {
                notes.rendered = Some(Rendered::of(response));
            }
        });
    }

    /// Adds this exchange's book to the layer that is being polled, until [`Exchange::leave`] is called.
    ///
    /// It is for a framework that does not let a layer poll the inner service. It does nothing if no outer layer is being polled,
    /// because nothing may stay with the thread between two polls.
    pub fn enter(&mut self) {
        with_polled(|polled| {
            self.own.entered = ENTERED.fetch_add(1, Ordering::Relaxed);
            let BookLayer { policy, options, entered, .. } = &self.own;
            let layer = BookLayer { policy: *policy, options: options.clone(), notes: None, entered: *entered };
            polled.notes.get_or_insert_default().entered.push(layer);
        });
    }

    /// Removes the book that [`Exchange::enter`] added.
    pub fn leave(&mut self) {
        let left = with_polled(|polled| self.remove(polled)?.next()).flatten();
        if let Some(left) = left {
            (self.own.entered, self.own.notes) = (0, left.notes);
        }
    }

    /// Removes the layer that [`Exchange::enter`] has added, and those inside of it.
    fn remove<'a>(&self, polled: &'a mut Polled) -> Option<vec::Drain<'a, BookLayer>> {
        let entered = &mut polled.notes.as_mut()?.entered;
        let place = entered.iter().position(|layer| layer.entered == self.own.entered)?;
        Some(entered.drain(place..))
    }

    /// Sets the trace of this request for log events, until the value is dropped.
    #[inline]
    pub(super) fn trace_scope(&self) -> Option<TraceScope> {
        self.trace().map(TraceScope::enter)
    }

    #[inline]
    fn trace(&self) -> Option<TraceParent> {
        self.request.as_ref()?.trace
    }

    /// Takes the whole exchange, leaving an empty one.
    pub(super) fn take(&mut self) -> Exchange {
        Exchange { own: self.own.take(), request: self.request.take(), ..*self }
    }

    pub(super) fn next_layer(&mut self) -> Option<BookLayer> {
        if self.is_formed {
            return None;
        }
        let entered = self.own.notes.as_mut().and_then(|notes| notes.entered.pop());
        self.is_formed = entered.is_none();
        entered.or_else(|| Some(self.own.take()))
    }

    pub(super) fn put_back(&mut self, layer: BookLayer) {
        if self.is_formed {
            (self.own, self.is_formed) = (layer, false);
        } else {
            self.own.notes.get_or_insert_default().entered.push(layer);
        }
    }

    /// Returns the status that this response's error was rendered with. A handler may have sent it with another status: when JSON
    /// turns out not to be serialisable, the handler may already have chosen 201.
    pub(super) fn rendered_status(&self, head: &impl ResponseHead) -> Option<Status> {
        let (status, id) = self.innermost()?.notes.as_ref()?.logged.as_ref()?;
        (head.header(header::X_ERROR_ID) == Some(id.as_bytes())).then_some(*status)
    }

    pub(super) fn innermost(&self) -> Option<&BookLayer> {
        let entered = self.own.notes.as_ref().and_then(|notes| notes.entered.last());
        entered.or_else(|| (!self.is_formed).then_some(&self.own))
    }
}

/// Leaves the layer, if the exchange is dropped before the response exists.
impl Drop for Exchange {
    #[inline]
    fn drop(&mut self) {
        // The response to a panic needs the innermost book, which therefore stays with the thread.
        if self.own.entered > 0 && !thread::panicking() {
            with_polled(|polled| drop(self.remove(polled)));
        }
    }
}

/// Returns the response to a caught panic. The text of the panic goes to the log.
pub fn panicked(book: &'static Book, payload: &(dyn Any + Send)) -> ErrorResponse {
    Error::panicked(payload).to_response_in(book)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::adapter::current_book;
    use crate::{ObservedResponse, ayanova, primaerp};

    fn exchange(book: &'static Book) -> Exchange {
        Exchange::new(&Policy::new(book), "GET", None)
    }

    fn current() -> Option<&'static str> {
        current_book().map(Book::name)
    }

    #[test]
    fn the_thread_knows_the_innermost_book_and_only_during_a_run() {
        let (mut outer, mut inner) = (exchange(&ayanova::BOOK), exchange(&primaerp::BOOK));
        for _ in 0..2 {
            let books = outer.run(|| {
                let inside = inner.run(current).unwrap();
                assert!(inner.run(|| panic!("nobody is to know")).is_err());
                (inside, current())
            });
            assert_eq!(books.unwrap(), (Some("primaerp"), Some("ayanova")));
            assert_eq!(current(), None);
        }
    }

    #[test]
    fn an_entered_layer_stays_with_its_request_between_polls() {
        let (mut outer, mut entered) = (exchange(&ayanova::BOOK), exchange(&primaerp::BOOK));
        entered.enter();
        assert_eq!(current(), None, "no layer is being polled");
        outer.run(|| entered.enter()).unwrap();
        assert_eq!(exchange(&standard::BOOK).run(current).unwrap(), Some("http"));
        assert_eq!(outer.run(current).unwrap(), Some("primaerp"));
        assert_eq!(outer.book().name(), "primaerp");
        outer.run(|| entered.leave()).unwrap();
        assert_eq!((outer.run(current).unwrap(), outer.book().name()), (Some("ayanova"), "ayanova"));
    }

    #[test]
    fn an_entered_exchange_that_is_dropped_leaves_only_its_own_layer() {
        let (mut outer, mut dropped) = (exchange(&ayanova::BOOK), exchange(&primaerp::BOOK));
        let (mut other, mut kept) = (exchange(&ayanova::BOOK), exchange(&standard::BOOK));
        outer.run(|| dropped.enter()).unwrap();
        other.run(|| kept.enter()).unwrap();
        other.run(|| drop(dropped)).unwrap();
        assert_eq!(other.run(current).unwrap(), Some("http"));

        let mut dropped = exchange(&primaerp::BOOK);
        let left = outer.run(|| {
            dropped.enter();
            drop(dropped);
            current()
        });
        // The first one is still there, because it was dropped elsewhere.
        assert_eq!(left.unwrap(), Some("primaerp"));
    }

    #[test]
    fn a_layer_knows_the_observers_around_it() {
        const OBSERVED: Policy = Policy::new(&ayanova::BOOK).observer(&ignore);
        fn ignore(_: &ObservedResponse<'_>) {}
        let mut outer = Exchange::new(&OBSERVED, "GET", None);
        let inner = outer.run(|| {
            let mut between = exchange(&primaerp::BOOK);
            between.run(|| (observers(), exchange(&standard::BOOK).observers)).unwrap()
        });
        assert_eq!((inner.unwrap(), observers()), ((1, 1), 0));
    }
}
