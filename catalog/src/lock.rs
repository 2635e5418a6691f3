//! The lock: a book as a reviewed file, so that a published code never changes its meaning by accident.
//!
//! One line in a test of the service locks a book:
//!
//! ```
//! errorbook::lock!(&errorbook::primaerp::BOOK, "lock/primaerp.lock");
//! ```
//!
//! The path is relative to the package that the test is in. The first run writes the file, which is then committed and
//! reviewed as the API is. From then on the line fails when a client would.
//!
//! # The file
//! It is sorted, has one line for each code, and its strings are those of JSON, with everything invisible escaped:
//!
//! ```
//! mod cart {
//!     errorbook::codes! {
//!         /// The codes of the cart.
//!         book "cart" { envelope: errorbook::envelope::PROBLEM }
//!
//!         retired "CART-1000";
//!
//!         /// The cart holds nothing that could be ordered.
//!         EMPTY = "CART-1001", 409, "The cart is empty" { retry: never };
//!
//!         /// Less is in stock than was asked for.
//!         SOLD_OUT = "CART-1002", 409, "Sold out" {
//!             parameters: { part: integer },
//!             retry: after 30s,
//!             since: "1.2",
//!             deprecated: SHORT,
//!         };
//!
//!         /// Less is in stock than was asked for.
//!         SHORT = "CART-1003", 409, "Only \"some\" are left";
//!     }
//! }
//!
//! use errorbook::lock::Snapshot;
//!
//! let book = Snapshot::of(&cart::BOOK);
//! assert_eq!(book.to_string(), r#"# The published codes of a book, one line each; `errorbook::lock!` compares the book's rows with them in a test.
//! ## Review a change here as a change of the API. It is made by `ERRORBOOK_LOCK=update cargo test`, not by hand.
//! book cart
//!
//! CART-1000 retired
//! CART-1001 409 "The cart is empty" retry=never
//! CART-1002 409 "Sold out" part:integer retry=after:30s since=1.2 replacement=CART-1003
//! CART-1003 409 "Only \"some\" are left"
//! "#);
//! assert_eq!(book.to_string().parse::<Snapshot>()?, book);
//! # Ok::<(), errorbook::lock::SnapshotError>(())
//! ```
//!
//! # What breaks, and what does not
//! | change | severity |
//! |---|---|
//! | a code is gone without being retired | breaking |
//! | a retired identifier is a code again, or no longer retired | breaking |
//! | another status | breaking |
//! | a parameter is gone, or of another kind | breaking |
//! | a code that could be retried, at once or after a delay, now says never, or nothing | breaking |
//! | a code is new; an identifier is retired | addition |
//! | a parameter is new | addition |
//! | any other change of `retry`: from nothing or never to anything, at once, another delay | addition |
//! | another `since`; deprecated, in favour of another code, or no longer | addition |
//! | another message | note |
//!
//! What a code means, and what to do about it, is not locked: it is prose. The order of the rows is nobody's business.
//!
//! # What a test does about it
//! The environment variable `ERRORBOOK_LOCK` says:
//!
//! | | no file | notes | additions | breaking |
//! |---|---|---|---|---|
//! | not set, or `check` | writes it | passes, reports | passes, asks for an update | fails |
//! | `strict`, for CI | fails | passes, reports | fails | fails |
//! | `update` | writes it | writes it | writes it | fails |
//! | `update-breaking` | writes it | writes it | writes it | writes it |
//!
//! Reports go to standard error, past the test harness, which shows nothing of a test that passes. A file that cannot be
//! read, or is another book's, always fails and is never written over.
//!
//! # Any two catalogues
//! [`Snapshot::from_json`] reads a catalogue of any system, and [`Snapshot::compare`] says what became of it in a newer one,
//! as text for people and as JSON for programs: see [`Report`].

mod change;
mod check;
mod compare;
mod difference;
mod entry;
mod file;
mod json;
mod mode;
mod problem;
mod report;
mod snapshot;
mod text;

use std::error::Error as StdError;
use std::io::{self, Write};
use std::path::Path;

pub use self::change::Change;
pub use self::check::{LockError, Outcome, check};
pub use self::difference::{Difference, Severity};
pub use self::entry::Entry;
pub use self::mode::{Mode, UnknownMode};
pub use self::problem::SnapshotError;
pub use self::report::Report;
pub use self::snapshot::Snapshot;
use crate::Book;

/// Fails a test when a book breaks what its lock file says; the module [`lock`](mod@crate::lock) says when that is.
///
/// The path is relative to the `Cargo.toml` of the package in which the line stands.
///
/// ```
/// errorbook::lock!(&errorbook::standard::BOOK, "lock/http.lock");
/// ```
///
/// # Panics
/// With the report and how to mend the book, where the mode does not forgive the changes; and when the file cannot be read
/// or written, or is another book's.
#[macro_export]
#[cfg_attr(docsrs, doc(cfg(feature = "lock")))]
macro_rules! lock {
    ($book:expr, $path:expr $(,)?) => {
        $crate::lock::__lock($book, ::core::env!("CARGO_MANIFEST_DIR"), ::core::convert::AsRef::as_ref(&$path))
    };
}

/// What [`lock!`](macro@crate::lock) does.
#[doc(hidden)]
#[track_caller]
pub fn __lock(book: &Book, package: &str, path: &Path) {
    let checked = Mode::from_env()
        .map_err(LockError::from)
        .and_then(|mode| check(&Snapshot::of(book), Path::new(package).join(path), mode));
    match checked {
        Ok(Outcome::Same) => {}
        // Not with `eprintln!`, which the harness keeps to itself when a test passes. Who cannot be told is not failed.
        Ok(outcome) => drop(writeln!(io::stderr(), "{}: {outcome}", path.display())),
        Err(error) => panic!("{}", with_sources(&error)),
    }
}

fn with_sources(error: &dyn StdError) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(error) = source {
        text.push_str(": ");
        text.push_str(&error.to_string());
        source = error.source();
    }
    text
}
