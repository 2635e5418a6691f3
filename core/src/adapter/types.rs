//! Macros for the types that every adapter must declare itself, because it implements traits of its framework for them.

/// Declares an adapter's error type and its `Result`.
///
/// The type is a newtype of [`Error`](crate::Error), and its parameter is the error that a handler promises: `?` converts everything
/// that is [`Promised`](crate::Promised). The default promise is `Error` itself, which any [`IntoError`](trait@crate::IntoError) keeps.
/// The newtype does not implement `IntoError`, so that the blanket impl is coherent. The adapter implements its framework's responder
/// trait for it.
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
///
/// #[derive(errorbook::IntoError)]
/// #[code(errorbook::primaerp::VERSION_STALE)]
/// struct Stale;
///
/// // This one fails with a `Stale` and with nothing else.
/// fn change(version: u32) -> Result<(), Stale> {
///     if version == 3 { Ok(()) } else { Err(Stale)? }
/// }
///
/// let error = errorbook::Error::from(change(2).unwrap_err());
/// assert_eq!(error.code(), Some(errorbook::primaerp::VERSION_STALE));
/// ```
#[doc(inline)]
pub use crate::__error_type as error_type;

/// Declares an adapter's layer: a newtype of a [`Policy`](crate::Policy), with `new` and `From<Policy>`. The adapter implements the
/// framework's own layer trait for it.
///
/// ```
/// use errorbook::{Policy, primaerp};
///
/// errorbook::adapter::layer_type! {
///     /// The layer that puts every error into the envelope of a book.
///     pub struct ErrorBook;
/// }
///
/// const LAYER: ErrorBook = ErrorBook::new(&primaerp::BOOK);
/// let scripts = ErrorBook::from(Policy::new(&primaerp::BOOK).jsonp("callback"));
/// assert_eq!([LAYER.0.book().name(), scripts.0.book().name()], ["primaerp", "primaerp"]);
/// ```
#[doc(inline)]
pub use crate::__layer_type as layer_type;

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

/// Implements `utoipa::IntoResponses` for an adapter's error type and its JSON extractor.
///
/// The adapter's package has a feature for each version of utoipa, which turns on the feature of the core:
/// `utoipa5 = ["errorbook/utoipa5"]`, and `utoipa6` in the same way.
///
/// ```
/// errorbook::adapter::error_type! {
///     /// The error of a handler.
///     pub struct Error;
/// }
/// errorbook::adapter::extractor_type! {
///     /// A JSON body.
///     pub struct Json;
/// }
/// errorbook::adapter::utoipa_impls!(Error, Json);
///
/// # #[cfg(feature = "utoipa5")] {
/// # use utoipa5 as utoipa;
/// #[derive(errorbook::IntoError)]
/// #[code(errorbook::primaerp::OBJECT_NOT_FOUND)]
/// struct Unknown;
///
/// let errors = <Error<Unknown> as utoipa::IntoResponses>::responses();
/// assert_eq!(errors.keys().collect::<Vec<_>>(), ["404"]);
/// let successes = <Json<String> as utoipa::IntoResponses>::responses();
/// assert_eq!(successes.keys().collect::<Vec<_>>(), ["200"]);
/// # }
/// ```
#[doc(inline)]
pub use crate::__utoipa_impls as utoipa_impls;

#[doc(hidden)]
#[macro_export]
macro_rules! __error_type {
    ($(#[$attribute:meta])* pub struct $Error:ident;) => {
        $(#[$attribute])*
        pub struct $Error<P: $crate::IntoError = $crate::Error>($crate::Error, ::core::marker::PhantomData<fn() -> P>);

        /// The result of a handler. `P` is the error that it promises: see [`errorbook::Promised`]($crate::Promised).
        pub type Result<T, P = $crate::Error> = ::core::result::Result<T, $Error<P>>;

        impl<P: $crate::IntoError> $Error<P> {
            /// Makes an error whose cause goes only to the log. Every handler can fail with it, whatever it promises.
            ///
            /// See [`errorbook::Error::internal`]($crate::Error::internal).
            pub fn internal(
                cause: impl ::core::convert::Into<
                    ::std::boxed::Box<dyn ::std::error::Error + ::core::marker::Send + ::core::marker::Sync>,
                >,
            ) -> $Error<P> {
                $Error($crate::Error::internal(cause), ::core::marker::PhantomData)
            }
        }

        impl<E: $crate::IntoError + $crate::Promised<P>, P: $crate::IntoError> ::core::convert::From<E> for $Error<P> {
            fn from(error: E) -> $Error<P> {
                $Error(error.into_error(), ::core::marker::PhantomData)
            }
        }

        impl<P: $crate::IntoError> $crate::HandlerError for $Error<P> {
            const PROMISE: $crate::Codes = P::CODES;
        }

        impl<P: $crate::IntoError> ::core::convert::From<$Error<P>> for $crate::Error {
            fn from(error: $Error<P>) -> $crate::Error {
                error.0
            }
        }

        impl<P: $crate::IntoError> ::core::fmt::Debug for $Error<P> {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.debug_tuple(::core::stringify!($Error)).field(&self.0).finish()
            }
        }
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __layer_type {
    ($(#[$attribute:meta])* pub struct $ErrorBook:ident;) => {
        $(#[$attribute])*
        #[derive(Debug, Clone, Copy)]
        pub struct $ErrorBook($crate::Policy);

        impl $ErrorBook {
            /// Returns a layer with the default [`Policy`]($crate::Policy) for this book.
            pub const fn new(book: &'static $crate::Book) -> $ErrorBook {
                $ErrorBook($crate::Policy::new(book))
            }
        }

        impl ::core::convert::From<$crate::Policy> for $ErrorBook {
            fn from(policy: $crate::Policy) -> $ErrorBook {
                $ErrorBook(policy)
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

#[doc(hidden)]
#[macro_export]
macro_rules! __utoipa_impls {
    ($Error:ident, $Json:ident) => {
        $crate::__utoipa_impls!("utoipa5" utoipa5: $Error, $Json);
        $crate::__utoipa_impls!("utoipa6" utoipa6: $Error, $Json);
    };
    ($feature:literal $utoipa:ident: $Error:ident, $Json:ident) => {
        /// The responses of the codes that the handler promises.
        #[cfg(feature = $feature)]
        impl<P: $crate::IntoError> $crate::integration::$utoipa::__private::IntoResponses for $Error<P> {
            fn responses() -> ::std::collections::BTreeMap<
                ::std::string::String,
                $crate::integration::$utoipa::__private::RefOr<$crate::integration::$utoipa::__private::Response>,
            > {
                $crate::integration::$utoipa::responses(P::CODES)
            }
        }

        /// The response 200 with this body.
        #[cfg(feature = $feature)]
        impl<T: $crate::integration::$utoipa::__private::ToSchema> $crate::integration::$utoipa::__private::IntoResponses
            for $Json<T>
        {
            fn responses() -> ::std::collections::BTreeMap<
                ::std::string::String,
                $crate::integration::$utoipa::__private::RefOr<$crate::integration::$utoipa::__private::Response>,
            > {
                $crate::integration::$utoipa::json::<T>()
            }
        }
    };
}
