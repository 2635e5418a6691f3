//! [`Exchange`]: one request and its response, below one layer.

use std::any::Any;
use std::cell::RefCell;
use std::future::{Future, poll_fn};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::Poll;
use std::thread;

use super::rendered::Rendered;
use super::{BodyPrefix, ResponseHead};
use crate::response_options::ResponseOptions;
use crate::trace::{TraceParent, TraceScope};
use crate::{Book, Error, ErrorResponse, Policy, Status, header, standard};

/// One request and its response, below one layer.
///
/// A layer makes one for each request, polls the inner service with [`Exchange::run`], and passes the response to
/// [`Exchange::finish`]. The module's documentation has an example.
#[derive(Debug)]
pub struct Exchange {
    /// This layer, until the response has its form.
    own: Option<BookLayer>,
    /// The layers below it that [`Exchange::enter`] has added, the innermost last.
    inner: Vec<BookLayer>,
    pub(super) is_head: bool,
    /// The place on the stack of the thread, while this exchange is entered.
    entered: Option<usize>,
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

/// A request below one book.
#[derive(Debug)]
pub(super) struct BookLayer {
    pub(super) policy: Policy,
    pub(super) options: ResponseOptions,
    /// Few responses have any.
    notes: Option<Box<Notes>>,
}

/// The facts about errors that were rendered inside of the layer.
#[derive(Debug, Default)]
struct Notes {
    /// The last response that a code made without showing it in the body.
    made: Option<Made>,
    /// The status of the last error with an `x-error-id`, and this id.
    logged: Option<(Status, String)>,
    /// True if an inner layer has already refused the callback, with the words of its own book.
    is_refused: bool,
    /// The last response that was rendered for a code, if a layer watches.
    rendered: Option<Rendered>,
    /// The book and the route of the inner layer that sent the response, if a layer watches.
    inner: Option<(&'static Book, Option<String>)>,
}

/// A layer whose future is being polled on this thread.
enum Polled {
    /// Its book, and true if it has an observer. The layer itself stays in its exchange: moving it here and back around each poll
    /// took 500 instructions of a request.
    Running(&'static Book, bool, Option<Box<Notes>>),
    /// A layer that [`Exchange::enter`] has added.
    Entered(Box<BookLayer>),
}

thread_local! {
    /// The layers whose futures are being polled on this thread, the innermost last. Between two polls it is empty.
    static STACK: RefCell<Vec<Polled>> = const { RefCell::new(Vec::new()) };
}

/// True after the first request below a layer that needs the code of every response. Before it, codes without details are not noted.
static IS_WATCHED: AtomicBool = AtomicBool::new(false);

/// Returns true if a layer of the process has an observer, sends the header with the code, or reads the trace of requests.
///
/// An adapter then calls [`Exchange::describe`].
#[inline]
pub fn is_watched() -> bool {
    IS_WATCHED.load(Ordering::Relaxed)
}

impl Exchange {
    /// Reads the wishes of a request. `method` and `query` are as they were sent.
    pub fn new(policy: Policy, method: &str, query: Option<&str>) -> Exchange {
        let options = policy.response_options(method, query);
        if policy.watches() && !is_watched() {
            IS_WATCHED.store(true, Ordering::Relaxed);
        }
        Exchange {
            own: Some(BookLayer { policy, options, notes: None }),
            inner: Vec::new(),
            is_head: method == "HEAD",
            entered: None,
            request: None,
        }
    }

    /// Adds the facts about the request for the observer and the log: the method, the whole path, the template of the route if the
    /// framework knows it, and the value of the `traceparent` header.
    ///
    /// An adapter calls it before it calls the inner service, if [`is_watched`] returns true.
    pub fn describe(&mut self, method: &str, path: &str, route: Option<&str>, traceparent: Option<&[u8]>) {
        let (method, path, route) = (method.to_owned(), path.to_owned(), route.map(str::to_owned));
        let is_traced = self.own.as_ref().is_some_and(|layer| layer.policy.has_trace_id);
        let trace = traceparent.filter(|_| is_traced).and_then(TraceParent::parse);
        self.request = Some(Box::new(ObservedRequest { method, path, route, trace }));
    }

