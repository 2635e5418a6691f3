//! `IntoError` for the `Error` of sqlx 0.8. It works like the integration of 0.9, which the module `sqlx09` documents.
//!
//! ```
//! # extern crate sqlx08 as sqlx;
//! use errorbook::{IntoError, ayanova};
//!
//! let error = sqlx::Error::RowNotFound.into_error();
//! assert_eq!(error.to_response_in(&ayanova::BOOK).body(), br#"{"error":{"code":"2010","message":"Object not found"}}"#);
//! ```

super::sqlx::sqlx_version!(sqlx08);

#[cfg(test)]
mod tests {
    super::super::sqlx::sqlx_version_tests!(sqlx08);
}
