//! A service's own error type, sent by the derived responder of each adapter.

use errorbook::primaerp;

/// Declares `PartError` and `Failed`, error types with `#[code(response(…))]` for an adapter, and the function `part`, which
/// returns them. [`derived_responses`] lists the expected responses.
#[macro_export]
macro_rules! derived_errors {
    ($adapter:ident) => {
        #[derive(::errorbook::IntoError)]
        #[code(response($adapter))]
        enum PartError<T> {
            #[code(::errorbook::primaerp::OBJECT_NOT_FOUND, description = "no part {0}")]
            Unknown(i64),
            #[code(transparent)]
            Other(T),
        }

        /// An error with a cause that is not `Clone`.
        #[derive(Debug, ::errorbook::IntoError)]
        #[code(response($adapter))]
        #[code(::errorbook::primaerp::UNHANDLED_ERROR)]
        struct Failed(::std::io::Error);

        impl ::std::fmt::Display for Failed {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str("secret")
            }
        }

        impl ::std::error::Error for Failed {
            fn source(&self) -> Option<&(dyn ::std::error::Error + 'static)> {
                Some(&self.0)
            }
        }

        impl From<Failed> for PartError<Failed> {
            fn from(failed: Failed) -> PartError<Failed> {
                PartError::Other(failed)
            }
        }

        fn part(id: i64) -> Result<&'static str, PartError<Failed>> {
            match id {
                7 => Ok("fuse"),
                8 => Err(Failed(::std::io::Error::other("secret")))?,
                _ => Err(PartError::Unknown(id)),
            }
        }
    };
}

/// Returns the expected responses: the path, the status, the body, and true if there is an `x-error-id`.
///
/// `/parts/{id}` returns `part(id)`, and `/fails` returns `Failed`. Both use primaERP's book.
pub fn derived_responses() -> [(&'static str, u16, &'static str, bool); 5] {
    const UNKNOWN: &str = r#"{"status":404,"code":"PE01-1101","message":"Object not found","description":"no part 9","constraintViolations":[]}"#;
    let failed = std::str::from_utf8(primaerp::UNHANDLED_ERROR.body()).unwrap_or_default();
    [
        ("/parts/7", 200, "fuse", false),
        ("/parts/9", 404, UNKNOWN, false),
        ("/parts/9?suppress_response_code=true", 200, UNKNOWN, false),
        ("/parts/8", 500, failed, true),
        ("/fails", 500, failed, true),
    ]
}
