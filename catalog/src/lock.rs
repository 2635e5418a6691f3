//! The lock: a test that fails when a change of a book breaks clients.
//!
//! The lock keeps the published book in a file of your repository. One line in a test locks a book:
//!
//! ```
//! errorbook_catalog::lock!(&errorbook::primaerp::BOOK, "books/primaerp.book.json");
//! ```
//!
//! With the OpenAPI document of the service, the lock also keeps the codes of each operation:
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
//! The path is relative to the package of the test. The first run writes the [file](errorbook_model#the-file). Commit the file,
//! and review each change of the file as a change of the API. From then on, the test fails when a change breaks clients.
//!
//! # The changes
//! | change | severity |
//! |---|---|
//! | a code is removed without being retired | breaking |
//! | a retired identifier is used again, or is no longer retired | breaking |
//! | the status changes | breaking |
//! | a parameter is removed, or its kind changes | breaking |
//! | `retry` changes from `at_once` or `after` to `never`, or is removed | breaking |
//! | the envelope or the `type_base` changes | breaking |
//! | suppression is withdrawn, or its parameter changes | breaking |
//! | the code for an error kind or for a status without a code changes | breaking |
//! | the rule for unlisted statuses changes | breaking |
//! | an operation is removed, can return a new code, or returns a code with another status | breaking |
//! | a code is added, or an identifier is retired | addition |
//! | a parameter is added | addition |
//! | `retry` changes in any other way | addition |
//! | the headers change | addition |
//! | `since` changes; a code is deprecated, gets another replacement, or is no longer deprecated | addition |
//! | suppression or a `type_base` is added | addition |
//! | an error kind or a status without a code gets a code of the book instead of one of the `http` book | addition |
//! | an operation is added, or no longer returns a code | addition |
//! | an unknown envelope becomes known, or an envelope gets a schema | addition |
//! | a message, meaning, advice or owner changes | note |
//!
//! The order of the rows does not matter.
//!
//! # The modes
//! The environment variable `ERRORBOOK_LOCK` selects the mode:
//!
//! | | no file | notes | additions | breaking |
//! |---|---|---|---|---|
//! | unset, or `check` | writes the file | passes, reports | passes, asks for an update | fails |
//! | `strict`, for CI | fails | passes, reports | fails | fails |
//! | `update` | writes the file | writes the file | writes the file | fails |
//! | `update-breaking` | writes the file | writes the file | writes the file | writes the file |
//!
//! Reports go directly to standard error, because the test harness hides the output of a test that passes.
//!
//! In every mode the test fails if the file cannot be read, has a merge conflict, belongs to another book, or was written by a
//! newer version of this crate. Such a file is never overwritten.

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

/// Fails a test when a change of a book breaks clients. The module [`lock`](mod@crate::lock) lists the rules.
///
/// The path is relative to the `Cargo.toml` of the calling package. `openapi: &document` adds the operations of an OpenAPI
/// document. The document is a [`serde_json::Value`] or any other type that implements `Serialize`.
///
/// ```
/// errorbook_catalog::lock!(&errorbook::standard::BOOK, "books/http.book.json");
/// ```
///
/// # Panics
/// Panics if the mode does not allow the changes. The message contains the changes and their fixes. Also panics if the file
/// cannot be read or written, or belongs to another book.
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

/// Implements [`lock!`](macro@crate::lock).
#[doc(hidden)]
#[track_caller]
pub fn __lock(book: Result<Catalog, LockError>, package: &str, path: &Path) {
    let checked = book.and_then(|book| check(&book, Path::new(package).join(path), Mode::from_env()?));
    match checked {
        Ok(Outcome::Same) => {}
        // The test harness hides `eprintln!` when a test passes. A closed standard error is not a failure.
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
