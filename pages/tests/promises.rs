//! The properties of the public types beside their behaviour.

use std::panic::{RefUnwindSafe, UnwindSafe};

use errorbook_pages::{Page, Pages};

fn goes_anywhere<T: Clone + Send + Sync + Unpin + UnwindSafe + RefUnwindSafe + 'static>() {}

#[test]
fn pages_are_shared_by_threads() {
    goes_anywhere::<(Pages, Page)>();
}
