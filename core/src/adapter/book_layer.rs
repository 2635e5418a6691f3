//! [`BookLayer`]: a request below one book, and the notes about its errors.

use std::mem;

use super::ResponseHead;
use super::rendered::Rendered;
use crate::response_options::ResponseOptions;
use crate::{Book, ErrorResponse, Policy, Status, header};

/// A request below one book.
#[derive(Debug)]
pub(super) struct BookLayer {
    pub(super) policy: Policy,
    pub(super) options: ResponseOptions,
    /// Few responses have any.
    pub(super) notes: Option<Box<Notes>>,
    /// The number of a layer that [`Exchange::enter`](super::Exchange::enter) has added, and 0 for any other.
    pub(super) entered: u64,
}

/// The facts about errors that were rendered inside of the layer.
#[derive(Debug, Default)]
pub(super) struct Notes {
    /// The last response that a code made without showing it in the body.
    pub(super) made: Option<Made>,
    /// The status of the last error with an `x-error-id`, and this id.
    pub(super) logged: Option<(Status, String)>,
    /// True if an inner layer has already refused the callback, with the words of its own book.
    pub(super) is_refused: bool,
    /// The last response that was rendered for a code, if a layer watches.
    pub(super) rendered: Option<Rendered>,
    /// The book and the route of the inner layer that sent the response, if a layer watches.
    pub(super) inner: Option<(&'static Book, Option<String>)>,
    /// The layers that [`Exchange::enter`](super::Exchange::enter) has added below this one, the innermost last.
    pub(super) entered: Vec<BookLayer>,
}

impl Notes {
    /// Changes the notes of the innermost layer.
    pub(super) fn with_innermost(&mut self, note: impl FnOnce(&mut Notes)) {
        match self.entered.last_mut() {
            Some(layer) => note(layer.notes.get_or_insert_default()),
            None => note(self),
        }
    }

    /// Returns true if no response has to be compared with the notes, and the entered layers send a response with this status unchanged.
    fn passes_through(&self, status: u16) -> bool {
        self.logged.is_none()
            && self.rendered.is_none()
            && self.inner.is_none()
            && self.entered.iter().all(|layer| layer.passes_through(status))
    }
}

impl BookLayer {
    /// Takes the layer, leaving an empty one.
    pub(super) fn take(&mut self) -> BookLayer {
        let (options, notes, entered) = (mem::take(&mut self.options), self.notes.take(), mem::take(&mut self.entered));
        BookLayer { policy: self.policy, options, notes, entered }
    }

    /// Returns true if a response with this status is sent unchanged.
    #[inline]
    pub(super) fn passes_through(&self, status: u16) -> bool {
        self.policy.passes_through(&self.options, status)
            && self.notes.as_ref().is_none_or(|notes| notes.passes_through(status))
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
pub(super) struct Made {
    status: u16,
    location: Option<Vec<u8>>,
}

impl Made {
    pub(super) fn of(response: &ErrorResponse) -> Option<Made> {
        let location = || response.header(header::LOCATION).map(|location| location.as_bytes().to_vec());
        let is_shown = response.status().is_error() && !response.body().is_empty();
        (!is_shown).then(|| Made { status: response.status().as_u16(), location: location() })
    }
}
