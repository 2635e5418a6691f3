//! [`IntoError`](trait@IntoError): a conversion into an [`Error`], and its derive.

use crate::{Code, Codes, Error};

/// Implements [`IntoError`](trait@IntoError): gives each variant of an enum, or a struct, a [`Code`].
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
/// let response = ProjectError::Stale { given: 2, current: 3 }.into_error().to_response();
/// assert_eq!(
///     response.body(),
///     br#"{"status":409,"code":"PE01-1107","message":"Version stale","description":"version 2 is stale, the project is at 3","constraintViolations":[]}"#,
/// );
/// // From 500 on, the client sees only the code. The log has the rest.
/// let response = ProjectError::from(std::io::Error::other("disk 3 is full")).into_error().to_response();
/// assert_eq!(response.body(), primaerp::UNHANDLED_ERROR.body());
/// ```
///
/// # On a variant or a struct
/// | attribute | result |
/// |---|---|
/// | `#[code(path::TO_CODE)]` | the code; below status 500 `Display` is the description; from 500 on the value is the private cause, with its whole `source()` chain |
/// | `#[code(path::TO_CODE, public)]` | `Display` is the description, at any status |
/// | `#[code(path::TO_CODE, private)]` | the value is the private cause, at any status |
/// | `#[code(path::TO_CODE, description = "no part {part}")]` | this text is the description, at any status; the value is the private cause from status 500 on, or with `private` |
/// | `#[code(transparent)]` | the error of its only field, which implements [`IntoError`](trait@IntoError) |
/// | `#[code(constraint = "...", field = "...")]` | beside `transparent`: the field that a violation names, see [below](#the-constraints-of-a-database) |
///
/// Every variant needs one of these. A type without `Display` has no description. A cause that does not implement
/// `std::error::Error` is logged with its `Display`, if it has one. An error with violations has a description only with
/// `public` or `description`; otherwise the violations describe it.
///
/// # A separate text for the client
/// `Display` is usually written for the log. If it contains more than a client may know, give the client a separate text.
/// Braces take the fields as in `format!`, those of a tuple by their index:
///
/// ```
/// use errorbook::{IntoError, standard};
///
/// #[derive(Debug, thiserror::Error, IntoError)]
/// enum PartError {
///     #[error("no row for part {part} in stock.parts@db3")]
///     #[code(standard::NOT_FOUND, description = "no part {part}")]
///     Unknown { part: u32 },
///     #[error("the ledger is locked by job {1}")]
///     #[code(standard::SERVICE_UNAVAILABLE, description = "closed for {0} minutes")]
///     Closed(u32, u64),
/// }
///
/// let response = PartError::Unknown { part: 7 }.into_error().to_response();
/// assert_eq!(
///     response.body(),
///     br#"{"type":"about:blank","title":"Not Found","status":404,"detail":"no part 7","code":"not_found"}"#,
/// );
/// // From 500 on, the log has the value, too.
/// let response = PartError::Closed(5, 41).into_error().to_response();
/// assert_eq!(
///     response.body(),
///     br#"{"type":"about:blank","title":"Service Unavailable","status":503,"detail":"closed for 5 minutes","code":"service_unavailable"}"#,
/// );
/// assert!(response.header("x-error-id").is_some());
/// ```
///
/// # On a field
/// | attribute | type | result |
/// |---|---|---|
/// | `#[code(violation)]` | [`Violation`](crate::Violation) | a violation, see [`Error::with_violation`] |
/// | `#[code(violations)]` | `IntoIterator<Item = Violation>` | all its violations, see [`Error::with_violations`] |
/// | `#[code(target)]` | `Into<Target>` | the field or parameter that the error is about, see [`Error::with_target`] |
/// | `#[code(instance)]` | `Into<Cow<'static, str>>` | the URI of this occurrence, see [`Error::with_instance`] |
/// | `#[code(location)]` | `AsRef<str>` | the `location` header, see [`Error::with_location`] |
/// | `#[code(retry_after)]` | `Duration` | the `retry-after` header, see [`Error::with_retry_after`] |
/// | `#[code(parameter)]` | the [kind](crate::ParameterKind) that the row of the code declares | the parameter with the name of the field |
/// | `#[code(parameter = "name")]` | the same | the parameter with this name |
///
/// A field of type `Option` adds nothing if it is `None`. Values are cloned, because the whole value can be the cause as well.
/// These fields are public, even if `Display` is not.
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
/// # The constraints of a database
/// A unique key that is broken is an error without a field: only the service knows which member of the request a column is.
/// It says so beside `transparent`, once for each constraint and field:
///
/// ```
/// use errorbook::{Error, ErrorKind, IntoError, primaerp};
///
/// #[derive(Debug, thiserror::Error, IntoError)]
/// enum CreatePartError {
///     #[error(transparent)]
///     #[code(transparent)]
///     #[code(constraint = "parts_serial_key", field = "serial")]
///     #[code(constraint = "parts_quantity_check", field = "quantity")]
///     Storage(#[from] Error), // or the error of sqlx, diesel, SeaORM, tokio-postgres or a pool
/// }
///
/// // As an integration makes it of PostgreSQL's refusal.
/// let refused = Error::from(ErrorKind::NotUnique).with_broken_constraint("parts_serial_key");
/// let response = CreatePartError::from(refused).into_error().to_response_in(&primaerp::BOOK);
/// assert_eq!(
///     response.body(),
///     br#"{"status":409,"code":"PE01-1102","message":"Object already exists","description":"serial - Unique(is taken)","constraintViolations":[{"entityPath":"","entityType":"","field":"serial","constraint":"Unique","message":"is taken"}]}"#,
/// );
/// ```
///
/// The code and the status are those of the error's kind. The violation is [`Constraint::Unique`](crate::Constraint::Unique) for
/// a unique key or an exclusion constraint, otherwise [`Constraint::Invalid`](crate::Constraint::Invalid). The name of the
/// constraint is not sent. Any other constraint names no field.
///
/// Only PostgreSQL names the constraint apart from its text. With MySQL, MariaDB and SQLite no field is named. PostgreSQL
/// reports a foreign key in the same way if a row refers to nothing, and if a row that others refer to is deleted. Give it a
/// field only in the error of a request that writes the reference. [`Error::with_violation_of`] does the same by hand.
///
/// # On a type
/// `#[code(response(axum))]` above the enum or the struct also makes the type a response of the framework. A service that
/// already has an error type keeps the signatures of its handlers, such as `Result<_, PartError>`. Separate several frameworks
/// with commas.
///
/// | word | adapter | generated |
/// |---|---|---|
/// | `axum` | `errorbook-axum` | `axum::response::IntoResponse` |
/// | `rocket` | `errorbook-rocket` | `rocket::response::Responder` |
/// | `warp` | `errorbook-warp` | `warp::Reply` |
/// | `actix` | `errorbook-actix` | `From<PartError> for actix_web::Error`, which the error of a handler needs |
///
/// actix-web's `ResponseError` only borrows the error, so its cause could not go to the log. Remove an `impl ResponseError` from
/// the type: actix-web implements the same conversion for every type with one.
///
/// # The codes of a type
/// [`CODES`](IntoError::CODES) lists the codes of the variants, in order, and then those of the `transparent` fields:
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
/// A type with type parameters must implement `Display` for codes below 500, and `std::error::Error + Send + Sync + 'static`
/// from 500 on. The compiler checks it where the type is used. A private cause cannot borrow.
///
/// # Errors
/// Attributes that contradict each other or the code do not compile. Here the row does not declare the parameter:
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

/// A conversion into an [`Error`], for codes, errors and every error type of a service.
///
/// The [derive](derive@IntoError) of the same name implements it from attributes. An implementation by hand:
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
    message = "`{Self}` is not an error of a book",
    note = "implement `errorbook::IntoError` for it, or hide it from the client with `.map_err(errorbook::Error::internal)`",
    note = "in a derive, write `#[code(path::TO_CODE)]` instead of `#[code(transparent)]` to give it a code"
)]
pub trait IntoError {
    /// The codes that errors of this type can have, as far as they are known. The [derive](derive@IntoError) lists them.
    const CODES: Codes = Codes::UNKNOWN;

    /// Converts the value into an error with its code.
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
