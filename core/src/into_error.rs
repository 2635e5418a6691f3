//! [`IntoError`](trait@IntoError): what becomes an [`Error`], and its derive.

use crate::{Code, Codes, Error};

/// Says for each variant of an enum, or for a struct, which [`Code`] it is, and implements [`IntoError`](trait@IntoError).
///
/// ```
/// use errorbook::{IntoError, primaerp};
///
/// #[derive(Debug, thiserror::Error, IntoError)]
/// enum ProjectError {
///     #[error("no project {0}")]
///     #[code(primaerp::OBJECT_NOT_FOUND)]
///     NoProject(i64),
///     #[error("version {given} is stale, the project is at {current}")]
///     #[code(primaerp::VERSION_STALE)]
///     Stale { given: i64, current: i64 },
///     #[error("the storage failed")]
///     #[code(primaerp::UNHANDLED_ERROR)]
///     Storage(#[from] std::io::Error),
/// }
///
/// let answer = ProjectError::Stale { given: 2, current: 3 }.into_error().to_response();
/// assert_eq!(
///     answer.body(),
///     br#"{"status":409,"code":"PE01-1107","message":"Version stale","description":"version 2 is stale, the project is at 3","constraintViolations":[]}"#,
/// );
/// // From 500 on nothing is said but the code; the log has the rest.
/// let answer = ProjectError::from(std::io::Error::other("disk 3 is full")).into_error().to_response();
/// assert_eq!(answer.body(), primaerp::UNHANDLED_ERROR.body());
/// ```
///
/// # On a variant or a struct
/// | attribute | what it becomes |
/// |---|---|
/// | `#[code(path::TO_CODE)]` | below status 500 the code with `Display` as its description, from 500 on the code with the value as its private cause, whole `source()` chain and all |
/// | `#[code(path::TO_CODE, public)]` | `Display` is the description, whatever the status |
/// | `#[code(path::TO_CODE, private)]` | the value is the cause, whatever the status |
/// | `#[code(transparent)]` | what its one field becomes, which is an [`IntoError`](trait@IntoError) itself |
///
/// Every variant says its own. A type without `Display` has no description. A cause that is no `std::error::Error` is logged
/// as its `Display`, if it has one. Where there are violations, no description is made unless `public` asks for one: the
/// envelopes say them in their own words.
///
/// # On a field
/// | attribute | type | what it becomes |
/// |---|---|---|
/// | `#[code(violation)]` | [`Violation`](crate::Violation) | one thing wrong, see [`Error::with_violation`] |
/// | `#[code(violations)]` | `IntoIterator<Item = Violation>` | all that is wrong, see [`Error::with_violations`] |
/// | `#[code(target)]` | `Into<Target>` | what the error as a whole is about, see [`Error::with_target`] |
/// | `#[code(instance)]` | `Into<Cow<'static, str>>` | the URI of this occurrence, see [`Error::with_instance`] |
/// | `#[code(location)]` | `AsRef<str>` | the header `location`, see [`Error::with_location`] |
/// | `#[code(retry_after)]` | `Duration` | the header `retry-after`, see [`Error::with_retry_after`] |
/// | `#[code(parameter)]` | of the [kind](crate::ParameterKind) that the code's row declares | the value of the parameter of the field's name |
/// | `#[code(parameter = "name")]` | the same | the value of the parameter of this name |
///
/// A field that is written as an `Option` adds nothing when it is `None`. Values are cloned, since the error as a whole may be
/// the cause as well. What is said here is public, also where `Display` is not.
///
/// ```
/// mod cart {
///     errorbook::codes! {
///         /// The codes of the cart.
///         book "cart" { envelope: errorbook::envelope::PROBLEM }
///
///         /// Less is in stock than was asked for.
///         OUT_OF_STOCK = "CART-1002", 409, "Not enough in stock" {
///             parameters: { part: integer, available: integer },
///         };
///     }
/// }
///
/// use errorbook::IntoError;
///
/// #[derive(Debug, thiserror::Error, IntoError)]
/// #[error("only {available:?} are left")]
/// #[code(cart::OUT_OF_STOCK, private)]
/// struct OutOfStock {
///     #[code(parameter = "part")]
///     id: u32,
///     #[code(parameter)]
///     available: Option<u32>,
/// }
///
/// assert_eq!(
///     OutOfStock { id: 7, available: Some(3) }.into_error().to_response().body(),
///     br#"{"type":"about:blank","title":"Not enough in stock","status":409,"code":"CART-1002","part":7,"available":3}"#,
/// );
/// assert_eq!(
///     OutOfStock { id: 7, available: None }.into_error().to_response().body(),
///     br#"{"type":"about:blank","title":"Not enough in stock","status":409,"code":"CART-1002","part":7}"#,
/// );
/// ```
///
/// # The codes of a type
/// [`CODES`](IntoError::CODES) are those of the variants, in their order, and those of the fields that are handed on:
///
/// ```
/// use errorbook::{Code, Error, IntoError, standard};
///
/// #[derive(IntoError)]
/// #[code(standard::CONFLICT)]
/// struct Taken;
///
/// #[derive(IntoError)]
/// enum Failure<T> {
///     #[code(standard::NOT_FOUND)]
///     Unknown,
///     #[code(transparent)]
///     Other(T),
/// }
/// # impl<T> std::fmt::Display for Failure<T> {
/// #     fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { f.write_str("failed") }
/// # }
///
/// assert_eq!(Failure::<Taken>::CODES.iter().collect::<Vec<Code>>(), [standard::NOT_FOUND, standard::CONFLICT]);
/// assert!(Failure::<Taken>::CODES.is_complete());
/// // An `Error` can have any code.
/// assert!(!Failure::<Error>::CODES.is_complete());
/// ```
///
/// # Generic types
/// A type with type parameters has to have what its codes ask for: `Display` below 500, from 500 on
/// `std::error::Error + Send + Sync + 'static`. It is asked for where the type is used. A private cause borrows nothing.
///
/// # Errors
/// What does not fit together does not compile, a parameter that the code's row does not declare for one:
///
/// ```compile_fail
/// #[derive(errorbook::IntoError)]
/// #[code(errorbook::standard::NOT_FOUND)]
/// struct Unknown {
///     #[code(parameter)]
///     part: u32,
/// }
/// ```
pub use errorbook_derive::IntoError;

