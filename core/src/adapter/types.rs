//! The types that every adapter has to declare itself, because traits of its framework are implemented for them.

/// Declares an adapter's error type and its `Result`.
///
/// The type is a newtype of [`Error`](crate::Error). `?` makes it of everything that is [`IntoError`](trait@crate::IntoError): the newtype
/// itself is not, so that the blanket impl is coherent. The adapter implements its framework's responder trait for it.
///
/// ```
/// errorbook::adapter::error_type! {
///     /// The error of a handler.
///     pub struct Error;
/// }
///
/// fn project(id: u32) -> Result<String> {
///     Err(errorbook::coded!(errorbook::primaerp::OBJECT_NOT_FOUND, "no project {id}"))?
/// }
///
/// let error = errorbook::Error::from(project(7).unwrap_err());
/// assert_eq!(error.to_string(), "PE01-1101 Object not found: no project 7");
/// ```
#[doc(inline)]
pub use crate::__error_type as error_type;

/// Declares an extractor of an adapter: a newtype with `Deref`, `DerefMut` and `into_inner`.
///
/// ```
/// errorbook::adapter::extractor_type! {
///     /// A JSON body.
///     pub struct Json;
/// }
///
/// let part = Json("fuse");
/// assert_eq!(part.len(), 4);
/// assert_eq!(part.into_inner(), "fuse");
/// ```
#[doc(inline)]
pub use crate::__extractor_type as extractor_type;

#[doc(hidden)]
#[macro_export]
macro_rules! __error_type {
    ($(#[$attribute:meta])* pub struct $Error:ident;) => {
        $(#[$attribute])*
        #[derive(Debug)]
        pub struct $Error($crate::Error);

        /// The result of a handler.
        pub type Result<T, E = $Error> = ::core::result::Result<T, E>;

        impl<E: $crate::IntoError> ::core::convert::From<E> for $Error {
            fn from(error: E) -> $Error {
                $Error(error.into_error())
            }
        }

        impl ::core::convert::From<$Error> for $crate::Error {
            fn from(error: $Error) -> $crate::Error {
                error.0
            }
        }
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __extractor_type {
    ($(#[$attribute:meta])* pub struct $Extractor:ident;) => {
        $(#[$attribute])*
        #[derive(Debug, Clone, Copy, Default)]
        pub struct $Extractor<T>(pub T);

        impl<T> $Extractor<T> {
            /// Returns the value.
            pub fn into_inner(self) -> T {
                self.0
            }
        }

        impl<T> ::core::ops::Deref for $Extractor<T> {
            type Target = T;

            fn deref(&self) -> &T {
                &self.0
            }
        }

        impl<T> ::core::ops::DerefMut for $Extractor<T> {
            fn deref_mut(&mut self) -> &mut T {
                &mut self.0
            }
        }
    };
}
