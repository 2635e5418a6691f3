//! [`Codes`]: the codes of an error type.

use crate::Code;

/// The codes that errors of a type can have: [`IntoError::CODES`](crate::IntoError::CODES).
///
/// ```
/// use errorbook::{Code, IntoError, primaerp};
///
/// #[derive(IntoError)]
/// enum ProjectError {
///     #[code(primaerp::OBJECT_NOT_FOUND)]
///     Unknown,
///     #[code(primaerp::VERSION_STALE)]
///     Stale,
/// }
///
/// let codes: Vec<Code> = ProjectError::CODES.iter().collect();
/// assert_eq!(codes, [primaerp::OBJECT_NOT_FOUND, primaerp::VERSION_STALE]);
/// assert!(ProjectError::CODES.is_complete());
/// ```
#[derive(Debug, Clone, Copy)]
#[expect(
    clippy::exhaustive_structs,
    reason = "the derive writes it as a literal: a constant cannot pass its arrays to a function"
)]
pub struct Codes {
    /// The codes of the type's own variants.
    #[doc(hidden)]
    pub own: &'static [Code],
    /// The codes of its `transparent` fields.
    #[doc(hidden)]
    pub others: &'static [Codes],
    /// False if the type does not list its codes.
    #[doc(hidden)]
    pub is_known: bool,
}

impl Codes {
    /// The value of a type that does not list its codes. Its errors can have any code of any book.
    ///
    /// ```
    /// use errorbook::{Codes, Error, IntoError};
    ///
    /// assert!(!Error::CODES.is_complete());
    /// assert_eq!(Codes::UNKNOWN.iter().count(), 0);
    /// ```
    pub const UNKNOWN: Codes = Codes { own: &[], others: &[], is_known: false };

    /// Iterates over each code once: first the codes of the type's own variants, in order, then those of its `transparent` fields.
    ///
    /// ```
    /// use errorbook::{Code, IntoError, standard};
    ///
    /// #[derive(IntoError)]
    /// #[code(standard::CONFLICT)]
    /// struct Taken;
    ///
    /// #[derive(IntoError)]
    /// enum Failure {
    ///     #[code(transparent)]
    ///     Taken(Taken),
    ///     #[code(standard::NOT_FOUND)]
    ///     Unknown,
    ///     #[code(standard::NOT_FOUND)]
    ///     Deleted,
    /// }
    ///
    /// assert_eq!(Failure::CODES.iter().collect::<Vec<Code>>(), [standard::NOT_FOUND, standard::CONFLICT]);
    /// ```
    pub fn iter(self) -> impl Iterator<Item = Code> {
        self.into_iter()
    }

    /// Returns true if no error of the type can have another code.
    ///
    /// ```
    /// use errorbook::{Error, IntoError, standard};
    ///
    /// #[derive(IntoError)]
    /// enum Failure {
    ///     #[code(standard::NOT_FOUND)]
    ///     Unknown,
    ///     #[code(transparent)]
    ///     Other(Error),
    /// }
    ///
    /// assert!(!Failure::CODES.is_complete());
    /// ```
    pub fn is_complete(self) -> bool {
        self.is_known && self.others.iter().all(|codes| codes.is_complete())
    }

    fn add_to(self, codes: &mut Vec<Code>) {
        for code in self.own {
            if !codes.contains(code) {
                codes.push(*code);
            }
        }
        for others in self.others {
            others.add_to(codes);
        }
    }
}

/// Iterates over each code once, as [`Codes::iter`] does.
impl IntoIterator for Codes {
    type Item = Code;
    type IntoIter = std::vec::IntoIter<Code>;

    fn into_iter(self) -> Self::IntoIter {
        let mut codes = Vec::new();
        self.add_to(&mut codes);
        codes.into_iter()
    }
}