/// What becomes an [`Error`]: a code, an error, and every domain error that says which code it is.
///
/// The [derive](derive@IntoError) of the same name does it with attributes. By hand:
///
/// ```
/// use errorbook::{Error, IntoError, primaerp};
///
/// enum ProjectError {
///     Unknown(i64),
/// }
///
/// impl IntoError for ProjectError {
///     fn into_error(self) -> Error {
///         match self {
///             ProjectError::Unknown(id) => {
///                 Error::from(primaerp::OBJECT_NOT_FOUND).with_description(format!("no project {id}"))
///             }
///         }
///     }
/// }
///
/// assert_eq!(ProjectError::Unknown(7).into_error().to_string(), "PE01-1101 Object not found: no project 7");
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no error of a book",
    note = "implement `errorbook::IntoError` for it, or hide it from the client with `.map_err(errorbook::Error::internal)`",
    note = "in a derive, `#[code(path::TO_CODE)]` in the place of `#[code(transparent)]` gives it a code of its own"
)]
pub trait IntoError {
    /// The codes that it can become, as far as they are known before it is made.
    ///
    /// The [derive](derive@IntoError) knows them.
    const CODES: Codes = Codes::UNKNOWN;

    /// The error with its code.
    fn into_error(self) -> Error;
}

impl IntoError for Error {
    #[inline]
    fn into_error(self) -> Error {
        self
    }
}

impl IntoError for Code {
    #[inline]
    fn into_error(self) -> Error {
        Error::from(self)
    }
}
