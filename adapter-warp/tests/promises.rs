//! What the error of a handler promises beside what it does: how large it is, and where it can go.

use errorbook_warp::{Error, ErrorBook};

fn crosses_threads<T: Send + Sync + Unpin + 'static>() {}

#[test]
fn an_error_is_as_small_as_that_of_the_core_and_crosses_threads() {
    assert_eq!(size_of::<Error>(), size_of::<errorbook::Error>());
    assert_eq!(size_of::<errorbook_warp::Result<()>>(), 3 * size_of::<usize>());
    crosses_threads::<(Error, ErrorBook)>();
}