    /// Runs a call or a single poll of the inner service, with the layer's book.
    ///
    /// An error that is rendered meanwhile takes its code from the innermost book. A panic is caught and does the same: see
    /// [`Exchange::panicked`].
    ///
    /// # Errors
    /// Returns the payload of a caught panic.
    pub fn run<T>(&mut self, poll: impl FnOnce() -> T) -> thread::Result<T> {
        let base = STACK.with_borrow_mut(|stack| {
            let base = stack.len();
            if let Some(own) = &mut self.own {
                stack.push(Polled::Running(own.policy.book(), own.policy.observer.is_some(), own.notes.take()));
            }
            if !self.inner.is_empty() {
                stack.extend(self.inner.drain(..).map(|layer| Polled::Entered(Box::new(layer))));
            }
            base
        });
        let trace = self.trace_scope();
        let outcome = catch_unwind(AssertUnwindSafe(poll));
        drop(trace);
        STACK.with_borrow_mut(|stack| {
            while stack.len() > base {
                match (stack.pop(), &mut self.own) {
                    (Some(Polled::Running(_, _, notes)), Some(own)) => own.notes = notes,
                    (Some(Polled::Entered(layer)), _) => self.inner.insert(0, *layer),
                    _ => {}
                }
            }
        });
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
        let passes_through =
            |layer: &BookLayer| !layer.has_notes() && layer.policy.passes_through(&layer.options, status);
        !self.is_head
            && self.request.is_none()
            && self.own.as_ref().is_none_or(passes_through)
            && self.inner.iter().all(passes_through)
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
        if let Some(layer) = self.inner.last_mut().or(self.own.as_mut()) {
            let notes = layer.notes.get_or_insert_default();
            notes.made = Made::of(response);
            if is_watched() {
                notes.rendered = Some(Rendered::of(response));
            }
        }
    }

    /// Adds this exchange's book to the layer that is being polled, until [`Exchange::leave`] is called.
    ///
    /// It is for a framework that does not let a layer poll the inner service. It does nothing if no outer layer is being polled,
    /// because nothing may stay with the thread between two polls.
    pub fn enter(&mut self) {
        STACK.with_borrow_mut(|stack| {
            if !stack.is_empty() {
                self.entered = Some(stack.len());
                stack.extend(self.own.iter().map(|BookLayer { policy, options, .. }| {
                    Polled::Entered(Box::new(BookLayer { policy: *policy, options: options.clone(), notes: None }))
                }));
            }
        });
    }

    /// Removes the book that [`Exchange::enter`] added.
    pub fn leave(&mut self) {
        if let Some(place) = self.entered.take() {
            let left = STACK.with_borrow_mut(|stack| stack.drain(place.min(stack.len())..).next());
            if let Some(Polled::Entered(layer)) = left {
                self.own = Some(*layer);
            }
        }
    }

    /// Sets the trace of this request for log events, until the value is dropped.
    pub(super) fn trace_scope(&self) -> Option<TraceScope> {
        self.request.as_ref()?.trace.map(TraceScope::enter)
    }

    pub(super) fn next_layer(&mut self) -> Option<BookLayer> {
        self.inner.pop().or_else(|| self.own.take())
    }

    pub(super) fn put_back(&mut self, layer: BookLayer) {
        match &self.own {
            Some(_) => self.inner.push(layer),
            None => self.own = Some(layer),
        }
    }

    /// Returns the status that this response's error was rendered with. A handler may have sent it with another status: when JSON
    /// turns out not to be serialisable, the handler may already have chosen 201.
    pub(super) fn rendered_status(&self, head: &impl ResponseHead) -> Option<Status> {
        let (status, id) = self.innermost()?.notes.as_ref()?.logged.as_ref()?;
        (head.header(header::X_ERROR_ID) == Some(id.as_bytes())).then_some(*status)
    }

    pub(super) fn innermost(&self) -> Option<&BookLayer> {
        self.inner.last().or(self.own.as_ref())
    }
}

/// Leaves the layer, if the exchange is dropped before the response exists.
impl Drop for Exchange {
    fn drop(&mut self) {
        // The response to a panic needs the innermost book, which therefore stays on the stack.
        if let (Some(place), false) = (self.entered, thread::panicking()) {
            let _ = STACK.try_with(|stack| stack.try_borrow_mut().map(|mut stack| stack.truncate(place)));
        }
    }
}

impl Polled {
    fn book(&self) -> &'static Book {
        match self {
            Polled::Running(book, ..) => book,
            Polled::Entered(layer) => layer.policy.book(),
        }
    }

