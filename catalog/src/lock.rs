//! The lock: a book as a reviewed file, so that a published code never changes its meaning by accident.
//!
//! One line in a test of the service locks a book:
//!
//! ```
//! errorbook_catalog::lock!(&errorbook::primaerp::BOOK, "books/primaerp.book.json");
//! ```
//!
//! With the OpenAPI document of the service the lock also keeps which codes each operation can answer:
//!
//! ```
//! # let document = serde_json::json!({ "openapi": "3.1.0", "paths": { "/parts": { "get": { "responses": { "404": {
//! #     "content": { "application/json": { "schema": { "properties": { "code": { "const": "PE01-1101" } } } } },
//! # } } } } } });
//! # let folder = tempfile::tempdir()?;
//! # let file = folder.path().join("primaerp.book.json");
//! # let mut locked = errorbook_catalog::Catalog::of(&errorbook::primaerp::BOOK);
//! # errorbook_catalog::document::declare(&mut locked, &document)?;
//! # std::fs::write(&file, locked.to_string())?;
//! errorbook_catalog::lock!(&errorbook::primaerp::BOOK, file, openapi: &document);
//! # assert!(std::fs::read_to_string(file)?.contains(r#"{"method":"GET","path":"/parts","responses":{"404":{"codes":["PE01-1101"]}}}"#));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! The path is relative to the package of the test. The first run writes the [file](errorbook_model#the-file). Commit it, and review
//! each change of it as a change of the API. From then on the test fails when a client would.
//!
//! # The changes
//! | change | severity |
//! |---|---|
//! | a code is gone without being retired | breaking |
//! | a retired identifier is a code again, or no longer retired | breaking |
//! | another status | breaking |
//! | a parameter is gone, or of another kind | breaking |
//! | a code that could be retried, at once or after a delay, now has the rule never, or no rule | breaking |
//! | another envelope, or another `type_base` | breaking |
//! | suppression that is withdrawn, or has another parameter | breaking |
//! | another code for an error kind or for a status without a code | breaking |
//! | another rule for the statuses that the book does not list | breaking |
//! | an operation that is gone; a code that it can answer now, or answers with another status | breaking |
//! | a code is new; an identifier is retired | addition |
//! | a parameter is new | addition |
//! | any other change of `retry`: from no rule or never to another rule, at once, another delay | addition |
//! | other headers | addition |
//! | another `since`; deprecated, in favour of another code, or no longer | addition |
//! | suppression or a `type_base` that is declared | addition |
//! | a code of the book where an error kind or a status without a code had one of the `http` book | addition |
//! | an operation that is new; a code that it no longer answers | addition |
//! | an envelope that was not known, or describes itself now | addition |
//! | another message, meaning, advice or owner | note |
//!
//! The order of the rows does not matter.
//!
//! # The modes
//! The environment variable `ERRORBOOK_LOCK` is the mode:
//!
//! | | no file | notes | additions | breaking |
//! |---|---|---|---|---|
//! | not set, or `check` | writes it | passes, reports | passes, asks for an update | fails |
//! | `strict`, for CI | fails | passes, reports | fails | fails |
//! | `update` | writes it | writes it | writes it | fails |
//! | `update-breaking` | writes it | writes it | writes it | writes it |
//!
//! Reports go to standard error, past the test harness, which shows nothing of a test that passes. A file that cannot be
//! read, has a merge conflict, belongs to another book, or was written by a newer version of this crate always fails, and is
//! never overwritten.

mod check;
mod disk;
mod mode;

use std::error::Error as StdError;
use std::io::{self, Write};
use std::path::Path;

use errorbook::Book;
use serde::Serialize;

pub use self::check::{LockError, Outcome, check};
pub use self::mode::{Mode, UnknownMode};
use crate::{Catalog, document};

/// Fails a test when a book breaks its lock file. The module [`lock`](mod@crate::lock) has the rules.
///
/// The path is relative to the `Cargo.toml` of the package in which the line stands. `openapi: &document` adds the operations of
/// an OpenAPI document: a [`serde_json::Value`], or what serialises as one.
///
/// ```
/// errorbook_catalog::lock!(&errorbook::standard::BOOK, "books/http.book.json");
/// ```
///
/// # Panics
/// With the report and how to fix the book if the mode does not allow the changes; and if the file cannot be read or
/// written, or belongs to another book.
#[macro_export]
macro_rules! lock {
    ($book:expr, $path:expr $(,)?) => {
        $crate::lock::__lock(
            ::core::result::Result::Ok($crate::Catalog::of($book)),
            ::core::env!("CARGO_MANIFEST_DIR"),
            ::core::convert::AsRef::as_ref(&$path),
        )
    };
    ($book:expr, $path:expr, openapi: $document:expr $(,)?) => {
        $crate::lock::__lock(
            $crate::lock::__declared($book, $document),
            ::core::env!("CARGO_MANIFEST_DIR"),
            ::core::convert::AsRef::as_ref(&$path),
        )
    };
}

/// Returns the catalog of a book with the operations of an OpenAPI document.
#[doc(hidden)]
pub fn __declared(book: &Book, document: &impl Serialize) -> Result<Catalog, LockError> {
    let mut catalog = Catalog::of(book);
    document::declare(&mut catalog, &serde_json::to_value(document).unwrap_or_default())?;
    Ok(catalog)
}

/// The function behind [`lock!`](macro@crate::lock).
#[doc(hidden)]
#[track_caller]
pub fn __lock(book: Result<Catalog, LockError>, package: &str, path: &Path) {
    let checked = book.and_then(|book| check(&book, Path::new(package).join(path), Mode::from_env()?));
    match checked {
        Ok(Outcome::Same) => {}
        // Not with `eprintln!`: the harness keeps that to itself when a test passes. A closed standard error is not a failure.
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
