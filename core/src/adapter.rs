//! What every adapter has and none should write again.

/// Gives an adapter's `ErrorBook`, a struct with a field `policy`, the settings of [`Policy`](crate::Policy).
#[doc(hidden)]
#[macro_export]
macro_rules! __settings {
    ($ErrorBook:ident) => {
        impl $ErrorBook {
            /// A layer whose errors without a code are those of `book`, with suppression on.
            pub const fn new(book: &'static $crate::Book) -> Self {
                Self { policy: $crate::Policy::new(book) }
            }

            /// Names the query parameter that suppresses statuses: `suppress_response_code` otherwise.
            ///
            /// # Panics
            /// If the name is empty or holds anything but letters, digits, `-`, `.`, `_` and `~`.
            #[must_use]
            pub const fn suppression_parameter(self, name: &'static str) -> Self {
                Self { policy: self.policy.suppression_parameter(name) }
            }

            /// Leaves suppression off, whatever a query says.
            #[must_use]
            pub const fn without_suppression(self) -> Self {
                Self { policy: self.policy.without_suppression() }
            }

            /// Suppresses the status of errors alone: a 201 or 204 stays what it is.
            #[must_use]
            pub const fn suppress_errors_only(self) -> Self {
                Self { policy: self.policy.suppress_errors_only() }
            }

            /// Sets the `www-authenticate` of every 401 that names none itself: `Bearer` otherwise.
            ///
            /// # Panics
            /// If the challenge holds anything but visible ASCII and spaces.
            #[must_use]
            pub const fn challenge(self, challenge: &'static str) -> Self {
                Self { policy: self.policy.challenge(challenge) }
            }
        }
    };
}
