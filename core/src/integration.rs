//! Errors of other crates that become errors of the book, each behind a feature of the crate's name.
//!
//! With the feature the crate's error implements [`IntoError`](crate::IntoError), so that `?` takes it in a handler:
//!
//! | feature | error | becomes |
//! |---|---|---|
//! | `anyhow` | `anyhow::Error` | the [`Error`](crate::Error) inside, else an unhandled one |
//! | `garde` | `garde::Report` | violations in the order of the report |
//! | `reqwest013` | `reqwest::Error` | an error without a code |
//! | `sqlx` | `sqlx::Error` | not found, not unique, referenced, rule broken, busy, else unhandled |
//! | `validator` | `validator::ValidationErrors` | violations sorted by their paths |
//!
//! The feature `utoipa` goes the other way: it tells an OpenAPI document which errors a type can become.
//!
//! None of them has a code: the layer gives the one of its book for the [`ErrorKind`](crate::ErrorKind). A team that
//! wants a code of its own for what does not keep its rules takes the violations, from `garde::violations_of` or
//! `validator::violations_of`, and gives them to an error with that code.
//!
//! A report does not say what it is about, and both crates call a field what Rust calls it. A handler that writes
//! `garde::check(&order)?` or `validator::check(&order)?` in the place of `order.validate()?` answers with the names of
//! JSON, in the order of the struct.

#[cfg(feature = "anyhow")]
pub mod anyhow;
#[cfg(feature = "garde")]
pub mod garde;
#[cfg(any(feature = "garde", feature = "validator"))]
mod names;
#[cfg(feature = "reqwest013")]
mod reqwest013;
#[cfg(feature = "sqlx")]
pub mod sqlx;
#[cfg(feature = "utoipa")]
pub mod utoipa;
#[cfg(feature = "validator")]
pub mod validator;
