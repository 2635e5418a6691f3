//! [`ErrorKind`]: an error that a framework or a library finds, not the handler.

use crate::{Code, standard};

/// Declares each kind once: its variant, the field that maps it in a book, and its code in the [`standard`] book.
macro_rules! error_kinds {
    ($($(#[doc = $doc:literal])+ $Kind:ident $field:ident $CODE:ident,)+) => {
        /// An error that a framework or a library finds, not the handler.
        ///
        /// It has no code. Each book maps it to one of its own codes.
        ///
        /// ```
        /// use errorbook::{Error, ErrorKind, ayanova, primaerp, standard};
        ///
        /// assert_eq!(primaerp::BOOK.code_for(ErrorKind::RouteNotFound), primaerp::RESOURCE_NOT_FOUND);
        /// assert_eq!(ayanova::BOOK.code_for(ErrorKind::RouteNotFound), ayanova::OBJECT_NOT_FOUND);
        /// assert_eq!(standard::BOOK.code_for(ErrorKind::RouteNotFound), standard::NOT_FOUND);
        ///
        /// let error = Error::from(ErrorKind::RouteNotFound);
        /// assert_eq!(
        ///     error.to_response_in(&ayanova::BOOK).body(),
        ///     br#"{"error":{"code":"2010","message":"Object not found"}}"#,
        /// );
        /// ```
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum ErrorKind {
            $($(#[doc = $doc])+ $Kind,)+
        }

        impl ErrorKind {
            /// Every kind.
            ///
            /// ```
            /// use errorbook::{ErrorKind, primaerp};
            ///
            /// for kind in ErrorKind::ALL {
            ///     assert!(primaerp::BOOK.code_for(*kind).status().is_error());
            /// }
            /// ```
            pub const ALL: &[ErrorKind] = &[$(ErrorKind::$Kind),+];

            /// Returns the name of the kind in [`codes!`](crate::codes) and in the exports, such as `route_not_found`.
            pub const fn name(self) -> &'static str {
                match self {
                    $(ErrorKind::$Kind => stringify!($field),)+
                }
            }
        }

        /// The code of each [`ErrorKind`] in a book. [`codes!`](crate::codes) fills it.
        #[doc(hidden)]
        #[derive(Debug, Clone, Copy)]
        #[expect(clippy::exhaustive_structs, reason = "made by `codes!` alone")]
        pub struct ErrorKinds {
            $(pub $field: Code,)+
        }

        impl ErrorKinds {
            /// The codes of the [`standard`] book.
            pub const STANDARD: ErrorKinds = ErrorKinds { $($field: standard::$CODE,)+ };

            pub(crate) fn get(&self, kind: ErrorKind) -> Code {
                match kind {
                    $(ErrorKind::$Kind => self.$field,)+
                }
            }
        }
    };
}

error_kinds! {
    /// No route has the path.
    RouteNotFound route_not_found NOT_FOUND,
    /// The route does not serve the method.
    MethodNotAllowed method_not_allowed METHOD_NOT_ALLOWED,
    /// The content type of the body is missing or is not the one that the handler reads.
    UnsupportedMediaType unsupported_media_type UNSUPPORTED_MEDIA_TYPE,
    /// The body is not readable JSON: its syntax is wrong, it is cut short, or it is not UTF-8.
    UnreadableBody unreadable_body BAD_REQUEST,
    /// The body is readable, but does not fit the type that the handler reads.
    InvalidBody invalid_body UNPROCESSABLE_CONTENT,
    /// The body is larger than the limit.
    BodyTooLarge body_too_large CONTENT_TOO_LARGE,
    /// A parameter of the path or the query is missing, repeated or unreadable.
    InvalidParameter invalid_parameter BAD_REQUEST,
    /// The requested object does not exist.
    ObjectNotFound object_not_found NOT_FOUND,
    /// Another object already has a value that must be unique.
    NotUnique not_unique CONFLICT,
    /// Other objects refer to this object, or it refers to an object that does not exist.
    Referenced referenced CONFLICT,
    /// The object breaks a rule of the storage, such as a check or a column that must not be null.
    RuleBroken rule_broken UNPROCESSABLE_CONTENT,
    /// The storage is busy: the same request may succeed later.
    Unavailable unavailable SERVICE_UNAVAILABLE,
    /// A panic, or an error whose cause is for the log alone.
    Internal internal INTERNAL_SERVER_ERROR,
}

impl ErrorKind {
    /// Returns the kind for which frameworks send this status without a code, if there is exactly one.
    pub(crate) fn of_status(status: u16) -> Option<ErrorKind> {
        match status {
            404 => Some(ErrorKind::RouteNotFound),
            405 => Some(ErrorKind::MethodNotAllowed),
            413 => Some(ErrorKind::BodyTooLarge),
            415 => Some(ErrorKind::UnsupportedMediaType),
            500 => Some(ErrorKind::Internal),
            _ => None,
        }
    }
}