    fn is_observed(&self) -> bool {
        match self {
            Polled::Running(_, is_observed, _) => *is_observed,
            Polled::Entered(layer) => layer.policy.observer.is_some(),
        }
    }

    fn notes(&mut self) -> &mut Notes {
        let notes = match self {
            Polled::Running(_, _, notes) => notes,
            Polled::Entered(layer) => &mut layer.notes,
        };
        notes.get_or_insert_default()
    }
}

impl BookLayer {
    /// Returns true if a response has to be compared with the notes.
    fn has_notes(&self) -> bool {
        self.notes
            .as_ref()
            .is_some_and(|notes| notes.logged.is_some() || notes.rendered.is_some() || notes.inner.is_some())
    }

    /// Takes the code that this response was rendered for. `length` is the length of its body, if it is known.
    pub(super) fn take_rendered(&mut self, head: &impl ResponseHead, length: Option<u64>) -> Option<Rendered> {
        self.notes.as_mut()?.rendered.take_if(|rendered| rendered.is(head, length))
    }

    /// Takes the book and the route of the inner layer that sent the response.
    pub(super) fn take_inner(&mut self) -> Option<(&'static Book, Option<String>)> {
        self.notes.as_mut()?.inner.take()
    }

    /// Returns true if an inner layer has refused the callback.
    pub(super) fn is_refused(&self) -> bool {
        self.notes.as_ref().is_some_and(|notes| notes.is_refused)
    }

    /// Returns true if a code made this response below the layer without showing it in the body: a redirect, or an error without a
    /// body. The response itself no longer tells, because middleware may have rebuilt it.
    pub(super) fn made(&self, head: &impl ResponseHead) -> bool {
        let made = self.notes.as_ref().and_then(|notes| notes.made.as_ref());
        made.is_some_and(|Made { status, location }| {
            *status == head.status() && location.as_deref() == head.header(header::LOCATION)
        })
    }
}

/// A response that a code made without showing it in the body.
#[derive(Debug)]
struct Made {
    status: u16,
    location: Option<Vec<u8>>,
}

impl Made {
    fn of(response: &ErrorResponse) -> Option<Made> {
        let location = || response.header(header::LOCATION).map(|location| location.as_bytes().to_vec());
        let is_shown = response.status().is_error() && !response.body().is_empty();
        (!is_shown).then(|| Made { status: response.status().as_u16(), location: location() })
    }
}

/// Returns the response to a caught panic. The text of the panic goes to the log.
pub fn panicked(book: &'static Book, payload: &(dyn Any + Send)) -> ErrorResponse {
    Error::panicked(payload).to_response_in(book)
}

/// Returns the innermost book of the request that is being polled on this thread.
pub fn current_book() -> Option<&'static Book> {
    STACK.with_borrow(|stack| stack.last().map(Polled::book))
}

/// Notes the response that an error was rendered as, for the layer that is being polled on this thread.
#[inline]
pub(crate) fn note(response: &ErrorResponse) {
    if response.has_more_headers() || response.body().is_empty() || !response.status().is_error() || is_watched() {
        note_details(response);
    }
}

fn note_details(response: &ErrorResponse) {
    if is_watched() {
        with_innermost(|notes| notes.rendered = Some(Rendered::of(response)));
    }
    if let Some(made) = Made::of(response) {
        with_innermost(|notes| notes.made = Some(made));
    }
    if let (true, Some(id)) = (response.status().is_error(), response.header(header::X_ERROR_ID)) {
        with_innermost(|notes| notes.logged = Some((response.status(), id.to_owned())));
    }
}

/// Notes, for the next layer, that a code made the response that is sent on.
pub(super) fn note_made(layer: BookLayer) {
    with_innermost(|outer| outer.made = layer.notes.and_then(|notes| notes.made));
}

/// Notes, for the next layer, the response that is sent on. Returns true if one of the outer layers has an observer.
pub(super) fn note_sent(rendered: Option<Rendered>, book: &'static Book, route: Option<String>) -> bool {
    with_innermost(|outer| (outer.rendered, outer.inner) = (rendered, Some((book, route))));
    STACK.with_borrow(|stack| stack.iter().any(Polled::is_observed))
}

/// Notes that the callback has been refused.
pub(super) fn note_refusal() {
    with_innermost(|notes| notes.is_refused = true);
}

fn with_innermost(note: impl FnOnce(&mut Notes)) {
    STACK.with_borrow_mut(|stack| stack.last_mut().map(|polled| note(polled.notes())));
}
