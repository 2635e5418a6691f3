//! [`Entered`]: the books that a request is under at the moment, of which the innermost answers a panic.

use std::cell::Cell;

use errorbook::{Policy, ResponseOptions};

/// A book that a request is under, and what it asks of it.
pub(crate) struct Entered {
    pub(crate) policy: Policy,
    pub(crate) delivery: ResponseOptions,
}

thread_local! {
    /// The books that the request is under which is polled at the moment, but for the outermost one, the innermost last.
    /// There is none where there is no [`ErrorBookService`](crate::ErrorBookService) to answer a panic.
    static ENTERED: Cell<Option<Vec<Entered>>> = const { Cell::new(None) };
}

impl Entered {
    /// Polls a request which is under these books.
    pub(crate) fn within<R>(entered: &mut Vec<Entered>, poll: impl FnOnce() -> R) -> R {
        ENTERED.with(|books| {
            let outer = books.replace(Some(std::mem::take(entered)));
            let polled = poll();
            *entered = books.replace(outer).unwrap_or_default();
            polled
        })
    }

    pub(crate) fn enter(policy: Policy, delivery: &ResponseOptions) {
        ENTERED.set(ENTERED.take().map(|mut entered| {
            entered.push(Entered { policy, delivery: delivery.clone() });
            entered
        }));
    }

    pub(crate) fn leave() {
        ENTERED.set(ENTERED.take().map(|mut entered| {
            entered.pop();
            entered
        }));
    }
}
