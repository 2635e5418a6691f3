//! The auto traits of the public types.

use std::panic::{RefUnwindSafe, UnwindSafe};

use errorbook_pages::{Page, Pages};

fn goes_anywhere<T: Clone + Send + Sync + Unpin + UnwindSafe + RefUnwindSafe + 'static>() {}

#[test]
fn pages_can_be_shared_between_threads() {
    goes_anywhere::<(Pages, Page)>();
}
