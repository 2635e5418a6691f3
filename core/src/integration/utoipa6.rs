//! The errors of a route in an OpenAPI document of utoipa 6. It works like the integration of utoipa 5, which the module `utoipa5`
//! documents.

/// Implements `utoipa::IntoResponses` for a type that implements [`IntoError`](crate::IntoError), with the [`responses`] of its
/// [`CODES`](crate::IntoError::CODES).
///
/// ```
/// # extern crate utoipa6 as utoipa;
/// use errorbook::integration::utoipa6::IntoResponses;
/// use errorbook::{IntoError, standard};
///
/// #[derive(IntoError, IntoResponses)]
/// #[code(standard::NOT_FOUND)]
/// struct Unknown;
///
/// let responses = <Unknown as utoipa::IntoResponses>::responses();
/// assert_eq!(responses.into_keys().collect::<Vec<_>>(), ["404"]);
/// ```
pub use errorbook_derive::Utoipa6IntoResponses as IntoResponses;

super::utoipa::utoipa_version!(utoipa6);

#[cfg(test)]
mod tests {
    super::super::utoipa::utoipa_version_tests!(utoipa6);
}
