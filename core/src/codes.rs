//! [`Codes`]: the codes that a type of error can raise.

use crate::Code;

/// The codes that a type of error can raise: [`IntoError::CODES`](crate::IntoError::CODES).
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
#[expect(clippy::exhaustive_structs, reason = "made by the derive, which needs a literal in a constant")]
pub struct Codes {
    #[doc(hidden)]
    pub own: &'static [Code],
    /// Those of the errors that are handed on.
    #[doc(hidden)]
    pub others: &'static [Codes],
    #[doc(hidden)]
    pub is_known: bool,
}

impl Codes {
    /// Any code of any book: what a type has that does not say its codes.
    ///
    /// ```
    /// use errorbook::{Codes, Error, IntoError};
    ///
    /// assert!(!Error::CODES.is_complete());
    /// assert_eq!(Codes::UNKNOWN.iter().count(), 0);
    /// ```
    pub const UNKNOWN: Codes = Codes { own: &[], others: &[], is_known: false };

    /// Each code once: those of the type itself in the order of its variants, then those of the errors that it hands on.
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
        let mut codes = Vec::new();
        self.add_to(&mut codes);
        codes.into_iter()
    }

    /// Whether these are all: no error that is handed on could have any code.
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
