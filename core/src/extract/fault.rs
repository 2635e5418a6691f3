//! [`Fault`]: why a value does not fit, without the value.

use std::fmt;

use serde::de::{Error, Expected, Unexpected};

/// Why a value does not fit the type that it is read into. Nothing in it comes from the value itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Fault {
    /// A member that the type requires is absent.
    Missing(&'static str),
    /// A member comes twice.
    Twice(&'static str),
    /// A member that the type does not know; its name is the last step of the path.
    Unknown,
    /// The type asks for another number of values than there are.
    Count,
    /// A value of the wrong type or out of range, or one that a type's own rule refuses.
    Other { expected: Option<String> },
}

impl Fault {
    /// A value that is not what was expected.
    pub(super) fn expected(what: impl fmt::Display) -> Fault {
        Fault::Other { expected: Some(what.to_string()) }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Fault::Missing(_) => f.write_str("is missing"),
            Fault::Twice(_) => f.write_str("occurs twice"),
            Fault::Unknown => f.write_str("is unknown"),
            Fault::Count => f.write_str("has another number of values"),
            Fault::Other { expected: Some(expected) } => write!(f, "expected {expected}"),
            Fault::Other { expected: None } => f.write_str("is not valid"),
        }
    }
}

impl std::error::Error for Fault {}

/// Keeps serde's reasons apart from the value, which serde's messages would repeat.
impl Error for Fault {
    fn custom<T: fmt::Display>(_: T) -> Fault {
        Fault::Other { expected: None }
    }

    fn invalid_type(_: Unexpected<'_>, expected: &dyn Expected) -> Fault {
        Fault::expected(expected)
    }

    fn invalid_value(_: Unexpected<'_>, expected: &dyn Expected) -> Fault {
        Fault::expected(expected)
    }

    fn invalid_length(_: usize, expected: &dyn Expected) -> Fault {
        Fault::expected(expected)
    }

    fn unknown_variant(_: &str, expected: &'static [&'static str]) -> Fault {
        Fault::expected(format_args!("one of {}", expected.join(", ")))
    }

    fn unknown_field(_: &str, _: &'static [&'static str]) -> Fault {
        Fault::Unknown
    }

    fn missing_field(field: &'static str) -> Fault {
        Fault::Missing(field)
    }

    fn duplicate_field(field: &'static str) -> Fault {
        Fault::Twice(field)
    }
}
