//! [`Polled`]: the layer that is being polled on this thread, and the notes that errors leave there.

use std::cell::Cell;
use std::mem::ManuallyDrop;
use std::sync::atomic::{AtomicBool, Ordering};

use super::book_layer::{BookLayer, Made, Notes};
use super::rendered::Rendered;
use crate::{Book, ErrorResponse, header};

/// The innermost layer whose future is being polled on this thread. The layer itself stays in its exchange: moving it here and back
/// around each poll took 500 instructions of a request.
pub(super) struct Polled {
    pub(super) book: &'static Book,
    /// [`Exchange::run`](super::Exchange::run) always takes them back, so the thread has nothing to drop. To check at each access
    /// whether the thread has already dropped its value took 130 instructions of a request.
    pub(super) notes: ManuallyDrop<Option<Box<Notes>>>,
    /// The number of observers of this layer and of those around it.
    pub(super) observers: u32,
}

thread_local! {
    /// [`Exchange::run`](super::Exchange::run) keeps the layer that was here before, and puts it back. Between two polls there is
    /// none.
    static POLLED: Cell<Option<Polled>> = const { Cell::new(None) };
}

/// True after the first request below a layer that needs the code of every response. Before it, codes without details are not noted.
pub(super) static IS_WATCHED: AtomicBool = AtomicBool::new(false);

/// Returns true if a layer of the process has an observer, sends the header with the code, or reads the trace of requests.
///
/// An adapter then calls [`Exchange::describe`](super::Exchange::describe).
#[inline]
pub fn is_watched() -> bool {
    IS_WATCHED.load(Ordering::Relaxed)
}

impl Polled {
    /// Returns the innermost book.
    fn book(&self) -> &'static Book {
        self.entered().last().map_or(self.book, |layer| layer.policy.book())
    }

    /// Returns the number of observers of this layer, of those around it, and of the entered ones.
    fn observers(&self) -> u32 {
        self.observers + self.entered().iter().map(|layer| u32::from(layer.policy.is_observed())).sum::<u32>()
    }

    fn entered(&self) -> &[BookLayer] {
        self.notes.as_ref().map_or(&[], |notes| &notes.entered)
    }
}

/// Swaps the layer that is being polled on this thread with another one. What `LocalKey::with` returns would be checked once more, as if
/// the thread could already have dropped its value.
#[inline]
pub(super) fn swap(polled: &mut Option<Polled>) {
    POLLED.with(|cell| *polled = cell.replace(polled.take()));
}

/// Returns the innermost book of the request that is being polled on this thread.
pub fn current_book() -> Option<&'static Book> {
    with_polled(|polled| polled.book())
}

/// Returns the number of observers of the layers that are being polled on this thread.
#[cold]
pub(super) fn observers() -> u32 {
    with_polled(|polled| polled.observers()).unwrap_or(0)
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
    observers() > 0
}

/// Notes that the callback has been refused.
pub(super) fn note_refusal() {
    with_innermost(|notes| notes.is_refused = true);
}

fn with_innermost(note: impl FnOnce(&mut Notes)) {
    with_polled(|polled| polled.notes.get_or_insert_default().with_innermost(note));
}

/// Calls a function with the layer that is being polled on this thread, if there is one. The thread may be ending.
pub(super) fn with_polled<T>(call: impl FnOnce(&mut Polled) -> T) -> Option<T> {
    let with = |cell: &Cell<Option<Polled>>| {
        let mut polled = cell.take()?;
        let returned = call(&mut polled);
        cell.set(Some(polled));
        Some(returned)
    };
    POLLED.try_with(with).ok().flatten()
}
