//! `IntoError` for the `Error` of anyhow 1. An [`Error`] inside it is taken out. Everything else goes to the log.
//!
//! ```
//! # extern crate anyhow1 as anyhow;
//! use anyhow::Context;
//! use errorbook::{Error, IntoError, primaerp, standard};
//!
//! fn project(id: i64) -> anyhow::Result<String> {
//!     if id == 7 {
//!         Err(Error::from(primaerp::OBJECT_NOT_FOUND).with_description("no project 7"))?;
//!     }
//!     std::fs::read_to_string("/no/such/project").context("the project cannot be read")
//! }
//!
//! assert_eq!(
//!     project(7).unwrap_err().into_error().to_response().body(),
//!     br#"{"status":404,"code":"PE01-1101","message":"Object not found","description":"no project 7","constraintViolations":[]}"#,
//! );
//! // The context and the cause stay in the log, under the `x-error-id` of the response.
//! let response = project(1).unwrap_err().into_error().to_response();
//! assert_eq!(response.body(), standard::INTERNAL_SERVER_ERROR.body());
//! assert!(response.header("x-error-id").is_some());
//! ```

use crate::{Error, IntoError};

/// Takes out an [`Error`] inside it, without the context around it. Everything else becomes an [internal error](Error::internal),
/// with its whole chain in the log.
impl IntoError for ::anyhow1::Error {
    fn into_error(self) -> Error {
        self.downcast().unwrap_or_else(Error::internal)
    }
}

#[cfg(test)]
mod tests {
    use std::error::Error as StdError;

    use ::anyhow1::{Context, anyhow};

    use super::*;
    use crate::{ErrorKind, primaerp};

    #[test]
    fn an_errorbook_error_is_taken_out_of_any_context() {
        let given = || Error::from(primaerp::VERSION_STALE).with_description("at version 3").with_cause("why");
        let cases = [
            ::anyhow1::Error::new(given()),
            ::anyhow1::Error::new(given()).context("secret"),
            Err::<(), _>(given()).context("secret").context("secret").unwrap_err(),
        ];
        for error in cases {
            let error = error.into_error();
            assert_eq!(error.to_string(), "PE01-1107 Version stale: at version 3");
            assert_eq!(error.source().map(ToString::to_string).as_deref(), Some("why"));
        }
        let error = ::anyhow1::Error::new(Error::from(ErrorKind::BodyTooLarge)).into_error();
        assert_eq!(error.to_response().status().as_u16(), 413);
    }

    #[test]
    fn all_other_errors_are_logged_with_their_chain_and_never_sent() {
        let error = anyhow!("secret 3").context("secret 2").context("secret 1").into_error();
        let chain = std::iter::successors(error.source(), |cause: &&(dyn StdError + 'static)| (*cause).source());
        assert_eq!(chain.map(ToString::to_string).collect::<Vec<_>>(), ["secret 1", "secret 2", "secret 3"]);
        let response = error.to_response_in(&primaerp::BOOK);
        assert_eq!(response.body(), primaerp::UNHANDLED_ERROR.body());
        assert!(!format!("{error} {error:?} {response:?}").contains("secret"));
    }
}
