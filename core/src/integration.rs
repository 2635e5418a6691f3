//! Conversions of other crates' errors. The name of each feature contains the crate and its version.
//!
//! With its feature, the error of the other crate implements [`IntoError`](crate::IntoError), so that a handler can use `?`:
//!
//! | feature | error | becomes |
//! |---|---|---|
//! | `anyhow1` | `anyhow::Error` | the [`Error`](crate::Error) inside it, or else an internal error |
//! | `bb8-09` | `bb8::RunError` | unavailable, or else the error of the connection |
//! | `deadpool012`, `deadpool013` | `deadpool::managed::PoolError` | unavailable, the error of the backend, or else an internal error |
//! | `diesel2` | `diesel::result::Error`, `ConnectionError` | as for sqlx |
//! | `garde023` | `garde::Report` | violations, in the order of the report |
//! | `reqwest012`, `reqwest013` | `reqwest::Error` | an internal error |
//! | `sea-orm1`, `sea-orm2` | `sea_orm::DbErr` | as for sqlx |
//! | `sqlx08`, `sqlx09` | `sqlx::Error` | not found, not unique, referenced, rule broken, unavailable, or else an internal error |
//! | `tokio-postgres07` | `tokio_postgres::Error` | as for sqlx |
//! | `validator020`, `validator021` | `validator::ValidationErrors` | violations, sorted by their paths |
//!
//! The features `utoipa5` and `utoipa6` work in the other direction: a derive lists the errors of a type in an OpenAPI document.
//!
//! These errors have no code: the layer's book chooses the code for the [`ErrorKind`](crate::ErrorKind). A service that wants
//! another code takes the violations from `violations_of` and adds them to an error with that code.
//!
//! An error of a database names no field. With PostgreSQL it has the name of the broken constraint, and the derive can say which
//! field that is: see [the constraints of a database](derive@crate::IntoError#the-constraints-of-a-database).
//!
//! A report of garde or validator does not contain the type that it is about, and names each field as in Rust. To send the names
//! and the order of the JSON, a handler calls `garde023::check(&order)?` or `validator021::check(&order)?` instead of
//! `order.validate()?`.

#[cfg(feature = "anyhow1")]
pub mod anyhow1;
#[cfg(any(feature = "sqlx08", feature = "sqlx09", feature = "tokio-postgres07"))]
mod database_code;
#[cfg(feature = "diesel2")]
pub mod diesel2;
#[cfg(feature = "garde023")]
pub mod garde023;
#[cfg(any(feature = "garde023", feature = "validator020", feature = "validator021"))]
mod names;
#[cfg(any(feature = "bb8-09", feature = "deadpool012", feature = "deadpool013"))]
mod pools;
#[cfg(any(feature = "diesel2", feature = "sqlx08", feature = "sqlx09", feature = "tokio-postgres07"))]
mod refusal;
#[cfg(any(feature = "reqwest012", feature = "reqwest013"))]
mod reqwest;
#[cfg(any(feature = "sea-orm1", feature = "sea-orm2"))]
mod sea_orm;
#[cfg(any(feature = "sqlx08", feature = "sqlx09"))]
mod sqlx;
#[cfg(feature = "sqlx08")]
pub mod sqlx08;
#[cfg(feature = "sqlx09")]
pub mod sqlx09;
#[cfg(feature = "tokio-postgres07")]
pub mod tokio_postgres07;
#[cfg(any(feature = "utoipa5", feature = "utoipa6"))]
mod utoipa;
#[cfg(feature = "utoipa5")]
pub mod utoipa5;
#[cfg(feature = "utoipa6")]
pub mod utoipa6;
#[cfg(any(feature = "validator020", feature = "validator021"))]
mod validator;
#[cfg(feature = "validator020")]
pub mod validator020;
#[cfg(feature = "validator021")]
pub mod validator021;
